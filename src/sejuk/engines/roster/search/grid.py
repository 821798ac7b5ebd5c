"""
A problem as arrays: people by rows, columns by time, and what each person costs on each place.

Prices in here are those of the *search*: what binds (hard rules, and warnings that no commander has
let pass) is DEAR, what cannot be is NEVER, a pin draws with PINNED. `costing` gives the prices of
`rules` back.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.roster.asked.problem import Level, Problem, Rule, RuleCode
from sejuk.engines.roster.judging.rules import rule_of
from sejuk.engines.roster.search.seats import Place

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Floats = NDArray[np.float64]
Prices = NDArray[np.float32]
Marks = NDArray[np.bool_]

NEVER, DEAR, PINNED = 1e9, 1e6, 4e6
# What a shift without its leader or mix costs where those rules are hard: more than its seats.
HEAVY = 1e5
# What somebody of another squad costs on a duty that one squad takes whole (chosen: half the
# default price of a seat, so that a stranger comes before an empty seat).
OUTSIDER = 500.0
NOBODY = -1
# Duties stood longer ago bear on no rule: rows of days are far shorter (chosen).
DAYS_LOOKED_BACK = 28
MOST_BANDS = 62  # one bit of a word each, of the bands in forbidden sequences

# The rules on one person's row, by their place in the arrays of amounts and prices.
ROW_RULES = (
    RuleCode.ONE_DUTY,
    RuleCode.REST,
    RuleCode.REST_AFTER,
    RuleCode.FOLLOW,
    RuleCode.HOURS_IN_7_DAYS,
    RuleCode.NIGHTS_IN_A_ROW,
    RuleCode.DAYS_IN_A_ROW,
    RuleCode.WEEKLY_REST,
)
PER_UNIT = frozenset({RuleCode.NIGHTS_IN_A_ROW, RuleCode.DAYS_IN_A_ROW})
FAIR = (
    RuleCode.FAIR_HOURS,
    RuleCode.FAIR_NIGHTS,
    RuleCode.FAIR_WEEKENDS,
    RuleCode.FAIR_FRIDAYS,
    RuleCode.FAIR_HOLIDAYS,
)
UNLIMITED = 1 << 40
WEEK = 7


class Kinds(NamedTuple):
    """What is alike in time is one kind of duty."""

    starts: Ints  # minutes
    ends: Ints
    minutes: Ints
    rest_after: Ints
    day: Ints  # 0 is the first of the horizon
    band_bit: Ints
    after_bits: Ints  # the bits of the bands that may not be on the day before
    marks: Floats  # kind x five kinds of load


class Terms(NamedTuple):
    """What holds for each person (rows)."""

    amounts: Ints  # x row rule
    each: Floats  # x row rule: the price of a breach
    per: Floats  # x row rule: the price of a unit of it
    low: Floats  # x kind of load: the fair share, widened, less what was carried before
    high: Floats
    out: Floats  # x kind of load: the price of a unit (of an hour) outside
    most_minutes: Floats
    least_minutes: Floats
    limit_price: float


class Grid(NamedTuple):
    """All that the compiled loops read. Places are followed by the duties worked before."""

    kinds: Kinds
    terms: Terms
    kind: Ints  # of each place
    first_place: Ints  # of each column, and the end
    column_day: Ints
    history: int  # so many columns hold duties worked before
    reach: int  # so many days apart, two duties have no rule in common
    costs: Prices  # person x place


@dataclass(frozen=True, slots=True)
class PriceList:
    """What people cost on places, before any rule on rows of duties."""

    costs: Prices  # person x place
    worth: Floats  # of each place: what leaving one of its seats empty costs
    strangers: Floats  # of each place: what a person adds who meets the demand and not the mix
    constant: float  # what wishes and changes cost as long as nobody is seated


@dataclass(frozen=True, slots=True)
class Field:
    """A problem made ready for the search."""

    problem: Problem
    places: tuple[Place, ...]  # by column
    grid: Grid
    judge: Grid  # the same at the prices of the rules, but for pins and mixes
    prices: PriceList
    empty: Rows  # rows with nothing but the duties worked before
    outsiders: Marks | None = None  # person x place: whether he pays OUTSIDER there

    @property
    def columns(self) -> int:
        return len(self.grid.column_day)

    @property
    def people(self) -> int:
        return len(self.problem.people)

    def seats(self, column: int) -> Ints:
        """Return the place of each seat of a column."""
        first, last = self.grid.first_place[column : column + 2]
        counts = [self.places[place].count for place in range(first, last)]
        return np.repeat(np.arange(first, last), counts)


def binds(rule: Rule) -> bool:
    """Return whether the search may not break a rule."""
    return rule.level is not Level.SOFT


def rules_by_person(problem: Problem, code: RuleCode) -> list[Rule | None]:
    """Return the rule that holds for each person."""
    organisations = {person.organisation for person in problem.people}
    rules = {one: rule_of(problem, code, one) for one in organisations}
    return [rules[person.organisation] for person in problem.people]
