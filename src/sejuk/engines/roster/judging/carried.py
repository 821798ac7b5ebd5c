"""
What each person carries, before and in this roster, and what his or her fair share of it is.

Five kinds of load: minutes, nights, duties on weekends, over the Friday prayer, on holidays. Of
each kind there is a total: what all demands ask for (whether or not the seats get taken) and what
the people have carried so far in the operation (`burdens`). A person's share is

    target = total * own days present / days present of all

with the days of the horizon on which he is not away the whole day, and those of his burden. Shares
are whole, so floor(target) to ceil(target) is fair. Who is away half the month is asked for half.
People for whom a kind's FAIR rule is off take no part in its sharing.

Example: 3 people, 4 nights asked, 2 carried before, all present: total 6, target 2 each. With one
of them present 0 days of 10: targets 3, 3 and 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import Final

from sejuk.engines.roster.asked.problem import Demand, Problem, Roster, RuleCode
from sejuk.engines.roster.judging.rules import rule_of

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)

# Directive 2003/88/EC article 2: night time holds midnight to 5; a night worker is who works three
# hours of it.
NIGHT: Final = time(0), time(5)
NIGHT_MINUTES: Final = 3 * 60
# Chosen: the Friday prayer of Indonesia's zones with the way there and back; its noon moves between
# 11:40 and 12:20 by place and season.
FRIDAY_PRAYER: Final = time(11, 30), time(13)
FRIDAY, SATURDAY = 4, 5


class Kind(StrEnum):
    """The kinds of load, named as in Burden."""

    MINUTES = "minutes"
    NIGHTS = "nights"
    WEEKENDS = "weekends"
    FRIDAYS = "fridays"
    HOLIDAYS = "holidays"


FAIR_RULES: Mapping[Kind, RuleCode] = {
    Kind.MINUTES: RuleCode.FAIR_HOURS,
    Kind.NIGHTS: RuleCode.FAIR_NIGHTS,
    Kind.WEEKENDS: RuleCode.FAIR_WEEKENDS,
    Kind.FRIDAYS: RuleCode.FAIR_FRIDAYS,
    Kind.HOLIDAYS: RuleCode.FAIR_HOLIDAYS,
}


@dataclass(frozen=True, slots=True)
class Share:
    """Of one kind of load: what is carried in all, what of it before the horizon, what is fair."""

    carried: int
    before: int
    low: int
    high: int

    @property
    def outside(self) -> int:
        """Return how far what is carried lies outside the fair share."""
        return max(0, self.carried - self.high, self.low - self.carried)


@dataclass(frozen=True, slots=True)
class Load:
    """What a person carries of each kind; `days_present` includes those before the horizon."""

    person: str
    days_present: int
    minutes: Share
    nights: Share
    weekends: Share
    fridays: Share
    holidays: Share

    def of(self, kind: Kind) -> Share:
        shares = {
            Kind.MINUTES: self.minutes,
            Kind.NIGHTS: self.nights,
            Kind.WEEKENDS: self.weekends,
            Kind.FRIDAYS: self.fridays,
            Kind.HOLIDAYS: self.holidays,
        }
        return shares[kind]


Marks = tuple[int, int, int, int, int]
"""What one seat of a demand weighs, in the order of Kind."""


def minute_of(instant: datetime) -> int:
    """
    Return the whole minutes from 1970 (UTC) to an aware instant.

    >>> minute_of(datetime(1970, 1, 1, 1, 30, 59, tzinfo=UTC))
    90
    """
    return (instant - EPOCH) // MINUTE


def is_night(starts_at: datetime, ends_at: datetime) -> bool:
    """
    Return whether at least three hours of a duty lie between midnight and five, by the local clock.

    >>> is_night(datetime(2024, 11, 3, 22, tzinfo=UTC), datetime(2024, 11, 4, 6, tzinfo=UTC))
    True
    >>> is_night(datetime(2024, 11, 3, 18, tzinfo=UTC), datetime(2024, 11, 4, 2, tzinfo=UTC))
    False
    """
    return any(
        minutes >= NIGHT_MINUTES for _, minutes in _minutes_within(starts_at, ends_at, NIGHT)
    )


def is_over_friday_prayer(starts_at: datetime, ends_at: datetime) -> bool:
    """
    Return whether a duty covers some of 11:30 to 13:00 on a Friday, by the local clock.

    >>> is_over_friday_prayer(datetime(2024, 11, 8, 6, tzinfo=UTC),
    ...                       datetime(2024, 11, 8, 14, tzinfo=UTC))
    True
    """
    return any(
        minutes > 0 and day.weekday() == FRIDAY
        for day, minutes in _minutes_within(starts_at, ends_at, FRIDAY_PRAYER)
    )


def _minutes_within(
    starts_at: datetime, ends_at: datetime, hours: tuple[time, time]
) -> list[tuple[date, int]]:
    """Return for each local day that a duty touches how long it lies within hours of the clock."""
    zone = starts_at.tzinfo
    first, last = starts_at.date(), ends_at.astimezone(zone).date()
    start, end = minute_of(starts_at), minute_of(ends_at)
    found = []
    for later in range((last - first).days + 1):
        day = first + later * DAY
        opens, closes = (minute_of(datetime.combine(day, hour, zone)) for hour in hours)
        found.append((day, min(end, closes) - max(start, opens)))
    return found


def marks_of(demand: Demand, holidays: frozenset[date]) -> Marks:
    """Return what one seat of a demand weighs, in the order of Kind."""
    return (
        demand.minutes,
        int(is_night(demand.starts_at, demand.ends_at)),
        int(demand.day.weekday() >= SATURDAY),
        int(is_over_friday_prayer(demand.starts_at, demand.ends_at)),
        int(demand.day in holidays),
    )


def all_marks(problem: Problem) -> dict[str, Marks]:
    """Return the marks of each demand by its id; what has the same times is looked at once."""
    known: dict[tuple[object, ...], Marks] = {}
    found: dict[str, Marks] = {}
    for demand in problem.demands:
        starts_at, ends_at = demand.starts_at, demand.ends_at
        # Equal instants of two zones are not equal nights, so the zone is part of the key.
        clock = starts_at.tzinfo, minute_of(starts_at), minute_of(ends_at)
        key = (*clock, demand.day, demand.counted_minutes)
        if key not in known:
            known[key] = marks_of(demand, problem.holidays)
        found.setdefault(demand.id, known[key])
    return found


def zone_of(problem: Problem) -> tzinfo:
    """
    Return the zone in which the days of absences are counted: that of the earliest demand.

    >>> zone_of(Problem(date(2024, 11, 4), 7, (), (), ()))
    datetime.timezone.utc
    """
    first = min(problem.demands, key=lambda one: (one.starts_at, one.id), default=None)
    return UTC if first is None or first.starts_at.tzinfo is None else first.starts_at.tzinfo


def absent_minutes(problem: Problem) -> dict[str, list[tuple[int, int]]]:
    """Return each person's absences in minutes of UTC, in order, overlapping ones made one."""
    found: dict[str, list[tuple[int, int]]] = {}
    spans = sorted(
        (one.person, minute_of(one.starts_at), minute_of(one.ends_at)) for one in problem.absences
    )
    for person, start, end in spans:
        own = found.setdefault(person, [])
        if own and start <= own[-1][1]:
            own[-1] = own[-1][0], max(own[-1][1], end)
        elif start < end:
            own.append((start, end))
    return found


def days_present(problem: Problem) -> dict[str, int]:
    """
    Return on how many days of the horizon each person is not away the whole day.

    >>> days_present(Problem(date(2024, 11, 4), 7, (), (), ()))
    {}
    """
    zone = zone_of(problem)
    midnights = [
        minute_of(datetime.combine(problem.first_day + day * DAY, time(), zone))
        for day in range(problem.days + 1)
    ]
    absent = absent_minutes(problem)
    return {
        person.id: problem.days - _days_away(absent.get(person.id, ()), midnights)
        for person in problem.people
    }


def _days_away(absences: Sequence[tuple[int, int]], midnights: Sequence[int]) -> int:
    return sum(
        start <= midnight and next_midnight <= end
        for start, end in absences
        for midnight, next_midnight in pairwise(midnights)
    )


def fair_shares(problem: Problem) -> dict[str, tuple[tuple[int, int], ...]]:
    """
    Return each person's floor and ceiling of the target of each kind, in the order of Kind.

    >>> fair_shares(Problem(date(2024, 11, 4), 7, (), (), ()))
    {}
    """
    marks = all_marks(problem)
    present, before = days_counted(problem), marks_before(problem)
    columns = []
    for place, code in enumerate(FAIR_RULES.values()):
        sharing = _sharing(problem, code)
        total = sum(marks[one.id][place] * one.count for one in problem.demands)
        total += sum(before[person][place] for person in sharing)
        everybodys = sum(present[person] for person in sharing)
        columns.append(
            {
                person: _floor_and_ceiling(total * present[person], everybodys)
                if person in sharing
                else (0, 0)
                for person in present
            }
        )
    return {person: tuple(column[person] for column in columns) for person in present}


def loads(problem: Problem, roster: Roster) -> tuple[Load, ...]:
    """
    Return what each person carries with a roster and what is fair, in the order of the people.

    >>> loads(Problem(date(2024, 11, 4), 7, (), (), ()), ())
    ()
    """
    marks, shares = all_marks(problem), fair_shares(problem)
    present, before = days_counted(problem), marks_before(problem)
    carried = {person: list(own) for person, own in before.items()}
    for assignment in set(roster):
        if assignment.person in carried and assignment.demand in marks:
            for place, mark in enumerate(marks[assignment.demand]):
                carried[assignment.person][place] += mark
    return tuple(
        load_of(person, present[person], carried[person], before[person], shares[person])
        for person in present
    )


def load_of(
    person: str,
    present: int,
    carried: Sequence[int],
    before: Sequence[int],
    shares: Sequence[tuple[int, int]],
) -> Load:
    """Return the load of one person from its parts, each in the order of Kind."""
    columns = zip(carried, before, shares, strict=True)
    return Load(person, present, *(Share(now, then, *fair) for now, then, fair in columns))


def _sharing(problem: Problem, code: RuleCode) -> set[str]:
    """Return who takes part in the sharing of a kind: whoever its rule asks something of."""
    asked = {
        organisation
        for organisation in {person.organisation for person in problem.people}
        if rule_of(problem, code, organisation) is not None
    }
    return {person.id for person in problem.people if person.organisation in asked}


def days_counted(problem: Problem) -> dict[str, int]:
    """Return each person's days present, before the horizon and in it."""
    found = days_present(problem)
    for burden in problem.burdens:
        if burden.person in found:
            found[burden.person] += burden.days_present
    return found


def marks_before(problem: Problem) -> dict[str, Marks]:
    """Return what each person has carried before the horizon, in the order of Kind."""
    found: dict[str, Marks] = {person.id: (0, 0, 0, 0, 0) for person in problem.people}
    for one in problem.burdens:
        if one.person in found:
            found[one.person] = one.minutes, one.nights, one.weekends, one.fridays, one.holidays
    return found


def _floor_and_ceiling(above: int, below: int) -> tuple[int, int]:
    return (above // below, -(-above // below)) if below else (0, 0)
