// What the board knows: people, duties and shifts as the server sent them, and the ways to ask it.

const TEXT = { Accept: "application/json" };

export class Roster {
  constructor({ cellsUrl, verdictUrl, moveUrl, pinUrl }, csrfToken) {
    Object.assign(this, { cellsUrl, verdictUrl, moveUrl, pinUrl, csrfToken });
    this.etag = null;
  }

  // Ask for the newest; tell whether anything is new.
  async refresh() {
    const headers = this.etag ? { ...TEXT, "If-None-Match": this.etag } : TEXT;
    const answer = await fetch(this.cellsUrl, { headers, cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return false;
    this.etag = answer.headers.get("ETag");
    this.take(await answer.json());
    return true;
  }

  take(sent) {
    const { revision, canEdit, days, bands, posts, groups, people, roles, words } = sent;
    Object.assign(this, { revision, canEdit, groups, roles, words });
    this.days = days.map(([weekday, number, name, brief, isWeekend]) => ({ weekday, number, name, brief, isWeekend }));
    this.bands = bands.map(([letter, look, name, hours]) => ({ letter, look, name, hours }));
    this.posts = posts.map(([id, short, name]) => ({ id, short, name }));
    this.people = people.map(([id, rank, name, group]) => ({ id, rank, name, title: `${rank} ${name}`, group, search: `${rank} ${name}`.toLowerCase() }));
    this.personById = new Map(this.people.map((person) => [person.id, person]));
    this.duties = new Map();
    for (const [id, post, day, band, role, covert, person, pinned] of sent.duties) {
      this.duties.set(id, { id, post, day, band, role, covert, person, pinned: Boolean(pinned) });
    }
    this.leaves = new Map();
    for (const [person, first, last, why] of sent.leaves) {
      for (let day = first; day <= last; day += 1) this.leaves.set(`${person}-${day}`, why);
    }
    this.index();
  }

  index() {
    this.byCell = new Map();
    this.byShift = new Map();
    this.emptyByDay = this.days.map(() => []);
    this.emptyCount = 0;
    for (const duty of this.duties.values()) {
      const shift = this.shiftName(duty);
      if (!this.byShift.has(shift)) this.byShift.set(shift, []);
      this.byShift.get(shift).push(duty);
      if (duty.person) {
        const cell = `${duty.person}-${duty.day}`;
        if (!this.byCell.has(cell)) this.byCell.set(cell, []);
        this.byCell.get(cell).push(duty);
      } else {
        this.emptyByDay[duty.day].push(duty);
        this.emptyCount += 1;
      }
    }
  }

  at(person, day) {
    return this.byCell.get(`${person}-${day}`) ?? [];
  }

  away(person, day) {
    return this.leaves.get(`${person}-${day}`);
  }

  seatsOf(shift) {
    return this.byShift.get(shift) ?? [];
  }

  shiftName({ post, day, band }) {
    return `${post}-${day}-${band}`;
  }

  nameOf(person) {
    return person ? (this.personById.get(person)?.title ?? "–") : this.words.empty;
  }

  fill(word, blanks) {
    return this.words[word].replace(/\{(\w+)\}/g, (_, name) => blanks[name] ?? "");
  }

  // A duty in a sentence, and all that a cell tells of it.
  dutyName(duty) {
    return this.fill("brief", { post: this.posts[duty.post].name, band: this.bands[duty.band].name, day: this.days[duty.day].brief });
  }

  dutyWords(duty) {
    const { name, hours } = this.bands[duty.band];
    return this.fill("duty", { post: this.posts[duty.post].name, band: name, hours, role: this.roles[duty.role] });
  }

  // The changes that dropping a duty on a target asks for, with a sentence; or why there are none.
  changesFor(duty, target) {
    if (target.duty) return this.onSeat(duty, target.duty);
    if (target.shift) return this.onShift(duty, target.shift);
    if (target.isOut) return duty.person ? this.takenOut(duty) : null;
    return this.onCell(duty, target);
  }

  onSeat(duty, other) {
    if (other.id === duty.id) return null;
    if (other.pinned) return { why: this.words.pinnedStays };
    if (!other.person) return duty.person ? this.moved(duty, other) : null;
    if (other.person === duty.person) return { why: this.words.sameperson };
    if (!duty.person) return this.moved(other, duty);
    return this.exchanged(duty, other);
  }

  onShift(duty, shift) {
    if (shift === this.shiftName(duty)) return null;
    const free = this.seatsOf(shift).filter(({ person }) => !person);
    const seat = free.find(({ role }) => role === duty.role) ?? free[0];
    if (!seat) return { why: this.fill("noSeatThere", { day: this.days[Number(shift.split("-")[1])].name }) };
    return duty.person ? this.moved(duty, seat) : null;
  }

  onCell(duty, { person, day }) {
    const there = this.at(person, day)[0];
    if (there && there.id !== duty.id && person !== duty.person) return this.onSeat(duty, there);
    if (day === duty.day) {
      if (person === duty.person) return null;
      return this.given(duty, person);
    }
    const seat = this.emptyByDay[day].find(({ post, band, role }) => post === duty.post && band === duty.band && role === duty.role);
    if (!duty.person || (!seat && person !== duty.person)) return this.given(duty, person);
    if (!seat) return { why: this.fill("noSeatThere", { day: this.days[day].name }) };
    return person === duty.person ? this.moved(duty, seat) : this.given(duty, person);
  }

  given(duty, person) {
    const [from, to] = [this.nameOf(duty.person), this.nameOf(person)];
    const name = this.dutyName(duty);
    const text = duty.person ? this.fill("moveTo", { duty: name, from, to }) : this.fill("filled", { person: to, duty: name });
    return { text, changes: [[duty.id, person]] };
  }

  moved(duty, seat) {
    const blanks = { person: this.nameOf(duty.person), duty: this.dutyName(duty), duty2: this.dutyName(seat) };
    return { text: this.fill("otherSeat", blanks), changes: [[duty.id, 0], [seat.id, duty.person]] };
  }

  exchanged(duty, other) {
    const blanks = { one: this.nameOf(duty.person), other: this.nameOf(other.person), duty: this.dutyName(duty), duty2: this.dutyName(other) };
    return { text: this.fill("exchange", blanks), changes: [[duty.id, other.person], [other.id, duty.person]] };
  }

  takenOut(duty) {
    const text = this.fill("takenOut", { person: this.nameOf(duty.person), duty: this.dutyName(duty) });
    return { text, changes: [[duty.id, 0]] };
  }

  // Make the changes here, and return those that would undo them.
  apply(changes, revision) {
    const undoing = changes.map(([id]) => [id, this.duties.get(id)?.person ?? 0]);
    for (const [id, person] of changes) {
      const duty = this.duties.get(id);
      if (duty) duty.person = person;
    }
    this.revision = revision;
    this.index();
    return undoing;
  }

  body(changes) {
    const body = new URLSearchParams({ revisi: this.revision });
    for (const [id, person] of changes) body.append("ubah", `${id}:${person || ""}`);
    return body;
  }

  async verdictOn(changes) {
    const answer = await fetch(`${this.verdictUrl}?${this.body(changes)}`, { headers: TEXT }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  keep(changes) {
    return this.send(this.moveUrl, this.body(changes));
  }

  pin(duty, isPinned) {
    return this.send(this.pinUrl, new URLSearchParams({ revisi: this.revision, tugas: duty.id, pin: isPinned ? "1" : "0" }));
  }

  async send(url, body) {
    const headers = { ...TEXT, "X-CSRFToken": this.csrfToken };
    const answer = await fetch(url, { method: "POST", headers, body }).catch(() => null);
    // 409: refused, or somebody was quicker; both are told in the answer.
    return answer && (answer.ok || answer.status === 409) ? answer.json() : null;
  }
}
