"""Schematic cells tile the ground; imported outlines are mended and nothing goes in silence."""

import json
from math import cos, radians

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.kit.cells import Unfit
from sejuk.kit.outlines import (
    light_outlines,
    mended,
    overlap_km2,
    read_point,
    schematic_cells,
    shape_of,
    square_km,
)


def square(west: float, south: float, side: float = 0.1) -> dict[str, object]:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


spots = st.tuples(
    st.integers(-4_600, -3_600).map(lambda n: n / 1000),
    st.integers(103_500, 104_600).map(lambda n: n / 1000),
)
places = st.lists(spots, min_size=1, max_size=40).map(
    lambda listed: {str(number): spot for number, spot in enumerate(listed)}
)
places_apart = st.lists(spots, min_size=3, max_size=40, unique=True).map(
    lambda listed: {str(number): spot for number, spot in enumerate(listed)}
)


@settings(max_examples=40, deadline=None)
@given(places)
def test_cells_cover_every_point_once_and_tile(points):
    cells = {code: shape_of(cell) for code, cell in schematic_cells(points).items()}

    assert cells.keys() == points.keys()
    assert all(cell.is_valid and cell.area > 0 for cell in cells.values())
    whole = shapely.union_all(list(cells.values()))
    # What the cells hold together is what they hold one by one: no gap inside, no overlap.
    assert whole.area == pytest.approx(sum(cell.area for cell in cells.values()), rel=1e-4)
    if len(set(points.values())) == len(points):
        for code, (latitude, longitude) in points.items():
            point = shapely.Point(longitude, latitude)
            assert cells[code].buffer(1e-5).contains(point)
            others = [name for name, cell in cells.items() if cell.buffer(-1e-5).contains(point)]
            assert set(others) <= {code}


@settings(max_examples=20, deadline=None)
@given(places_apart)
def test_every_place_in_a_cell_lies_nearest_to_its_village(points):
    cells = schematic_cells(points)
    stretch = cos(radians(sum(y for y, _ in points.values()) / len(points)))

    for code, cell in cells.items():
        inside = shape_of(cell).representative_point()
        far = {
            other: ((inside.x - x) * stretch) ** 2 + (inside.y - y) ** 2
            for other, (y, x) in points.items()
        }
        assert far[code] == pytest.approx(min(far.values()), abs=1e-7)


def test_villages_on_one_point_get_a_cell_each():
    cells = schematic_cells({"a": (-4.0, 104.0), "b": (-4.0, 104.0), "c": (-4.1, 104.0)})

    assert len(cells) == 3
    assert overlap_km2(list(cells.values())) == pytest.approx(0, abs=1e-6)


def test_a_crossed_outline_is_mended_and_told():
    bow = [[104, -4], [104.1, -4.1], [104.1, -4], [104, -4.1], [104, -4]]

    outline = mended(json.dumps({"type": "Polygon", "coordinates": [bow]}))

    assert outline.was_mended
    assert shape_of(outline.geometry).is_valid


def test_a_stray_part_is_kept_and_told_and_left_out_of_the_map():
    main, stray = square(104.0, -4.0), square(103.5, -4.5, side=0.002)
    two = {"type": "MultiPolygon", "coordinates": [main["coordinates"], stray["coordinates"]]}

    outline = mended(json.dumps(two))

    assert [round(part.km_away) for part in outline.strays] == [78]
    assert len(outline.geometry["coordinates"]) == 2
    assert light_outlines({"a": outline.geometry}, {})["a"]["type"] == "Polygon"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nonsense", "not a GeoJSON geometry"),
        ('{"type": "LineString", "coordinates": [[104, -4], [105, -4]]}', "not a Polygon"),
        (json.dumps(square(4.0, 50.0)), "outside Indonesia"),
        (json.dumps(square(-4.0, 104.0)), "outside Indonesia"),
        ('{"type": "Polygon", "coordinates": [[[104,-4],[105,-4],[104,-4],[104,-4]]]}', "encloses"),
    ],
)
def test_what_is_no_outline_is_refused_with_a_reason(text, why):
    with pytest.raises(Unfit, match=why):
        mended(text)


def test_a_third_dimension_is_left_out():
    ring = [[104, -4, 9], [104.1, -4, 9], [104.1, -4.1, 9], [104, -4, 9]]

    outline = mended(json.dumps({"type": "Polygon", "coordinates": [ring]}))

    assert all(len(spot) == 2 for spot in outline.geometry["coordinates"][0])


def test_ground_claimed_twice_is_counted():
    both = [square(104.0, -4.0), square(104.05, -4.0)]

    assert overlap_km2(both) == pytest.approx(square_km(shape_of(both[0])) / 2, rel=0.01)


def test_light_neighbours_still_meet_and_a_group_has_no_seam():
    outlines = light_outlines(
        {"a": square(104.0, -4.0), "b": square(104.1, -4.0)}, {"both": ["a", "b"]}
    )

    assert shape_of(outlines["a"]).intersection(shape_of(outlines["b"])).length > 0.09
    assert outlines["both"]["type"] == "Polygon"
    assert len(outlines["both"]["coordinates"]) == 1


def test_a_point_is_read_latitude_first():
    assert read_point('{"type": "Point", "coordinates": [104.1, -4.2]}') == (-4.2, 104.1)
    assert read_point(json.dumps(square(104, -4))) is None
