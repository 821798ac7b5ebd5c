"""What a map is drawn from: outlines, and the temperatures of all days."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import Case, F, Max, Q, When
from django.db.models.functions import Left
from django.utils import timezone

from sejuk.assess.risk.queries.kept import Kept
from sejuk.assess.risk.queries.stored import holding, last_store_run
from sejuk.assess.risk.queries.summaries import DISTRICT_LENGTH, summaries
from sejuk.assess.risk.queries.temperatures import picture_on
from sejuk.assess.risk.queries.territories import Territory
from sejuk.assess.risk.queries.warmths import Picture, Scope
from sejuk.engines.warning.warming import BAND_WIDTH
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import KECAMATAN_LENGTH, VILLAGE_LEVELS, Level
from sejuk.kit.maps import Geometry
from sejuk.kit.scoping import within

VILLAGE_LENGTH = len("16.01.08.2018")
MOST_SHAPES = 1_000
"""Chosen: more outlines than this are neither read by an eye nor drawn by a cheap phone."""
MOST_DAYS = 120
LEVELS: dict[int, tuple[Level, ...]] = {
    VILLAGE_LENGTH: VILLAGE_LEVELS,
    KECAMATAN_LENGTH: (Level.SUBDISTRICT,),
    DISTRICT_LENGTH: (Level.DISTRICT, Level.CITY),
}
# How many days the map of a level turns back to: the rows to be read stay below a few millions.
DAYS_BACK = {VILLAGE_LENGTH: MOST_DAYS, KECAMATAN_LENGTH: MOST_DAYS, DISTRICT_LENGTH: 7}


@dataclass(frozen=True, slots=True)
class Outline:
    """One area of a map."""

    code: str
    name: str
    within: str
    geometry: Geometry


@dataclass(frozen=True, slots=True)
class Outlines:
    """The areas of a map as they are sent, and as they are drawn here."""

    version: str
    geojson: str
    shapes: tuple[Outline, ...]


def shown_length(land: Territory) -> int:
    """Return how long the codes are of what a map of this territory shows: villages, if it can."""
    if len(land.codes) <= MOST_SHAPES:
        return VILLAGE_LENGTH
    return KECAMATAN_LENGTH if len(land.kecamatan) <= MOST_SHAPES else DISTRICT_LENGTH


_kept_outlines: Kept[Outlines] = Kept(most=8)


def outlines(land: Territory, length: int) -> Outlines:
    """Return the outlines of a territory at one level, kept until one of them changes."""
    scope = land.scope
    version = land.fingerprint or places.boundaries_version(scope)

    def read() -> Outlines:
        geojson = places.boundaries_geojson(scope, levels=LEVELS[length])
        return Outlines(version, geojson, tuple(_shapes(geojson)))

    return _kept_outlines.get((scope, length, version), read)


def _shapes(geojson: str) -> Iterable[Outline]:
    for feature in json.loads(geojson)["features"]:
        known = feature["properties"]
        yield Outline(
            known["code"],
            known["name"],
            known["within"] or "",
            cast("Geometry", feature["geometry"]),
        )


def shown_tenths(picture: Picture, length: int) -> dict[str, int | None]:
    """
    Return the tenths of what a map shows: of villages, or of the warmest in each group.

    A village that is grey has none: nobody has heard enough of it to give it a colour.
    """
    if length == VILLAGE_LENGTH:
        shown = zip(
            picture.territory.codes, picture.tenths.tolist(), picture.grey.tolist(), strict=True
        )
        return {code: None if is_grey else tenths for code, tenths, is_grey in shown}
    return {one.area_code: one.hottest.tenths for one in summaries(picture, length)}


@dataclass(frozen=True, slots=True)
class DayGrid:
    """Tenths of each area on each day, None where it was not heard of or nobody stored them."""

    days: tuple[date, ...]
    area_codes: tuple[str, ...]
    tenths: tuple[tuple[int | None, ...], ...]


Column = dict[str, int | None]
_kept_columns: Kept[dict[date, Column]] = Kept(most=8)


def day_grid(scope: Scope, length: int, first: date, now: datetime) -> DayGrid:
    """Return the temperatures of what a map shows, from the first stored day until now."""
    today = timezone.localdate(now)
    first = max(first, today - timedelta(days=DAYS_BACK[length] - 1))
    key = (scope, length, first, today, last_store_run())
    columns = dict(_kept_columns.get(key, lambda: _stored_columns(scope, length, first, today)))
    # Today is never stored, and yesterday not before the first hour of the day is over.
    for day in {today, max(first, today - timedelta(days=1))} - columns.keys():
        columns[day] = shown_tenths(picture_on(day, scope, now), length)
    codes = tuple(columns[today])
    begins = min(columns)
    days = tuple(begins + timedelta(days=number) for number in range((today - begins).days + 1))
    return DayGrid(
        days,
        codes,
        tuple(tuple(columns.get(day, {}).get(code) for code in codes) for day in days),
    )


def _stored_columns(scope: Scope, length: int, first: date, today: date) -> dict[date, Column]:
    rows = holding().filter(within(scope), day__gte=first, day__lt=today)
    if length == VILLAGE_LENGTH:
        is_grey = Q(is_heard=False, tenths__lt=BAND_WIDTH)
        shown = Case(When(is_grey, then=None), default=F("tenths"))
        cells = rows.values_list("day", "area_id", shown)
    else:
        cells = (
            rows.annotate(head=Left("area_id", length))
            .values_list("day", "head")
            .annotate(hottest=Max("tenths"))
            .order_by()
        )
    columns: dict[date, Column] = {}
    for day, code, tenths in cells.iterator(chunk_size=20_000):
        columns.setdefault(day, {})[code] = tenths
    return columns
