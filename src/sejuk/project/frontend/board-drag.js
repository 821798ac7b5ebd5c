// Dragging with mouse or pen; a finger scrolls, and moves duties by touching one and then the other.

const FAR_ENOUGH = 5;
const EDGE = 48;
const STEP = 14;

export function startDragging(root, board) {
  let drag = null;

  function targetAt(x, y) {
    const under = document.elementFromPoint(x, y);
    const duty = under?.closest("[data-duty]");
    if (duty && duty.closest("[data-board-tray]")) return { element: duty, target: { duty: board.roster.duties.get(Number(duty.dataset.duty)) } };
    const cell = under?.closest("[data-row]");
    if (cell) {
      const { person } = board.grid.rows[Number(cell.dataset.row)];
      return { element: cell, target: { person: person.id, day: Number(cell.dataset.day) } };
    }
    const shift = under?.closest("[data-shift]");
    return shift ? { element: shift, target: { shift: shift.dataset.shift } } : null;
  }

  function begin(event) {
    if (!board.roster.canEdit || event.button !== 0 || event.pointerType === "touch") return;
    const chip = event.target.closest("[data-duty]");
    const duty = chip && board.roster.duties.get(Number(chip.dataset.duty));
    if (duty) drag = { duty, chip, x: event.clientX, y: event.clientY, isOn: false };
  }

  function start() {
    drag.isOn = true;
    board.putBack({ silent: true });
    board.pickUp(drag.duty);
    if (!board.carried) return stop();
    drag.ghost = drag.chip.cloneNode(true);
    drag.ghost.classList.add("board-ghost");
    drag.ghost.removeAttribute("data-duty");
    root.append(drag.ghost);
    root.classList.add("board-dragging");
    drag.timer = setInterval(scrollAtEdges, 16);
  }

  function move(event) {
    if (!drag) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y);
    if (!drag.isOn && far < FAR_ENOUGH) return;
    if (!drag.isOn) start();
    if (!drag) return;
    event.preventDefault();
    drag.at = [event.clientX, event.clientY];
    drag.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
    hover();
  }

  function hover() {
    const found = targetAt(...drag.at);
    if (found?.element === drag.over) return;
    drag.over?.classList.remove("board-over");
    drag.over = found?.element;
    drag.over?.classList.add("board-over");
    if (found) board.consider(found.target);
  }

  function scrollAtEdges() {
    const box = board.grid?.box;
    if (!box || !drag?.at) return;
    const edges = box.getBoundingClientRect();
    const [x, y] = drag.at;
    if (x < edges.left || x > edges.right) return;
    if (y > edges.bottom - EDGE && y < edges.bottom + EDGE) box.scrollTop += STEP;
    else if (y < edges.top + 2 * EDGE && y > edges.top - EDGE) box.scrollTop -= STEP;
    if (x > edges.right - EDGE) box.scrollLeft += STEP;
    else if (x < edges.left + 5 * EDGE) box.scrollLeft -= STEP;
  }

  function end(event) {
    if (!drag) return;
    const { isOn } = drag;
    const found = isOn && targetAt(event.clientX, event.clientY);
    stop();
    if (!isOn) return;
    // The click that follows belongs to the drag.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
    const isLeft = !found || !board.roster.changesFor(board.carried, found.target);
    if (isLeft) return board.putBack();
    board.drop(found.target);
  }

  function stop() {
    clearInterval(drag.timer);
    drag.ghost?.remove();
    drag.over?.classList.remove("board-over");
    root.classList.remove("board-dragging");
    drag = null;
  }

  function swallow(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  root.addEventListener("pointerdown", begin);
  addEventListener("pointermove", move);
  addEventListener("pointerup", end);
  addEventListener("pointercancel", () => {
    if (drag?.isOn) board.putBack();
    if (drag) stop();
  });
  root.addEventListener("dragstart", (event) => event.preventDefault());
}
