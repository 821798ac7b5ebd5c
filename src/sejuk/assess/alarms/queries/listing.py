"""Which alarms are open, whose they are, and what became of those before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from sejuk.assess.alarms.models import Alarm, AlarmArea, AlarmReport, Step
from sejuk.assess.alarms.queries.visibility import alarms_in, waiting_for
from sejuk.assess.alarms.rules import (
    DECIDED_BY,
    OPEN_STATES,
    UNDECIDED_STATES,
    AlarmState,
    Deed,
)
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice

Scope = tuple[str, ...]


class Shown(Choice):
    """Which states the list shows."""

    OPEN = "open", N_("Open")
    RAISED = "raised", N_("Raised")
    ASSESSED = "assessed", N_("Assessed")
    ESCALATED = "escalated", N_("Escalated")
    DISMISSED = "dismissed", N_("Dismissed")
    CLOSED = "closed", N_("Closed")
    ALL = "all", N_("All")


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody wants to see of the alarms."""

    shown: Shown = Shown.OPEN
    area_code: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Totals:
    """How many alarms wait, whatever is filtered."""

    undecided: int
    mine: int
    overdue: int
    escalated: int


def listed_alarms(actor: Actor, wanted: Filter) -> QuerySet[Alarm]:
    """Return the alarms that `actor` wants to see: undecided ones first, the most urgent on top."""
    scope = (wanted.area_code,) if wanted.area_code else actor.scope
    found = alarms_in(actor.scope)
    if wanted.area_code:
        found = found.filter(pk__in=alarms_in(scope).values("pk"))
    if wanted.is_mine:
        found = found.filter(pk__in=waiting_for(actor).values("pk"))
    return described(found.filter(_shown(wanted.shown))).order_by(
        "rank", "due_at", "-raised_at", "-id"
    )


def described(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """Return alarms with the place in the middle and how many villages they are about."""
    return (
        alarms.select_related("area__parent", "rule", "calibration")
        .defer(*_heavy("area"), *_heavy("area__parent"), "calibration__thresholds")
        .annotate(rank=_rank(), village_count=Count("areas", distinct=True))
    )


def with_villages(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """Return alarms with their villages and these with their kecamatan, without any outline."""
    named = Prefetch("areas", _named_areas(), to_attr="named_areas")
    return described(alarms).prefetch_related(named)


def _named_areas() -> QuerySet[AlarmArea]:
    rows = AlarmArea.objects.select_related("area__parent")
    return rows.defer(*_heavy("area"), *_heavy("area__parent")).order_by("place")


def _heavy(path: str) -> tuple[str, str]:
    return f"{path}__boundary", f"{path}__outline"


def village_count(alarm: Alarm) -> int:
    """Return how many villages an alarm is about that was read with this number."""
    return int(vars(alarm)["village_count"])


def areas_of(alarm: Alarm) -> Sequence[AlarmArea]:
    """Return the villages of an alarm that was read with them, the middle first."""
    found: Sequence[AlarmArea] = vars(alarm)["named_areas"]
    return found


def _rank() -> Case:
    return Case(
        When(state__in=[state.value for state in UNDECIDED_STATES], then=Value(0)),
        When(state=AlarmState.ESCALATED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _shown(shown: Shown) -> Q:
    match shown:
        case Shown.ALL:
            return ~Q(pk__in=[])
        case Shown.OPEN:
            return Q(state__in=[state.value for state in OPEN_STATES])
        case _:
            return Q(state=shown.value)


def totals(actor: Actor, *, now: datetime) -> Totals:
    """Return how many alarms wait for anybody, and for `actor`. One query."""
    undecided = Q(state__in=[state.value for state in UNDECIDED_STATES])
    counts = alarms_in(actor.scope).aggregate(
        undecided=Count("pk", filter=undecided),
        mine=Count("pk", filter=Q(pk__in=waiting_for(actor).values("pk"))),
        overdue=Count("pk", filter=undecided & Q(due_at__lte=now)),
        escalated=Count("pk", filter=Q(state=AlarmState.ESCALATED)),
    )
    return Totals(**counts)


def open_alarms(scope: Scope, *, most: int = 50) -> list[Alarm]:
    """Return the open alarms about a scope, the most urgent first, for a page that shows a few."""
    states = [state.value for state in OPEN_STATES]
    found = described(alarms_in(scope).filter(state__in=states))
    return list(found.order_by("rank", "due_at", "-raised_at", "-id")[:most])


def alarms_about(area_code: str, *, most: int = 12) -> list[Alarm]:
    """Return the alarms that a village was part of, newest first."""
    found = described(alarms_in((area_code,)))
    return list(found.order_by("-raised_at", "-id")[:most])


def instants_about(area_code: str | OuterRef) -> QuerySet[AlarmArea, datetime]:
    """
    Return when alarms about a village were raised, newest first.

    With an `OuterRef` it goes into the query that reads the village, as an `ArraySubquery`.
    """
    about = AlarmArea.objects.filter(area_id=area_code).order_by("-alarm__raised_at")
    return about.values_list("alarm__raised_at", flat=True)


def alarms_on(
    scope: Scope, day: date, now: datetime, *, back: timedelta
) -> list[tuple[Alarm, bool]]:
    """Return the alarms that were open at the end of a day, or had ended shortly before it."""
    ends_at = min(now, _end_of(day))
    known: list[tuple[Alarm, bool]] = []
    for alarm in _as_they_stood(scope, ends_at):
        is_open = state_then(alarm) in OPEN_STATES
        if is_open or vars(alarm)["decided_at_then"] > ends_at - back:
            known.append((alarm, is_open))
    return known


def alarms_until(scope: Scope, day: date) -> list[Alarm]:
    """
    Return the alarms about a scope that were raised until the end of a day, oldest first.

    `state_then` tells how they stood at that moment.
    """
    return list(_as_they_stood(scope, _end_of(day)))


def state_then(alarm: Alarm) -> AlarmState:
    """Return how an alarm stood at the moment that it was asked for."""
    read = vars(alarm)
    if deed := read["deed_then"]:
        return DECIDED_BY[Deed(deed)]
    is_assessed = read["has_reports"] and not read["is_waiting_then"]
    return AlarmState.ASSESSED if is_assessed else AlarmState.RAISED


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _as_they_stood(scope: Scope, at: datetime) -> QuerySet[Alarm]:
    """Return the alarms raised until a moment, with what had been done with them by then."""
    done = Step.objects.filter(at__lte=at)
    decided = done.filter(alarm=OuterRef("pk"), deed__in=[deed.value for deed in DECIDED_BY])
    newest = decided.order_by("-number")
    reports = AlarmReport.objects.filter(alarm=OuterRef("pk"))
    found = with_villages(alarms_in(scope).filter(raised_at__lte=at)).annotate(
        deed_then=Subquery(newest.values("deed")[:1]),
        decided_at_then=Subquery(newest.values("at")[:1]),
        has_reports=Exists(reports),
        is_waiting_then=Exists(reports.exclude(Exists(done.filter(report=OuterRef("pk"))))),
    )
    return found.order_by("raised_at", "id")


def villages_of(alarm_id: int) -> list[str]:
    """Return the codes of the villages of an alarm, the middle first. One query."""
    rows = AlarmArea.objects.filter(alarm_id=alarm_id).order_by("place")
    return list(rows.values_list("area_id", flat=True))


def unassessed_reports(alarm_id: int) -> list[int]:
    """Return the numbers of the reports of an alarm that nobody has assessed, oldest first."""
    rows = AlarmReport.objects.filter(alarm_id=alarm_id, verdict="").order_by("pk")
    return list(rows.values_list("pk", flat=True))
