// Area picker: makes the plain text field of `_area_picker.html` a combobox over the server's prefix search.

const WAIT_MS = 120;

export function startPickers(root = document) {
  for (const picker of root.querySelectorAll(".picker:not([data-ready])")) {
    picker.dataset.ready = "yes";
    makeCombobox(picker, picker.querySelector("input"), picker.querySelector("[role=listbox]"));
  }
}

function makeCombobox(picker, input, list) {
  let timer = 0;
  let asking = null;
  let current = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option][data-value]")];

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    const all = options();
    if (!all.length) return;
    current = (to + all.length) % all.length;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === current)));
    input.setAttribute("aria-activedescendant", all[current].id);
    all[current].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    input.value = option.dataset.value;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function search() {
    const text = input.value.trim();
    if (text.length < 2) return close();
    asking?.abort();
    asking = new AbortController();
    try {
      const address = new URL(picker.dataset.searchUrl, location.href);
      address.searchParams.set("q", text);
      const answer = await fetch(address, { signal: asking.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok) return close();
      list.innerHTML = await answer.text();
      options().forEach((option, index) => (option.id = `${list.id}_${index}`));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      current = -1;
    } catch {
      // Aborted by the next letter, or no network: the field still takes a name or a code.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown") isOpen ? move(current + 1) : search();
    else if (event.key === "ArrowUp" && isOpen) move(current - 1);
    else if (event.key === "Enter" && isOpen && current >= 0) choose(options()[current]);
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-value]");
    if (option) choose(option);
  });
  input.addEventListener("blur", close);
}
