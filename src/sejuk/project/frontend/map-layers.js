// What else the map can show: the choice above it, what a layer says of a day, and its legend.

const AFTER_TURNING_MS = 150;

export class Layers {
  constructor(board, onShown) {
    this.form = board.querySelector("[data-layers]");
    this.select = this.form?.querySelector("select");
    this.url = board.dataset.layersUrl;
    this.unsure = board.dataset.unsure;
    this.code = board.dataset.layer ?? "";
    this.onShown = onShown;
    this.answers = new Map();
    this.day = "";
    this.legend = board.querySelector("[data-legend]");
    // The legend of temperatures is in the page only when no layer was asked for in the address.
    this.legendOfBands = this.code ? null : [...(this.legend?.childNodes ?? [])];
  }

  // Take over the choice; without a live map it stays a form that loads the page anew.
  listen(isLive) {
    if (!this.select) return;
    this.select.addEventListener("change", () => {
      if (!isLive || !(this.select.value || this.legendOfBands)) return this.form.requestSubmit();
      this.choose(this.select.value);
    });
    this.form.querySelector("[data-plain]").hidden = true;
  }

  choose(code) {
    this.code = code;
    const address = new URL(location.href);
    if (code) address.searchParams.set("lapisan", code);
    else address.searchParams.delete("lapisan");
    history.replaceState(history.state, "", address);
    if (code) return this.fetch();
    this.form.querySelector("[data-lead]").textContent = "";
    this.legend.replaceChildren(...this.legendOfBands);
    this.onShown(null);
  }

  turnTo(day) {
    this.day = day;
    this.form?.querySelector("[name=hari]")?.setAttribute("value", day);
    if (!this.code) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch(), AFTER_TURNING_MS);
  }

  async fetch() {
    const [code, day] = [this.code, this.day];
    const key = `${code} ${day}`;
    if (!this.answers.has(key)) this.answers.set(key, ask(this.url.replace("__layer__", code), day));
    try {
      const answer = await this.answers.get(key);
      // Meanwhile another layer or day may have been chosen.
      if (code !== this.code || day !== this.day) return;
      this.form.querySelector("[data-lead]").textContent = answer.lead;
      this.tell(answer);
      this.onShown(new LayerView(answer));
    } catch (error) {
      this.answers.delete(key);
      throw error;
    }
  }

  tell({ steps, unknown, note, cells }) {
    const list = document.createElement("ul");
    list.className = "legend";
    const lines = [...steps, { tone: "none", words: unknown }];
    if (Object.values(cells).some(([, , , unsure]) => unsure)) lines.push({ tone: "none", words: this.unsure, unsure: true });
    for (const { tone, words, unsure } of lines) {
      const line = document.createElement("li");
      line.className = `band-${tone}`;
      line.append(swatch(unsure), words);
      list.append(line);
    }
    const below = document.createElement("p");
    below.className = "meta";
    below.textContent = note;
    this.legend.replaceChildren(list, ...(note ? [below] : []));
  }
}

// What a layer says of each area, as the map and the list ask for it.
class LayerView {
  constructor({ cells, unknown }) {
    this.cells = cells;
    this.unknown = unknown;
  }

  cell(code) {
    return this.cells[code] ?? ["none", this.unknown, null, 0];
  }

  paints() {
    return Object.entries(this.cells).map(([code, [tone, , , unsure]]) => [code, tone, Boolean(unsure)]);
  }

  weight(code) {
    return this.cell(code)[2] ?? -Infinity;
  }

  chips(code) {
    const [tone, words, , unsure] = this.cell(code);
    const chip = document.createElement("span");
    chip.className = `cell band-${tone}`;
    chip.append(swatch(unsure), words);
    return [chip];
  }
}

function swatch(unsure) {
  const box = document.createElement("span");
  box.className = unsure ? "swatch unsure" : "swatch";
  box.setAttribute("aria-hidden", "true");
  return box;
}

async function ask(address, day) {
  const answer = await fetch(`${address}?hari=${day}`);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}
