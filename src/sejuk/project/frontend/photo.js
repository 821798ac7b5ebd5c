// Draws the rectangles of a photo's check with mouse, finger or keys; the lines of the text field are what is sent.

const SVG = "http://www.w3.org/2000/svg";
const STEP = 8;
const FIRST = 64;
// A finger that means a tap moves a little.
const TAP = 6;
// A plate of 40 pixels is as wide as a fingertip on a phone.
const NEARER = 4;
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

for (const form of document.querySelectorAll("form[data-blackout]")) start(form);

function start(form) {
  const picture = form.querySelector("svg.blackout");
  const lines = form.querySelector("textarea");
  const add = form.querySelector("[data-add]");
  const near = form.querySelector("[data-near]");
  const blacken = form.querySelector("[data-blacken]");
  const question = blacken.dataset.confirm;
  const { width, height } = picture.viewBox.baseVal;
  let boxes = [];
  let drawn = null;

  for (const part of form.querySelectorAll("[data-with-script]")) part.hidden = false;

  function read() {
    boxes = lines.value.split("\n").map((line) => line.split(/[\s,;]+/).filter(Boolean).map(Number)).filter((box) => box.length === 4 && box.every(Number.isInteger));
  }

  function write() {
    lines.value = boxes.map((box) => box.join(" ")).join("\n");
  }

  function enlarge(x, y) {
    const isNear = near.getAttribute("aria-pressed") !== "true";
    const [across, down] = isNear ? [width / NEARER, height / NEARER] : [width, height];
    const left = Math.max(0, Math.min(width - across, x - across / 2));
    const top = Math.max(0, Math.min(height - down, y - down / 2));
    picture.setAttribute("viewBox", `${left} ${top} ${across} ${down}`);
    picture.classList.toggle("near", isNear);
    near.setAttribute("aria-pressed", isNear);
  }

  function draw(focused = -1) {
    // Nothing is asked about nothing: then the page says what is missing.
    if (boxes.length) blacken.dataset.confirm = question;
    else delete blacken.dataset.confirm;
    for (const rect of picture.querySelectorAll("rect")) rect.remove();
    boxes.forEach((box, index) => {
      const rect = document.createElementNS(SVG, "rect");
      const [left, top, across, down] = box;
      const shape = { x: Math.min(left, left + across), y: Math.min(top, top + down), width: Math.abs(across), height: Math.abs(down) };
      for (const [name, value] of Object.entries(shape)) rect.setAttribute(name, value);
      rect.setAttribute("tabindex", "0");
      rect.setAttribute("role", "img");
      rect.setAttribute("aria-label", `${add.dataset.words} ${index + 1}: ${box.join(" ")}`);
      rect.addEventListener("keydown", (event) => press(event, index));
      picture.append(rect);
      if (index === focused) rect.focus();
    });
  }

  function press(event, index) {
    if (event.key === "Delete" || event.key === "Backspace") {
      boxes.splice(index, 1);
    } else if (MOVES[event.key]) {
      const at = event.shiftKey ? 2 : 0;
      boxes[index][at] += MOVES[event.key][0];
      boxes[index][at + 1] += MOVES[event.key][1];
      if (event.shiftKey) for (const side of [2, 3]) boxes[index][side] = Math.max(boxes[index][side], STEP);
    } else return;
    event.preventDefault();
    write();
    draw(Math.min(index, boxes.length - 1));
    if (!boxes.length) add.focus();
  }

  function place(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    return [Math.max(0, Math.min(width, Math.round(point.x))), Math.max(0, Math.min(height, Math.round(point.y)))];
  }

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.tagName === "rect") return;
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    drawn = place(event);
    boxes.push([...drawn, 0, 0]);
  });
  picture.addEventListener("pointermove", (event) => {
    if (!drawn) return;
    const [x, y] = place(event);
    boxes[boxes.length - 1] = [Math.min(x, drawn[0]), Math.min(y, drawn[1]), Math.abs(x - drawn[0]), Math.abs(y - drawn[1])];
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    picture.addEventListener(end, () => {
      if (!drawn) return;
      const [across, down] = boxes.at(-1).slice(2);
      const least = TAP / picture.getScreenCTM().a;
      if (end === "pointercancel" || across < least || down < least) boxes.pop();
      if (end === "pointerup" && across < least && down < least) enlarge(...drawn);
      drawn = null;
      write();
      draw();
    });
  }
  near.addEventListener("click", () => {
    const [left, top, across, down] = boxes.at(-1) ?? [0, 0, width, height];
    enlarge(left + across / 2, top + down / 2);
  });
  add.addEventListener("click", () => {
    const { x, y, width: across, height: down } = picture.viewBox.baseVal;
    boxes.push([Math.round(x + (across - FIRST) / 2), Math.round(y + (down - FIRST) / 2), FIRST, FIRST]);
    write();
    draw(boxes.length - 1);
  });
  lines.addEventListener("input", () => { read(); draw(); });
  read();
  draw();
}
