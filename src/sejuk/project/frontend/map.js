// The command post's map and its days: MapLibre from local areas, the drawn twin and the list kept in step.
import { startDays } from "./map-days.js";
import { drawMap } from "./map-drawing.js";
import { Layers } from "./map-layers.js";
import { AreaList } from "./map-list.js";

const SELECTED = "selected";

async function startBoard(board) {
  const { areasUrl, temperaturesUrl, villageUrlTemplate } = board.dataset;
  const [areas, temperatures] = await Promise.all([areasUrl, temperaturesUrl].map(fetchJson));
  const readings = new Readings(temperatures);
  const list = new AreaList(board, readings);
  const card = board.querySelector(".map-card");
  const names = new Map(areas.features.map(({ properties }) => [properties.code, properties]));
  let day = Math.max(0, readings.days.indexOf(board.dataset.day));
  let shown = null;
  let layer = null;

  function tell(code) {
    const chips = layer ? layer.chips(code) : list.chips(code, day);
    fillCard(card, names.get(code), chips, villageUrlTemplate);
  }

  function show(code, { scroll = false } = {}) {
    shown = code;
    list.mark(code, { scroll });
    map?.mark(SELECTED, code);
    tell(code);
  }

  const map = drawMap(board, areas, {
    onHover: (code) => tell(code ?? shown),
    onChoose: (code) => show(code, { scroll: true }),
  });

  function paint() {
    map?.paint(layer ? layer.paints() : readings.bandsOn(day));
    if (!layer) paintTwin(board, readings, day);
    list.turnTo(day, layer);
    if (shown) tell(shown);
  }

  const layers = new Layers(board, (chosen) => {
    layer = chosen;
    board.classList.toggle("layered", layer !== null);
    paint();
  });

  function turnTo(index) {
    day = index;
    layers.turnTo(readings.days[day]);
    // A layer answers in a moment and paints then; until it does, the day before it stays.
    if (!layers.code) paint();
  }

  list.onPoint = (code) => map?.mark("hover", code);
  list.onChoose = (code) => show(code);
  layers.listen(map !== null);
  startDays(board, readings.days, day, turnTo);
  turnTo(day);
}

// Temperatures of all areas on all days, so that the slider needs no server.
class Readings {
  constructor({ days, areas, tenths, bands }) {
    this.days = days;
    this.areas = areas;
    this.tenths = tenths;
    this.bands = bands;
    this.place = new Map(areas.map((code, index) => [code, index]));
  }

  degrees(code, day) {
    const tenths = this.tenths[day]?.[this.place.get(code)] ?? null;
    return tenths === null ? null : tenths / 10;
  }

  change(code, day) {
    const today = this.degrees(code, day);
    const yesterday = this.degrees(code, day - 1);
    return today === null || yesterday === null ? null : Math.round((today - yesterday) * 10) / 10;
  }

  band(degrees) {
    if (degrees === null) return "none";
    return this.bands.findLast(({ from }) => degrees >= from).band;
  }

  word(band) {
    return this.bands.find((one) => one.band === band)?.word ?? "–";
  }

  bandsOn(day) {
    return this.areas.map((code) => [code, this.band(this.degrees(code, day))]);
  }
}

function paintTwin(board, readings, day) {
  for (const path of board.querySelectorAll(".map-twin [data-code]")) {
    const band = readings.band(readings.degrees(path.dataset.code, day));
    path.setAttribute("class", `area band-${band}`);
    path.setAttribute("fill", path.getAttribute("fill").replace(/-[a-z]+\)$/, `-${band})`));
  }
}

function fillCard(card, area, chips, urlTemplate) {
  card.replaceChildren();
  if (!area) return;
  const link = document.createElement("a");
  link.href = urlTemplate.replace("__code__", area.code);
  link.textContent = area.name;
  const heading = document.createElement("strong");
  heading.append(link);
  const within = document.createElement("span");
  within.className = "meta";
  within.textContent = area.within ?? area.code;
  const line = document.createElement("span");
  line.className = "cluster";
  line.append(...chips);
  card.append(heading, within, line);
}

async function fetchJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

for (const board of document.querySelectorAll("[data-map]")) startBoard(board);
