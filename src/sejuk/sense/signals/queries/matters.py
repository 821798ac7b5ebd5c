"""Which matters were first heard of where and when: each once, however often it was told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from sejuk.kit.scoping import within
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules import ContentGrade, Form, Kind, SignalState


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that was told of a place, by the day on which it was first heard."""

    area_id: str
    first_heard_on: date


def matters_heard(
    first_day: date, last_day: date, scope: tuple[str, ...], *, known_at: datetime
) -> list[Matter]:
    """
    Return what was first heard of from a day until a day, as it was known at an instant. One query.

    A matter is a cluster in an area; without one, what one source told of an area on one day. Good
    news, notices, and what was refuted or set aside are none.
    """
    seen: dict[tuple[str, str, date | None], date] = {}
    for area_code, heard_on, cluster, source, number in _told(first_day, last_day, scope, known_at):
        # One source with a hundred messages on a day has one thing to say.
        key = (cluster, None) if cluster else (source or f"#{number}", heard_on)
        seen.setdefault((area_code, *key), heard_on)
    return [Matter(area_code, heard_on) for (area_code, _, _), heard_on in seen.items()]


def _told(
    first_day: date, last_day: date, scope: tuple[str, ...], known_at: datetime
) -> Iterator[tuple[str, date, str, str, int]]:
    """Yield area, day, cluster, source and number of each signal, oldest first."""
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
        .values_list("area_id", "heard_at", "cluster", "source_key", "id")
    )
    for area_code, heard_at, cluster, source, number in rows.iterator(chunk_size=5_000):
        yield area_code, timezone.localdate(heard_at), cluster, source, number


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
