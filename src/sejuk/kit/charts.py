"""Small charts as drawings, their looks from classes alone: a curve, a trend, a sparkline."""

from collections.abc import Sequence
from dataclasses import dataclass

from sejuk.kit.svg import BAND_SOFT_FILLS, INK, QUIET, Svg, drawing, label, short, tag, text

# The bands' lower ends in degrees, as in the warning engine.
ZONES = (("sejuk", 0, 25), ("hangat", 25, 50), ("panas", 50, 75), ("kritis", 75, 100))

CURVE_WIDTH, CURVE_HEIGHT = 520, 230
# A phone shows the words of the limit larger.
TREND_HEIGHT, TREND_RIGHT = 150, 92
LEFT, RIGHT, TOP, BOTTOM = 36, 66, 22, 28
SPARK_WIDTH, SPARK_HEIGHT = 104, 26

Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on the day with this index."""

    index: int
    words: str


def temperature_curve(
    degrees: Values,
    *,
    title: str,
    description: str,
    days: Sequence[str],
    zone_words: Sequence[str] = ("Sejuk", "Hangat", "Panas", "Kritis"),
    marks: Sequence[Mark] = (),
) -> Svg:
    """
    Return temperature over days on the bands' backgrounds, with what happened marked.

    >>> days = ["25 Nov", "26 Nov", "27 Nov"]
    >>> svg = temperature_curve([12.0, None, 33.5], title="Suhu", description="Naik.", days=days)
    >>> 'role="img"' in svg, svg.count("<path")
    (True, 1)
    """
    across = _across(len(degrees), LEFT, CURVE_WIDTH - RIGHT)
    return drawing(
        (
            *_zones(zone_words),
            *_day_labels(days, across),
            *(_event(mark, across) for mark in marks),
            tag(
                "path",
                class_="chart-line",
                d=_line(degrees, across, TOP, CURVE_HEIGHT - BOTTOM),
                fill="none",
                stroke=INK,
                stroke_width=2.25,
            ),
            _last_point(degrees, across),
        ),
        size=(CURVE_WIDTH, CURVE_HEIGHT),
        css_class="chart",
        title=title,
        description=description,
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """
    From what to what a trend is drawn, and the value from which on it asks for something.

    `words` are those of the three as they are written beside the drawing: low, high, limit.
    """

    low: float
    high: float
    limit: float
    words: tuple[str, str, str]

    def share(self, value: float) -> float:
        """Return where a value lies in percent of the height, cut off at both ends."""
        return 100 * min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def trend(
    values: Values, scale: Scale, *, title: str, description: str, days: Sequence[str]
) -> Svg:
    """
    Return a figure over days on its own scale, with its limit as a dashed line.

    >>> scale = Scale(0, 1, 0.8, ("0", "1", "limit 0.8"))
    >>> svg = trend([0.9, None, 0.7], scale, title="Rank correlation", description="Falls.",
    ...             days=["4 Nov", "11 Nov", "18 Nov"])
    >>> 'role="img"' in svg, svg.count("<circle"), "limit 0.8" in svg
    (True, 2, True)
    """
    across = _across(len(values), LEFT, CURVE_WIDTH - TREND_RIGHT)
    ground = TREND_HEIGHT - BOTTOM
    heights = [None if value is None else scale.share(value) for value in values]
    level = _height_of(scale.share(scale.limit), TOP, ground)
    dots = [
        tag("circle", class_="chart-point", cx=short(x), cy=short(y), r=4, fill=INK)
        for x, height in zip(across, heights, strict=True)
        if height is not None
        for y in (_height_of(height, TOP, ground),)
    ]
    line = _line(heights, across, TOP, ground)
    low_words, high_words, limit_words = scale.words
    return drawing(
        (
            tag(
                "path",
                class_="chart-event-line",
                d=f"M{LEFT} {short(level)}H{CURVE_WIDTH - TREND_RIGHT}",
                stroke=QUIET,
                stroke_dasharray="3 3",
            ),
            label(limit_words, CURVE_WIDTH - TREND_RIGHT + 8, level + 4),
            label(high_words, LEFT - 6, TOP + 4, anchor="end"),
            label(low_words, LEFT - 6, ground + 4, anchor="end"),
            tag("path", class_="chart-line", d=line, fill="none", stroke=INK, stroke_width=2.25),
            *dots,
            *_day_labels(days, across, TREND_HEIGHT),
        ),
        size=(CURVE_WIDTH, TREND_HEIGHT),
        css_class="chart",
        title=title,
        description=description,
    )


def sparkline(degrees: Values, *, title: str) -> Svg:
    """Return the shape of a curve in the height of a line of text, always on 0 to 100."""
    across = _across(len(degrees), 2, SPARK_WIDTH - 4)
    line = tag(
        "path",
        class_="chart-line",
        d=_line(degrees, across, 3, SPARK_HEIGHT - 3),
        fill="none",
        stroke=INK,
        stroke_width=1.75,
    )
    return drawing(
        (line,), size=(SPARK_WIDTH, SPARK_HEIGHT), css_class="chart sparkline", title=title
    )


def _across(count: int, left: float, right: float) -> list[float]:
    gap = (right - left) / max(1, count - 1)
    return [left + gap * index for index in range(count)]


def _height_of(degrees: float, top: float, bottom: float) -> float:
    return bottom - (bottom - top) * degrees / 100


def _line(degrees: Values, across: Sequence[float], top: float, bottom: float) -> str:
    """
    Return the path through the known values; a day without a value is a gap, not a zero.

    >>> _line([0, None, 100], [0, 5, 10], 0, 20)
    'M0 20M10 0'
    """
    words = []
    pen = "M"
    for value, x in zip(degrees, across, strict=True):
        if value is None:
            pen = "M"
            continue
        words.append(f"{pen}{short(x)} {short(_height_of(value, top, bottom))}")
        pen = "L"
    return "".join(words)


def _zones(words: Sequence[str]) -> list[str]:
    bottom = CURVE_HEIGHT - BOTTOM
    drawn = []
    for (band, low, high), word in zip(ZONES, words, strict=True):
        top_of_zone, end = _height_of(high, TOP, bottom), _height_of(low, TOP, bottom)
        drawn += [
            tag(
                "rect",
                class_=f"chart-zone band-{band}",
                x=LEFT,
                y=short(top_of_zone),
                width=CURVE_WIDTH - LEFT - RIGHT,
                height=short(end - top_of_zone),
                fill=BAND_SOFT_FILLS[band],
            ),
            label(word, CURVE_WIDTH - RIGHT + 8, (top_of_zone + end) / 2 + 4),
            label(str(low), LEFT - 6, end + 4, anchor="end"),
        ]
    return [*drawn, label("100", LEFT - 6, TOP + 4, anchor="end")]


def _day_labels(
    days: Sequence[str], across: Sequence[float], height: float = CURVE_HEIGHT
) -> list[str]:
    """Name the first day, the last and a few between; the rest would run into each other."""
    wanted = sorted({round(part * (len(days) - 1) / 4) for part in range(5)}) if days else []
    ends = {0: "start", len(days) - 1: "end"}
    return [
        label(days[index], across[index], height - 6, anchor=ends.get(index, "middle"))
        for index in wanted
    ]


def _event(mark: Mark, across: Sequence[float]) -> str:
    x = short(across[mark.index])
    return tag(
        "g",
        tag("title", text(mark.words))
        + tag(
            "path",
            class_="chart-event-line",
            d=f"M{x} {TOP}V{CURVE_HEIGHT - BOTTOM}",
            stroke=QUIET,
            stroke_dasharray="3 3",
        )
        + tag("circle", class_="chart-event", cx=x, cy=TOP - 9, r=5, fill="#ffffff", stroke=INK),
    )


def _last_point(degrees: Values, across: Sequence[float]) -> str:
    known = [(x, value) for x, value in zip(across, degrees, strict=True) if value is not None]
    if not known:
        return ""
    x, value = known[-1]
    y = _height_of(value, TOP, CURVE_HEIGHT - BOTTOM)
    return tag("circle", class_="chart-point", cx=short(x), cy=short(y), r=4.5, fill=INK)
