"""What rows cost by the rules: the prices of the search with its own inventions taken out again."""

from collections import Counter, defaultdict
from datetime import date

import numpy as np

from sejuk.engines.roster.asked.problem import LEADER_ROLES, Level, Problem, RuleCode
from sejuk.engines.roster.judging.rules import rule_of
from sejuk.engines.roster.search.grid import (
    DEAR,
    NEVER,
    NOBODY,
    OUTSIDER,
    PINNED,
    Field,
    Ints,
    Rows,
    rules_by_person,
)
from sejuk.engines.roster.search.pricelist import price_of
from sejuk.engines.roster.search.rows import loads_of, row_prices
from sejuk.engines.roster.search.seats import meets

Shift = tuple[str, date, str]
Standing = dict[int, list[int]]
"""Who (rows) stands each demand (position)."""


def empty_seats(field: Field, rows: Rows) -> Ints:
    """Return how many seats of each place are empty."""
    stood = rows[:, field.grid.history :]
    taken = np.bincount(stood[stood >= 0], minlength=len(field.places))
    counts = np.array([place.count for place in field.places], dtype=np.int64)
    return np.asarray(counts - taken[: len(counts)])


def judged(field: Field, rows: Rows) -> tuple[int, int]:
    """Return how many binding rules rows break (less the pins they keep), and their cost."""
    problem, loads = field.problem, loads_of(field.grid, rows)
    searched = float(row_prices(field.grid, rows, loads).sum())
    people = float(row_prices(field.judge, rows, loads).sum())
    cost = people + field.prices.constant
    empty = empty_seats(field, rows)
    prices = [problem.demands[place.demand].price for place in field.places]
    cost += float((empty * np.array(prices, dtype=np.float64)).sum())
    stood = standing(field, rows)
    cost += cost_of_pins(field, rows) - cost_of_strangers(field, rows)
    cost -= cost_of_outsiders(field, rows)
    cost += cost_of_wishes(problem, stood) + cost_of_shifts(problem, stood)
    return round((searched - people) / DEAR), round(cost)


def standing(field: Field, rows: Rows) -> Standing:
    """Return who stands each demand."""
    found: Standing = defaultdict(list)
    people, columns = np.nonzero(rows[:, field.grid.history :] >= 0)
    for row, column in zip(people.tolist(), columns.tolist(), strict=True):
        place = field.places[rows[row, column + field.grid.history]]
        found[place.demand].append(row)
    return found


def cost_of_pins(field: Field, rows: Rows) -> float:
    """Return what pins that are not kept cost, and what those kept have drawn."""
    if not any(not pin.is_forbidden for pin in field.problem.pins):
        return 0.0
    row_of = {person.id: row for row, person in enumerate(field.problem.people)}
    rules = rules_by_person(field.problem, RuleCode.FIXED)
    at = {demand.id: number for number, demand in reversed(list(enumerate(field.problem.demands)))}
    stood, cost = standing(field, rows), 0.0
    for pin in field.problem.pins:
        rule = rules[row_of[pin.person]] if pin.person in row_of else None
        if pin.is_forbidden or rule is None or pin.demand not in at:
            continue
        if row_of[pin.person] in stood.get(at[pin.demand], ()):
            cost += min(price_of(rule), PINNED)
        elif rule.level is not Level.HARD:
            cost += rule.price
    return cost


def cost_of_strangers(field: Field, rows: Rows) -> float:
    """Return what the search paid for people on seats that a mix has designated for others."""
    cost = 0.0
    for place in np.flatnonzero(field.prices.strangers).tolist():
        column = int(np.searchsorted(field.grid.first_place, place, side="right")) - 1
        for row in np.flatnonzero(rows[:, column] == place).tolist():
            if not meets(field.problem.people[row], field.places[place].needs):
                cost += min(float(field.prices.strangers[place]), NEVER)
    return cost


def cost_of_outsiders(field: Field, rows: Rows) -> float:
    """Return what the search paid for people of other squads than the one that takes a duty."""
    if field.outsiders is None:
        return 0.0
    people, columns = np.nonzero(rows[:, field.grid.history :] >= 0)
    places = rows[people, columns + field.grid.history]
    return OUTSIDER * int(field.outsiders[people, places].sum())


def cost_of_wishes(problem: Problem, stood: Standing) -> int:
    """Return what wishes cost beyond the prices of the search, which counts each duty of a day."""
    row_of = {person.id: row for row, person in enumerate(problem.people)}
    rules = rules_by_person(problem, RuleCode.WISHES)
    asked = {(row_of[one.person], one.day) for one in problem.wishes if one.person in row_of}
    bands: dict[tuple[int, date], list[str]] = defaultdict(list)
    for number, rows in stood.items():
        demand = problem.demands[number]
        for row in rows:
            if (row, demand.day) in asked:
                bands[row, demand.day].append(demand.band)
    cost = 0
    for wish in problem.wishes:
        row = row_of.get(wish.person, NOBODY)
        rule = rules[row] if row >= 0 else None
        duties = [band for band in bands.get((row, wish.day), ()) if wish.band in ("", band)]
        if rule is not None and len(duties) > 1:
            once = rule.price * wish.price * (len(duties) - 1)
            cost += -once if wish.is_off else once
    return cost


def shifts_of(problem: Problem) -> list[list[int]]:
    """Return the demands (positions) of each shift."""
    shifts: dict[Shift, list[int]] = defaultdict(list)
    for number, demand in enumerate(problem.demands):
        shifts[demand.shift].append(number)
    return list(shifts.values())


def broken(problem: Problem, shift: list[int], stood: Standing) -> dict[RuleCode, int]:
    """Return the rules on shifts that one shift breaks, and by how many units in all."""
    rows = {row for number in shift for row in stood.get(number, ())}
    if not rows:
        return {}
    people = [problem.people[row] for row in rows]
    first = problem.demands[shift[0]]
    mixes = [mix for mix in problem.mixes if mix.post in ("", first.post)]
    missing = (mix.count - sum(meets(person, mix.needs) for person in people) for mix in mixes)
    squads = len({person.squad for person in people} - {""})
    return {
        RuleCode.LEADER: _leaders_missing(problem, shift, stood, len(rows)),
        RuleCode.MIX: sum(max(0, count) for count in missing),
        RuleCode.COHESION: max(0, squads - 1),
    }


def _leaders_missing(problem: Problem, shift: list[int], stood: Standing, people: int) -> int:
    rule = rule_of(problem, RuleCode.LEADER)
    seats: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for number in shift:
        seats[problem.demands[number].role] += problem.demands[number].count
        taken[problem.demands[number].role] += len(stood.get(number, ()))
    leader, deputy = LEADER_ROLES
    return sum(
        seats[role] > 0 and taken[role] == 0 and (role == leader or (people >= rule.amount))
        for role in (leader, deputy)
        if rule is not None
    )


def cost_of_shifts(problem: Problem, stood: Standing) -> int:
    """Return what leaders, mixes and squads cost."""
    prices = {
        code: rule.price
        for code in (RuleCode.LEADER, RuleCode.MIX, RuleCode.COHESION)
        if (rule := rule_of(problem, code)) is not None and rule.level is not Level.HARD
    }
    has_leaders = any(demand.role in LEADER_ROLES for demand in problem.demands)
    if not has_leaders and not problem.mixes and RuleCode.COHESION not in prices:
        return 0
    return sum(
        prices.get(code, 0) * units
        for shift in shifts_of(problem)
        for code, units in broken(problem, shift, stood).items()
    )


def close_broken_shifts(field: Field, rows: Rows) -> None:
    """Take everybody off the shifts that break a hard rule on shifts."""
    problem, stood = field.problem, standing(field, rows)
    hard = {
        code
        for code in (RuleCode.LEADER, RuleCode.MIX, RuleCode.COHESION)
        if (rule := rule_of(problem, code)) is not None and rule.level is Level.HARD
    }
    if not hard:
        return
    closed = {
        number
        for shift in shifts_of(problem)
        if any(units for code, units in broken(problem, shift, stood).items() if code in hard)
        for number in shift
    }
    is_closed = np.array([place.demand in closed for place in field.places] + [False])
    stands = rows[:, field.grid.history :]
    stands[is_closed[stands]] = NOBODY
