// Says when the server is away, looks for it, and brings the page back without losing what was typed.

const LOOK_AGAIN_MS = 3000;
const AWAY = new Set([0, 502, 503, 504]);

let notice = null;
let typed = false;

export function startAway() {
  addEventListener("input", (event) => {
    if (event.target.closest("form[method=post]")) typed = true;
  });
  addEventListener("htmx:sendError", goAway);
  addEventListener("htmx:timeout", goAway);
  addEventListener("htmx:responseError", (event) => {
    if (AWAY.has(event.detail.xhr.status)) goAway();
    else say(document.body.dataset.failed, "error");
  });
  addEventListener("htmx:afterSwap", () => {
    if (notice?.classList.contains("error")) hide();
  });
}

function goAway() {
  if (notice?.classList.contains("warning")) return;
  say(document.body.dataset.away, "warning");
  setTimeout(look, LOOK_AGAIN_MS);
}

// The page that says "one moment": wait for the server, then show what was asked for.
export function comeBack() {
  setTimeout(look, LOOK_AGAIN_MS);
}

async function look() {
  if (!(await answers())) {
    setTimeout(look, LOOK_AGAIN_MS);
  } else if (typed) {
    say(document.body.dataset.back, "success");
    setTimeout(hide, 6000);
  } else {
    location.reload();
  }
}

async function answers() {
  try {
    return (await fetch(location.href, { cache: "no-store" })).status < 500;
  } catch {
    return false;
  }
}

function say(text, look) {
  hide();
  notice = document.createElement("div");
  notice.className = `away notice ${look}`;
  notice.setAttribute("role", look === "success" ? "status" : "alert");
  const line = document.createElement("p");
  line.textContent = text;
  notice.append(line);
  document.body.append(notice);
}

function hide() {
  notice?.remove();
  notice = null;
}
