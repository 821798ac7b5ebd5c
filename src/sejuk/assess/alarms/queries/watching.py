"""What the watch would find, and by which thresholds: calibrations, rules, looks at the day."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from sejuk.assess.alarms.models import Alarm, Calibration, SetRule, WatchRun
from sejuk.assess.alarms.queries.cases import (
    SEASONS_DAYS,
    CaseBook,
    case_book,
    watched_places,
)
from sejuk.assess.alarms.rules import ENOUGH_DAYS, NOT_RAISED_AGAIN_DAYS, Stream
from sejuk.engines import warning
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.sense.signals import queries as signals

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

STREAMS = tuple(stream.value for stream in Stream)
GRAVE_DAYS = 15
"""How long an alarm of a grave incident is remembered: the engine raises one for two weeks."""
LOOK_AGAIN_AFTER = timedelta(hours=1)
"""Chosen: also without news a day grows older, and what was a week becomes eight days."""
CALIBRATE_AGAIN_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a day found, with what it rests on."""

    day: date
    book: CaseBook
    findings: tuple[warning.Finding, ...]
    calibration: Calibration | None
    rules: dict[str, SetRule]


def look_at(operation: "Operation", *, now: datetime) -> Look:
    """Return what is unusual in the area of an operation and has not been raised lately."""
    today = timezone.localdate(now)
    scope = (operation.area_id,)
    calibration = calibration_in_force(operation, now)
    rules = {rule.name: rule for rule in rules_in_force(scope)}
    book = case_book(scope, now=now, days=SEASONS_DAYS)
    raised = list(raised_lately(operation, today))
    findings = warning.watch(
        book.cases,
        watched_places(scope),
        today=today,
        thresholds=thresholds_of(calibration, today),
        rules=[engine_rule(rule) for rule in rules.values()],
        recent=[as_finding(alarm) for alarm in raised],
    )
    known = _grave_signals(raised)
    fresh = tuple(one for one in findings if not _is_known_grave(one, book, known))
    return Look(today, book, fresh, calibration, rules)


def _grave_signals(raised: Sequence[Alarm]) -> set[int]:
    return {
        report.signal_id
        for alarm in raised
        if alarm.detector == warning.Detector.GRAVE
        for report in alarm.reports.all()
    }


def _is_known_grave(finding: warning.Finding, book: CaseBook, known: set[int]) -> bool:
    """Tell whether an incident was raised before: its reference changes when matters are joined."""
    return finding.detector is warning.Detector.GRAVE and not known.isdisjoint(
        book.signals_of(finding.references)
    )


def thresholds_of(calibration: Calibration | None, today: date) -> warning.Thresholds:
    """Return the thresholds in force; without any, only rules and grave incidents alarm."""
    if calibration is None:
        return warning.Thresholds((), (), 1.0, 0, 0, today, 0)
    return warning.thresholds_from_json(json.dumps(calibration.thresholds))


def calibration_in_force(operation: "Operation", now: datetime) -> Calibration | None:
    return Calibration.objects.filter(operation=operation, made_at__lte=now).order_by("-id").first()


def calibrations(operation: "Operation") -> QuerySet[Calibration]:
    """Return all calibrations of an operation, newest first, without their tables."""
    return Calibration.objects.filter(operation=operation).defer("thresholds").order_by("-id")


def rules_in_force(scope: tuple[str, ...]) -> QuerySet[SetRule]:
    return set_rules(scope).filter(retired_at__isnull=True)


def set_rules(scope: tuple[str, ...]) -> QuerySet[SetRule]:
    """Return the rules of a scope, those in force first."""
    return SetRule.objects.filter(within(scope)).order_by("-retired_at", "name", "id")


def rules_seen(scope: tuple[str, ...]) -> QuerySet[SetRule]:
    """Return the rules that concern a scope: its own, and those of the areas it lies in."""
    above = {".".join(code.split(".")[:length]) for code in scope for length in range(1, 5) if code}
    found = SetRule.objects.filter(within(scope) | Q(area_id__in=above))
    named = found.select_related("area").defer("area__boundary", "area__outline")
    return named.order_by("-retired_at", "name", "id")


def engine_rule(rule: SetRule) -> warning.SetRule:
    return warning.SetRule(
        rule.name, rule.stream, rule.count, rule.days, rule.kilometres, within=rule.area_id
    )


def raised_lately(operation: "Operation", today: date) -> QuerySet[Alarm]:
    """Return the alarms that keep the same from being raised again."""
    is_recent = Q(raised_at__gte=_midnight(today - timedelta(days=NOT_RAISED_AGAIN_DAYS)))
    is_grave = Q(
        detector=warning.Detector.GRAVE.value,
        raised_at__gte=_midnight(today - timedelta(days=GRAVE_DAYS)),
    )
    found = Alarm.objects.filter(is_recent | is_grave, operation=operation)
    return found.prefetch_related("areas", "reports").select_related("rule").order_by("id")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def as_finding(alarm: Alarm) -> warning.Finding:
    """Return an alarm as the engine found it."""
    codes = [one.area_id for one in sorted(alarm.areas.all(), key=lambda one: one.place)]
    return warning.Finding(
        detector=warning.Detector(alarm.detector),
        stream=alarm.stream,
        area_codes=tuple(codes or [alarm.area_id]),
        first_day=alarm.first_day,
        last_day=alarm.last_day,
        count=alarm.count,
        expected=alarm.expected,
        score=alarm.score,
        once_in_days=alarm.once_in_days,
        references=tuple(alarm.references),
        rule=alarm.rule.name if alarm.rule else "",
        also=tuple(warning.Detector(one) for one in alarm.also),
        raised_on=timezone.localdate(alarm.raised_at),
    )


def last_run(operation: "Operation") -> WatchRun | None:
    return WatchRun.objects.filter(operation=operation).order_by("-id").first()


def is_look_due(operation: "Operation", now: datetime) -> bool:
    """Test whether signals changed since the last look, or it was an hour ago."""
    last = last_run(operation)
    if last is None or now - last.run_at >= LOOK_AGAIN_AFTER:
        return True
    version = signals.evidence_version((operation.area_id,))
    return (version.sequence, version.hash) != (last.evidence_sequence, last.evidence_hash)


def is_calibration_due(operation: "Operation", now: datetime) -> bool:
    """Test whether thresholds are a week old, or there are none and enough is known for some."""
    last = calibration_in_force(operation, now)
    if last is None:
        return days_known(operation, now) >= ENOUGH_DAYS
    return now - last.made_at >= CALIBRATE_AGAIN_AFTER


def days_known(operation: "Operation", now: datetime) -> int:
    """Return for how many days signals of the area are known."""
    book = case_book((operation.area_id,), now=now)
    first = min((case.day for case in book.cases), default=None)
    return 0 if first is None else (timezone.localdate(now) - first).days


def overdue(operation: "Operation", now: datetime) -> QuerySet[Alarm]:
    """Return the alarms that waited too long with whom they are."""
    waiting = Alarm.objects.filter(operation=operation, due_at__lte=now)
    return waiting.exclude(with_role=Role.CHIEF).order_by("id")


def wait_for_turn() -> None:
    """Keep everybody else from looking at the day until this transaction ends."""
    with connection.cursor() as cursor:
        # The number is arbitrary: "PIJAR" read as base 36.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int("PIJAR", 36)])


@dataclass(frozen=True, slots=True)
class Tried:
    """How many alarms there would have been in the last days with other thresholds."""

    thresholds: warning.Thresholds
    alarms: int
    by_stream: dict[str, int]


TRIED_DAYS = 30


def tried_budget(operation: "Operation", budget_days: float, *, now: datetime) -> Tried:
    """Return what another alarm budget would have meant, without keeping anything."""
    book, land = case_book((operation.area_id,), now=now), watched_places((operation.area_id,))
    today = timezone.localdate(now)
    thresholds = warning.calibrate(
        book.cases,
        land,
        today=today,
        streams=STREAMS,
        budget_days=budget_days,
        seed=seed_of(today),
    )
    return replayed(book, land, thresholds, today)


def tried_in_force(operation: "Operation", *, now: datetime) -> Tried:
    """Return what the thresholds in force would have found in the same days."""
    book, land = case_book((operation.area_id,), now=now), watched_places((operation.area_id,))
    today = timezone.localdate(now)
    thresholds = thresholds_of(calibration_in_force(operation, now), today)
    return replayed(book, land, thresholds, today)


def replayed(
    book: CaseBook,
    land: Sequence[warning.Place],
    thresholds: warning.Thresholds,
    today: date,
) -> Tried:
    """Watch the last days one after the other, each alarm keeping its like from the next days."""
    raised: list[warning.Finding] = []
    for back in range(TRIED_DAYS - 1, -1, -1):
        day = today - timedelta(days=back)
        known = [case for case in book.cases if case.day <= day]
        raised += warning.watch(known, land, today=day, thresholds=thresholds, recent=raised)
    counts = Counter(one.stream for one in raised)
    return Tried(thresholds, len(raised), dict(counts))


def seed_of(today: date) -> int:
    """Return the seed of a day: whoever calibrates again on it gets the same thresholds."""
    return today.toordinal()


def thresholds_for(
    operation: "Operation", budget_days: float, *, now: datetime
) -> warning.Thresholds:
    """Return the thresholds for an alarm budget, found by replay of what is known now."""
    scope, today = (operation.area_id,), timezone.localdate(now)
    return warning.calibrate(
        case_book(scope, now=now).cases,
        watched_places(scope),
        today=today,
        streams=STREAMS,
        budget_days=budget_days,
        seed=seed_of(today),
    )


def rule_to_retire(rule_id: int, scope: tuple[str, ...]) -> SetRule:
    """
    Return a rule of a scope and keep others from retiring it until this transaction ends.

    :raises NotYours: when there is none
    """
    found = SetRule.objects.select_for_update().filter(within(scope), pk=rule_id).first()
    if found is None:
        raise NotYours(f"rule {rule_id}")
    return found
