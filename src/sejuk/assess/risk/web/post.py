"""The command post: the map, the list beside it, and what changed since the day before."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.queries import AreaChange, AreaSummary, Picture, Reading
from sejuk.assess.risk.rules import UNHEARD, UNHEARD_AFTER_DAYS
from sejuk.assess.risk.web import drawing, words
from sejuk.assess.risk.web.layers import LayerOption, ShownCell, ShownLayer, layer_options
from sejuk.foundation.operations.rules import StageDates, stage_on
from sejuk.kit.actors import Actor
from sejuk.kit.svg import Svg

MOST_ROWS = 300
MOST_ROWS_OF_LARGE = 50
MOST_GROUPS = 60
MOST_CHANGES = 8
MOST_CAUSES = 3
PLACEHOLDER = "__code__"
# Fits the addresses and is no area.
NO_CODE = "00.00.00.0000"
NO_LAYER = "tanpa"
KEPT_FIELDS = ("urut", "kecamatan", "layar")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a day, an order, one kecamatan, a wall's view, a layer."""

    day: date
    order: str = "temperature"
    kecamatan: str = ""
    is_wall: bool = False
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The operation's first day, if one is set up, and its stages."""

    first_day: date | None
    stages: tuple[StageDates, ...]

    def stage_words(self, day: date) -> str:
        stage = stage_on(list(self.stages), day)
        if stage is None:
            return ""
        return gettext("%(stage)s, day %(number)s") % {
            "stage": stage.name,
            "number": stage.day_number(day),
        }


@dataclass(frozen=True, slots=True)
class Tile:
    band: str
    count: int
    range: str


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area in a list, as `_area_list.html` takes it."""

    code: str
    name: str
    within: str
    url: str
    band: str
    temperature: float | None
    change: float | None
    # What the layer says of it, when one is laid over the map.
    cell: ShownCell | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One reason of a change with its number and the signal it comes from."""

    words: str
    degrees: str
    url: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    name: str
    within: str
    url: str
    band: str
    temperature: float
    change: float
    causes: tuple[Told, ...]
    further: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A kecamatan or a district: its villages by band, and the warmest of them."""

    name: str
    url: str
    villages: int
    counts: tuple[int, ...]
    hottest: str
    hottest_url: str
    band: str
    temperature: float


@dataclass(frozen=True, slots=True)
class CommandPost:
    """Everything the page shows."""

    day: date
    day_words: str
    stage: str
    as_of: str
    first_day: date
    last_day: date
    is_today: bool
    is_wall: bool
    order: str
    tiles: tuple[Tile, ...]
    villages: int
    unheard: int
    unheard_days: int
    open_signals: int
    unplaced: int
    rows: tuple[AreaRow, ...]
    warmest: tuple[AreaRow, ...]
    tabs: tuple[Tab, ...]
    kecamatan: tuple[Option, ...]
    changes: tuple[ChangeRow, ...]
    groups: tuple[GroupRow, ...]
    groups_are_districts: bool
    svg: Svg
    is_schematic: bool
    areas_url: str
    temperatures_url: str
    area_url_template: str
    address: str
    # Another one when the map would look different: a wall screen then draws itself anew.
    picture: str
    layers: tuple[LayerOption, ...]
    layer: ShownLayer | None
    layers_url: str
    # What else the address asks for, to be kept when another layer is chosen.
    hidden: tuple[tuple[str, str], ...]


def command_post(
    asked: Asked,
    *,
    scope: tuple[str, ...],
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    layer: ShownLayer | None = None,
) -> CommandPost:
    """Return the command post of a scope on a day, as its reader may see it."""
    reading = Reading(scope, asked.day, now)
    land = reading.land
    length = queries.shown_length(land)
    is_detailed = length == queries.VILLAGE_LENGTH
    changes = _differences(reading)
    open_facts = reading.book.open_at(reading.instant_of(reading.day))
    groups_length = (
        queries.DISTRICT_LENGTH if length == queries.DISTRICT_LENGTH else queries.KECAMATAN_LENGTH
    )
    groups = queries.summaries(reading.picture, groups_length)
    drawn = drawing.drawn_map(reading, length, layer)
    return CommandPost(
        day=reading.day,
        day_words=words.long_day(reading.day),
        stage=calendar.stage_words(reading.day),
        as_of=words.clock(reading.picture.at) if reading.day == reading.today else "",
        first_day=min(calendar.first_day or reading.day, reading.day),
        last_day=reading.today,
        is_today=reading.day == reading.today,
        is_wall=asked.is_wall,
        order=asked.order,
        tiles=tuple(_tiles(reading)),
        villages=len(land.codes),
        unheard=int(reading.picture.grey.sum()),
        unheard_days=UNHEARD_AFTER_DAYS,
        open_signals=len(open_facts),
        unplaced=sum(fact.area_id not in land.row_of for fact in open_facts),
        rows=tuple(
            _under(
                layer,
                _village_rows(reading, asked, changes) if is_detailed else _group_list(groups),
            )
        ),
        warmest=() if is_detailed else tuple(_warmest(reading, asked, changes)),
        tabs=tuple(_tabs(asked)),
        kecamatan=tuple(
            Option(code, name, code == asked.kecamatan) for code, name in land.kecamatan.items()
        )
        if is_detailed
        else (),
        changes=tuple(
            _change_row(one, reading, actor)
            for one in queries.changes_in(reading, most=MOST_CHANGES)
        ),
        groups=tuple(_group_row(one, actor) for one in groups[:MOST_GROUPS]),
        groups_are_districts=groups_length == queries.DISTRICT_LENGTH,
        svg=drawn.svg,
        is_schematic=land.is_schematic,
        areas_url=f"{reverse('risk:map_areas')}?v={drawn.version}",
        temperatures_url=reverse("risk:map_temperatures"),
        area_url_template=words.area_url(NO_CODE, length).replace(NO_CODE, PLACEHOLDER),
        address=_address(asked),
        picture=_mark_of(reading.picture),
        layers=tuple(layer_options(actor, layer.code if layer else "")),
        layer=layer,
        layers_url=reverse("risk:map_layer", args=[NO_LAYER]).replace(NO_LAYER, "__layer__"),
        hidden=tuple(
            (name, value) for name, value in _wanted(asked).items() if name in KEPT_FIELDS and value
        ),
    )


def _mark_of(picture: Picture) -> str:
    return sha256(picture.tenths.tobytes() + picture.grey.tobytes()).hexdigest()[:12]


def _address(asked: Asked, **other: str) -> str:
    """Return the address of this view with something asked for differently."""
    wanted = {**_wanted(asked), **other}
    return "?" + urlencode({name: value for name, value in wanted.items() if value})


def _wanted(asked: Asked) -> dict[str, str]:
    return {
        "hari": asked.day.isoformat(),
        "urut": "perubahan" if asked.order == "change" else "",
        "kecamatan": asked.kecamatan,
        "layar": "dinding" if asked.is_wall else "",
        "lapisan": asked.layer,
    }


def _tabs(asked: Asked) -> Iterator[Tab]:
    by_change = asked.order == "change"
    yield Tab(gettext("By temperature"), _address(asked, urut=""), not by_change)
    yield Tab(gettext("By change"), _address(asked, urut="perubahan"), by_change)


def _tiles(reading: Reading) -> Iterator[Tile]:
    *counts, _ = queries.band_counts(reading.picture)
    ends = [start - 1 for _, start, _ in words.bands()[1:]] + [100]
    for (band, start, _), count, end in zip(words.bands(), counts, ends, strict=True):
        yield Tile(band, count, f"{start}–\N{WORD JOINER}{end}")


def _differences(reading: Reading) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return reading.picture.tenths.astype(np.int64) - reading.before.tenths


def _village_rows(
    reading: Reading,
    asked: Asked,
    changes: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> Iterator[AreaRow]:
    land, tenths = reading.land, reading.picture.tenths
    by = changes if asked.order == "change" else tenths
    rows = np.argsort(-by, kind="stable").tolist()
    if asked.kecamatan:
        rows = [row for row in rows if land.codes[row].startswith(f"{asked.kecamatan}.")]
    yield from (_village_row(reading, row, int(changes[row])) for row in rows[:MOST_ROWS])


def _warmest(
    reading: Reading,
    asked: Asked,
    changes: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> list[AreaRow]:
    return list(_village_rows(reading, asked, changes))[:MOST_ROWS_OF_LARGE]


def _village_row(reading: Reading, row: int, change: int) -> AreaRow:
    village = reading.picture.village(row)
    return AreaRow(
        village.area_code,
        village.name,
        village.kecamatan,
        words.village_url(village.area_code),
        village.band,
        None if village.band == UNHEARD else village.degrees,
        None if village.band == UNHEARD else change / 10,
    )


def _under(layer: ShownLayer | None, rows: Iterable[AreaRow]) -> Iterator[AreaRow]:
    """Yield the rows with what a layer says of each, the heaviest first."""
    if layer is None:
        yield from rows
        return
    unknown = ShownCell("none", layer.unknown, None, is_uncertain=False)
    told = [replace(row, cell=layer.cells.get(row.code, unknown)) for row in rows]
    yield from sorted(told, key=_lightness)


def _lightness(row: AreaRow) -> float:
    weight = row.cell.weight if row.cell else None
    return math.inf if weight is None else -weight


def _group_list(groups: Sequence[AreaSummary]) -> Iterator[AreaRow]:
    """Yield groups as a list: each as warm as its warmest village, which is named."""
    for one in groups:
        yield AreaRow(
            one.area_code,
            one.name,
            gettext("warmest: %(name)s") % {"name": one.hottest.name},
            words.area_url(one.area_code, len(one.area_code)),
            one.band,
            one.hottest.degrees,
            None,
        )


def _group_row(one: AreaSummary, actor: Actor) -> GroupRow:
    return GroupRow(
        one.name,
        # Who answers for some villages of a kecamatan has no page of the whole.
        words.area_url(one.area_code, len(one.area_code)) if actor.covers(one.area_code) else "",
        one.villages,
        one.by_band,
        one.hottest.name,
        words.village_url(one.hottest.area_code),
        one.band,
        one.hottest.degrees,
    )


def _change_row(one: AreaChange, reading: Reading, actor: Actor) -> ChangeRow:
    causes = []
    for cause in one.causes[:MOST_CAUSES]:
        fact = reading.book.fact(one.village.area_code, cause.reference)
        url = words.signal_url(fact, actor) if cause.count == 1 else ""
        told = words.cause_words(cause, fact, actor)
        causes.append(Told(told, words.signed(cause.tenths), url))
    return ChangeRow(
        one.village.name,
        one.village.kecamatan,
        words.village_url(one.village.area_code),
        one.village.band,
        one.village.degrees,
        one.degrees,
        tuple(causes),
        len(one.causes) - len(causes),
    )
