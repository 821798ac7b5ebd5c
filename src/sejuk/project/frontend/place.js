// Where it happened, by tapping a map of the villages or by the phone's own position. Loaded only
// when somebody asks for it; the search field beside it does the same without a script.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 320;

const drawn = (name, values, parent) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
};

export async function start(box) {
  const { villages } = await (await fetch(box.dataset.points)).json();
  const lats = villages.map((one) => one.latitude);
  const lons = villages.map((one) => one.longitude);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  // At four degrees from the equator a degree is as wide as it is high.
  const scale = (WIDTH - 20) / Math.max(east - west, north - south, 0.01);
  const x = (lon) => 10 + (lon - west) * scale;
  const y = (lat) => 10 + (north - lat) * scale;
  const height = Math.round(20 + (north - south) * scale);

  const map = drawn("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": box.dataset.label });
  const named = new Map();
  for (const one of villages) {
    drawn("circle", { cx: x(one.longitude), cy: y(one.latitude), r: 2 }, map);
    const all = named.get(one.within) ?? [];
    named.set(one.within, [...all, one]);
  }
  for (const [name, all] of named) {
    const mean = (key) => all.reduce((sum, one) => sum + one[key], 0) / all.length;
    drawn("text", { x: x(mean("longitude")), y: y(mean("latitude")) }, map).textContent = name;
  }
  const mark = drawn("circle", { r: 5, class: "mark", cx: -9, cy: -9 }, map);
  box.append(map);

  function choose(latitude, longitude) {
    const away = (one) => Math.hypot(one.latitude - latitude, one.longitude - longitude);
    const [first, ...others] = [...villages].sort((one, two) => away(one) - away(two));
    mark.setAttribute("cx", x(longitude));
    mark.setAttribute("cy", y(latitude));
    box.querySelector("[name=latitude]").value = latitude.toFixed(5);
    box.querySelector("[name=longitude]").value = longitude.toFixed(5);
    document.getElementById("id_area").value = `${first.name}, ${first.within} (${first.code})`;
    const near = others.slice(0, 2).map((one) => one.name).join(", ");
    box.querySelector("[role=status]").textContent = `${box.dataset.chosen} ${first.name} (${near})`;
  }

  map.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    choose(north - (at.y - 10) / scale, west + (at.x - 10) / scale);
  });
  // Who types another place does not mean the point any longer.
  document.getElementById("id_area").addEventListener("input", () => {
    for (const name of ["latitude", "longitude"]) box.querySelector(`[name=${name}]`).value = "";
  });
  const here = box.querySelector("[data-here]");
  if (!navigator.geolocation) return;
  here.hidden = false;
  here.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(({ coords }) => choose(coords.latitude, coords.longitude));
  });
}
