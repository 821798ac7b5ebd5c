// Beside the board: the chosen duty, the seats of a shift or of a day, and the verdict with its two buttons.
import { esc } from "./board-grid.js";

export class Tray {
  constructor(element, board) {
    this.board = board;
    this.roster = board.roster;
    this.verdict = document.createElement("section");
    this.verdict.className = "card board-verdict";
    this.verdict.hidden = true;
    this.chosen = document.createElement("section");
    this.chosen.className = "card";
    this.seats = document.createElement("section");
    this.seats.className = "card";
    element.append(this.verdict, this.chosen, this.seats);
    this.chosen.hidden = true;
    element.addEventListener("click", (event) => this.onClick(event));
  }

  onClick(event) {
    const button = event.target.closest("button[data-do]");
    if (!button) return;
    const duty = this.roster.duties.get(Number(button.dataset.seat));
    const { carried } = this.board;
    const deeds = {
      keep: () => this.board.keep(),
      back: () => this.board.putBack(),
      undo: () => this.board.propose({ text: this.roster.words.undo, changes: this.undoing }),
      pick: () => (carried && carried.id !== duty.id ? this.board.drop({ duty }) : this.board.pickUp(duty)),
      pin: () => this.board.pin(duty),
      out: () => this.board.takeOut(duty),
    };
    deeds[button.dataset.do]();
    if (button.dataset.do === "pick" && this.board.carried) this.board.grid?.focus();
  }

  redraw() {
    this.again?.();
    this.seatsAgain?.();
  }

  showCell(person, day) {
    this.again = () => {
      const duties = this.roster.at(person.id, day);
      const away = this.roster.away(person.id, day);
      const words = this.roster.words;
      const lines = duties.map((duty) => `<li>${this.line(duty)}${this.tools(duty)}</li>`).join("");
      const free = away ? this.roster.fill("away", { why: away }) : words.free;
      this.chosen.innerHTML = `<h2>${esc(person.title)}</h2><p class="muted small">${esc(this.roster.groups[person.group])} · ${esc(this.roster.days[day].name)}</p>${lines ? `<ul class="board-lines">${lines}</ul>` : `<p>${esc(free)}</p>`}`;
      this.chosen.hidden = false;
    };
    this.again();
    this.showDay(day);
  }

  showDay(day) {
    const title = () => {
      const count = this.roster.emptyByDay[day].length;
      return this.roster.fill(count ? "emptyOn" : "noEmpty", { count, day: this.roster.days[day].name });
    };
    this.list(title, () => this.roster.emptyByDay[day]);
  }

  showShift(shift) {
    const [first] = this.roster.seatsOf(shift);
    const title = `${this.roster.posts[first.post].name}, ${this.roster.bands[first.band].name}, ${this.roster.days[first.day].name}`;
    this.list(() => title, () => this.roster.seatsOf(shift), { withPeople: true });
  }

  list(title, seats, { withPeople = false } = {}) {
    this.seatsAgain = () => {
      const lines = seats().map((duty) => `<li>${this.seat(duty, withPeople)}</li>`).join("");
      this.seats.innerHTML = `<h2>${esc(title())}</h2><ul class="board-lines board-seats">${lines}</ul>`;
    };
    this.seatsAgain();
  }

  seat(duty, withPeople) {
    const { letter, look, name } = this.roster.bands[duty.band];
    const what = withPeople
      ? `<b>${esc(this.roster.roles[duty.role])}</b> ${esc(this.roster.nameOf(duty.person))}`
      : `${esc(this.roster.posts[duty.post].name)}, ${esc(name)}, ${esc(this.roster.roles[duty.role])}`;
    const chip = `<span class="board-chip shift-${look}${duty.person ? "" : " board-gap"}${duty.pinned ? " board-pinned" : ""}">${esc(this.roster.posts[duty.post].short)} <b>${esc(letter)}</b></span>`;
    const tools = withPeople ? this.tools(duty, { withPick: false }) : "";
    if (!this.roster.canEdit) return `<div class="board-seat">${chip}<span>${what}</span></div>${tools}`;
    return `<button type="button" class="board-seat" data-do="pick" data-seat="${duty.id}" data-duty="${duty.id}">${chip}<span>${what}</span></button>${tools}`;
  }

  line(duty) {
    const { letter, look, name, hours } = this.roster.bands[duty.band];
    const words = this.roster.words;
    const marks = [duty.covert && words.covert, duty.pinned && words.pinned].filter(Boolean).map((word) => `<span class="badge">${esc(word)}</span>`);
    return `<p><span class="board-chip shift-${look}">${esc(this.roster.posts[duty.post].short)} <b>${esc(letter)}</b></span> <strong>${esc(this.roster.posts[duty.post].name)}</strong><br>${esc(name)} ${esc(hours)} · ${esc(this.roster.roles[duty.role])} ${marks.join(" ")}</p>`;
  }

  tools(duty, { withPick = true } = {}) {
    const words = this.roster.words;
    const button = (deed, word) => `<button type="button" class="secondary small" data-do="${deed}" data-seat="${duty.id}">${esc(word)}</button>`;
    const deeds = this.roster.canEdit && duty.person ? `${withPick ? button("pick", words.pickUp) : ""}${button("pin", duty.pinned ? words.unpin : words.pin)}${button("out", words.takeOut)}` : "";
    const tools = `${deeds}${this.why(duty)}`;
    return tools && `<p class="cluster">${tools}</p>`;
  }

  // Who sees the whole roster is told why somebody stands a duty, and why another does not.
  why(duty) {
    const { whyUrl } = this.board.root.dataset;
    return whyUrl ? `<a class="button secondary small" href="${esc(whyUrl.replace("/0/", `/${duty.id}/`))}">${esc(this.roster.words.why)}</a>` : "";
  }

  clearVerdict() {
    this.verdict.hidden = true;
    this.verdict.replaceChildren();
  }

  fillVerdict(look, html) {
    this.verdict.className = `card board-verdict${look ? ` ${look}` : ""}`;
    this.verdict.innerHTML = html;
    this.verdict.hidden = !html;
  }

  tell(text) {
    if (text) this.fillVerdict("", `<p>${esc(text)}</p>${this.board.carried || this.board.proposal ? this.backButton() : ""}`);
  }

  backButton() {
    return `<p class="form-actions"><button type="button" class="secondary" data-do="back">${esc(this.roster.words.putBack)}</button></p>`;
  }

  showCarried(duty, text) {
    this.fillVerdict("board-carrying", `<p><strong>${esc(this.roster.dutyName(duty))}</strong></p><p class="small">${esc(text)}</p>${this.backButton()}`);
  }

  showAsking(text) {
    this.fillVerdict("board-asking", `<p><strong>${esc(text)}</strong></p><p class="muted">${esc(this.roster.words.asking)}</p>${this.board.proposal ? this.backButton() : ""}`);
  }

  showVerdict(found, verdict, { isFinal }) {
    const words = this.roster.words;
    const look = !verdict.isLegal ? "board-bad" : verdict.broken.some(({ level }) => level === "warn") ? "board-warn" : "board-good";
    const list = (items, sign) => items.map(({ level, word, text }) => `<li class="board-${sign}-${level}"><b>${esc(sign === "healed" ? words.healed : word)}</b> ${esc(text)}</li>`).join("");
    const keep = verdict.isLegal && isFinal ? `<button type="button" data-do="keep">${esc(look === "board-warn" ? words.keepAnyway : words.keep)}</button>` : "";
    const buttons = isFinal ? `<p class="form-actions">${keep}<button type="button" class="secondary" data-do="back">${esc(words.putBack)}</button></p>` : "";
    this.fillVerdict(look, `<p class="small">${esc(found.text)}</p><p><strong>${esc(verdict.summary)}</strong></p><ul class="board-breaches">${list(verdict.broken, "new")}${list(verdict.healed, "healed")}</ul>${buttons}`);
    if (isFinal) this.verdict.querySelector("button")?.focus();
  }

  showKept(text, undo) {
    this.undoing = undo.changes;
    this.fillVerdict("board-good", `<p>${esc(text)}</p><p class="form-actions"><button type="button" class="secondary small" data-do="undo">${esc(undo.text)}</button></p>`);
  }
}
