"""
What no roster can cost less than.

A bound is proved by prices: a price for each seat, each rest, each week of hours (the duals of the
linear relaxation). With them the cheapest that each variable can do by itself adds up to a bound,
whatever the solver was that named the prices, and however exact it was. So the certificate is a
sum, not a solver's word.
"""

import warnings
from dataclasses import dataclass, replace
from math import ceil

import numpy as np
from scipy.optimize import OptimizeWarning, linear_sum_assignment, linprog

from sejuk.engines.roster.asked.problem import Level, Problem, Rule, RuleCode
from sejuk.engines.roster.bounds.relaxation import Relaxation, relaxation_of
from sejuk.engines.roster.search.fielding import field_of
from sejuk.engines.roster.search.grid import FAIR, Field, Floats
from sejuk.engines.roster.search.pricelist import price_list

ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Bound:
    """
    No roster that keeps the binding rules costs less than `cost`.

    `is_relaxation` when the linear relaxation says so, else each column by itself does.
    """

    cost: int
    is_relaxation: bool

    def gap(self, cost: int) -> float:
        """
        Return which part of a cost may still be saved.

        >>> Bound(98, True).gap(100)
        0.02
        """
        return (cost - min(cost, self.cost)) / cost if cost else 0.0


def bound(problem: Problem, *, seconds: float | None = None) -> Bound:
    """
    Return the best bound that the linear relaxation gives in so many seconds.

    It takes minutes for hundreds of people and weeks: run it in a process of its own.

    >>> from datetime import date
    >>> bound(Problem(date(2024, 11, 4), 7, (), (), ()))
    Bound(cost=0, is_relaxation=False)
    """
    field = field_of(problem)
    cheap = cheap_bound(field)
    if not field.places or not field.people:
        return Bound(cheap, is_relaxation=False)
    cost = bound_of(relaxation_of(field), seconds)
    return Bound(cost, is_relaxation=True) if cost > cheap else Bound(cheap, is_relaxation=False)


def bound_of(relaxed: Relaxation, seconds: float | None) -> int:
    """Return the bound that the solver's prices prove."""
    found = _prices(relaxed, seconds, crossover="off")
    if found is None and seconds is None:
        # The interior point sometimes stops short of the optimum and names no prices. Crossover
        # then finds them; it is not asked for at once, because it mostly only takes longer.
        found = _prices(relaxed, seconds, crossover="choose")
    return 0 if found is None else proved(relaxed, *found)


def _prices(
    relaxed: Relaxation, seconds: float | None, *, crossover: str
) -> tuple[Floats, Floats] | None:
    """Return the prices of seats and of limits that the solver names, if any."""
    options: dict[str, object] = {"run_crossover": crossover, "presolve": True}
    if seconds is not None:
        options["time_limit"] = seconds
    with warnings.catch_warnings():
        # scipy passes on what it does not know itself, and warns of it.
        warnings.simplefilter("ignore", OptimizeWarning)
        # The stubs do not know all options of HiGHS.
        found = linprog(  # type: ignore[call-overload]
            relaxed.costs,
            A_ub=relaxed.limits,
            b_ub=relaxed.bounds,
            A_eq=relaxed.seats,
            b_eq=relaxed.counts,
            bounds=np.stack([np.zeros(len(relaxed.most)), relaxed.most], axis=1),
            method="highs-ipm",
            options=options,
        )
    if found.get("eqlin") is None or found.eqlin.marginals is None:
        return None
    return np.asarray(found.eqlin.marginals), np.asarray(found.ineqlin.marginals)


def proved(relaxed: Relaxation, of_seats: Floats, of_limits: Floats) -> int:
    """Return what prices prove: a sum over rows and over what each variable can save at most."""
    paid = np.minimum(of_limits, 0.0)
    left = relaxed.costs - relaxed.seats.T @ of_seats - relaxed.limits.T @ paid
    saved = float((np.minimum(left, 0.0) * relaxed.most).sum())
    total = float(of_seats @ relaxed.counts) + float(paid @ relaxed.bounds) + saved
    return max(0, ceil(total + relaxed.constant - ROUNDING))


def cheap_bound(field: Field) -> int:
    """
    Return a bound that takes no time: each column filled as cheaply as if it were the only one.

    Mixes, leaders and everything that links columns are left out, so it is low but never too high.
    """
    prices = price_list(field.problem, field.places, is_relaxed=True)
    total = prices.constant + float((prices.worth * [one.count for one in field.places]).sum())
    for column in range(field.grid.history, field.columns):
        seats = field.seats(column)
        gains = np.minimum(prices.costs[:, seats] - prices.worth[seats], 0.0)
        people, taken = linear_sum_assignment(gains)
        total += float(gains[people, taken].sum())
    return max(0, ceil(total - ROUNDING))


def least_empty_seats(problem: Problem) -> int:
    """
    Return how many seats stay empty in every roster that keeps the binding rules, at least.

    >>> from datetime import date
    >>> least_empty_seats(Problem(date(2024, 11, 4), 7, (), (), ()))
    0
    """
    free = (RuleCode.TRAVEL, RuleCode.MIX, *FAIR)
    rules = tuple(Rule(code, Level.SOFT, price=0) for code in free)
    own = tuple(rule for rule in problem.rules if rule.code not in free)
    demands = tuple(replace(demand, price=1) for demand in problem.demands)
    bare = replace(
        problem, demands=demands, wishes=(), burdens=(), previous=(), rules=(*own, *rules)
    )
    field = field_of(bare)
    if not field.places:
        return 0
    if not field.people:
        return sum(place.count for place in field.places)
    return bound_of(relaxation_of(field), None)
