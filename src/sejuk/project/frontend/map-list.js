// The list beside the map: its chips, its order and its selection follow the day and the map.

export class AreaList {
  constructor(board, readings) {
    this.readings = readings;
    this.iconsUrl = board.dataset.iconsUrl;
    this.number = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.list = board.querySelector(".area-list");
    this.items = new Map([...(this.list?.children ?? [])].map((item) => [item.dataset.code, item]));
    this.byChange = this.list?.dataset.order === "change";
    this.onPoint = () => {};
    this.onChoose = () => {};
    this.listen();
  }

  listen() {
    const codeOf = (event) => event.target.closest("[data-code]")?.dataset.code ?? null;
    this.list?.addEventListener("pointerover", (event) => this.onPoint(codeOf(event)));
    this.list?.addEventListener("pointerleave", () => this.onPoint(null));
    this.list?.addEventListener("focusin", (event) => this.onChoose(codeOf(event)));
  }

  mark(code, { scroll }) {
    for (const [own, item] of this.items) item.classList.toggle("selected", own === code);
    if (scroll) this.items.get(code)?.scrollIntoView({ block: "nearest" });
  }

  // Show the temperatures of a day, or what a layer says.
  turnTo(day, layer = null) {
    const ofTemperature = (code) =>
      (this.byChange ? this.readings.change(code, day) : this.readings.degrees(code, day)) ?? -1000;
    const weight = layer ? (code) => layer.weight(code) : ofTemperature;
    const sorted = [...this.items].sort(([one], [other]) => weight(other) - weight(one) || 0);
    for (const [code, item] of sorted) {
      item.querySelector(".cluster")?.replaceChildren(...(layer ? layer.chips(code) : this.chips(code, day)));
    }
    this.list?.append(...sorted.map(([, item]) => item));
  }

  chips(code, day) {
    const degrees = this.readings.degrees(code, day);
    const change = this.readings.change(code, day);
    const chips = [this.bandChip(this.readings.band(degrees), degrees)];
    if (change) chips.unshift(this.changeChip(change));
    return chips;
  }

  bandChip(band, degrees) {
    const chip = document.createElement("span");
    chip.className = `band band-${band}`;
    const shape = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    shape.setAttribute("class", "shape");
    shape.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${this.iconsUrl}#band-${band}`);
    shape.append(use);
    chip.append(shape, this.readings.word(band));
    if (degrees !== null) chip.append(` ${this.number.format(degrees)}`);
    return chip;
  }

  changeChip(change) {
    const chip = document.createElement("span");
    chip.className = `change ${change > 0 ? "up" : "down"}`;
    chip.textContent = this.number.format(Math.abs(change));
    return chip;
  }
}
