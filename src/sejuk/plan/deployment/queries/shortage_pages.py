"""Why a roster is short: what no roster can fill, what cannot hold together, and the ways out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from sejuk.engines import roster as engine
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.problems import problem_of
from sejuk.plan.deployment.queries.telling import told

# Chosen: answered within seconds for a whole district; more days are asked for by hand, and no more
# than a page can wait for: a clash is between duties of a few days, rarely of more than a week.
USUAL_DAYS = 7
MOST_DAYS = 14


@dataclass(frozen=True, slots=True)
class ShownWay:
    """Something that can be done about it, the seats it fills, and what it costs."""

    text: str
    seats: int
    price: int
    people: int


@dataclass(frozen=True, slots=True)
class ShortagePage:
    """The engine's answer in the reader's language."""

    first: date
    last: date
    days: int
    all_days: int
    sentence: str
    seats: int
    least_empty: int
    empty_now: int
    explained_from: date
    explained_to: date
    explained_empty: int
    complaints: tuple[str, ...]
    causes: tuple[str, ...]
    clashes: tuple[str, ...]
    binding: tuple[str, ...]
    ways: tuple[ShownWay, ...]
    hours: tuple[str, ...]


def usual_window(roster: Roster) -> tuple[date, date]:
    """Return the week around the day with most empty seats; the first week when none is empty."""
    days = roster.duties.values_list("day").annotate(empty=Count("id", filter=Q(person=None)))
    rows = [(empty, day) for day, empty in days.order_by("day") if empty]
    if not rows:
        last = min(roster.ends_on, roster.starts_on + timedelta(days=USUAL_DAYS - 1))
        return roster.starts_on, last
    worst = max(rows, key=lambda row: (row[0], -row[1].toordinal()))[1]
    before = USUAL_DAYS // 2
    first = max(roster.starts_on, worst - timedelta(days=before))
    return first, min(roster.ends_on, first + timedelta(days=USUAL_DAYS - 1))


def fitted_window(roster: Roster, first: date, last: date | None) -> tuple[date, date]:
    """
    Return a time inside the roster's days and not longer than can be answered on a page.

    Without a last day it is the usual number of days.
    """
    begins = min(max(first, roster.starts_on), roster.ends_on)
    wanted = last or begins + timedelta(days=USUAL_DAYS - 1)
    ends = max(begins, min(wanted, roster.ends_on))
    return begins, min(ends, begins + timedelta(days=MOST_DAYS - 1))


def shortage_page(roster: Roster, window: tuple[date, date]) -> ShortagePage:
    """Return what is short in some days of a roster, and why."""
    problem = problem_of(roster)
    found = engine.shortage(problem, window=window)
    now = roster.duties.filter(person=None, day__gte=window[0], day__lte=window[1]).count()
    return ShortagePage(
        first=window[0],
        last=window[1],
        days=(window[1] - window[0]).days + 1,
        all_days=(roster.ends_on - roster.starts_on).days + 1,
        sentence=told(found.sentence),
        seats=found.seats,
        least_empty=found.least_empty,
        empty_now=now,
        explained_from=date.fromisoformat(found.explained_from),
        explained_to=date.fromisoformat(found.explained_to),
        explained_empty=found.explained_empty,
        complaints=tuple(told(one.sentence) for one in engine.complaints(problem)),
        causes=tuple(told(sentence) for sentence in found.causes),
        clashes=tuple(told(clash.sentence) for clash in found.clashes),
        binding=tuple(told(clash.sentence) for clash in found.binding),
        ways=tuple(
            ShownWay(told(way.sentence), way.seats, way.price, way.people) for way in found.ways_out
        ),
        hours=tuple(told(week.sentence) for week in found.hours),
    )
