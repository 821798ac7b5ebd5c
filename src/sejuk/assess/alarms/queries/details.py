"""One alarm with its villages, reports and steps, and what was counted around it."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.utils import timezone

from sejuk.assess.alarms.models import Alarm, AlarmReport, Step
from sejuk.assess.alarms.queries.cases import case_book
from sejuk.assess.alarms.queries.listing import areas_of, with_villages
from sejuk.assess.alarms.queries.visibility import alarms_in
from sejuk.assess.alarms.rules import Finder
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import VILLAGE_LEVELS, kecamatan_of
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.maps import Geometry
from sejuk.sense.signals.rules import Kind, may_see

DAYS_BEFORE = 27
DAYS_AFTER = 7


@dataclass(frozen=True, slots=True)
class Village:
    """A village of an alarm that the reader sees."""

    code: str
    name: str
    within: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report of an alarm; without its signal where the reader does not read it."""

    row: AlarmReport
    is_readable: bool


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    count: int
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Details:
    """All that is known of one alarm, as far as its reader sees it."""

    alarm: Alarm
    villages: tuple[Village, ...]
    hidden_villages: int
    reports: tuple[Report, ...]
    steps: tuple[Step, ...]
    counts: tuple[DayCount, ...]
    # What a quiet day would bring to all its villages together, where something is expected.
    expected_a_day: float | None


def alarm_details(actor: Actor, alarm_id: int, *, now: datetime) -> Details:
    """
    Return one alarm about a village of the actor's.

    :raises NotYours: when there is none
    """
    found = with_villages(alarms_in(actor.scope)).filter(pk=alarm_id).first()
    if found is None:
        raise NotYours(f"alarm {alarm_id}")
    villages = tuple(
        Village(row.area_id, row.area.name, row.area.parent.name if row.area.parent else "")
        for row in areas_of(found)
        if actor.covers(row.area_id)
    )
    days = (found.last_day - found.first_day).days + 1
    return Details(
        alarm=found,
        villages=villages,
        hidden_villages=len(areas_of(found)) - len(villages),
        reports=_reports(found, actor),
        steps=tuple(found.steps.select_related("report").order_by("-number")),
        counts=tuple(_counts(found, timezone.localdate(now), now)),
        expected_a_day=found.expected / days if found.expected else None,
    )


def _reports(alarm: Alarm, actor: Actor) -> tuple[Report, ...]:
    rows = alarm.reports.select_related("signal").order_by("-signal__received_at", "-pk")
    return tuple(
        Report(
            row,
            bool(may_see(Kind(row.signal.kind), area_code=row.signal.area_id, actor=actor)),
        )
        for row in rows
    )


def _counts(alarm: Alarm, today: date, now: datetime) -> list[DayCount]:
    """Return how many cases became known on each day around an alarm, in all its villages."""
    codes = tuple(row.area_id for row in areas_of(alarm))
    if alarm.detector == Finder.DISTRICT:
        codes = (alarm.area_id,)
    last = min(today, alarm.last_day + timedelta(days=DAYS_AFTER))
    first = alarm.last_day - timedelta(days=DAYS_BEFORE)
    book = case_book(codes, now=now, days=(today - first).days)
    counts = Counter(
        case.day for case in book.cases if alarm.stream in ("", case.stream) and case.day >= first
    )
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [DayCount(day, counts[day], alarm.first_day <= day <= alarm.last_day) for day in days]


@dataclass(frozen=True, slots=True)
class Outline:
    """One village of a small map."""

    code: str
    name: str
    within: str
    geometry: Geometry


def outlines_around(details: Details) -> list[Outline]:
    """Return the outlines of the kecamatan that the seen villages of an alarm lie in. One query."""
    scope = tuple(sorted({kecamatan_of(one.code) for one in details.villages}))
    if not scope:
        return []
    known = json.loads(places.boundaries_geojson(scope, levels=VILLAGE_LEVELS))
    return [
        Outline(
            one["properties"]["code"],
            one["properties"]["name"],
            one["properties"]["within"] or "",
            cast("Geometry", one["geometry"]),
        )
        for one in known["features"]
    ]
