"""From signals to the evidence that the engine weighs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from sejuk.assess.risk.rules import evidence_kind
from sejuk.engines import warning
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import OPEN_STATES, ContentGrade, Origin, SignalState

Fact = signals.Evidence

ONE_DAY = timedelta(days=1)
DONE = (SignalState.SETTLED, SignalState.SET_ASIDE)
FORGOTTEN_AFTER = timedelta(days=182)
"""Chosen: thirteen half-lives of the slowest kind; the gravest fact then adds 0.02 degrees."""
CLOSED_FORGOTTEN_AFTER = timedelta(days=20)
"""Chosen: twenty half-lives of what is settled; the gravest matter then adds 0.0001 degrees."""


@dataclass(frozen=True, slots=True)
class FactPage:
    """What was heard about one area, oldest first, and what of it the pages ask for again."""

    facts: tuple[Fact, ...]
    evidence: tuple[warning.Evidence, ...]
    # What is open, or was closed since the book begins: the rest is never asked for.
    lately_open: tuple[Fact, ...]

    @classmethod
    def of(cls, facts: Sequence[Fact], begins: datetime) -> "FactPage":
        oldest = begins - CLOSED_FORGOTTEN_AFTER
        return cls(
            tuple(facts),
            tuple(
                piece
                for fact in facts
                if fact.state not in DONE or _closed_at(fact) >= oldest
                if (piece := as_evidence(fact)) is not None
            ),
            tuple(fact for fact in facts if is_open(fact) or _closed_at(fact) >= begins),
        )

    def was_heard(self, since: datetime, until: datetime) -> bool:
        """Test whether the last that was heard until an instant is not older than another."""
        last = next((one.heard_at for one in reversed(self.facts) if one.heard_at <= until), None)
        return last is not None and last >= since


@dataclass(frozen=True, slots=True)
class FactBook:
    """The signals that may warm the areas of a scope on some days, a page for each area."""

    # Midnight of the first of the days.
    begins: datetime
    pages: dict[str, FactPage]

    @classmethod
    def of(cls, first: date, last: date, scope: tuple[str, ...]) -> "FactBook":
        """Read the signals that count on any of the days. One query."""
        begins = timezone.make_aware(datetime.combine(first, time.min))
        heard = _by_area(signals.evidence_for(first - FORGOTTEN_AFTER, last, scope))
        return cls(begins, {code: FactPage.of(facts, begins) for code, facts in heard.items()})

    def revised(
        self, changed: set[int], first: date, last: date, scope: tuple[str, ...]
    ) -> "FactBook":
        """
        Return this book with the signals read anew whose numbers are `changed`. One query.

        Pages that nothing changed on are the same objects in both. A signal may have moved to
        another area: the pages of the changed ones are those where they stood, and stand now.
        """
        fresh = _by_area(signals.evidence_for(first - FORGOTTEN_AFTER, last, scope, among=changed))
        pages = dict(self.pages)
        stood = {
            code for code, page in pages.items() if any(fact.id in changed for fact in page.facts)
        }
        for code in sorted(stood | fresh.keys()):
            old = pages[code].facts if code in pages else ()
            known = [fact for fact in old if fact.id not in changed] + fresh.get(code, [])
            known.sort(key=lambda fact: (fact.heard_at, fact.id))
            pages[code] = FactPage.of(known, self.begins)
        return FactBook(self.begins, pages)

    def areas_unlike(self, other: "FactBook") -> list[str]:
        """Return the areas whose pages are not those of an earlier book."""
        return [code for code, page in self.pages.items() if other.pages.get(code) is not page]

    def fact(self, area_code: str, reference: str) -> Fact | None:
        """Return the signal of an area that has a number, written as a text."""
        facts = self.pages[area_code].facts if area_code in self.pages else ()
        return next((fact for fact in facts if str(fact.id) == reference), None)

    def facts(self) -> Iterator[Fact]:
        """Yield all signals, area by area."""
        for page in self.pages.values():
            yield from page.facts

    def evidence_at(self, at: datetime) -> list[warning.Evidence]:
        """Return what was known at the end of a day; the same whichever days the book covers."""
        return _counting((piece for page in self.pages.values() for piece in page.evidence), at)

    def evidence_about(self, area_code: str, at: datetime) -> list[warning.Evidence]:
        page = self.pages.get(area_code)
        return _counting(page.evidence, at) if page else []

    def areas_with_falsehoods(self) -> list[str]:
        """Return the areas in which something is or was told that is known to be false."""
        return [
            code
            for code, page in self.pages.items()
            if any(piece.false_from is not None for piece in page.evidence)
        ]

    def open_at(self, at: datetime) -> list[Fact]:
        """Return the signals that were new or in hand at an instant."""
        return [
            fact
            for page in self.pages.values()
            for fact in page.lately_open
            if fact.received_at <= at and (is_open(fact) or _closed_at(fact) > at)
        ]

    def last_heard(self, area_code: str) -> datetime | None:
        """Return when an area was last heard of."""
        page = self.pages.get(area_code)
        return page.facts[-1].heard_at if page else None

    def heard_between(self, since: datetime, until: datetime) -> set[str]:
        """Return the areas of which something was heard from an instant until another."""
        return {code for code, page in self.pages.items() if page.was_heard(since, until)}


def _by_area(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    heard: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        heard[fact.area_id].append(fact)
    return heard


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


def _voice_not_judged_yet(fact: Fact) -> str:
    """
    Name the matter of what came from one network and nobody has judged: all of it is one voice.

    Thirty reports from one telephone warm a village no more than one does, until somebody at the
    desk has looked at them and grades each, or says which matter it belongs to.
    """
    if fact.source_key and fact.content_grade == ContentGrade.SIX:
        return f"not judged, from {fact.source_key}"
    return ""


def as_evidence(fact: Fact) -> warning.Evidence | None:
    """
    Return a signal as evidence; None for what warms nothing, such as good news.

    What is settled fades, and what is set aside weighs nothing, each from the hour it was done. A
    referral changes nothing: others now work on a matter that is still there.
    """
    kind = evidence_kind(fact.form, fact.kind)
    if kind is None:
        return None
    set_aside_at = fact.state_changed_at if fact.state == SignalState.SET_ASIDE else None
    # Set aside may also mean a wrong village, or told twice: only the grade says that it is false.
    is_false = fact.content_grade == ContentGrade.FIVE
    return warning.Evidence(
        reference=str(fact.id),
        area_code=fact.area_id,
        kind=kind,
        severity=fact.severity,
        heard_at=fact.heard_at,
        source_grade=str(fact.source_grade),
        content_grade=int(fact.content_grade),
        cluster=fact.cluster or _voice_not_judged_yet(fact),
        source=fact.source_key,
        settled_at=fact.state_changed_at if fact.state == SignalState.SETTLED else None,
        refuted_at=set_aside_at if is_false else None,
        withdrawn_at=None if is_false else set_aside_at,
        is_discovered=fact.origin == Origin.DISCOVERED,
    )
