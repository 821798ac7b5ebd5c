"""What the temperature, the programme and the situation report ask of signals."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from sejuk.foundation.ledger import queries as ledger
from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.matters import MATTER, matter_of
from sejuk.sense.signals.rules import (
    OPEN_STATES,
    ContentGrade,
    Form,
    Kind,
    Origin,
    SignalState,
    SourceGrade,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A signal as a number is made of it: everything but its words."""

    id: int
    area_id: str
    form: Form
    kind: Kind
    severity: int
    source_grade: SourceGrade
    content_grade: ContentGrade
    heard_at: datetime
    received_at: datetime
    state: SignalState
    state_changed_at: datetime | None
    cluster: str
    source_key: str
    origin: Origin

    @property
    def matter(self) -> str:
        """The matter that it is about, within its area."""
        return matter_of(
            cluster=self.cluster,
            source=self.source_key,
            heard_on=timezone.localdate(self.heard_at),
            number=self.id,
        )


@dataclass(frozen=True, slots=True)
class Version:
    """
    The last ledger entry about the signals of a scope. Two are equal only when all before is.

    The hash is part of it, since a demonstration that is made anew counts from 1 again.
    """

    sequence: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class KindCount:
    """Signals of a kind that are in a state now: came in on the day, and open at its end."""

    kind: Kind
    state: SignalState
    received: int
    open_at_end: int


MOST_CHANGES = 5_000
"""Chosen: rather than to look up more signals one by one, all are read again."""

# The columns of `Evidence`, in its order: plain values, so that half a year is read in a moment.
COLUMNS = (
    "id",
    "area_id",
    "form",
    "kind",
    "severity",
    "source_grade",
    "content_grade",
    "heard_at",
    "received_at",
    "state",
    "state_changed_at",
    "cluster",
    "source_key",
    "origin",
)


def evidence_for(
    first_day: date,
    last_day: date,
    scope: tuple[str, ...],
    *,
    among: Collection[int] | None = None,
) -> list[Evidence]:
    """
    Return what was heard from a day until a day in an area, oldest first. One query.

    Of all signals, or only of those whose numbers are in `among`.
    """
    found = Signal.objects.filter(
        within(scope),
        heard_at__gte=_midnight(first_day),
        heard_at__lt=_midnight(last_day + timedelta(days=1)),
    )
    if among is not None:
        found = found.filter(pk__in=among)
    rows = found.order_by("heard_at", "id").values_list(*COLUMNS)
    return [
        Evidence(
            pk,
            area,
            Form(form),
            Kind(kind),
            severity,
            SourceGrade(source),
            ContentGrade(content),
            heard,
            received,
            SignalState(state),
            changed,
            cluster,
            key,
            Origin(origin),
        )
        for (pk, area, form, kind, severity, source, content, heard, received, state, changed,
             cluster, key, origin) in rows.iterator(chunk_size=5_000)
    ]  # fmt: skip


def reported_matters(first_day: date, last_day: date, scope: tuple[str, ...]) -> dict[str, int]:
    """
    Return of how many matters each area in a scope reported from a day until a day. One query.

    What we found ourselves does not count, and of what was told several times one does (see
    `matter_of`).
    """
    rows = (
        Signal.objects.filter(
            within(scope),
            origin=Origin.REPORTED,
            heard_at__gte=_midnight(first_day),
            heard_at__lt=_midnight(last_day + timedelta(days=1)),
        )
        .annotate(matter=MATTER)
        .order_by("area_id")
        .values_list("area_id")
        .annotate(count=Count("matter", distinct=True))
    )
    return dict(rows)


def first_days_of(numbers: Collection[int]) -> dict[str, date]:
    """
    Return by area the first day on which one of these signals was heard. Two queries.

    One that was moved to another area counts in the one that it left, too.
    """
    heard = dict(Signal.objects.filter(pk__in=numbers).values_list("pk", "heard_at"))
    there = Signal.objects.filter(pk__in=numbers).values_list("area_id", "pk")
    subjects = {f"signals.signal:{number}": number for number in heard}
    left = ledger.entries().filter(verb="signals.signal.moved_away", subject__in=subjects)
    was_there = ((code, subjects[one]) for code, one in left.values_list("area_code", "subject"))
    first: dict[str, datetime] = {}
    for code, number in (*there, *was_there):
        first[code] = min(heard[number], first.get(code, heard[number]))
    return {code: timezone.localdate(at) for code, at in sorted(first.items())}


def open_concerns(scope: tuple[str, ...], now: datetime) -> dict[str, int]:
    """Return how many signals are still open in each area that has any."""
    rows = (
        Signal.objects.filter(within(scope), state__in=OPEN_STATES, received_at__lte=now)
        .exclude(kind=Kind.POSITIVE)
        .order_by("area_id")
        .values_list("area_id")
        .annotate(count=Count("id"))
    )
    return dict(rows)


def signals_of(area_code: str) -> QuerySet[Signal]:
    """Return the signals of an area and those below it, newest first."""
    return Signal.objects.filter(within((area_code,))).order_by("-received_at", "-id")


def open_at_end_of(day: date, area_code: str) -> QuerySet[Signal]:
    """Return the signals below an area that were open when `day` ended."""
    ends_at = _midnight(day + timedelta(days=1))
    return signals_of(area_code).filter(_was_open(ends_at), received_at__lt=ends_at)


def counts_by_kind_and_state(day: date, scope: tuple[str, ...]) -> list[KindCount]:
    """Return what came in on a day and what was open at its end, by kind and present state."""
    ends_at = _midnight(day + timedelta(days=1))
    came_in = Q(received_at__gte=_midnight(day))
    was_open = _was_open(ends_at)
    rows = (
        Signal.objects.filter(within(scope), received_at__lt=ends_at)
        .filter(came_in | was_open)
        .order_by("kind", "state")
        .values_list("kind", "state")
        .annotate(received=Count("id", filter=came_in), open_at_end=Count("id", filter=was_open))
    )
    return [
        KindCount(Kind(kind), SignalState(state), received, open_at_end)
        for kind, state, received, open_at_end in rows
    ]


def evidence_version(scope: tuple[str, ...]) -> Version:
    """
    Return a mark that is another one after any change to a signal in `scope`.

    It is the last ledger entry about signals there: each change writes one, and entries get their
    numbers in the order in which their transactions become visible.
    """
    found = ledger.entries().filter(_about_signals(scope))
    last = found.values_list("sequence", "hash").first()
    return Version(*last) if last else Version()


def changed_since(version: Version, scope: tuple[str, ...]) -> set[int] | None:
    """
    Return the numbers of the signals in `scope` that changed after a version. One query.

    None when they are too many, or the version is not of this ledger.
    """
    rows = list(
        ledger.entries()
        .filter(_about_signals(scope), sequence__gte=version.sequence)
        .order_by("sequence")
        .values_list("sequence", "hash", "subject")[: MOST_CHANGES + 1]
    )
    if len(rows) > MOST_CHANGES:
        return None
    if version != Version():
        if not rows or rows[0][:2] != (version.sequence, version.hash):
            return None
        del rows[0]
    return {int(subject.rpartition(":")[2]) for _, _, subject in rows}


def _about_signals(scope: tuple[str, ...]) -> Q:
    return within(scope, "area_code") & Q(verb__startswith="signals.signal.")


def _was_open(at: datetime) -> Q:
    return Q(state__in=OPEN_STATES) | Q(state_changed_at__gte=at)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
