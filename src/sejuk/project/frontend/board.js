// The roster board: people by days drawn only where one looks, moved by mouse and by keys, judged before it is kept.
import { startDragging } from "./board-drag.js";
import { BoardGrid } from "./board-grid.js";
import { Roster } from "./board-roster.js";
import { Tray } from "./board-tray.js";

const LOOK_AGAIN_MS = 15000;
const THINK_MS = 90;

class Board {
  constructor(root, roster) {
    this.root = root;
    this.roster = roster;
    this.words = roster.words;
    this.carried = null;
    this.proposal = null;
    this.asked = 0;
    this.tray = new Tray(root.querySelector("[data-board-tray]"), this);
    this.grid = root.querySelector(".board-hours") ? null : new BoardGrid(root, this);
    this.hours = this.grid ? null : startHours(root, this);
    startFilters(root, this);
    startDragging(root, this);
    root.addEventListener("keydown", (event) => this.onKey(event));
    setInterval(() => this.lookAgain(), LOOK_AGAIN_MS);
    // The computing is over: what it found is on the board at once.
    root.addEventListener("htmx:afterSettle", () => root.querySelector("#solving[hx-get]") ?? this.lookAgain());
    const day = Number(root.dataset.day);
    this.tray.showDay(day);
    // Asked for nothing, the server gets its judge ready: the first verdict is as quick as the others.
    if (roster.canEdit) roster.verdictOn([]);
    this.grid?.jumpTo(day);
  }

  say(text) {
    const said = this.root.querySelector("[data-board-said]");
    // The same words twice are read out only when they were gone in between.
    said.textContent = "";
    requestAnimationFrame(() => (said.textContent = text));
  }

  pickUp(duty) {
    if (!this.roster.canEdit) return this.say(this.words.readOnly);
    if (duty.pinned) return this.tell(this.words.pinnedStays);
    this.carried = duty;
    this.proposal = null;
    this.grid?.redraw();
    const name = this.roster.dutyName(duty);
    const picked = this.roster.fill("pickedUp", { what: duty.person ? `${this.roster.nameOf(duty.person)}, ${name}` : name });
    this.tray.showCarried(duty, picked);
    this.say(picked);
  }

  putBack({ silent = false } = {}) {
    const had = this.carried || this.proposal;
    // Before its buttons go: the focus would fall out of the board with them.
    this.focusBack();
    this.carried = null;
    this.proposal = null;
    this.asked += 1;
    this.grid?.redraw();
    this.tray.clearVerdict();
    if (had && !silent) this.say(this.words.putBackSaid);
  }

  focusBack() {
    if (this.grid && this.root.contains(document.activeElement)) this.grid.focus();
  }

  tell(text) {
    this.tray.tell(text);
    this.say(text);
  }

  // What would be if the carried duty were dropped there: told while one hovers.
  consider(target) {
    const found = this.carried && this.roster.changesFor(this.carried, target);
    if (!found || found.why) {
      this.tray.tell(found?.why ?? "");
      return null;
    }
    this.ask(found, { isFinal: false });
    return found;
  }

  drop(target) {
    const found = this.carried && this.roster.changesFor(this.carried, target);
    if (!found) return;
    if (found.why) {
      this.tell(found.why);
      return;
    }
    this.propose(found);
  }

  propose(found) {
    this.carried = null;
    this.proposal = found;
    this.grid?.redraw();
    this.ask(found, { isFinal: true });
  }

  async ask(found, { isFinal }) {
    const turn = (this.asked += 1);
    if (!isFinal) await wait(THINK_MS);
    if (turn !== this.asked) return;
    this.tray.showAsking(found.text);
    const verdict = await this.roster.verdictOn(found.changes);
    if (turn !== this.asked) return;
    if (!verdict) return this.tell(this.words.failed);
    if (verdict.stale) await this.reload(this.words.stale);
    this.tray.showVerdict(found, verdict, { isFinal });
    this.say(`${found.text}. ${verdict.summary} ${verdict.broken.map(({ text }) => text).join(" ")}`);
  }

  async keep() {
    const found = this.proposal;
    if (!found) return;
    const answer = await this.roster.keep(found.changes);
    if (!answer) return this.tell(this.words.failed);
    if (answer.stale) {
      await this.reload(this.words.stale);
      return this.ask(found, { isFinal: true });
    }
    if (answer.refused) return this.tell(answer.refused);
    const undoing = this.roster.apply(found.changes, answer.revision);
    this.focusBack();
    this.proposal = null;
    const kept = this.roster.fill("kept", { what: found.text });
    this.redraw();
    this.tray.showKept(kept, { text: this.words.undo, changes: undoing });
    this.say(kept);
  }

  async pin(duty) {
    if (!this.roster.canEdit) return this.say(this.words.readOnly);
    if (!duty?.person) return this.say(this.words.nothingToPick);
    const answer = await this.roster.pin(duty, !duty.pinned);
    if (!answer) return this.tell(this.words.failed);
    if (answer.stale) return this.reload(this.words.stale);
    if (answer.refused) return this.tell(answer.refused);
    duty.pinned = !duty.pinned;
    this.roster.revision = answer.revision;
    this.redraw();
    this.say(this.roster.fill(duty.pinned ? "pinSaid" : "unpinSaid", { what: this.roster.dutyName(duty) }));
  }

  takeOut(duty) {
    if (!this.roster.canEdit) return this.say(this.words.readOnly);
    if (!duty?.person) return this.say(this.words.nothingToPick);
    if (duty.pinned) return this.tell(this.words.pinnedStays);
    this.propose(this.roster.takenOut(duty));
  }

  async lookAgain() {
    if (document.hidden || this.proposal || this.carried) return;
    if (await this.roster.refresh()) this.afterReload(this.words.fresh);
  }

  async reload(text) {
    await this.roster.refresh();
    this.afterReload(text);
  }

  afterReload(text) {
    // What is carried or proposed names duties: find them again in what came now.
    if (this.carried) this.carried = this.roster.duties.get(this.carried.id) ?? null;
    this.redraw();
    this.tell(text);
  }

  redraw() {
    this.grid?.redraw({ rows: true });
    this.hours?.();
    this.tray.redraw();
    const empty = this.root.closest("main").querySelector("[data-board-empty]");
    if (empty) empty.textContent = this.roster.fill("emptyCount", { count: this.roster.emptyCount });
  }

  onKey(event) {
    if (event.key === "Escape" && (this.carried || this.proposal)) {
      event.preventDefault();
      this.putBack();
    }
  }
}

function startHours(root, board) {
  const links = [...root.querySelectorAll("[data-shift]")];
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (board.carried) board.drop({ shift: link.dataset.shift });
      else board.tray.showShift(link.dataset.shift);
    });
    link.addEventListener("focus", () => board.carried && board.consider({ shift: link.dataset.shift }));
  }
  return () => {
    for (const link of links) {
      const seats = board.roster.seatsOf(link.dataset.shift);
      const taken = seats.filter(({ person }) => person).length;
      link.querySelector(".num").textContent = `${taken}/${seats.length}`;
      link.classList.toggle("board-short-of", taken < seats.length);
    }
  };
}

function startFilters(root, board) {
  const form = root.querySelector("[data-board-filters]");
  if (!board.grid) return;
  const { q, satuan, pos, hari } = form.elements;
  const narrow = () =>
    board.grid.narrow({ text: q.value, group: satuan.value === "" ? null : Number(satuan.value), post: pos.value === "" ? null : Number(pos.value) });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    narrow();
  });
  for (const field of [q, satuan, pos]) field.addEventListener("input", narrow);
  hari.addEventListener("change", () => {
    board.grid.jumpTo(hari.selectedIndex);
  });
  if (q.value || satuan.value || pos.value) narrow();
}

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function start(root) {
  const roster = new Roster(root.dataset, document.querySelector("meta[name=csrf-token]").content);
  if (!(await roster.refresh())) return;
  root.classList.add("board-live");
  root.classList.toggle("board-editable", roster.canEdit);
  root.board = new Board(root, roster);
}

for (const root of document.querySelectorAll("[data-board]")) start(root);
