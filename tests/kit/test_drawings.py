"""Maps and charts as drawings: whole, readable aloud, nothing that the page's policy forbids."""

import re
from xml.etree import ElementTree

import pytest

from sejuk.kit.charts import Mark, sparkline, temperature_curve
from sejuk.kit.maps import Label, MultiPolygonGeometry, PolygonGeometry, Shape, draw_map
from sejuk.kit.svg import Svg


def square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def a_shape(code="16.01.07.2001", *, band="sejuk", words="Kurup", href="", west=104.0, side=0.1):
    polygon = PolygonGeometry(type="Polygon", coordinates=[square(west, -4.2, side)])
    return Shape(code, polygon, band, words, href)


MAP = draw_map(
    [
        a_shape(),
        a_shape(
            "16.01.07.2002",
            band="kritis",
            words='A & "B" <c>',
            href="/desa/16.01.07.2002/",
            west=104.1,
        ),
    ],
    title="Suhu <desa>",
    description="Satu kritis.",
    labels=[Label("Sosoh Buay Rayap", 104.1, -4.15)],
)
CURVE = temperature_curve(
    [10.0, None, 80.0],
    title="Suhu",
    description="Naik ke 80.",
    days=["25 Nov", "26 Nov", "27 Nov"],
    marks=[Mark(1, "Kabar diperiksa")],
)
DRAWINGS = [
    MAP,
    CURVE,
    sparkline([1.0, None, 3.0], title="Tujuh hari"),
    draw_map([], title="Kosong"),
    temperature_curve([], title="Kosong", description="", days=[]),
    sparkline([None], title="Kosong"),
]


@pytest.mark.parametrize("svg", DRAWINGS)
def test_a_drawing_is_well_formed_named_and_without_inline_style(svg):
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn above, by us
    assert root.get("aria-label")
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    assert "style=" not in svg
    assert not re.search(r"NaN|nan|inf", svg)


def test_a_template_takes_a_drawing_as_it_is():
    assert MAP.__html__() == MAP
    assert isinstance(MAP, Svg)


def test_words_are_escaped():
    assert '<title>A &amp; "B" &lt;c&gt;</title>' in MAP


def test_a_map_with_links_is_a_group_and_one_without_a_picture():
    assert 'role="group"' in MAP
    assert 'role="img"' in draw_map([a_shape()], title="Suhu")


def test_neighbours_keep_their_common_border():
    paths = re.findall(r' d="(M[^"]+z)"', MAP.split('class="areas"')[1])
    assert paths == ["M12 501l488 0 0-489-488 0z", "M500 501l488 0 0-489-488 0z"]


def test_an_area_too_small_for_the_drawing_is_still_there():
    svg = draw_map([a_shape(side=1.0), a_shape("16.01.07.2002", side=1e-7)], title="Suhu")
    assert svg.count('class="area ') == 2
    assert svg.count("l2-2 2 2-2 2z") == 1


def test_a_stray_part_and_a_hole_are_drawn():
    parts = [[square(104, -4, 1), square(104.4, -3.6, 0.2)], [square(105.5, -4, 0.2)]]
    geometry = MultiPolygonGeometry(type="MultiPolygon", coordinates=parts)
    svg = draw_map([Shape("16.01.01.2001", geometry, "none", "x")], title="Suhu")
    assert svg.split('class="areas"')[1].count("M") == 3


def test_two_maps_in_a_page_have_their_own_patterns():
    assert "url(#other-sejuk)" in draw_map([a_shape()], title="Suhu", name="other")


def test_an_unknown_band_is_refused():
    with pytest.raises(ValueError, match="lukewarm"):
        draw_map([a_shape(band="lukewarm")], title="Suhu")


def test_a_day_without_a_value_is_a_gap_in_the_curve():
    line = re.search(r'class="chart-line" d="([^"]+)"', CURVE)
    assert line is not None
    assert line[1].count("M") == 2


def test_a_label_in_the_way_of_another_stands_below_or_above_it():
    drawn = draw_map(
        [a_shape()],
        title="Suhu",
        labels=[Label("Lengkiti", 104.1, -4.15), Label("Muara Jaya", 104.1, -4.15)],
    )
    places = re.findall(r'class="map-label" x="(\d+)" y="(\d+)"', drawn)
    assert len({y for _, y in places}) == 2
