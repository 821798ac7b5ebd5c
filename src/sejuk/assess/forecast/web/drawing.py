"""How much better or worse than the simple forecast each week was, as a drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sejuk.kit.svg import INK, QUIET, Svg, drawing, label, short, tag, text

WIDTH, HEIGHT = 520, 170
LEFT, RIGHT, TOP, BOTTOM = 12, 12, 20, 28
GAP, WIDEST = 4, 44
MOST_LABELS = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """One week: how much better (above 0), how it is called, and what a reader is told."""

    value: float
    day: str
    words: str


def differences_by_week(
    weeks: Sequence[Difference], *, title: str, description: str, better: str, worse: str
) -> Svg:
    """
    Return a bar for each week, upwards where the forecast was better than the simple one.

    >>> weeks = [Difference(0.02, "3 Nov", "better"), Difference(-0.01, "10 Nov", "worse")]
    >>> svg = differences_by_week(weeks, title="Nilai", description="", better="+", worse="-")
    >>> svg.count("<rect")
    2
    """
    middle = (TOP + HEIGHT - BOTTOM) / 2
    room = (WIDTH - LEFT - RIGHT) / max(1, len(weeks))
    return drawing(
        (
            *_bars(weeks, room, middle),
            tag("path", class_="chart-axis", d=f"M{LEFT} {middle}H{WIDTH - RIGHT}", stroke=QUIET),
            label(better, LEFT, TOP - 6),
            label(worse, LEFT, HEIGHT - BOTTOM + 2),
            *_days(weeks, room),
        ),
        size=(WIDTH, HEIGHT),
        css_class="chart",
        title=title,
        description=description,
    )


def _bars(weeks: Sequence[Difference], room: float, middle: float) -> Iterator[str]:
    most = max((abs(week.value) for week in weeks), default=0.0) or 1.0
    width = min(WIDEST, room - GAP)
    for place, week in enumerate(weeks):
        tall = (middle - TOP - 2) * abs(week.value) / most
        is_better = week.value >= 0
        yield tag(
            "rect",
            tag("title", text(week.words)),
            class_="chart-bar is-marked" if is_better else "chart-bar",
            x=short(LEFT + (place + 0.5) * room - width / 2),
            y=short(middle - tall if is_better else middle),
            width=short(width),
            height=short(max(tall, 1.0)),
            fill=INK if is_better else QUIET,
            fill_opacity=None if is_better else 0.45,
        )


def _days(weeks: Sequence[Difference], room: float) -> Iterator[str]:
    """Name some of the weeks; the rest would run into each other."""
    every = -(-len(weeks) // MOST_LABELS) or 1
    for place in range(0, len(weeks), every):
        yield label(weeks[place].day, LEFT + (place + 0.5) * room, HEIGHT - 4, "middle")
