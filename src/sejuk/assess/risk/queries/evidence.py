"""From signals to the evidence that the engine weighs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from sejuk.assess.risk.rules import evidence_kind
from sejuk.engines import warning
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import OPEN_STATES, SignalState

Fact = signals.Evidence
EvidenceByArea = dict[str, list[warning.Evidence]]

ONE_DAY = timedelta(days=1)
DONE = (SignalState.SETTLED, SignalState.SET_ASIDE)
FORGOTTEN_AFTER = timedelta(days=182)
"""Chosen: thirteen half-lives of the slowest kind; the gravest fact then adds 0.02 degrees."""
CLOSED_FORGOTTEN_AFTER = timedelta(days=20)
"""Chosen: twenty half-lives of what is settled; the gravest matter then adds 0.0001 degrees."""


@dataclass(frozen=True)
class FactBook:
    """The signals that may warm the areas of a scope on some days, read once."""

    # Midnight of the first of the days.
    begins: datetime
    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, first: date, last: date, scope: tuple[str, ...]) -> "FactBook":
        """Read the signals that count on any of the days. One query."""
        begins = timezone.make_aware(datetime.combine(first, time.min))
        return cls(begins, tuple(signals.evidence_for(first - FORGOTTEN_AFTER, last, scope)))

    @cached_property
    def by_reference(self) -> dict[str, Fact]:
        return {str(fact.id): fact for fact in self.facts}

    @cached_property
    def _all_evidence(self) -> list[warning.Evidence]:
        oldest = self.begins - CLOSED_FORGOTTEN_AFTER
        return [
            piece
            for fact in self.facts
            if fact.state not in DONE or _closed_at(fact) >= oldest
            if (piece := as_evidence(fact)) is not None
        ]

    @cached_property
    def _by_area(self) -> EvidenceByArea:
        pieces: EvidenceByArea = defaultdict(list)
        for piece in self._all_evidence:
            pieces[piece.area_code].append(piece)
        return pieces

    def evidence_at(self, at: datetime) -> list[warning.Evidence]:
        """Return what was known at the end of a day; the same whichever days the book covers."""
        return _counting(self._all_evidence, at)

    def evidence_about(self, area_code: str, at: datetime) -> list[warning.Evidence]:
        return _counting(self._by_area.get(area_code, ()), at)

    def open_at(self, at: datetime) -> list[Fact]:
        """Return the signals that were new or in hand at an instant."""
        return [
            fact
            for fact in self._open_or_closed_since
            if fact.received_at <= at and (is_open(fact) or _closed_at(fact) > at)
        ]

    @cached_property
    def _open_or_closed_since(self) -> list[Fact]:
        """Return what is open, or was closed since the book begins: the rest is never asked for."""
        return [fact for fact in self.facts if is_open(fact) or _closed_at(fact) >= self.begins]

    @cached_property
    def last_heard(self) -> dict[str, datetime]:
        """Return when each area was last heard of."""
        return {fact.area_id: fact.heard_at for fact in self.facts}


def is_open(fact: Fact) -> bool:
    return fact.state in OPEN_STATES


def _closed_at(fact: Fact) -> datetime:
    return fact.state_changed_at or fact.received_at


def _counting(evidence: Iterable[warning.Evidence], at: datetime) -> list[warning.Evidence]:
    oldest, closed = at - FORGOTTEN_AFTER - ONE_DAY, at - CLOSED_FORGOTTEN_AFTER
    return [
        piece
        for piece in evidence
        if oldest <= piece.heard_at <= at
        and (piece.settled_at is None or piece.settled_at > closed)
    ]


def as_evidence(fact: Fact) -> warning.Evidence | None:
    """
    Return a signal as evidence; None for what warms nothing, such as good news.

    What is settled fades, and what is set aside weighs nothing, each from the hour it was done. A
    referral changes nothing: others now work on a matter that is still there.
    """
    kind = evidence_kind(fact.form, fact.kind)
    if kind is None:
        return None
    return warning.Evidence(
        reference=str(fact.id),
        area_code=fact.area_id,
        kind=kind,
        severity=fact.severity,
        heard_at=fact.heard_at,
        source_grade=str(fact.source_grade),
        content_grade=int(fact.content_grade),
        cluster=fact.cluster,
        source=fact.source_key,
        settled_at=fact.state_changed_at if fact.state == SignalState.SETTLED else None,
        refuted_at=fact.state_changed_at if fact.state == SignalState.SET_ASIDE else None,
    )
