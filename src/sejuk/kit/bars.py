"""Counts over days as a drawing: a column for each day, and what was to be expected as a line."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sejuk.kit.numbers import rounded
from sejuk.kit.svg import ACCENT, QUIET, Svg, drawing, label, short, tag, text

WIDTH, HEIGHT = 520, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 10, 16, 28
GAP = 2
MOST_LABELS = 5
MOST_LEVELS = 4
"""So many lines with a number stand above the ground; chosen: more are read by nobody."""


@dataclass(frozen=True, slots=True)
class Column:
    """One day: how many, how the day is called, whether it is meant, and what a reader is told."""

    count: float
    day: str
    is_marked: bool
    words: str


def counts_over_days(
    columns: Sequence[Column], *, expected: float | None, title: str, description: str
) -> Svg:
    """
    Return a column for each day, marked ones full, with what a day would bring as a dashed line.

    >>> days = [Column(0, "1 Nov", False, "none"), Column(3, "2 Nov", True, "three")]
    >>> svg = counts_over_days(days, expected=0.4, title="Signals", description="Three on the 2nd.")
    >>> svg.count("<rect"), 'class="chart-event-line"' in svg
    (2, True)
    """
    levels = levels_up_to(max([column.count for column in columns] + [expected or 0.0, 1.0]))
    highest = float(levels[-1])
    ground = HEIGHT - BOTTOM
    room = (WIDTH - LEFT - RIGHT) / max(1, len(columns))
    return drawing(
        (
            *_grid(levels),
            *_columns(columns, room, highest),
            tag("path", class_="chart-axis", d=f"M{LEFT} {ground}H{WIDTH - RIGHT}", stroke=QUIET),
            "" if expected is None else _level(_height(expected, highest)),
            *_days(columns, room),
        ),
        size=(WIDTH, HEIGHT),
        css_class="chart",
        title=title,
        description=description,
    )


def levels_up_to(highest: float) -> range:
    """
    Return the counts beside which a line is drawn, the last of them above everything.

    >>> [list(levels_up_to(highest)) for highest in (1, 7, 36, 412)]
    [[0, 1], [0, 2, 4, 6, 8], [0, 10, 20, 30, 40], [0, 200, 400, 600]]
    """
    tens = 10 ** max(0, math.floor(math.log10(highest / MOST_LEVELS))) if highest > 1 else 1
    step = next(
        size
        for size in (tens, 2 * tens, 5 * tens, 10 * tens)
        if math.ceil(highest / size) <= MOST_LEVELS
    )
    return range(0, math.ceil(highest / step) * step + 1, step)


def _grid(levels: range) -> Iterator[str]:
    for count in levels:
        y = _height(count, levels[-1])
        yield label(rounded(count), LEFT - 6, y + 4, "end")
        if count:
            across = f"M{LEFT} {short(y)}H{WIDTH - RIGHT}"
            yield tag("path", class_="chart-grid", d=across, stroke=QUIET, stroke_opacity=0.3)


def _level(y: float) -> str:
    return tag(
        "path",
        class_="chart-event-line",
        d=f"M{LEFT} {short(y)}H{WIDTH - RIGHT}",
        stroke=QUIET,
        stroke_dasharray="3 3",
        fill="none",
    )


def _height(count: float, highest: float) -> float:
    ground = HEIGHT - BOTTOM
    return ground - (ground - TOP) * count / highest


def _columns(columns: Sequence[Column], room: float, highest: float) -> Iterator[str]:
    ground = HEIGHT - BOTTOM
    for place, column in enumerate(columns):
        top = _height(column.count, highest)
        yield tag(
            "rect",
            tag("title", text(column.words)),
            class_="chart-bar is-marked" if column.is_marked else "chart-bar",
            x=short(LEFT + place * room + GAP / 2),
            y=short(top),
            width=short(max(1.0, room - GAP)),
            height=short(ground - top),
            fill=ACCENT if column.is_marked else QUIET,
            fill_opacity=None if column.is_marked else 0.45,
        )


def _days(columns: Sequence[Column], room: float) -> Iterator[str]:
    """Name the first day, the last and a few between; the rest would run into each other."""
    last = len(columns) - 1
    wanted = sorted({round(part * last / (MOST_LABELS - 1)) for part in range(MOST_LABELS)})
    for place in wanted if columns else ():
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        shift = {"start": 0.0, "end": room, "middle": room / 2}[anchor]
        yield label(columns[place].day, LEFT + place * room + shift, HEIGHT - 6, anchor)
