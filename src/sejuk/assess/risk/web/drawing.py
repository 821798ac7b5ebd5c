"""The drawn twin of the map: for paper, and for pages without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.queries import Outlines, Reading
from sejuk.assess.risk.queries.kept import Kept
from sejuk.assess.risk.web import words
from sejuk.assess.risk.web.layers import ShownLayer
from sejuk.engines.warning import band_of
from sejuk.kit.maps import Label, Shape, draw_map
from sejuk.kit.svg import Svg

FEW_LABELS = 40


@dataclass(frozen=True, slots=True)
class DrawnMap:
    svg: Svg
    version: str


_kept: Kept[Svg] = Kept(most=24)


def drawn_map(reading: Reading, length: int, layer: ShownLayer | None = None) -> DrawnMap:
    """
    Return the map of a reading, drawn anew when a temperature or an outline has changed, or of
    the layer that lies over it.
    """
    outlines = queries.outlines(reading.land, length)
    if layer is not None:
        return DrawnMap(_draw_layer(layer, outlines, length), outlines.version)
    picture = reading.picture
    key = (
        reading.scope,
        length,
        outlines.version,
        reading.day,
        get_language(),
        picture.tenths.tobytes(),
        picture.grey.tobytes(),
    )
    return DrawnMap(_kept.get(key, lambda: _draw(reading, outlines, length)), outlines.version)


def _draw(reading: Reading, outlines: Outlines, length: int) -> Svg:
    tenths = queries.shown_tenths(reading.picture, length)
    return draw_map(
        list(_shapes(outlines, tenths, length)),
        title=gettext("Temperatures on %(day)s") % {"day": words.long_day(reading.day)},
        description=gettext("Each area in the colour and pattern of its band."),
        labels=list(_labels(outlines)),
    )


def _shapes(outlines: Outlines, tenths: dict[str, int | None], length: int) -> Iterator[Shape]:
    for one in outlines.shapes:
        value = tenths.get(one.code)
        band = "none" if value is None else str(band_of(value))
        shown = "" if value is None else words.degrees(value)
        yield Shape(
            one.code,
            one.geometry,
            band,
            f"{one.name}, {one.within}: {words.band_word(band)} {shown}".rstrip(),
            words.area_url(one.code, length),
        )


def _draw_layer(layer: ShownLayer, outlines: Outlines, length: int) -> Svg:
    shapes = []
    for one in outlines.shapes:
        cell = layer.cells.get(one.code)
        told = cell.words if cell else layer.unknown
        shapes.append(
            Shape(
                one.code,
                one.geometry,
                cell.tone if cell else "none",
                f"{one.name}, {one.within}: {told}",
                words.area_url(one.code, length),
                is_uncertain=cell is not None and cell.is_uncertain,
            )
        )
    return draw_map(
        shapes, title=layer.label, description=layer.lead, labels=list(_labels(outlines))
    )


def _labels(outlines: Outlines) -> Iterator[Label]:
    """Yield the name of each kecamatan in the middle of its villages."""
    boxes: dict[str, list[tuple[float, float]]] = {}
    for one in outlines.shapes:
        if one.within:
            boxes.setdefault(one.within, []).extend(_corners(one.geometry["coordinates"]))
    if not 1 < len(boxes) <= FEW_LABELS:
        return
    for name, points in boxes.items():
        across, up = zip(*points, strict=True)
        yield Label(name, (min(across) + max(across)) / 2, (min(up) + max(up)) / 2)


def _corners(part: object) -> Iterator[tuple[float, float]]:
    """Yield the points of a geometry, however deep its rings lie."""
    if isinstance(part, list | tuple) and part and isinstance(part[0], int | float):
        yield float(part[0]), float(part[1])
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _corners(inner)
