"""The figures of a report, compiled from the records through the questions of each capability."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.utils.timezone import localdate

from sejuk.act.outreach.queries.visits import AskedVisits
from sejuk.act.outreach.queries.visits import visits as paid_visits
from sejuk.act.outreach.rules import VisitKind
from sejuk.assess.alarms import queries as alarms
from sejuk.assess.alarms.rules import Deed
from sejuk.assess.risk import queries as risk
from sejuk.assess.risk.rules import UNHEARD
from sejuk.assess.rumours import queries as rumours
from sejuk.engines.warning import Band
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.operations.rules import stage_on
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.maps import Geometry, Shape, draw_map
from sejuk.plan.programme.queries import coverage as programme
from sejuk.review.sitreps.rules.figures import (
    AlarmDay,
    Cause,
    Change,
    Concern,
    Count,
    CoverageRow,
    Figures,
    RumourDay,
    Strength,
    StrengthPart,
    Village,
    counts_of,
)
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import Kind, SignalState

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

ONE_DAY = timedelta(days=1)
# Chosen: what fits on a page beside the rest. The totals beside the lists are of everything.
MOST_WARM = 10
MOST_CHANGES = 8
MOST_CONCERNS = 15
# Chosen: beyond it the areas of a drawing on A4 are smaller than a letter.
MOST_AREAS_DRAWN = 1_000
SCHEMATIC = "batas skematis"
IMPORTED = "batas hasil impor"


def compiled_figures(area_code: str, day: date, now: datetime) -> Figures:
    """
    Return the figures of an area and a day as the records have them now.

    :raises Refused: while no operation is set up.
    """
    operation = _operation()
    scope = (area_code,)
    stage = stage_on(operations.current_stages(operation), day)
    warmth = risk.temperatures_on(day, scope, now)
    letterhead, area_name = places.letterhead(area_code)
    map_svg, boundaries = _map(scope, warmth, area_name)
    concerns = _concerns(area_code, day, warmth)
    today, before = (_signals_on(one, scope) for one in (day, day - ONE_DAY))
    visits, villages_visited = _visits(area_code, day)
    return Figures(
        operation=operation.name,
        is_demonstration=operation.is_demonstration,
        operation_day=(day - operation.starts_on).days + 1,
        stage=stage.name if stage else "",
        stage_day=stage.day_number(day) if stage else 0,
        area_name=area_name,
        letterhead=letterhead,
        place=places.bare_name(area_name),
        strength=_strength(operation, area_code, day),
        villages=len(warmth),
        bands=_bands(warmth, risk.temperatures_on(day - ONE_DAY, scope, now)),
        warmest=_warmest(warmth),
        changes=_changes(risk.change_since_yesterday(scope, day, now, most=MOST_CHANGES)),
        map_svg=map_svg,
        boundaries=boundaries,
        signals=counts_of(today["kind"], before["kind"], [kind.value for kind in Kind]),
        states=counts_of(today["state"], {}, [state.value for state in SignalState]),
        visits=visits,
        villages_visited=villages_visited,
        coverage=_coverage(operation, scope, day, now),
        concerns=concerns[:MOST_CONCERNS],
        concerns_open=len(concerns),
        alarms=_alarms(scope, day, now),
        rumours=_rumours(scope, day, now),
    )


def _operation() -> "Operation":
    operation = operations.current_operation()
    if operation is None:
        raise Refused(N_("Set up the operation before writing a situation report."))
    return operation


def _strength(operation: "Operation", area_code: str, day: date) -> Strength:
    found = forces.strength(operation, day, area_code=area_code)
    parts = tuple(StrengthPart(part.name, part.count, part.away) for part in found.parts)
    return Strength(parts, found.stated)


def _bands(
    today: Sequence[risk.AreaTemperature], before: Sequence[risk.AreaTemperature]
) -> tuple[Count, ...]:
    counts, counts_before = (Counter(one.band for one in warmth) for warmth in (today, before))
    bands = (UNHEARD, *(band.value for band in Band))
    return tuple(Count(band, counts[band], counts_before[band]) for band in bands)


def _warmest(warmth: Sequence[risk.AreaTemperature]) -> tuple[Village, ...]:
    in_order = sorted(warmth, key=lambda one: (-one.tenths, one.area_code))
    return tuple(
        Village(one.area_code, one.name, one.kecamatan, one.tenths) for one in in_order[:MOST_WARM]
    )


def _changes(changes: Sequence[risk.AreaChange]) -> tuple[Change, ...]:
    return tuple(
        Change(
            one.village.area_code,
            one.village.name,
            one.village.kecamatan,
            one.village.tenths,
            one.tenths,
            tuple(
                Cause(cause.reason.value, cause.tenths, cause.reference, cause.count)
                for cause in one.causes
            ),
        )
        for one in changes
    )


def _map(
    scope: tuple[str, ...], warmth: Sequence[risk.AreaTemperature], area_name: str
) -> tuple[str, str]:
    """Return the drawn map and where its boundaries come from; nothing without boundaries."""
    if len(warmth) > MOST_AREAS_DRAWN:
        return "", ""
    known = {one.area_code: one for one in warmth}
    shapes, is_schematic = [], False
    for feature in json.loads(places.boundaries_geojson(scope))["features"]:
        village = known.get(feature["id"])
        if village is None:
            continue
        is_schematic |= feature["properties"]["schematic"]
        words = f"{village.name}: {village.degrees:.1f}".replace(".", ",")
        geometry = cast("Geometry", feature["geometry"])
        shapes.append(Shape(feature["id"], geometry, village.band, words))
    if not shapes:
        return "", ""
    svg = draw_map(shapes, title=f"Peta suhu {area_name}", name="sitrep")
    return str(svg), SCHEMATIC if is_schematic else IMPORTED


def _signals_on(day: date, scope: tuple[str, ...]) -> dict[str, Counter[str]]:
    kinds: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for one in signals.counts_by_kind_and_state(day, scope):
        kinds[one.kind.value] += one.received
        states[one.state.value] += one.received
    return {"kind": kinds, "state": states}


def _visits(area_code: str, day: date) -> tuple[tuple[Count, ...], int]:
    """Return the visits of a day by kind, beside the day before, and to how many villages."""
    today, before = (_visits_on(one, area_code) for one in (day, day - ONE_DAY))
    kinds, kinds_before = (Counter(kind for kind, _ in paid) for paid in (today, before))
    counts = counts_of(kinds, kinds_before, [kind.value for kind in VisitKind])
    return counts, len({village for _, village in today})


def _visits_on(day: date, area_code: str) -> list[tuple[str, str]]:
    """Return kind and village of each visit of a day; a report counts all, whoever may read it."""
    asked = AskedVisits(below=area_code, first=day, last=day)
    rows = paid_visits(asked, actor=Actor.system("sitreps"))
    return list(rows.values_list("kind", "area_id"))


def _concerns(
    area_code: str, day: date, warmth: Sequence[risk.AreaTemperature]
) -> tuple[Concern, ...]:
    """Return what was open at the end of the day, the gravest and longest open first."""
    names = {one.area_code: (one.name, one.kecamatan) for one in warmth}
    rows = (
        signals.open_at_end_of(day, area_code)
        .exclude(kind=Kind.POSITIVE)
        .order_by("-severity", "received_at", "id")
        .values_list("id", "area_id", "kind", "severity", "received_at__date")
    )
    return tuple(
        Concern(
            str(signal_id),
            code,
            *names.get(code, (code, "")),
            kind,
            severity,
            (day - received_on).days,
        )
        for signal_id, code, kind, severity, received_on in rows
    )


def _alarms(scope: tuple[str, ...], day: date, now: datetime) -> AlarmDay:
    # What was escalated today was open at its end, or has ended within it.
    known = alarms.alarms_on(scope, day, now, back=ONE_DAY)
    return AlarmDay(
        raised=sum(localdate(alarm.raised_at) == day for alarm, _ in known),
        escalated=sum(
            alarm.steps.filter(deed=Deed.ESCALATED, at__date=day).exists() for alarm, _ in known
        ),
        open=sum(is_open for _, is_open in known),
    )


def _rumours(scope: tuple[str, ...], day: date, now: datetime) -> RumourDay:
    return RumourDay(**asdict(rumours.rumour_day(scope, day, now)))


def _coverage(
    operation: "Operation", scope: tuple[str, ...], day: date, now: datetime
) -> tuple[CoverageRow, ...]:
    whole, *_ = programme.periods(
        [], starts_on=operation.starts_on, ends_on=operation.ends_on, today=day
    )
    board = programme.board(programme.standings(whole, scope=scope, now=now), scope=scope)
    return tuple(
        CoverageRow(
            row.name,
            row.counts.never,
            row.counts.overdue,
            row.counts.planned,
            row.counts.done,
            row.counts.planned_first,
        )
        for row in board.rows
    )
