// What every page can do with JavaScript: light or dark, a question before a danger, no double sending.

const YEAR = 31536000;
const RESEND_AFTER_MS = 8000;

export function startTheme() {
  const root = document.documentElement;
  const asksDark = matchMedia("(prefers-color-scheme: dark)");
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const isDark = root.classList.contains("dark") || (asksDark.matches && !root.classList.contains("light"));
      const chosen = isDark ? "light" : "dark";
      root.classList.remove("light", "dark");
      root.classList.add(chosen);
      document.cookie = `theme=${chosen}; path=/; max-age=${YEAR}; samesite=lax`;
    });
  }
}

export function startMenu() {
  const menu = document.querySelector("details.menu");
  if (!menu) return;
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

export function ask(question) {
  const words = document.body.dataset;
  const dialog = document.createElement("dialog");
  const form = document.createElement("form");
  form.method = "dialog";
  const text = document.createElement("p");
  text.textContent = question;
  const buttons = document.createElement("div");
  buttons.className = "form-actions";
  for (const [value, word, look] of [["yes", words.yes, ""], ["no", words.no, "secondary"]]) {
    const button = document.createElement("button");
    button.value = value;
    button.className = look;
    button.textContent = word;
    buttons.append(button);
  }
  form.append(text, buttons);
  dialog.append(form);
  dialog.setAttribute("aria-label", question);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    dialog.showModal();
  });
}

export function startForms() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (question && !form.dataset.asked) {
      event.preventDefault();
      if (!(await ask(question))) return;
      form.dataset.asked = "yes";
      form.requestSubmit(event.submitter);
      delete form.dataset.asked;
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    // A file that is fetched leaves the page where it is.
    if (event.submitter && "again" in event.submitter.dataset) return;
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, RESEND_AFTER_MS);
  });
  // A page that comes back out of the browser's memory may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}
