"""How soon signals were taken in hand and closed, by kind and by place: counts, never persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone

from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.places.rules import VILLAGE_LEVELS
from sejuk.kit.actors import Actor
from sejuk.kit.periods import Period
from sejuk.kit.scoping import within
from sejuk.kit.waits import Waits, seconds_between, waits_of
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.queries.wanted import overdue
from sejuk.sense.signals.rules import OPEN_STATES, TRIAGE_WITHIN, Kind, answer_due_on

# What a statement is given for its places.
Given = str | int | float | datetime | list[int]
KECAMATAN_PARTS, VILLAGE_PARTS = 3, 4
A_MONDAY = date(2024, 11, 4)
# By the day of the week on which a signal came in: in how many days its answer is owed.
DUE_IN_DAYS = [
    (answer_due_on(day) - day).days
    for day in (A_MONDAY + timedelta(days=number) for number in range(7))
]
# Materialized: the look into the ledger for each signal is paid once, not for each column of it.
COUNTED = """
WITH heard AS MATERIALIZED ({rows}), timed AS (
    SELECT *, coalesce(hand, extract(epoch FROM now_at - received_at)) > triage AS is_taken_late,
        coalesce(closed_on, now_at::timestamptz AT TIME ZONE zone)::date
            > received_on + due_in[extract(isodow FROM received_on)::int] AS is_answered_late
    FROM heard, (SELECT %s::timestamptz AS now_at, %s::float AS triage, %s::int[] AS due_in,
        %s::text AS zone) AS given
)
SELECT kind, place, received_on, min(place_name), count(*),
    count(hand), percentile_cont(0.5) WITHIN GROUP (ORDER BY hand),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY hand),
    count(closing), percentile_cont(0.5) WITHIN GROUP (ORDER BY closing),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY closing),
    count(*) FILTER (WHERE is_overdue), count(*) FILTER (WHERE is_taken_late),
    count(*) FILTER (WHERE is_answered_late)
FROM (SELECT *, array_to_string((string_to_array(area_id, '.'))[1:%s], '.') AS place FROM timed)
    AS placed
GROUP BY GROUPING SETS ((), (kind), (place), (received_on))
"""


@dataclass(frozen=True, slots=True)
class Answering:
    """
    How signals of one sort were answered: how soon first taken in hand, and how soon closed.

    `overdue` waits now past its deadline; `taken_late` and `answered_late` missed one, whether or
    not it was made good since.
    """

    received: int
    hand: Waits
    closing: Waits
    overdue: int
    taken_late: int
    answered_late: int

    @property
    def still_open(self) -> int:
        return self.received - self.closing.count


@dataclass(frozen=True, slots=True)
class Answered:
    """
    How signals of a period were answered: in all, by kind, and by the name of the place.

    `by_day`: how many came in on each day that had any.
    """

    total: Answering
    by_kind: tuple[tuple[Kind, Answering], ...]
    by_place: tuple[tuple[str, Answering], ...]
    by_day: tuple[tuple[date, int], ...]


def answered_in(
    period: Period,
    actor: Actor,
    *,
    area_code: str = "",
    parts: int = KECAMATAN_PARTS,
    now: datetime,
) -> Answered:
    """
    Return how the signals that came in during a period were answered. One query.

    Of those that `actor` may read, by kind and area; `parts` of their area's code make the place.
    """
    rows, given = _timed(_received(period, actor, area_code), parts, now)
    zone = timezone.get_current_timezone_name()
    rest: tuple[Given, ...] = (now, TRIAGE_WITHIN.total_seconds(), DUE_IN_DAYS, zone, parts)
    with connection.cursor() as cursor:
        # What is put into the text is the statement that Django wrote; values stay parameters.
        cursor.execute(COUNTED.format(rows=rows), [*given, *rest])
        found = cursor.fetchall()
    kinds = [(Kind(row[0]), _answering(row)) for row in found if row[0] is not None]
    places = [(row[3], row[1], _answering(row)) for row in found if row[1] is not None]
    days = [(row[2], int(row[4])) for row in found if row[2] is not None]
    # Where nothing came in there is no group but the empty one, in which nothing is grouped by.
    total = next(_answering(row) for row in found if row[:3] == (None, None, None))
    return Answered(
        total,
        tuple(sorted(kinds, key=lambda one: (-one[1].received, one[0]))),
        tuple((name, one) for name, _, one in sorted(places, key=lambda one: one[:2])),
        tuple(sorted(days)),
    )


def _received(period: Period, actor: Actor, area_code: str) -> QuerySet[Signal]:
    found = visible_signals(actor).filter(period.holds("received_at"))
    return found.filter(within((area_code,))) if area_code else found


def _timed(signals: QuerySet[Signal], parts: int, now: datetime) -> tuple[str, tuple[Given, ...]]:
    """Return what is counted of each signal, as a statement. Who had it in hand is not asked."""
    taken = (
        ledger.entries()
        .filter(
            verb="signals.signal.taken",
            subject=Concat(Value("signals.signal:"), Cast(OuterRef("pk"), TextField())),
        )
        .order_by("sequence")
    )
    is_closed = ~Q(state__in=OPEN_STATES)
    zone = timezone.get_current_timezone()
    rows = (
        signals.order_by()
        .values("kind", "area_id", "received_at")
        .annotate(
            hand=seconds_between("received_at", Subquery(taken.values("at")[:1])),
            closing=Case(When(is_closed, then=seconds_between("received_at", "state_changed_at"))),
            received_on=TruncDate("received_at", tzinfo=zone),
            closed_on=Case(When(is_closed, then=TruncDate("state_changed_at", tzinfo=zone))),
            place_name=_place_name(parts),
            is_overdue=ExpressionWrapper(overdue(now), output_field=BooleanField()),
        )
    )
    return rows.query.sql_with_params()


def _place_name(parts: int) -> Case:
    """Return the name of a signal's place: that of its kecamatan, or of its village."""
    villages = [level.value for level in VILLAGE_LEVELS] if parts == KECAMATAN_PARTS else []
    return Case(
        When(area__level__in=villages, then=F("area__parent__name")), default=F("area__name")
    )


def _answering(row: Sequence[float]) -> Answering:
    _, _, _, _, received, *counted, overdue_now, taken_late, answered_late = row
    return Answering(
        int(received),
        waits_of(int(counted[0]), *counted[1:3]),
        waits_of(int(counted[3]), *counted[4:6]),
        int(overdue_now),
        int(taken_late),
        int(answered_late),
    )
