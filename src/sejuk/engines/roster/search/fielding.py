"""Making a problem ready for the search: every rule becomes a number in an array."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from sejuk.engines.roster.asked.problem import Level, Problem, Rule, RuleCode, Worked
from sejuk.engines.roster.judging.carried import all_marks, fair_shares, is_night, minute_of
from sejuk.engines.roster.search.grid import (
    DAYS_LOOKED_BACK,
    DEAR,
    FAIR,
    MOST_BANDS,
    NOBODY,
    PER_UNIT,
    ROW_RULES,
    UNLIMITED,
    WEEK,
    Field,
    Floats,
    Grid,
    Ints,
    Kinds,
    Rows,
    Terms,
    binds,
    rules_by_person,
)
from sejuk.engines.roster.search.pricelist import price_list
from sejuk.engines.roster.search.seats import Place, columns_of, places_of

Marks = tuple[int, int, int, int, int]
Kind = tuple[int, int, int, int, int, str, Marks]  # start, end, minutes, rest after, day, band


def field_of(problem: Problem) -> Field:
    """Return the problem as arrays."""
    terms = terms_of(problem)
    places, columns = places_by_column(problem, terms)
    days = np.zeros(max(columns, default=-1) + 1, dtype=np.int64)
    counts = np.zeros(len(days) + 1, dtype=np.int64)
    for place, column in zip(places, columns, strict=True):
        days[column] = (problem.demands[place.demand].day - problem.first_day).days
        counts[column + 1] += 1
    marks = all_marks(problem)
    kinds: dict[Kind, int] = {}
    kind = [_number(_kind_of(problem, place, marks), kinds) for place in places]
    worked, worked_days = worked_rows(problem, kinds, kind)
    history = len(worked_days)
    rows = np.full((len(problem.people), history + len(days)), NOBODY, dtype=np.int32)
    rows[:, :history] = worked
    prices = price_list(problem, places)
    grid = Grid(
        kinds=kinds_as_arrays(problem, list(kinds)),
        terms=terms,
        kind=np.array(kind, dtype=np.int64),
        first_place=np.concatenate([np.zeros(history, dtype=np.int64), np.cumsum(counts)]),
        column_day=np.concatenate([np.array(worked_days, dtype=np.int64), days]),
        history=history,
        reach=reach_of(terms),
        costs=prices.costs,
    )
    judge = grid._replace(terms=terms_of(problem, is_search=False))
    return Field(problem, places, grid, judge, prices, rows)


def places_by_column(problem: Problem, terms: Terms) -> tuple[tuple[Place, ...], list[int]]:
    """Return the places in the order of their columns, and the column of each."""
    rest = ROW_RULES.index(RuleCode.REST)
    is_binding = np.asarray(terms.each[:, rest] >= DEAR)
    least = int(terms.amounts[:, rest].min(initial=UNLIMITED)) if is_binding.all() else 0
    column = columns_of(problem.demands, 0 if least == UNLIMITED else least)
    places = sorted(places_of(problem), key=lambda one: (column[one.demand], one.demand))
    # Demands of no seats have no place: their columns are left out.
    used = {number: at for at, number in enumerate(sorted({column[one.demand] for one in places}))}
    return tuple(places), [used[column[one.demand]] for one in places]


def _number(kind: Kind, kinds: dict[Kind, int]) -> int:
    return kinds.setdefault(kind, len(kinds))


def _kind_of(problem: Problem, place: Place, marks: dict[str, Marks]) -> Kind:
    demand = problem.demands[place.demand]
    return (
        minute_of(demand.starts_at),
        minute_of(demand.ends_at),
        demand.minutes,
        demand.rest_after_minutes,
        (demand.day - problem.first_day).days,
        demand.band,
        marks[demand.id],
    )


def worked_rows(
    problem: Problem, kinds: dict[Kind, int], kind: list[int]
) -> tuple[Rows, list[int]]:
    """Return the rows of what was worked before, and the day of each column; `kind` grows."""
    rows_of = {person.id: row for row, person in enumerate(problem.people)}
    found: dict[tuple[int, int], list[Worked]] = defaultdict(list)
    most: dict[int, int] = defaultdict(int)
    for one in sorted(problem.worked, key=lambda one: (one.starts_at, one.ends_at)):
        day = (one.day - problem.first_day).days
        if one.person in rows_of and day >= -DAYS_LOOKED_BACK:
            stood = found[rows_of[one.person], day]
            stood.append(one)
            most[day] = max(most[day], len(stood))
    days = [day for day in sorted(most) for _ in range(most[day])]
    rows = np.full((len(problem.people), len(days)), NOBODY, dtype=np.int32)
    for (row, day), stood in found.items():
        for at, one in enumerate(stood, days.index(day)):
            rows[row, at] = len(kind)
            times = minute_of(one.starts_at), minute_of(one.ends_at)
            marks = (0, int(is_night(one.starts_at, one.ends_at)), 0, 0, 0)
            kind.append(_number((*times, one.minutes, 0, day, one.band, marks), kinds))
    return rows, days


def kinds_as_arrays(problem: Problem, kinds: Sequence[Kind]) -> Kinds:
    """Return the kinds of duty, column by column."""
    named = sorted({band for pair in problem.forbidden_sequences for band in pair})[:MOST_BANDS]
    bit = {band: 1 << at for at, band in enumerate(named)}
    after: dict[str, int] = defaultdict(int)
    for earlier, later in problem.forbidden_sequences:
        after[later] |= bit.get(earlier, 0)
    numbers = np.array([kind[:5] for kind in kinds], dtype=np.int64).reshape(-1, 5)
    starts, ends, minutes, rest_after, days = numbers.T.copy()
    return Kinds(
        starts,
        ends,
        minutes,
        rest_after,
        days,
        band_bit=np.array([bit.get(kind[5], 0) for kind in kinds], dtype=np.int64),
        after_bits=np.array([after.get(kind[5], 0) for kind in kinds], dtype=np.int64),
        marks=np.array([kind[6] for kind in kinds], dtype=np.float64).reshape(-1, len(FAIR)),
    )


def terms_of(problem: Problem, *, is_search: bool = True) -> Terms:
    """Return what holds for each person, at the prices of the search or at those of the rules."""
    amounts, each, per = row_rules(problem, is_search=is_search)
    shares = np.array(list(fair_shares(problem).values()), dtype=np.float64)
    shares = shares.reshape(len(problem.people), len(FAIR), 2)
    before = _carried_before(problem)
    widened, out = np.zeros(before.shape), np.zeros(before.shape)
    for column, code in enumerate(FAIR):
        for row, rule in enumerate(rules_by_person(problem, code)):
            if rule is not None:
                widened[row, column] = rule.amount
                out[row, column] = price_of(rule) if is_search else true_price(rule)
    limits = [person.limits for person in problem.people]
    most = [UNLIMITED if one.most_minutes is None else one.most_minutes for one in limits]
    return Terms(
        amounts,
        each,
        per,
        low=shares[:, :, 0] - widened - before,
        high=shares[:, :, 1] + widened - before,
        out=out,
        most_minutes=np.array(most, dtype=np.float64),
        least_minutes=np.array([one.least_minutes or 0 for one in limits], dtype=np.float64),
        limit_price=DEAR * is_search,
    )


def price_of(rule: Rule) -> float:
    """Return what a breach costs the search."""
    return DEAR if binds(rule) else rule.price


def true_price(rule: Rule) -> float:
    """Return what a breach costs."""
    return 0.0 if rule.level is Level.HARD else rule.price


def row_rules(problem: Problem, *, is_search: bool) -> tuple[Ints, Floats, Floats]:
    """Return amount, price of a breach and price of its unit, person x row rule."""
    shape = len(problem.people), len(ROW_RULES)
    amounts, each, per = np.full(shape, UNLIMITED), np.zeros(shape), np.zeros(shape)
    for column, code in enumerate(ROW_RULES):
        for row, rule in enumerate(rules_by_person(problem, code)):
            own = problem.people[row].limits.most_days_in_a_row
            if code is RuleCode.DAYS_IN_A_ROW and own is not None:
                amounts[row, column], per[row, column] = own, DEAR * is_search
            elif rule is not None:
                amounts[row, column] = rule.amount
                price = price_of(rule) if is_search else true_price(rule)
                # The search also wants to know the lesser of two breaches.
                unit = float(is_search and binds(rule))
                is_per = code in PER_UNIT
                each[row, column] = 0.0 if is_per else price
                per[row, column] = price if is_per else unit
    return amounts.astype(np.int64), each, per


def _carried_before(problem: Problem) -> Floats:
    rows_of = {person.id: row for row, person in enumerate(problem.people)}
    before = np.zeros((len(rows_of), len(FAIR)))
    for one in problem.burdens:
        if one.person in rows_of:
            loads = one.minutes, one.nights, one.weekends, one.fridays, one.holidays
            before[rows_of[one.person]] = loads
    return before


def reach_of(terms: Terms) -> int:
    """Return how many days apart two duties have no rule in common."""
    rows = terms.amounts[:, [ROW_RULES.index(code) for code in sorted(PER_UNIT)]]
    return max(WEEK, int(rows[rows < UNLIMITED].max(initial=0))) + 1
