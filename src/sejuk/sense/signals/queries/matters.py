"""
What is one matter, and which matters were first heard of where and when.

A matter is a cluster in an area; without one, what one source told of an area on one day; else the
signal itself. A source is a network or an officer: of both it is known on one day only that they
have one thing to say, and an officer who comes back next week may well hear of something new.
`matter_of` says so of a signal, `MATTER` says the same where the database counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone

from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import ContentGrade, Form, Kind, Origin, SignalState

MATTER = Case(
    When(~Q(cluster=""), then=Concat(Value("cluster "), F("cluster"))),
    When(
        ~Q(source_key=""),
        then=Concat(Cast(TruncDate("heard_at"), CharField()), Value(" "), F("source_key")),
    ),
    default=Concat(Value("#"), Cast(F("id"), CharField())),
    output_field=CharField(),
)
"""The matter of a signal within its area, as `matter_of` names it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """
    Something that was told of a place, by the day on which it was first heard.

    It is discovered when only we found it, and none of those who told of it came to us.
    """

    area_id: str
    first_heard_on: date
    is_discovered: bool


def matter_of(*, cluster: str, source: str, heard_on: date, number: int) -> str:
    """
    Return the name of the matter that a signal is about, within its area.

    >>> matter_of(cluster="", source="", heard_on=date(2024, 11, 5), number=7)
    '#7'
    >>> matter_of(cluster="", source="officer-3", heard_on=date(2024, 11, 5), number=7)
    '2024-11-05 officer-3'
    >>> matter_of(cluster="ballots", source="officer-3", heard_on=date(2024, 11, 5), number=7)
    'cluster ballots'
    """
    if cluster:
        return f"cluster {cluster}"
    return f"{heard_on} {source}" if source else f"#{number}"


def matters_heard(
    first_day: date, last_day: date, scope: tuple[str, ...], *, known_at: datetime
) -> list[Matter]:
    """
    Return what was first heard of from a day until a day, as it was known at an instant. One query.

    Good news, notices, and what was refuted or set aside are no matters.
    """
    seen: dict[tuple[str, str], date] = {}
    reported: set[tuple[str, str]] = set()
    for told in _told(first_day, last_day, scope, known_at):
        area_code, heard_on, cluster, source, number, origin = told
        matter = matter_of(cluster=cluster, source=source, heard_on=heard_on, number=number)
        seen.setdefault((area_code, matter), heard_on)
        if origin == Origin.REPORTED:
            reported.add((area_code, matter))
    return [Matter(key[0], heard_on, key not in reported) for key, heard_on in seen.items()]


def _told(
    first_day: date, last_day: date, scope: tuple[str, ...], known_at: datetime
) -> Iterator[tuple[str, date, str, str, int, str]]:
    """Yield area, day, cluster, source, number and origin of each signal, oldest first."""
    rows = (
        Signal.objects.filter(
            within(scope),
            heard_at__gte=_midnight(first_day),
            heard_at__lt=_midnight(last_day + timedelta(days=1)),
            received_at__lte=known_at,
        )
        .exclude(Q(kind=Kind.POSITIVE) | Q(form=Form.NOTICE) | Q(content_grade=ContentGrade.FIVE))
        .exclude(state=SignalState.SET_ASIDE, state_changed_at__lte=known_at)
        .order_by("heard_at", "id")
        .values_list("area_id", "heard_at", "cluster", "source_key", "id", "origin")
    )
    for area_code, heard_at, cluster, source, number, origin in rows.iterator(chunk_size=5_000):
        yield area_code, timezone.localdate(heard_at), cluster, source, number, origin


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
