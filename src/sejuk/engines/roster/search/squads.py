"""
Squads that rotate whole: which squad takes which shift.

The demands of a shift that squads take whole are one *watch*. CP-SAT chooses a squad for each
watch: rest between watches, hours in seven days and nights in a row as for a person; squads
with few people present or without what the seats need are dear; nights, weekends and hours are
shared alike. It begins from squads that take turns, so there is an answer at once. Who of a squad
sits where, and who stands in for its ill, is then the business of the search for people: for
anybody else a seat of the watch costs OUTSIDER more.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from ortools.sat.python import cp_model

from sejuk.engines.roster.asked.problem import Problem, Roster, RuleCode
from sejuk.engines.roster.judging.carried import Marks, absent_minutes, all_marks, minute_of
from sejuk.engines.roster.judging.rules import rule_of
from sejuk.engines.roster.search.grid import NEVER, OUTSIDER, Field
from sejuk.engines.roster.search.seats import meets

# Of a squad that takes a watch: what each member away costs, and each demand nobody may take
# (chosen: more than any unfair night).
AWAY, LACKING = 20, 50
WORK = 4.0  # CP-SAT's deterministic time, about as many seconds
DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Watch:
    """The demands (positions) of one shift that one squad takes."""

    demands: tuple[int, ...]
    day: int
    starts: int
    free: int  # from when on its squad has rested
    minutes: int
    marks: Marks


Choice = Mapping[int, str]
"""Of each demand (position) that a squad takes whole: which squad."""


def watches_of(problem: Problem) -> list[Watch]:
    """Return the watches in the order of time."""
    shifts: dict[tuple[str, date, str], list[int]] = defaultdict(list)
    for at, demand in enumerate(problem.demands):
        if demand.by_squad and demand.count > 0:
            shifts[demand.shift].append(at)
    rule, marks = rule_of(problem, RuleCode.REST), all_marks(problem)
    rest = rule.amount if rule else 0
    watches = []
    for numbers in shifts.values():
        demands = [problem.demands[at] for at in numbers]
        longest = max(demands, key=lambda one: minute_of(one.ends_at))
        free = max(minute_of(one.ends_at) + max(rest, one.rest_after_minutes) for one in demands)
        watches.append(
            Watch(
                tuple(numbers),
                (longest.day - problem.first_day).days,
                min(minute_of(one.starts_at) for one in demands),
                free,
                longest.minutes,
                marks[longest.id],
            )
        )
    return sorted(watches, key=lambda one: (one.starts, one.demands))


def squads_of(problem: Problem) -> list[str]:
    """Return the names of the squads."""
    return sorted({person.squad for person in problem.people} - {""})


def turns(watches: Sequence[Watch], squads: Sequence[str], dear: np.ndarray) -> list[int]:
    """Return a squad for each watch: of those that have rested the one that did least so far."""
    free_at = [-(1 << 60)] * len(squads)
    minutes = [0] * len(squads)
    chosen = []
    for at, watch in enumerate(watches):
        rested = [one for one in range(len(squads)) if free_at[one] <= watch.starts]
        among = rested or list(range(len(squads)))
        squad = min(among, key=lambda one: (minutes[one] + 60 * int(dear[one, at]), one))
        free_at[squad] = watch.free
        minutes[squad] += watch.minutes
        chosen.append(squad)
    return chosen


def squads_chosen(problem: Problem, *, seed: int) -> Choice:
    """
    Return which squad takes which demand; nothing where no demand is taken by squads.

    >>> squads_chosen(Problem(date(2024, 11, 4), 7, (), (), ()), seed=1)
    {}
    """
    watches, squads = watches_of(problem), squads_of(problem)
    if not watches or not squads:
        return {}
    dear = _prices(problem, watches, squads)
    first = turns(watches, squads, dear)
    model = cp_model.CpModel()
    takes = [[model.new_bool_var("") for _ in watches] for _ in squads]
    cost: list[cp_model.LinearExprT] = []
    for at in range(len(watches)):
        model.add_exactly_one(takes[one][at] for one in range(len(squads)))
        cost += [int(dear[one, at]) * takes[one][at] for one in range(len(squads))]
        for one in range(len(squads)):
            model.add_hint(takes[one][at], first[at] == one)
    for own in takes:
        _keep_rules(model, problem, watches, own)
        cost += _shared(model, watches, own, len(squads))
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % (1 << 31)
    solver.parameters.max_deterministic_time = WORK
    if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        first = [
            next(one for one in range(len(squads)) if solver.boolean_value(takes[one][at]))
            for at in range(len(watches))
        ]
    return {
        demand: squads[one]
        for watch, one in zip(watches, first, strict=True)
        for demand in watch.demands
    }


def _prices(problem: Problem, watches: Sequence[Watch], squads: Sequence[str]) -> np.ndarray:
    """Return what each squad (rows) costs on each watch: who is away, what nobody brings."""
    absent = absent_minutes(problem)
    prices = np.zeros((len(squads), len(watches)), dtype=np.int64)
    members = {squad: [one for one in problem.people if one.squad == squad] for squad in squads}
    for column, watch in enumerate(watches):
        demands = [problem.demands[at] for at in watch.demands]
        first, last = watch.starts, max(minute_of(one.ends_at) for one in demands)
        for row, squad in enumerate(squads):
            here = [
                one
                for one in members[squad]
                if not any(start < last and first < end for start, end in absent.get(one.id, ()))
            ]
            asked = sum(one.count for one in demands)
            unmet = sum(not any(meets(one, demand.needs) for one in here) for demand in demands)
            prices[row, column] = AWAY * max(0, asked - len(here)) + LACKING * unmet
    return prices


def _keep_rules(
    model: cp_model.CpModel,
    problem: Problem,
    watches: Sequence[Watch],
    own: Sequence[cp_model.IntVar],
) -> None:
    """Ask rest, hours in seven days and nights in a row of one squad."""
    blocks = [(watch.starts, watch.free, takes) for watch, takes in zip(watches, own, strict=True)]
    for start, _, _ in blocks:
        blocking = [takes for first, last, takes in blocks if first <= start < last]
        if len(blocking) > 1:
            model.add_at_most_one(blocking)
    hours = rule_of(problem, RuleCode.HOURS_IN_7_DAYS)
    nights = rule_of(problem, RuleCode.NIGHTS_IN_A_ROW)
    days = sorted({watch.day for watch in watches})
    for day in days:
        if hours is not None:
            week = [
                watch.minutes * takes
                for watch, takes in zip(watches, own, strict=True)
                if day - DAYS_OF_WEEK < watch.day <= day
            ]
            model.add(sum(week) <= hours.amount)
        if nights is not None:
            row = [
                takes
                for watch, takes in zip(watches, own, strict=True)
                if day - nights.amount <= watch.day <= day and watch.marks[1]
            ]
            model.add(sum(row) <= nights.amount)


def _shared(
    model: cp_model.CpModel,
    watches: Sequence[Watch],
    own: Sequence[cp_model.IntVar],
    squads: int,
) -> list[cp_model.LinearExprT]:
    """Return what a squad pays for loads outside floor and ceiling of an equal share."""
    prices = (0, 10, 5, 5, 10)  # of rules.DEFAULTS; hours in whole watches below
    cost: list[cp_model.LinearExprT] = []
    for load, price in enumerate(prices):
        weights = [1 if load == 0 else watch.marks[load] for watch in watches]
        total = sum(weights)
        outside = model.new_int_var(0, total, "")
        carried = sum(weight * takes for weight, takes in zip(weights, own, strict=True))
        model.add(outside >= carried - -(-total // squads))
        model.add(outside >= total // squads - carried)
        cost.append((price or 20) * outside)
    return cost


def squads_in(problem: Problem, roster: Roster) -> Choice:
    """Return which squad most of those are of who stand the demands that squads take whole."""
    squad_of = {person.id: person.squad for person in problem.people}
    stood: dict[str, Counter[str]] = defaultdict(Counter)
    for one in roster:
        if squad_of.get(one.person):
            stood[one.demand][squad_of[one.person]] += 1
    return {
        at: min(stood[demand.id], key=lambda squad: (-stood[demand.id][squad], squad))
        for at, demand in enumerate(problem.demands)
        if demand.by_squad and stood[demand.id]
    }


def with_squads(field: Field, choice: Choice) -> Field:
    """Return the field with a price on whoever is not of the squad that takes a demand."""
    if not choice:
        return field
    costs = field.grid.costs.copy()
    squad = np.array([person.squad for person in field.problem.people])
    outsiders = np.zeros(costs.shape, dtype=np.bool_)
    for at, place in enumerate(field.places):
        if place.demand in choice:
            outsiders[:, at] = (squad != choice[place.demand]) & (costs[:, at] < NEVER)
    costs[outsiders] += np.float32(OUTSIDER)
    grid = field.grid._replace(costs=costs)
    judge = field.judge._replace(costs=costs)
    return replace(field, grid=grid, judge=judge, outsiders=outsiders)
