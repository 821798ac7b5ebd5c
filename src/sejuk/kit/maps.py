"""A map as a drawing for paper and for pages without JavaScript: areas by band."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Literal, TypedDict

from sejuk.kit.svg import BAND_FILLS, INK, TONE_FILLS, Svg, drawing, tag, text

Ring = Sequence[Sequence[float]]
Point = tuple[int, int]

WIDTH = 1000
MARGIN = 12
TILE = 12
CORNERS = 3
LABEL_SIZE = 20
# Of its height.
LETTER_WIDTH = 0.65
# Where a label goes when its own place is taken, in lines below it.
LINES_ASIDE = (0, -1, 1, -2, 2)
FILLS = BAND_FILLS | TONE_FILLS
UNSURE = "-unsure"


class PolygonGeometry(TypedDict):
    """A GeoJSON polygon: an outer ring and its holes, longitude before latitude."""

    type: Literal["Polygon"]
    coordinates: Sequence[Ring]


class MultiPolygonGeometry(TypedDict):
    type: Literal["MultiPolygon"]
    coordinates: Sequence[Sequence[Ring]]


Geometry = PolygonGeometry | MultiPolygonGeometry


@dataclass(frozen=True, slots=True)
class Shape:
    """
    One area to draw. `words` is what a reader is told about it; `band` one of `FILLS`.

    An uncertain one is hatched.
    """

    code: str
    geometry: Geometry
    band: str
    words: str
    href: str = ""
    is_uncertain: bool = False

    @property
    def pattern(self) -> str:
        return self.band + UNSURE * self.is_uncertain


@dataclass(frozen=True, slots=True)
class Label:
    words: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to whole drawing units: equirectangular about the middle of what is drawn."""

    west: float
    north: float
    stretch: float
    scale: float
    height: int

    def at(self, longitude: float, latitude: float) -> Point:
        x = MARGIN + (longitude - self.west) * self.stretch * self.scale
        y = MARGIN + (self.north - latitude) * self.scale
        return round(x), round(y)


def draw_map(
    shapes: Sequence[Shape],
    *,
    title: str,
    description: str = "",
    labels: Iterable[Label] = (),
    label_size: int = LABEL_SIZE,
    name: str = "map",
) -> Svg:
    """
    Return the areas as one drawing. `name` keeps the patterns of two maps in a page apart.

    Neighbours keep their common border: points are set on one grid, then those that say nothing
    new are left out. An unknown band raises `ValueError`.

    >>> ring = [[104, -4], [104.1, -4], [104.1, -4.1], [104, -4]]
    >>> corner = PolygonGeometry(type="Polygon", coordinates=[ring])
    >>> svg = draw_map([Shape("16.01.07.2001", corner, "panas", "Negeri Sindang")], title="Suhu")
    >>> 'class="area band-panas" data-code="16.01.07.2001" fill="url(#map-panas)"' in svg
    True
    """
    if not shapes:
        return drawing(
            (), size=(WIDTH, WIDTH / 2), css_class="map", title=title, description=description
        )
    if unknown := {shape.band for shape in shapes} - FILLS.keys():
        raise ValueError(f"no such band: {', '.join(sorted(unknown))}")
    frame = _frame(shapes)
    areas = "".join(_area(shape, frame, name) for shape in shapes)
    return drawing(
        (
            tag("defs", "".join(_pattern(one, name) for one in _patterns(shapes))),
            tag("g", areas, class_="areas", stroke="#ffffff", stroke_width=1),
            "".join(_labels(labels, frame, label_size)),
        ),
        size=(WIDTH, frame.height),
        css_class="map",
        title=title,
        description=description,
        has_links=any(shape.href for shape in shapes),
    )


def _patterns(shapes: Sequence[Shape]) -> list[str]:
    """Return the patterns to be defined: those of all bands, for the page turns them by itself."""
    used = {shape.pattern for shape in shapes} - BAND_FILLS.keys()
    return [*BAND_FILLS, *sorted(used)]


def _frame(shapes: Sequence[Shape]) -> Frame:
    points = [point for shape in shapes for ring in _rings(shape.geometry) for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    stretch = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * stretch, (north - south) / 1.2, 1e-9)
    height = round((north - south) * scale) + 2 * MARGIN
    return Frame(west, north, stretch, scale, height)


def _rings(geometry: Geometry) -> list[Ring]:
    if geometry["type"] == "Polygon":
        return list(geometry["coordinates"])
    return [ring for polygon in geometry["coordinates"] for ring in polygon]


def _area(shape: Shape, frame: Frame, name: str) -> str:
    path = tag(
        "path",
        class_=f"area band-{shape.band}",
        data_code=shape.code,
        fill=f"url(#{name}-{shape.pattern})",
        d=_outline(shape.geometry, frame),
    )
    words = tag("title", text(shape.words))
    if not shape.href:
        return tag("g", words + path)
    # The list beside the map carries the same links for the keyboard.
    return tag("a", words + path, href=shape.href, tabindex=-1)


def _outline(geometry: Geometry, frame: Frame) -> str:
    rings = [
        _thinned([frame.at(point[0], point[1]) for point in ring]) for ring in _rings(geometry)
    ]
    drawn = [ring for ring in rings if len(ring) >= CORNERS]
    if not drawn:
        # Too small for this drawing, but no area may vanish from it.
        x, y = rings[0][0]
        drawn = [[(x - 2, y), (x, y - 2), (x + 2, y), (x, y + 2)]]
    return "".join(_path(ring) for ring in drawn)


def _thinned(points: Sequence[Point]) -> list[Point]:
    """
    Return a ring without repeated points and without those on a straight line.

    >>> _thinned([(0, 0), (0, 0), (2, 0), (4, 0), (4, 4), (0, 0)])
    [(0, 0), (4, 0), (4, 4)]
    """
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def _is_straight(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _path(ring: Sequence[Point]) -> str:
    """
    Return a closed path in relative steps, which are the shortest to write.

    >>> _path([(10, 20), (14, 20), (14, 17)])
    'M10 20l4 0 0-3z'
    """
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(ring)]
    words = " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")
    return f"M{ring[0][0]} {ring[0][1]}l{words}z"


def _pattern(pattern: str, name: str) -> str:
    band = pattern.removesuffix(UNSURE)
    ground = tag("rect", class_="fill", width=TILE, height=TILE, fill=FILLS[band])
    return tag(
        "pattern",
        ground + _marks("panas" if pattern.endswith(UNSURE) else band),
        id=f"{name}-{pattern}",
        class_=f"band-{band}",
        width=TILE,
        height=TILE,
        patternUnits="userSpaceOnUse",
    )


def _marks(band: str) -> str:
    half = TILE // 2
    if band == "hangat":
        return tag(
            "circle", class_="pattern-dot", cx=half, cy=half, r=1.2, fill=INK, fill_opacity=0.5
        )
    rising = (
        f"M-{half} {half}l{TILE}-{TILE}M0 {TILE}l{TILE}-{TILE}M{half} {TILE + half}l{TILE}-{TILE}"
    )
    falling = f"M-{half} {half}l{TILE} {TILE}M0 0l{TILE} {TILE}M{half}-{half}l{TILE} {TILE}"
    lines = {"panas": rising, "kritis": rising + falling}.get(band)
    if lines is None:
        return ""
    return tag("path", class_="pattern-mark", d=lines, fill="none", stroke=INK, stroke_opacity=0.5)


def _labels(labels: Iterable[Label], frame: Frame, size: int) -> Iterator[str]:
    """Yield the labels in their order; one that would lie on another stands above or below it."""
    taken: list[tuple[int, int, float]] = []
    for label in labels:
        x, middle = frame.at(label.longitude, label.latitude)
        half = len(label.words) * size * LETTER_WIDTH / 2
        x = round(min(max(x, half), WIDTH - half))
        free = [
            place
            for lines in LINES_ASIDE
            if size <= (place := middle + lines * size) <= frame.height
            and not any(
                abs(x - ox) < half + other and abs(place - oy) < size for ox, oy, other in taken
            )
        ]
        if not free:
            continue
        y = free[0]
        taken.append((x, y, half))
        yield tag(
            "text",
            text(label.words),
            class_="map-label",
            x=x,
            y=y,
            text_anchor="middle",
            font_size=size,
            font_family="sans-serif",
        )
