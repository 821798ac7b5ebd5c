// Where it happened: the kecamatan by its name, then a village or a spot on the map of that
// kecamatan; or by the phone's own position. Loaded only when somebody asks for it; the search field beside it does the same
// without a script.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const LINE = 16;
const HIGHEST = 520;
const NARROW = 480;
const STRETCHED = 2;
// Where a name may stand beside its point, in units of its own size; the nearest free place is taken.
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]];
const AWAY = [8, 20, 34, 50, 70, 95, 125];

const drawn = (name, values, parent) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
};
const distance = (one, latitude, longitude) => Math.hypot(one.latitude - latitude, one.longitude - longitude);
const nearest = (all, latitude, longitude) => [...all].sort((one, two) => distance(one, latitude, longitude) - distance(two, latitude, longitude));

export async function start(box) {
  const { villages } = await (await fetch(box.dataset.points)).json();
  const within = new Map();
  for (const one of villages) within.set(one.within, [...(within.get(one.within) ?? []), one]);

  const choices = box.querySelector("[data-choices]");
  for (const name of [...within.keys()].sort()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "secondary";
    button.textContent = name;
    button.addEventListener("click", () => show(name));
    choices.append(button);
  }
  const map = drawn("svg", { role: "img", "aria-label": box.dataset.label }, box);
  const status = box.querySelector("[role=status]");
  const back = box.querySelector("[data-back]");
  const field = document.getElementById("id_area");
  let view;
  const asked = () => (view ? `${view.name}. ${box.dataset.second}` : box.dataset.first);

  function show(name) {
    choices.hidden = Boolean(name);
    back.hidden = !name;
    map.toggleAttribute("hidden", !name);
    view = name && { name, ...viewOf(within.get(name), map.clientWidth || 320) };
    status.textContent = asked();
    map.replaceChildren();
    if (!name) return;
    map.setAttribute("viewBox", `0 0 ${view.width} ${view.height}`);
    writeNames(map, view, within.get(name));
  }

  function choose(latitude, longitude, among) {
    const [first, ...others] = nearest(among, latitude, longitude);
    if (view?.name !== first.within) show(first.within);
    map.querySelector(".mark")?.remove();
    drawn("circle", { r: 9, class: "mark", cx: view.x(longitude), cy: view.y(latitude) }, map);
    box.querySelector("[name=latitude]").value = latitude.toFixed(5);
    box.querySelector("[name=longitude]").value = longitude.toFixed(5);
    field.value = `${first.name}, ${first.within} (${first.code})`;
    const near = others.slice(0, 2).map((one) => one.name).join(", ");
    status.textContent = `${box.dataset.chosen} ${first.name} (${near})`;
  }

  map.addEventListener("click", (event) => {
    const named = event.target.closest("text");
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    const [longitude, latitude] = named ? [Number(named.dataset.longitude), Number(named.dataset.latitude)] : view.place(at);
    choose(latitude, longitude, within.get(view.name));
  });
  back.addEventListener("click", () => show(null));
  // Who types another place does not mean the point any longer.
  field.addEventListener("input", () => {
    for (const name of ["latitude", "longitude"]) box.querySelector(`[name=${name}]`).value = "";
    map.querySelector(".mark")?.remove();
    status.textContent = asked();
  });
  show(null);
  const here = box.querySelector("[data-here]");
  if (!navigator.geolocation) return;
  here.hidden = false;
  here.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => choose(coords.latitude, coords.longitude, villages));
  });
}

// On a narrow screen the map is stretched from north to south, so that more names find a place.
function viewOf(spots, width) {
  const lats = spots.map((one) => one.latitude);
  const lons = spots.map((one) => one.longitude);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [wide, high] = [Math.max(east - west, 0.01), Math.max(north - south, 0.01)];
  // At four degrees from the equator a degree is as wide as it is high.
  const across = Math.min((width - 2 * MARGIN) / wide, (HIGHEST - 2 * MARGIN) / high);
  const down = width < NARROW ? Math.min(STRETCHED * across, (HIGHEST - 2 * MARGIN) / high) : across;
  const height = 2 * MARGIN + high * down;
  const left = (width - wide * across) / 2;
  return {
    width,
    height,
    x: (longitude) => left + (longitude - west) * across,
    y: (latitude) => MARGIN + (north - latitude) * down,
    place: (at) => [west + (at.x - left) / across, north - (at.y - MARGIN) / down],
  };
}

// Each name beside its point, over no other name and no other point, and inside the map.
function writeNames(map, view, spots) {
  const points = spots.map((one) => ({ one, x: view.x(one.longitude), y: view.y(one.latitude) }));
  const taken = points.map(({ x, y }) => [x - 6, y - 6, x + 6, y + 6]);
  for (const { x, y } of points) drawn("circle", { cx: x, cy: y, r: 5 }, map);
  for (const { one, x, y } of points) {
    const text = drawn("text", { "data-latitude": one.latitude, "data-longitude": one.longitude }, map);
    text.textContent = one.name;
    const [wide, high] = [text.getComputedTextLength() / 2 + 2, LINE / 2];
    const places = AWAY.flatMap((away) => SIDES.map(([right, down]) => [x + right * (wide + away), y + down * (high + away)]));
    const free = places.find(([cx, cy]) => {
      const [left, top, right, bottom] = [cx - wide, cy - high, cx + wide, cy + high];
      return left >= 0 && top >= 0 && right <= view.width && bottom <= view.height && taken.every(([l, t, r, b]) => right <= l || left >= r || bottom <= t || top >= b);
    });
    if (!free) {
      text.remove();
      continue;
    }
    const [cx, cy] = free;
    taken.push([cx - wide, cy - high, cx + wide, cy + high]);
    text.setAttribute("x", cx);
    text.setAttribute("y", cy);
    if (places.indexOf(free) < SIDES.length) continue;
    const line = { x1: x, y1: y, x2: Math.min(Math.max(x, cx - wide), cx + wide), y2: Math.min(Math.max(y, cy - high), cy + high) };
    map.insertBefore(drawn("line", line), text);
  }
}
