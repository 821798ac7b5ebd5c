// People by days: only the rows in view are in the page; one cell is active and moved by keys.

const MARGIN = 6;
const [NARROWEST, WIDEST] = [40, 96];

export class BoardGrid {
  constructor(root, board) {
    this.board = board;
    this.roster = board.roster;
    this.filter = { text: "", group: null, post: null };
    this.row = 0;
    this.day = 0;
    this.drawn = new Map();
    this.build(root.querySelector("[data-board-main]"));
    this.list();
    this.head();
    this.widen();
    this.draw();
  }

  build(main) {
    this.box = document.createElement("div");
    this.box.className = "board-scroller";
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "grid");
    this.box.setAttribute("aria-label", main.closest("[data-board]").getAttribute("aria-label"));
    this.headRow = document.createElement("div");
    this.headRow.className = "board-head";
    this.headRow.setAttribute("role", "row");
    this.body = document.createElement("div");
    this.body.className = "board-rows";
    this.body.setAttribute("role", "rowgroup");
    this.box.append(this.headRow, this.body);
    main.prepend(this.box);
    this.box.addEventListener("scroll", () => this.later(), { passive: true });
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    this.box.addEventListener("click", (event) => this.onClick(event));
    new ResizeObserver(() => {
      this.widen();
      this.later();
    }).observe(this.box);
  }

  // The rows that the filters leave: a line for each unit, then its people.
  list() {
    const { text, group, post } = this.filter;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const atPost = new Set();
    if (post !== null) for (const duty of this.roster.duties.values()) if (duty.post === post) atPost.add(duty.person);
    this.rows = [];
    let last = -1;
    for (const person of this.roster.people) {
      if (group !== null && person.group !== group) continue;
      if (post !== null && !atPost.has(person.id)) continue;
      if (!words.every((word) => person.search.includes(word))) continue;
      if (person.group !== last) this.rows.push({ group: (last = person.group), count: 0, head: true });
      this.rows.push({ person });
    }
    let head = null;
    for (const row of this.rows) row.head ? (head = row) : (head.count += 1);
    this.box.setAttribute("aria-rowcount", this.rows.length + 1);
    this.box.setAttribute("aria-colcount", this.roster.days.length + 1);
    this.rowHeight ??= parseFloat(getComputedStyle(this.box).getPropertyValue("--row")) || 36;
    this.body.style.height = `${Math.max(1, this.rows.length) * this.rowHeight}px`;
    this.body.classList.toggle("board-none", !this.rows.length);
    this.body.dataset.none = this.roster.words.nobody;
  }

  head() {
    const cells = this.roster.days.map(({ weekday, number, name, isWeekend }, day) => {
      const empty = this.roster.emptyByDay[day].length;
      const mark = empty ? `<i aria-hidden="true">${empty}</i><span class="visually-hidden">, ${esc(this.roster.fill("emptyCount", { count: empty }))}</span>` : "";
      return `<div role="columnheader" class="board-day${isWeekend ? " board-weekend" : ""}" aria-colindex="${day + 2}"><button type="button" tabindex="-1" data-day-head="${day}" title="${esc(name)}"><span>${esc(weekday)}</span><b>${number}</b>${mark}</button></div>`;
    });
    this.headRow.innerHTML = `<div role="columnheader" class="board-name" aria-colindex="1">${esc(this.roster.words.person)}</div>${cells.join("")}`;
  }

  // A week fills the width, a month scrolls. As wide as the head, so that the names stay in view to the last day.
  widen() {
    const [name, first] = this.headRow.children;
    const room = Math.floor((this.box.clientWidth - name.offsetWidth) / this.roster.days.length);
    this.box.style.setProperty("--column", `${Math.min(WIDEST, Math.max(NARROWEST, room))}px`);
    this.body.style.width = `${name.offsetWidth + this.roster.days.length * first.offsetWidth}px`;
  }

  later() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  draw() {
    const top = this.box.scrollTop;
    const first = Math.max(0, Math.floor(top / this.rowHeight) - MARGIN);
    const last = Math.min(this.rows.length, Math.ceil((top + this.box.clientHeight) / this.rowHeight) + MARGIN);
    for (const [index, element] of this.drawn) {
      if (index >= first && index < last) continue;
      element.remove();
      this.drawn.delete(index);
    }
    const fresh = document.createDocumentFragment();
    for (let index = first; index < last; index += 1) {
      if (this.drawn.has(index)) continue;
      const element = this.drawRow(index);
      this.drawn.set(index, element);
      fresh.append(element);
    }
    this.body.append(fresh);
    this.mark();
  }

  redraw({ rows = false } = {}) {
    if (rows) {
      this.list();
      this.head();
    }
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
    this.draw();
  }

  drawRow(index) {
    const row = this.rows[index];
    const element = document.createElement("div");
    element.setAttribute("role", "row");
    element.setAttribute("aria-rowindex", index + 2);
    element.style.transform = `translateY(${index * this.rowHeight}px)`;
    if (row.head) {
      element.className = "board-row board-group";
      const count = this.roster.fill("people", { count: row.count });
      element.innerHTML = `<div role="rowheader" class="board-name"><b>${esc(this.roster.groups[row.group])}</b> <span>${count}</span></div>`;
      return element;
    }
    element.className = "board-row board-person";
    const cells = this.roster.days.map((day, place) => this.cell(index, row.person, day, place));
    element.innerHTML = `<div role="rowheader" class="board-name" title="${esc(row.person.title)}"><span>${esc(row.person.name)}</span><small>${esc(row.person.rank)}</small></div>${cells.join("")}`;
    return element;
  }

  cell(index, person, { isWeekend }, day) {
    const duties = this.roster.at(person.id, day);
    const away = this.roster.away(person.id, day);
    const classes = `board-cell${isWeekend ? " board-weekend" : ""}${away ? " board-away" : ""}`;
    const inside = duties.length ? this.chip(duties) : away ? `<span class="board-why">${esc(away.slice(0, 1))}</span>` : "";
    return `<div role="gridcell" class="${classes}" id="cell-${index}-${day}" data-row="${index}" data-day="${day}" aria-colindex="${day + 2}">${inside}</div>`;
  }

  chip([duty, ...more]) {
    const { letter, look } = this.roster.bands[duty.band];
    const { carried, proposal } = this.board;
    const isMoving = carried?.id === duty.id || proposal?.changes.some(([id]) => id === duty.id);
    const marks = `${duty.pinned ? " board-pinned" : ""}${duty.covert ? " board-covert" : ""}${isMoving ? " board-moving" : ""}`;
    return `<span class="board-chip shift-${look}${marks}" data-duty="${duty.id}">${esc(this.roster.posts[duty.post].short)} <b>${esc(letter)}</b>${more.length ? `<i>+${more.length}</i>` : ""}</span>`;
  }

  // Put the mark of the active cell where it belongs, with all that it says.
  mark() {
    this.box.querySelector(".board-active")?.classList.remove("board-active");
    const cell = document.getElementById(`cell-${this.row}-${this.day}`);
    if (!cell) return this.box.removeAttribute("aria-activedescendant");
    cell.classList.add("board-active");
    // Who speaks to the board names what he sees: the short words of the cell are part of its name.
    const seen = cell.textContent.replace(/\s+/g, " ").trim();
    const name = this.cellName(this.row, this.day);
    cell.setAttribute("aria-label", seen ? `${seen}, ${name}` : name);
    this.box.setAttribute("aria-activedescendant", cell.id);
  }

  cellName(index, day) {
    const { person } = this.rows[index];
    const words = this.roster.words;
    const duties = this.roster.at(person.id, day);
    const away = this.roster.away(person.id, day);
    const what = duties.map((duty) => {
      const name = this.roster.dutyWords(duty);
      return `${name}${duty.covert ? `, ${words.covert}` : ""}${duty.pinned ? `, ${words.pinned}` : ""}`;
    });
    if (away) what.push(this.roster.fill("away", { why: away }));
    return this.roster.fill("cell", { person: person.title, day: this.roster.days[day].name, what: what.join("; ") || words.free });
  }

  goTo(row, day, { isQuiet = false } = {}) {
    const down = row >= this.row ? 1 : -1;
    let place = Math.min(Math.max(0, row), this.rows.length - 1);
    while (this.rows[place]?.head && this.rows[place + down]) place += down;
    if (this.rows[place]?.head) place = this.rows.findIndex(({ person }) => person);
    if (place < 0) return;
    this.row = place;
    this.day = Math.min(Math.max(0, day), this.roster.days.length - 1);
    this.bringIntoView();
    this.draw();
    if (this.board.carried) this.board.consider(this.target());
    else if (!isQuiet) this.board.tray?.showCell(this.rows[place].person, this.day);
  }

  bringIntoView() {
    const top = this.row * this.rowHeight;
    const headHeight = this.headRow.offsetHeight;
    const height = this.box.clientHeight - headHeight;
    if (top < this.box.scrollTop) this.box.scrollTop = top - this.rowHeight;
    else if (top + this.rowHeight > this.box.scrollTop + height) this.box.scrollTop = top + this.rowHeight - height;
    const [name, first] = this.headRow.children;
    const left = this.day * first.offsetWidth;
    const room = this.box.clientWidth - name.offsetWidth;
    if (left < this.box.scrollLeft) this.box.scrollLeft = left;
    else if (left + first.offsetWidth > this.box.scrollLeft + room) this.box.scrollLeft = left + first.offsetWidth - room;
  }

  // Bring a day to the left edge, where the eye begins.
  jumpTo(day) {
    const [, first] = this.headRow.children;
    this.box.scrollLeft = Math.max(0, day - 1) * first.offsetWidth;
    this.goTo(this.row, day);
  }

  target() {
    return { person: this.rows[this.row].person.id, day: this.day };
  }

  duty() {
    const row = this.rows[this.row];
    return row?.person ? this.roster.at(row.person.id, this.day)[0] : undefined;
  }

  narrow(filter) {
    this.filter = filter;
    this.box.scrollTop = 0;
    this.redraw({ rows: true });
    this.row = 0;
    this.goTo(0, this.day, { isQuiet: true });
  }

  focus() {
    this.box.focus({ preventScroll: true });
  }

  onClick(event) {
    const head = event.target.closest("[data-day-head]");
    if (head) {
      this.goTo(this.row, Number(head.dataset.dayHead), { isQuiet: true });
      return this.board.tray.showDay(Number(head.dataset.dayHead));
    }
    const cell = event.target.closest("[data-row]");
    if (!cell) return;
    this.goTo(Number(cell.dataset.row), Number(cell.dataset.day));
    if (this.board.carried) this.board.drop(this.target());
  }

  onKey(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.rowHeight) - 2);
    const ways = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-page, 0], PageDown: [page, 0],
    };
    const done = () => event.preventDefault();
    if (event.altKey || event.metaKey) return;
    if (ways[event.key]) {
      const [down, right] = ways[event.key];
      done();
      return this.goTo(this.row + down, this.day + right);
    }
    if (event.key === "Home" || event.key === "End") {
      done();
      const isEnd = event.key === "End";
      const row = event.ctrlKey ? (isEnd ? this.rows.length - 1 : 0) : this.row;
      return this.goTo(row, isEnd ? this.roster.days.length - 1 : 0);
    }
    if (event.ctrlKey) return;
    if (event.key === "Enter" || event.key === " ") {
      done();
      if (this.board.carried) return this.board.drop(this.target());
      const duty = this.duty();
      if (duty) return this.board.pickUp(duty);
      return this.board.say(this.roster.words.nothingToPick);
    }
    if (event.key === "Delete" || event.key === "Backspace") {
      done();
      return this.board.takeOut(this.duty());
    }
    if (event.key.toLowerCase() === "p") {
      done();
      return this.board.pin(this.duty());
    }
  }
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const esc = (text) => String(text).replace(/[&<>"]/g, (letter) => ESCAPES[letter]);
