"""The list of alarms, the card of a village, and what the command post shows: the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import Alarm
from sejuk.assess.alarms.rules import UNDECIDED_STATES, AlarmState
from sejuk.assess.alarms.web import words
from sejuk.assess.risk import queries as risk
from sejuk.kit.actors import Actor

MOST_AT_THE_POST = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One alarm in a list, in words."""

    id: int
    url: str
    title: str
    stream: str
    places: str
    finder: str
    counted: str
    expected: str
    once: str
    days: str
    state: str
    badge: str
    raised_at: datetime
    with_whom: str
    due: str
    is_overdue: bool
    is_undecided: bool


def row_of(alarm: Alarm, now: datetime) -> Row:
    """Return one alarm in words."""
    state = AlarmState(alarm.state)
    is_undecided = state in UNDECIDED_STATES
    return Row(
        id=alarm.pk,
        url=words.alarm_url(alarm),
        title=words.title_of(alarm),
        stream=words.stream_words(alarm.stream),
        places=words.places_words(alarm),
        finder=words.finder_words(alarm),
        counted=words.count_words(alarm),
        expected=words.expected_words(alarm),
        once=words.once_words(alarm),
        days=words.days_words(alarm),
        state=words.state_words(alarm.state),
        badge=words.BADGES[state],
        raised_at=alarm.raised_at,
        with_whom=words.role_words(alarm.with_role)
        if state in (*UNDECIDED_STATES, AlarmState.ESCALATED)
        else "",
        due=words.due_words(alarm),
        is_overdue=is_undecided and alarm.due_at is not None and alarm.due_at <= now,
        is_undecided=is_undecided,
    )


def kecamatan_of(actor: Actor, *, now: datetime) -> dict[str, str]:
    """Return the names of the kecamatan that an actor sees, by code."""
    return dict(sorted(risk.territory(actor.scope, now).kecamatan.items()))


def rows_of(alarms: Sequence[Alarm], now: datetime) -> tuple[Row, ...]:
    return tuple(row_of(alarm, now) for alarm in alarms)


@dataclass(frozen=True, slots=True)
class PostAlarms:
    """The open alarms as the command post shows them, and how many more there are."""

    rows: tuple[Row, ...]
    more: int


def alarms_at_the_post(actor: Actor, *, now: datetime) -> PostAlarms:
    """
    Return the open alarms of an actor's areas, for the command post. One query.

    For `alarms/_command_post.html`; whoever includes it asks `rules.READERS` first.
    """
    found = queries.open_alarms(actor.scope)
    rows = rows_of(found[:MOST_AT_THE_POST], now)
    return PostAlarms(rows, max(0, len(found) - MOST_AT_THE_POST))


def marks_of(raised: Sequence[datetime]) -> tuple[tuple[date, str], ...]:
    """Return when alarms were raised, as the curve of a village marks what happened."""
    days = sorted({timezone.localdate(at) for at in raised})
    return tuple((day, gettext("%(day)s: alarm") % {"day": words.short_day(day)}) for day in days)
