"""
Problems whose rules all lie along one person's line: which they are, and their arrays.

So are the public shift-scheduling instances: terms on runs of days, minutes, weekends and bands,
sequences that may not be, days away, wishes, and cover at a price. Nothing in them couples people
but the cover.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from math import ceil, gcd

import numpy as np

from sejuk.engines.roster.asked.problem import (
    Assignment,
    Demand,
    Level,
    Limits,
    Needs,
    Problem,
    Roster,
    RuleCode,
)
from sejuk.engines.roster.judging.rules import rule_of
from sejuk.engines.roster.sequences.lines import Line, Lines, Terms
from sejuk.engines.roster.sequences.pricing import SATURDAY, SUNDAY, Flags, Ints

KEPT = (
    RuleCode.PRESENT,
    RuleCode.FOLLOW,
    RuleCode.MOST_MINUTES,
    RuleCode.LEAST_MINUTES,
    RuleCode.LEAST_DAYS_IN_A_ROW,
    RuleCode.LEAST_DAYS_OFF_IN_A_ROW,
    RuleCode.MOST_WEEKENDS,
    RuleCode.MOST_OF_BAND,
)
"""The rules that every line keeps; they must be hard."""

WITHOUT_OBJECT = (
    RuleCode.COVER,
    RuleCode.WISHES,
    RuleCode.ONE_DUTY,
    RuleCode.QUALIFIED,
    RuleCode.FORBIDDEN,
    RuleCode.FIXED,
    RuleCode.MIX,
    RuleCode.LEADER,
    RuleCode.STABILITY,
    RuleCode.REST_AFTER,
)
"""The rules that are priced, or ask nothing where `asks_for_lines` holds."""


@dataclass(frozen=True, slots=True)
class Question:
    """A problem as lines, and which demand and person each number stands for."""

    lines: Lines
    demands: tuple[tuple[str, ...], ...]  # day x kind
    people: tuple[str, ...]

    def roster(self, lines: list[Line]) -> Roster:
        """Return the assignments of lines, one for each person."""
        found = [
            Assignment(self.demands[day][line[day]], self.people[person])
            for person, line in enumerate(lines)
            for day in np.flatnonzero(line >= 0).tolist()
        ]
        return tuple(sorted(found, key=lambda one: (one.demand, one.person)))

    def line(self, roster: Roster, person: int) -> Line:
        """Return the line that a roster gives a person; what it does not know is left out."""
        place = {
            demand: (day, kind)
            for day, row in enumerate(self.demands)
            for kind, demand in enumerate(row)
        }
        line = np.full(self.lines.days, -1, dtype=np.int8)
        for one in roster:
            if one.person == self.people[person] and one.demand in place:
                day, kind = place[one.demand]
                line[day] = kind
        return line


def asks_for_lines(problem: Problem) -> bool:
    """
    Return whether nothing but cover couples people, and each person's rules lie along one line.

    >>> from datetime import date
    >>> asks_for_lines(Problem(date(2024, 11, 4), 7, (), (), ()))
    False
    """
    if not problem.people or not problem.demands or not _has_limits(problem):
        return False
    others = (
        problem.pins, problem.mixes, problem.worked, problem.burdens, problem.previous,
    )  # fmt: skip
    return not any(others) and _rules_lie_along_lines(problem) and _demands_are_a_grid(problem)


def _has_limits(problem: Problem) -> bool:
    return any(
        person.limits.least_days_in_a_row
        or person.limits.least_days_off_in_a_row
        or person.limits.least_minutes
        for person in problem.people
    )


def _rules_lie_along_lines(problem: Problem) -> bool:
    organisations = {"", *(person.organisation for person in problem.people)}
    for organisation in organisations:
        for code in RuleCode:
            rule = rule_of(problem, code, organisation)
            if code in KEPT:
                if rule is None or rule.level is not Level.HARD:
                    return False
            elif code not in WITHOUT_OBJECT and rule is not None:
                return False
    priced = [rule_of(problem, code) for code in (RuleCode.COVER, RuleCode.WISHES)]
    return all(rule is None or rule.level is not Level.HARD for rule in priced)


def _demands_are_a_grid(problem: Problem) -> bool:
    """Return whether each day has one demand of each band, and nobody can stand two of one day."""
    days: dict[int, list[Demand]] = defaultdict(list)
    minutes: dict[str, int] = {}
    for demand in problem.demands:
        if (
            demand.price_over is None
            or demand.by_squad
            or demand.role != "member"
            or demand.rest_after_minutes
            or demand.needs != Needs()
            or minutes.setdefault(demand.band, demand.minutes) != demand.minutes
        ):
            return False
        days[(demand.day - problem.first_day).days].append(demand)
    if set(days) != set(range(problem.days)):
        return False
    ended: datetime | None = None
    for day in range(problem.days):
        demands = days[day]
        starts = [demand.starts_at for demand in demands]
        ends = [demand.ends_at for demand in demands]
        if {demand.band for demand in demands} != set(minutes) or len(demands) != len(minutes):
            return False
        if max(starts) >= min(ends) or (ended is not None and ended > min(starts)):
            return False
        ended = max(ends)
    return True


def question_of(problem: Problem) -> Question:
    """Return a problem of which `asks_for_lines` holds as arrays."""
    bands = tuple(dict.fromkeys(demand.band for demand in problem.demands))
    number = {band: at for at, band in enumerate(bands)}
    grid = {
        ((demand.day - problem.first_day).days, number[demand.band]): demand
        for demand in problem.demands
    }
    shape = problem.days, len(bands)
    rows = [[grid[day, kind] for kind in range(shape[1])] for day in range(shape[0])]
    minutes = [demand.minutes for demand in rows[0]]
    unit = reduce(gcd, minutes) or 1
    follows = np.array(
        [[(early, late) not in problem.forbidden_sequences for late in bands] for early in bands]
    )
    costs, off_costs = _costs(problem, number)
    lines = Lines(
        lengths=np.array(minutes, dtype=np.int64) // unit,
        follows=follows,
        week=_week(problem),
        needed=_whole([[demand.count for demand in row] for row in rows]),
        under=_whole([[demand.price for demand in row] for row in rows]),
        over=_whole([[demand.price_over or 0 for demand in row] for row in rows]),
        costs=costs,
        off_costs=off_costs,
        allowed=_allowed(problem, rows),
        terms=tuple(
            _terms(problem, one.limits, dict(zip(bands, minutes, strict=True)), unit)
            for one in problem.people
        ),
    )
    demands = tuple(tuple(demand.id for demand in row) for row in rows)
    return Question(lines, demands, tuple(person.id for person in problem.people))


def _whole(rows: list[list[int]]) -> Ints:
    return np.array(rows, dtype=np.int64)


def _week(problem: Problem) -> Ints:
    first = problem.first_day.weekday()
    names = {5: SATURDAY, 6: SUNDAY}
    return np.array([names.get((first + day) % 7, 0) for day in range(problem.days)], np.int64)


def _terms(problem: Problem, limits: Limits, minutes: dict[str, int], unit: int) -> Terms:
    days = problem.days
    longest = days * max(minutes.values()) // unit
    most = limits.most_minutes
    weekends = limits.most_weekends
    return Terms(
        least_units=ceil((limits.least_minutes or 0) / unit),
        most_units=longest if most is None else min(most // unit, longest),
        most_on=min(days, limits.most_days_in_a_row or days),
        least_on=limits.least_days_in_a_row or 1,
        least_off=limits.least_days_off_in_a_row or 1,
        most_of=(
            *(limits.most_of_band.get(band, days) for band in minutes),
            days if weekends is None else weekends,
        ),
    )


def _costs(problem: Problem, number: dict[str, int]) -> tuple[Ints, int]:
    """Return what wishes make of each person, day and kind, and what they cost if all are off."""
    people = {person.id: at for at, person in enumerate(problem.people)}
    costs = np.zeros((len(people), problem.days, len(number)), dtype=np.int64)
    off = 0
    for wish in problem.wishes:
        person, day = people.get(wish.person), (wish.day - problem.first_day).days
        rule = None
        if person is not None and 0 <= day < problem.days:
            rule = rule_of(problem, RuleCode.WISHES, problem.people[person].organisation)
        if rule is None or person is None or (wish.band and wish.band not in number):
            off += 0 if rule is None or wish.is_off else rule.price * wish.price
            continue
        price = rule.price * wish.price
        kinds = [number[wish.band]] if wish.band else list(number.values())
        costs[person, day, kinds] += price if wish.is_off else -price
        off += 0 if wish.is_off else price
    return costs, off


def _allowed(problem: Problem, rows: list[list[Demand]]) -> Flags:
    """Return where a person may be: he is not away then, and his terms know the kind."""
    allowed = np.ones((len(problem.people), len(rows), len(rows[0])), dtype=np.bool_)
    for person, place in zip(problem.people, allowed, strict=True):
        limits = person.limits.most_of_band
        place[:] = [limits.get(demand.band, 1) > 0 for demand in rows[0]]
    people = {person.id: at for at, person in enumerate(problem.people)}
    for absence in problem.absences:
        if absence.person not in people:
            continue
        place = allowed[people[absence.person]]
        # Zones shift a date by a day at most, and no duty reaches beyond the next day.
        first = (absence.starts_at.date() - problem.first_day).days - 2
        last = (absence.ends_at.date() - problem.first_day).days + 2
        for day in range(max(first, 0), min(last, len(rows) - 1) + 1):
            for kind, demand in enumerate(rows[day]):
                is_away = demand.starts_at < absence.ends_at
                place[day, kind] &= not (is_away and absence.starts_at < demand.ends_at)
    return allowed
