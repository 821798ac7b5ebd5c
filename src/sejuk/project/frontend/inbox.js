// Keys of the inbox: j and k go from signal to signal, x chooses, a or t takes, ? tells. Nothing needs them.

const OFF = "inbox-keys-off";
const help = document.getElementById("keys");
let at = -1;

const rows = () => [...document.querySelectorAll("#rows tbody tr")];
const boxes = () => [...document.querySelectorAll("#rows input[name=signal]")];
const here = () => document.activeElement?.closest("#rows tbody tr");

function isOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false;
  }
}

function go(step) {
  const all = rows();
  if (!all.length) return;
  const from = here() ? all.indexOf(here()) : at;
  at = Math.max(0, Math.min(all.length - 1, from + step));
  all[at].querySelector("th a").focus();
}

function choose() {
  const box = here()?.querySelector("input[name=signal]");
  if (!box) return;
  box.checked = !box.checked;
  tell();
}

function take() {
  const button = document.querySelector("#many button[value=take]");
  if (!button) return;
  if (!boxes().some((box) => box.checked)) choose();
  if (boxes().some((box) => box.checked)) button.form.requestSubmit(button);
}

function tell() {
  const chosen = boxes().filter((box) => box.checked).length;
  const told = document.querySelector("[data-chosen]");
  if (!told) return;
  told.hidden = false;
  told.querySelector(".num").textContent = chosen;
  const all = document.querySelector("[data-all] input");
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && !all.checked;
}

// What only works with JavaScript is shown only with it, also in rows that htmx brings.
function begin() {
  at = -1;
  for (const part of document.querySelectorAll("#rows [data-all], #rows [data-keys]")) part.hidden = false;
  tell();
}

const DEEDS = { j: () => go(1), k: () => go(-1), x: choose, a: take, t: take, "?": () => help.showModal() };

addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const isBox = target.matches?.("#rows tbody input[name=signal]");
  if (isBox && key === "Enter") {
    // In a form Enter would send it; on a signal it opens it, as on its link.
    event.preventDefault();
    here().querySelector("th a").click();
    return;
  }
  if (!isBox && target.matches?.("input, textarea, select, [contenteditable]")) return;
  if (!Object.hasOwn(DEEDS, key) || isOff()) return;
  event.preventDefault();
  DEEDS[key]();
});
addEventListener("change", (event) => {
  if (event.target.matches("[data-all] input")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.closest("#many")) tell();
});
addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) help.showModal();
});
addEventListener("htmx:load", begin);

const uses = help.querySelector("input");
uses.checked = !isOff();
uses.addEventListener("change", () => {
  try {
    localStorage.setItem(OFF, uses.checked ? "no" : "yes");
  } catch {
    // A browser that keeps nothing uses the keys until the page is left.
  }
});
begin();
