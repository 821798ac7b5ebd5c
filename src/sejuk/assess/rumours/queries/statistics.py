"""Rumours of a period in numbers: how far, of what worth, how soon decided, what spread where."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from sejuk.assess.rumours.models import Sighting, Step
from sejuk.assess.rumours.queries.visibility import rumours_in
from sejuk.assess.rumours.rules import ContentType, Deed, RumourState, Veracity
from sejuk.kit.choices import Choice
from sejuk.kit.periods import Period
from sejuk.kit.scoping import within
from sejuk.kit.waits import Waits, seconds_between, waits_of

Scope = tuple[str, ...]
Tally = tuple[tuple[Choice | None, int], ...]
COUNTED = """
SELECT state, veracity, content_type, count(*), count(*) FILTER (WHERE is_whole),
    count(decided) FILTER (WHERE is_whole),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY decided) FILTER (WHERE is_whole),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY decided) FILTER (WHERE is_whole)
FROM (SELECT *, state <> %s AS is_whole FROM ({rows}) AS begun) AS told
GROUP BY GROUPING SETS ((), (state), (veracity), (content_type))
"""


@dataclass(frozen=True, slots=True)
class RumourCounts:
    """
    Rumours that were written down in a period, by work, worth and type.

    `decided`: how long after it was first heard its veracity was first decided. What was merged
    into another counts in the total and among the states alone.
    """

    total: int
    by_state: Tally
    by_veracity: Tally
    by_type: Tally
    decided: Waits


@dataclass(frozen=True, slots=True)
class Heard:
    """That a rumour was heard so often in one area on one day."""

    rumour_id: int
    claim: str
    veracity: Veracity
    area_code: str
    area_name: str
    on: date
    sightings: int


def rumour_counts(period: Period, scope: Scope) -> RumourCounts:
    """Return the rumours that were written down in a period, in numbers. One query."""
    sql, given = _begun(period, scope)
    with connection.cursor() as cursor:
        # What is put into the text is the statement that Django wrote; values stay parameters.
        cursor.execute(COUNTED.format(rows=sql), [RumourState.MERGED.value, *given])
        found = cursor.fetchall()
    states = {row[0]: row[3] for row in found if row[0] is not None}
    worth = {row[1]: row[4] for row in found if row[1] is not None}
    types = {row[2]: row[4] for row in found if row[2] is not None}
    # Nothing has no groups but the empty one, in which nothing is grouped by.
    total, *decided = next((row[3], *row[5:]) for row in found if row[:3] == (None, None, None))
    return RumourCounts(
        total,
        tuple((one, states[one]) for one in RumourState if states.get(one)),
        tuple((one, worth[one]) for one in Veracity if worth.get(one)),
        tuple((one, types[one]) for one in ContentType if types.get(one))
        + (((None, types[""]),) if types.get("") else ()),
        waits_of(*decided),
    )


def _begun(period: Period, scope: Scope) -> tuple[str, tuple[str | datetime, ...]]:
    """Return what is counted of each rumour, as a statement."""
    heard = Sighting.objects.filter(rumour=OuterRef("pk"), withdrawn_at__isnull=True)
    decided = Step.objects.filter(rumour=OuterRef("pk"), deed=Deed.DECIDED).order_by("number")
    rows = (
        rumours_in(scope)
        .filter(period.holds("written_at"))
        .order_by()
        .values("state", "veracity", "content_type")
        .annotate(
            decided=seconds_between(
                Subquery(heard.order_by("heard_at").values("heard_at")[:1]),
                Subquery(decided.values("at")[:1]),
            )
        )
    )
    return rows.query.sql_with_params()


def heard_in(period: Period, scope: Scope) -> list[Heard]:
    """Return which rumours were heard where on which days of a period. One query."""
    rows = (
        Sighting.objects.filter(within(scope), period.holds("heard_at"), withdrawn_at__isnull=True)
        .annotate(day=TruncDate("heard_at", tzinfo=timezone.get_current_timezone()))
        .order_by("rumour_id", "day", "area_id")
        .values_list(
            "rumour_id", "rumour__claim", "rumour__veracity", "area_id", "area__name", "day"
        )
        .annotate(sightings=Count("id"))
    )
    return [
        Heard(number, claim, Veracity(veracity), code, name, day, sightings)
        for number, claim, veracity, code, name, day, sightings in rows
    ]
