"""The index as a drawing in the height of a line: where it stands, and how surely."""

from sejuk.kit.svg import Svg, drawing, short, tag

WIDTH, HEIGHT = 120, 18
INK, SOFT, RANGE = "#12211f", "#c9d3d0", "#738580"


def interval_bar(low: int, score: int, high: int, *, title: str) -> Svg:
    """
    Return a line from 0 to 1000 with the interval on it as a bar and the score as a stroke.

    >>> "<rect" in interval_bar(310, 402, 515, title="0,402 (0,310 to 0,515)")
    True
    """
    left, at, right = (WIDTH * place / 1000 for place in (low, score, high))
    middle = HEIGHT / 2
    return drawing(
        (
            tag("path", class_="chart-axis", d=f"M0 {short(middle)}H{WIDTH}", stroke=SOFT),
            tag(
                "rect",
                class_="chart-range",
                x=short(left),
                y=short(middle - 4),
                width=short(max(right - left, 1.0)),
                height=8,
                fill=RANGE,
            ),
            tag(
                "path",
                class_="chart-line",
                d=f"M{short(at)} {short(middle - 7)}V{short(middle + 7)}",
                stroke=INK,
                stroke_width=2.25,
            ),
        ),
        size=(WIDTH, HEIGHT),
        css_class="chart sparkline",
        title=title,
    )
