// The live map: MapLibre with areas from this server only, coloured and patterned by band. No tiles, no glyphs, no blob.
import maplibregl from "maplibre-gl/dist/maplibre-gl-csp.js";

const BANDS = ["none", "sejuk", "hangat", "panas", "kritis"];
// The tones of layers (kit/layers.py); no layer and no band share a name.
const TONES = ["low", "mild", "middle", "high", "top", "cooler", "steady", "warmer", "done", "planned", "due", "never"];
const PATTERNED = ["hangat", "panas", "kritis"];
const UNSURE = "unsure";
const SOURCE = "areas";
const TILE = 16;

// Return the live map, or null where the browser cannot draw it: the twin in the page then stays.
export function drawMap(board, areas, { onHover, onChoose }) {
  maplibregl.setWorkerUrl(board.dataset.workerUrl);
  const bounds = boundsOf(areas);
  let map;
  try {
    map = new maplibregl.Map({
      container: board.querySelector(".map-canvas"),
      style: { version: 8, sources: {}, layers: [] },
      bounds,
      fitBoundsOptions: { padding: 24 },
      maxBounds: grown(bounds, 0.6),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      locale: { "CooperativeGesturesHandler.MobileHelpText": board.dataset.twoFingers ?? "" },
      fadeDuration: 0,
    });
  } catch {
    return null;
  }
  map.touchZoomRotate.disableRotation();
  map.getCanvas().setAttribute("aria-label", board.dataset.mapLabel ?? "");
  const live = new LiveMap(map, areas);
  map.on("load", () => {
    live.addLayers();
    board.classList.add("map-live");
    map.resize();
    map.fitBounds(bounds, { padding: 24, animate: false });
    addButtons(board, map, bounds);
  });
  map.getCanvas().addEventListener("webglcontextlost", () => board.classList.remove("map-live"));
  listen(map, live, { onHover, onChoose });
  return live;
}

class LiveMap {
  constructor(map, areas) {
    this.map = map;
    this.areas = areas;
    this.bands = [];
    this.marked = {};
    this.ready = false;
  }

  addLayers() {
    const { map } = this;
    map.addSource(SOURCE, { type: "geojson", data: this.areas, promoteId: "code", tolerance: 0.2 });
    map.addLayer({ id: "fill", type: "fill", source: SOURCE });
    for (const band of PATTERNED) {
      map.addLayer({
        id: `pattern-${band}`,
        type: "fill",
        source: SOURCE,
        paint: { "fill-opacity": ["case", ["==", ["feature-state", "band"], band], 1, 0] },
      });
    }
    map.addLayer({
      id: UNSURE,
      type: "fill",
      source: SOURCE,
      paint: { "fill-opacity": ["case", ["boolean", ["feature-state", UNSURE], false], 1, 0] },
    });
    map.addLayer({ id: "line", type: "line", source: SOURCE, layout: { "line-join": "round" } });
    this.colour();
    this.ready = true;
    this.paint(this.bands);
    for (const [state, code] of Object.entries(this.marked)) this.mark(state, code);
    addNames(map, this.areas);
    const again = () => this.colour();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["class"] });
  }

  // Take the colours of the page, so that light and dark are told once, in the stylesheet.
  colour() {
    const { map } = this;
    const look = getComputedStyle(document.documentElement);
    const tone = (name) => look.getPropertyValue(`--${name}`).trim();
    const fills = [...BANDS, ...TONES].flatMap((band) => [band, tone(`${band}-fill`)]);
    map.setPaintProperty("fill", "fill-color", [
      "match", ["coalesce", ["feature-state", "band"], "none"], ...fills, tone("none-fill"),
    ]);
    const isMarked = ["boolean", ["feature-state", "selected"], false];
    const isPointed = ["boolean", ["feature-state", "hover"], false];
    map.setPaintProperty("line", "line-color", ["case", isMarked, tone("ink"), isPointed, tone("ink"), tone("surface")]);
    map.setPaintProperty("line", "line-width", ["case", isMarked, 3.5, isPointed, 2.5, 0.8]);
    for (const band of PATTERNED) {
      if (map.hasImage(band)) map.removeImage(band);
      map.addImage(band, patternOf(band, tone("pattern")), { pixelRatio: 2 });
      map.setPaintProperty(`pattern-${band}`, "fill-pattern", band);
    }
    if (map.hasImage(UNSURE)) map.removeImage(UNSURE);
    map.addImage(UNSURE, patternOf(UNSURE, tone("ink")), { pixelRatio: 2 });
    map.setPaintProperty(UNSURE, "fill-pattern", UNSURE);
  }

  paint(bands) {
    this.bands = bands;
    if (!this.ready) return;
    const told = new Set(bands.map(([id]) => id));
    for (const { properties: { code } } of this.areas.features) {
      if (!told.has(code)) this.map.setFeatureState({ source: SOURCE, id: code }, { band: "none", [UNSURE]: false });
    }
    for (const [id, band, unsure = false] of bands) {
      this.map.setFeatureState({ source: SOURCE, id }, { band, [UNSURE]: unsure });
    }
  }

  mark(state, code) {
    const before = this.marked[state];
    this.marked[state] = code;
    if (!this.ready) return;
    if (before) this.map.setFeatureState({ source: SOURCE, id: before }, { [state]: false });
    if (code) this.map.setFeatureState({ source: SOURCE, id: code }, { [state]: true });
  }
}

function listen(map, live, { onHover, onChoose }) {
  map.on("mousemove", "fill", (event) => {
    const { code } = event.features[0].properties;
    if (live.marked.hover === code) return;
    live.mark("hover", code);
    onHover(code);
  });
  map.on("mouseleave", "fill", () => {
    live.mark("hover", null);
    onHover(null);
  });
  map.on("click", "fill", (event) => onChoose(event.features[0].properties.code));
}

// Dots, lines, crosses: the bands can be told apart without colour, as in the drawn twin.
function patternOf(band, ink) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = TILE;
  const pen = canvas.getContext("2d");
  pen.fillStyle = pen.strokeStyle = ink;
  pen.globalAlpha = 0.5;
  pen.lineWidth = 2;
  const line = (...points) => {
    pen.beginPath();
    pen.moveTo(points[0], points[1]);
    pen.lineTo(points[2], points[3]);
    pen.stroke();
  };
  if (band === "hangat") pen.fillRect(TILE / 2 - 1.5, TILE / 2 - 1.5, 3, 3);
  else {
    for (const shift of [-TILE, 0, TILE]) {
      line(shift, TILE, shift + TILE, 0);
      if (band === "kritis") line(shift, 0, shift + TILE, TILE);
    }
  }
  return pen.getImageData(0, 0, TILE, TILE);
}

// Names of the districts as plain elements: fonts of the page, none from a glyph server.
function addNames(map, areas) {
  const groups = {};
  const labels = [];
  for (const area of areas.features) (groups[area.properties.within ?? ""] ??= []).push(area);
  for (const [name, members] of Object.entries(groups)) {
    if (!name) continue;
    const [[west, south], [east, north]] = boundsOf({ features: members });
    const label = document.createElement("span");
    label.className = "map-name";
    label.setAttribute("aria-hidden", "true");
    label.textContent = name;
    new maplibregl.Marker({ element: label }).setLngLat([(west + east) / 2, (south + north) / 2]).addTo(map);
    labels.push([members.length, label]);
  }
  labels.sort(([one], [other]) => other - one);
  const thin = () => hideOverlapping(labels.map(([, label]) => label));
  map.on("moveend", thin);
  map.on("resize", thin);
  thin();
}

// Larger districts keep their names; a name that would lie on another waits until one looks closer.
function hideOverlapping(labels) {
  const taken = [];
  for (const label of labels) {
    label.hidden = false;
    const box = label.getBoundingClientRect();
    label.hidden = taken.some(
      (other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom,
    );
    if (!label.hidden) taken.push(box);
  }
}

function addButtons(board, map, bounds) {
  const box = document.createElement("div");
  box.className = "map-buttons";
  const words = board.dataset;
  for (const [sign, label, act] of [
    ["+", words.zoomIn, () => map.zoomIn()],
    ["−", words.zoomOut, () => map.zoomOut()],
    ["⤢", words.zoomAll, () => map.fitBounds(bounds, { padding: 24 })],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label ?? sign);
    button.addEventListener("click", act);
    box.append(button);
  }
  board.querySelector(".map-frame").append(box);
}

function boundsOf({ features }) {
  let [west, south, east, north] = [180, 90, -180, -90];
  const walk = (part) => {
    if (typeof part[0] !== "number") return part.forEach(walk);
    west = Math.min(west, part[0]);
    east = Math.max(east, part[0]);
    south = Math.min(south, part[1]);
    north = Math.max(north, part[1]);
  };
  for (const { geometry } of features) if (geometry) walk(geometry.coordinates);
  return [[west, south], [east, north]];
}

function grown([[west, south], [east, north]], share) {
  const [wide, tall] = [(east - west) * share, (north - south) * share];
  return [[west - wide, south - tall], [east + wide, north + tall]];
}
