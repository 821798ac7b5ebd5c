// Staff pages: htmx under a strict policy, the area picker, and the manners of page.js and away.js.
import htmx from "htmx.org";
import { startAway } from "./away.js";
import { ask, startForms, startMenu, startTheme } from "./page.js";
import { startPickers } from "./picker.js";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  // Pages hold what must not stay on a shared computer.
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  timeout: 20000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "4(09|22)", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
});

const csrfToken = document.querySelector("meta[name=csrf-token]")?.content;

addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken;
});
addEventListener("htmx:beforeRequest", (event) => {
  const { requestConfig, target } = event.detail;
  // Only a timer asks by no event: it waits while nobody looks, a question is open, or somebody types there.
  const isTimer = !requestConfig.triggeringEvent;
  if (document.hidden || (isTimer && (document.querySelector("dialog[open]") || isTypedIn(target)))) event.preventDefault();
});
function isTypedIn(target) {
  const typing = document.activeElement;
  return !!typing?.matches("input, textarea, select") && target.contains(typing);
}
addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question)) event.detail.issueRequest(true);
});
addEventListener("htmx:load", (event) => startPickers(event.target.parentElement ?? document));

startTheme();
startMenu();
startForms();
startPickers();
startAway();
