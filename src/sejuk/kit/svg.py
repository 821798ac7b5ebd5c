"""Drawings as text: safe to put into a page, small, and without any inline style."""

from collections.abc import Iterable
from html import escape

# For readers that know no stylesheet (PDF, a saved file). In a page the classes decide.
BAND_FILLS = {
    "none": "#dde4e2",
    "sejuk": "#86c7c0",
    "hangat": "#e5d3a4",
    "panas": "#f0a03a",
    "kritis": "#cf3b3f",
}
TONE_FILLS = {
    "low": "#eceaf7",
    "mild": "#c9c3e8",
    "middle": "#9c90d2",
    "high": "#6c5cb5",
    "top": "#43308a",
    "cooler": "#5fa8d3",
    "steady": "#e4e8e7",
    "warmer": "#e08a3c",
    "done": "#7db98a",
    "planned": "#a9c8ee",
    "due": "#edbd62",
    "never": "#a8577e",
}
"""The fills of `kit.layers.Tone`: one violet ramp, and hues that no band has."""
BAND_SOFT_FILLS = {
    "none": "#eaefed",
    "sejuk": "#d9efec",
    "hangat": "#f5eed9",
    "panas": "#fde9cc",
    "kritis": "#fbdfdf",
}
# Of lines and letters: what is marked, what stands back, and the colour of the house.
INK, QUIET, ACCENT = "#12211f", "#475956", "#0a655f"


class Svg(str):
    """A finished drawing. Templates take it as it is, without a filter."""

    __slots__ = ()

    def __html__(self) -> "Svg":
        return self


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """
    Return one element; `class_` and `stroke_width` become `class` and `stroke-width`.

    >>> tag("rect", class_="chart-zone", stroke_width=2)
    '<rect class="chart-zone" stroke-width="2"/>'
    >>> tag("text", text("5 < 6"), x=1)
    '<text x="1">5 &lt; 6</text>'
    """
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{words}>{content}</{name}>" if content else f"<{name}{words}/>"


def text(words: str) -> str:
    return escape(words, quote=False)


def label(words: str, x: float, y: float, anchor: str | None = None) -> str:
    """
    Return the small words beside an axis.

    >>> label("5 < 6", 0, 12.25, "end").split(" font")[0]
    '<text x="0" y="12.2" text-anchor="end"'
    """
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


def drawing(
    parts: Iterable[str],
    *,
    size: tuple[float, float],
    css_class: str,
    title: str,
    description: str = "",
    has_links: bool = False,
) -> Svg:
    """Return a whole drawing with its name and its text alternative."""
    width, height = size
    words = tag("title", text(title))
    if description:
        words += tag("desc", text(description))
    body = words + "".join(parts)
    return Svg(
        tag(
            "svg",
            body,
            xmlns="http://www.w3.org/2000/svg",
            class_=css_class,
            viewBox=f"0 0 {short(width)} {short(height)}",
            # A picture has no parts that can be pressed; with links inside it is a group.
            role="group" if has_links else "img",
            aria_label=f"{title}. {description}" if description else title,
        )
    )


def short(number: float) -> str:
    """
    Return a coordinate in as few letters as one decimal allows.

    >>> short(12.0), short(0.25), short(-0.04)
    ('12', '0.2', '0')
    """
    rounded = round(number, 1) or 0.0
    return f"{rounded:.1f}".removesuffix(".0")
