"""What adds up over days, as a drawing: one rising line for each thing that is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sejuk.kit.svg import Svg, drawing, short, tag, text

QUIET = "#475956"
INK = "#12211f"
WIDTH, HEIGHT = 520, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 128, 16, 28
# Chosen: a phone draws words larger; one label for three days never runs into the next.
MOST_LABELS, DAYS_A_LABEL = 4, 3
# Chosen: two words at the right end must not lie on each other.
LEAST_GAP = 20


@dataclass(frozen=True, slots=True)
class Rise:
    """What is counted, and how much it is at the end of each day."""

    label: str
    counts: tuple[int, ...]


def rises(lines: Sequence[Rise], *, days: Sequence[str], title: str, description: str) -> Svg:
    """
    Return sums over days as lines in steps: the first full, the others dashed.

    >>> lines = [Rise("Sightings", (1, 4)), Rise("Places", (1, 2))]
    >>> svg = rises(lines, days=["1 Nov", "2 Nov"], title="Spread", description="Four in two.")
    >>> svg.count("<path"), "Sightings 4" in svg
    (3, True)
    """
    highest = max((max(line.counts, default=0) for line in lines), default=0) or 1
    ground = HEIGHT - BOTTOM
    ends = _apart([_height(line.counts[-1] if line.counts else 0, highest) for line in lines])
    return drawing(
        (
            tag("path", class_="chart-axis", d=f"M{LEFT} {ground}H{WIDTH - RIGHT}", stroke=QUIET),
            *(_line(line, highest, place) for place, line in enumerate(lines)),
            *(
                _words(f"{line.label} {line.counts[-1] if line.counts else 0}",
                       WIDTH - RIGHT + 6, end + 4, "start")
                for line, end in zip(lines, ends, strict=True)
            ),
            _words(str(highest), LEFT - 6, TOP + 4, "end"),
            _words("0", LEFT - 6, ground + 4, "end"),
            *_days(days),
        ),
        size=(WIDTH, HEIGHT),
        css_class="chart rise",
        title=title,
        description=description,
    )  # fmt: skip


def _height(count: int, highest: int) -> float:
    ground = HEIGHT - BOTTOM
    return ground - (ground - TOP) * count / highest


def _apart(heights: Sequence[float]) -> list[float]:
    """Return where the words at the right end stand, the lower ones moved down where needed."""
    placed: list[float] = []
    for height in heights:
        near = [one + LEAST_GAP for one in placed if abs(one - height) < LEAST_GAP]
        placed.append(max([height, *near]))
    return placed


def _line(line: Rise, highest: int, place: int) -> str:
    room = (WIDTH - LEFT - RIGHT) / max(1, len(line.counts))
    path, x = "", float(LEFT)
    for number, count in enumerate(line.counts):
        y = short(_height(count, highest))
        path += f"M{short(x)} {y}" if number == 0 else f"V{y}"
        x += room
        path += f"H{short(x)}"
    return tag(
        "path",
        class_="chart-line" if place == 0 else "chart-event-line",
        d=path,
        fill="none",
        stroke=INK if place == 0 else QUIET,
        stroke_width=2.25 if place == 0 else 1.5,
        stroke_dasharray=None if place == 0 else "5 3",
    )


def _days(days: Sequence[str]) -> Iterator[str]:
    """Name the first day, the last and a few between; the rest would run into each other."""
    last = len(days) - 1
    room = (WIDTH - LEFT - RIGHT) / max(1, len(days))
    count = max(2, min(MOST_LABELS, 1 + last // DAYS_A_LABEL))
    for place in sorted({round(part * last / (count - 1)) for part in range(count)}):
        if not days:
            return
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        shift = {"start": 0.0, "end": room, "middle": room / 2}[anchor]
        yield _words(days[place], LEFT + place * room + shift, HEIGHT - 6, anchor)


def _words(words: str, x: float, y: float, anchor: str) -> str:
    return tag(
        "text",
        text(words),
        x=short(x),
        y=short(y),
        text_anchor=anchor,
        font_size=12,
        font_family="sans-serif",
        fill=QUIET,
    )
