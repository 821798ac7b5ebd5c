// The slider of days: drag, arrow keys or play. Without it the plain date field of the page remains.

const STEP_MS = 700;

export function startDays(board, days, start, onTurn) {
  const form = board.querySelector(".days");
  const range = form?.querySelector("input[type=range]");
  if (!range || days.length < 2) return;
  const output = form.querySelector("output");
  const play = form.querySelector("[data-play]");
  const date = form.querySelector("input[type=date]");
  const { lang } = document.documentElement;
  // As the pages write it: the day before the month in English, too.
  const written = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
  let timer = 0;

  range.max = days.length - 1;
  range.value = start;
  for (const part of form.querySelectorAll("[data-enhanced]")) part.hidden = false;
  for (const part of form.querySelectorAll("[data-plain]")) part.hidden = true;

  function turn() {
    const day = days[range.value];
    const words = written.format(new Date(`${day}T00:00:00Z`));
    output.textContent = words;
    range.setAttribute("aria-valuetext", words);
    onTurn(Number(range.value));
  }

  function remember() {
    const address = new URL(location.href);
    address.searchParams.set(date.name, days[range.value]);
    history.replaceState(history.state, "", address);
    // What else on the page follows the day listens to the date field.
    date.value = days[range.value];
    date.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.setAttribute("aria-pressed", "false");
    form.classList.remove("playing");
    remember();
  }

  function step() {
    if (Number(range.value) >= days.length - 1) return stop();
    range.value = Number(range.value) + 1;
    turn();
  }

  play.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(range.value) >= days.length - 1) range.value = 0;
    play.setAttribute("aria-pressed", "true");
    form.classList.add("playing");
    turn();
    timer = setInterval(step, STEP_MS);
  });
  range.addEventListener("input", () => {
    if (timer) stop();
    turn();
  });
  range.addEventListener("change", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  turn();
}
