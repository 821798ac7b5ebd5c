"""From signals to the cases that the watch counts: each matter once, on the day it happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from sejuk.assess.alarms.rules import Stream, counts_as_case, stream_of
from sejuk.engines import warning
from sejuk.foundation.places import queries as places
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import ContentGrade, Origin, SignalState

Scope = tuple[str, ...]
Key = tuple[str, str, Stream]

HISTORY_DAYS = 120
"""Chosen: four months of an operation; the engine itself looks back 45 days and a guard."""
SEASONS_DAYS = 1_855
"""Five years of 52 weeks and five weeks: what the series of a district is compared with."""


@dataclass(frozen=True, slots=True)
class CaseBook:
    """Cases as the engine takes them, and the numbers of the signals behind each reference."""

    cases: tuple[warning.Case, ...]
    signal_ids: Mapping[str, tuple[int, ...]]

    def signals_of(self, references: Iterable[str]) -> list[int]:
        """Return the numbers of all signals behind some cases, in order."""
        return sorted({pk for one in references for pk in self.signal_ids.get(one, ())})


def case_book(scope: Scope, *, now: datetime, days: int = HISTORY_DAYS) -> CaseBook:
    """Return what was known in a scope at an instant of the days before it. One query."""
    today = timezone.localdate(now)
    heard = signals.evidence_for(today - timedelta(days=days), today, scope)
    matters: dict[tuple[str, str, Stream, int], list[signals.Evidence]] = {}
    for fact in heard:
        if (key := _matter_of(fact, now)) is not None:
            matters.setdefault((*key, _stretch_of(fact, today)), []).append(fact)
    cases, numbers = [], {}
    for (area_code, _, stream, _), facts in matters.items():
        case = _case(area_code, stream, facts)
        cases.append(case)
        numbers[case.reference] = tuple(sorted(fact.id for fact in facts))
    cases.sort(key=lambda case: (case.day, case.area_code, case.reference))
    return CaseBook(tuple(cases), numbers)


def _matter_of(fact: signals.Evidence, now: datetime) -> Key | None:
    """Return which matter a signal belongs to; None when it is no case, or was not known yet."""
    stream = stream_of(fact.kind)
    if stream is None or not counts_as_case(fact.form, fact.kind, fact.content_grade):
        return None
    if fact.received_at > now or _was_set_aside(fact, now):
        return None
    # The same matter in two villages is two cases: where it is, is the question.
    return fact.area_id, fact.matter, stream


def _stretch_of(fact: signals.Evidence, today: date) -> int:
    """Return how many histories ago it was: a matter that comes up again years later is new."""
    back = (today - timezone.localdate(fact.heard_at)).days
    return max(0, back - 1) // HISTORY_DAYS


def _was_set_aside(fact: signals.Evidence, now: datetime) -> bool:
    at = fact.state_changed_at
    return fact.state is SignalState.SET_ASIDE and (at is None or at <= now)


def _case(area_code: str, stream: Stream, facts: list[signals.Evidence]) -> warning.Case:
    first = min(facts, key=lambda fact: (fact.received_at, fact.id))
    severity = max(fact.severity for fact in facts)
    return warning.Case(
        reference=str(first.id),
        area_code=area_code,
        day=_known_on(first),
        stream=stream.value,
        severity=severity,
        # A confirmed quarrel does not confirm the killing that somebody tells of it.
        is_verified=any(
            fact.severity == severity and fact.content_grade is ContentGrade.ONE for fact in facts
        ),
        is_discovered=all(fact.origin is Origin.DISCOVERED for fact in facts),
        happened_on=min(timezone.localdate(fact.heard_at) for fact in facts),
    )


def _known_on(fact: signals.Evidence) -> date:
    return timezone.localdate(fact.received_at)


def watched_places(scope: Scope) -> tuple[warning.Place, ...]:
    """Return the villages of a scope as the engine takes them. One query."""
    return tuple(
        warning.Place(one.code, one.latitude, one.longitude, one.residents)
        for one in places.villages(scope)
    )
