"""
How few seats must stay empty, by people alike and duties alike in place of each by name.

Who brings the same, is there at the same times and belongs to the same organisation is of one
*crew*; duties of one time are of one *kind*; seats of one kind and one need are a *class*. A
program says how many of each crew stand each class. With rest a duty occupies its people from its
start to the end of the rest after it. What one person stands are occupations that do not overlap;
and so many people can share the occupations of a crew exactly when never more of them overlap than
the crew has people (interval graphs are perfect: Golumbic 1980). So the program asks that of each
instant, and nothing is lost by forgetting names. The hours of any seven days are asked of a crew as
a whole. Rows of nights and days, what a shift asks as a whole (leaders, mixes), pins and the hours
stood before are left out, so a roster may have to leave more seats empty, and never fewer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from sejuk.engines.roster.asked.problem import Demand, Level, Person, Problem, RuleCode
from sejuk.engines.roster.judging.carried import absent_minutes, minute_of
from sejuk.engines.roster.judging.rules import rule_of
from sejuk.engines.roster.search.seats import meets

SURE = 1e-6
MANY = 5_000  # chosen by trial: columns from which the interior point method is the quicker one
NODES = 500  # chosen: of a branch and bound that hardly ever needs one
WEEK = 7
SHORT = 3  # chosen: up to so many days a conflict names each day, beyond that there are too many


@dataclass(frozen=True, slots=True, order=True)
class Family:
    """The demands of posts of one kind on one day, or over all days of a longer watch."""

    first: date
    last: date
    kind: str


@dataclass(frozen=True, slots=True, order=True)
class Times:
    """When a kind of duty is: minutes of UTC, the rest it asks for, what it counts, its day."""

    start: int
    end: int
    rest_after: int
    minutes: int
    day: date


Piece = Family | RuleCode
"""What can be dropped from the question: the demands of a family, or a rule."""

Class = tuple[int, int]  # positions of the times and of the needs


@dataclass(frozen=True, slots=True)
class Crew:
    """People alike: what they meet, at which times they are there, how many they are."""

    organisation: str
    meets: tuple[bool, ...]
    is_there: tuple[bool, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """What is stood in some columns, weighed, is at most the limit."""

    columns: list[int]
    weights: list[int]
    limit: int


@dataclass(frozen=True, slots=True)
class Filled:
    """
    The least number of empty seats, before rounding up, and how many fewer stay empty for each
    seat less that a class asks for.
    """

    empty: float
    worth: Mapping[Class, float]

    @property
    def least(self) -> int:
        return max(0, ceil(self.empty - SURE))


class Watch:
    """The demands of a few days and the people who could stand them."""

    def __init__(self, problem: Problem, first: date, last: date) -> None:
        self.problem, self.first, self.last = problem, first, last
        kinds = {post.id: post.kind or post.id for post in problem.posts}
        demands = [one for one in _firsts(problem.demands) if first <= one.day <= last]
        demands = [one for one in demands if one.count > 0 and one.starts_at < one.ends_at]
        self.times = sorted({_times(one) for one in demands})
        self.needs = list(dict.fromkeys(one.needs for one in demands))
        at = {times: place for place, times in enumerate(self.times)}
        needs = {one: place for place, one in enumerate(self.needs)}
        is_short = (last - first).days < SHORT
        self.seats: dict[Family, Counter[Class]] = defaultdict(Counter)
        self.posts: dict[Family, dict[str, None]] = defaultdict(dict)
        self.prices: Counter[Family] = Counter()
        for one in demands:
            span = (one.day, one.day) if is_short else (first, last)
            family = Family(*span, kinds.get(one.post, one.post))
            self.seats[family][at[_times(one)], needs[one.needs]] += one.count
            self.posts[family][one.post] = None
            self.prices[family] += one.count * one.price
        self.families = sorted(self.seats)
        self._crews: dict[bool, list[Crew]] = {}

    def rules(self) -> tuple[RuleCode, ...]:
        """Return the rules that can stand in the way here."""
        codes = [RuleCode.REST, RuleCode.REST_AFTER, RuleCode.PRESENT]
        if self.times and (self.times[-1].day - self.times[0].day).days + 1 >= WEEK:
            codes.append(RuleCode.HOURS_IN_7_DAYS)
        organisations = {one.organisation for one in self.problem.people}
        return tuple(code for code in codes if any(self._binds(code, one) for one in organisations))

    def _binds(self, code: RuleCode, organisation: str) -> bool:
        rule = rule_of(self.problem, code, organisation)
        return rule is not None and rule.level is not Level.SOFT

    def crews(self, *, with_leave: bool = True) -> list[Crew]:
        """Return the people alike; without leave everybody is there who has not just stood."""
        if with_leave not in self._crews:
            away = absent_minutes(self.problem)
            worked = defaultdict(list)
            for one in self.problem.worked:
                worked[one.person].append((minute_of(one.starts_at), minute_of(one.ends_at)))
            met = cache(
                lambda qualifications, organisation, rank, is_woman: self._met(
                    Person("", "", organisation, "", "", rank, qualifications, is_woman)
                )
            )
            counted: Counter[tuple[str, tuple[bool, ...], tuple[bool, ...]]] = Counter()
            for person in _people(self.problem):
                absences = away.get(person.id, []) if with_leave else []
                there = self._there(person.organisation, absences, worked.get(person.id, []))
                brings = met(
                    person.qualifications, person.organisation, person.rank, person.is_woman
                )
                counted[person.organisation, brings, there] += 1
            self._crews[with_leave] = [Crew(*key, count) for key, count in counted.items()]
        return self._crews[with_leave]

    def _met(self, person: Person) -> tuple[bool, ...]:
        return tuple(meets(person, needs) for needs in self.needs)

    def _there(
        self,
        organisation: str,
        absences: Iterable[tuple[int, int]],
        worked: Iterable[tuple[int, int]],
    ) -> tuple[bool, ...]:
        if not self._binds(RuleCode.PRESENT, organisation):
            absences = ()
        rest = self.rest(organisation)
        spans = [*absences, *((start, end + rest) for start, end in worked)]
        if not spans:
            return (True,) * len(self.times)
        return tuple(
            all(one.end <= start or end <= one.start for start, end in spans) for one in self.times
        )

    def rest(self, organisation: str) -> int:
        """Return the minutes of rest between two duties that bind people of an organisation."""
        rule = rule_of(self.problem, RuleCode.REST, organisation)
        return rule.amount if rule is not None and rule.level is not Level.SOFT else 0

    def wanted(self, without: frozenset[Piece]) -> Counter[Class]:
        """Return how many seats each class has when some demands are dropped."""
        total: Counter[Class] = Counter()
        for family in self.families:
            if family not in without:
                total.update(self.seats[family])
        return total

    def filled(
        self,
        without: Iterable[Piece] = (),
        *,
        most_rest: int | None = None,
        more: tuple[int, int] | None = None,
        is_whole: bool = False,
    ) -> Filled:
        """
        Return how few seats stay empty.

        `without` some demands or rules; with `most_rest` minutes between duties; with `more`
        people, so many who meet that need and are always there; by whole people where asked.
        """
        dropped = frozenset(without)
        wanted = self.wanted(dropped)
        crews = list(self.crews(with_leave=RuleCode.PRESENT not in dropped))
        if more is not None:
            crews.append(self._reserve(*more))
        columns: list[Class] = []
        rows: list[Row] = []
        for crew in crews:
            may = [one for one in wanted if crew.is_there[one[0]] and crew.meets[one[1]]]
            own = {one: len(columns) + number for number, one in enumerate(may)}
            columns += may
            rest = self.rest(crew.organisation) if RuleCode.REST not in dropped else 0
            rest = rest if most_rest is None else min(rest, most_rest)
            has_after = self._binds(RuleCode.REST_AFTER, crew.organisation)
            has_after = has_after and RuleCode.REST_AFTER not in dropped
            for overlapping in self._overlaps(rest, has_after=has_after):
                members = [column for one, column in own.items() if one[0] in overlapping]
                if members:
                    rows.append(Row(members, [1] * len(members), crew.count))
            if RuleCode.HOURS_IN_7_DAYS not in dropped:
                rows += self._weeks(crew, own)
        return _solved(wanted, columns, rows, is_whole=is_whole)

    def _weeks(self, crew: Crew, own: Mapping[Class, int]) -> list[Row]:
        """Return for each seven days the minutes that a crew may work in them."""
        rule = rule_of(self.problem, RuleCode.HOURS_IN_7_DAYS, crew.organisation)
        if rule is None or rule.level is Level.SOFT or not own:
            return []
        first, last = self.times[0].day.toordinal(), self.times[-1].day.toordinal()
        rows = []
        for start in range(first, last - WEEK + 2):
            inside = {
                column: self.times[one[0]].minutes
                for one, column in own.items()
                if start <= self.times[one[0]].day.toordinal() < start + WEEK
            }
            row = Row(list(inside), list(inside.values()), crew.count * rule.amount)
            rows += [row] if inside else []
        return rows

    def _reserve(self, needs: int, count: int) -> Crew:
        asked = self.needs[needs]
        organisation = min(asked.organisations, default="")
        person = Person(
            "", "", organisation, "", "", asked.least_rank, asked.qualifications, asked.is_woman
        )
        return Crew(organisation, self._met(person), (True,) * len(self.times), count)

    def _overlaps(self, rest: int, *, has_after: bool) -> list[frozenset[int]]:
        """Return the largest sets of kinds of duty of which one person stands at most one."""
        ends = [one.end + max(rest, one.rest_after if has_after else 0) for one in self.times]
        found: list[frozenset[int]] = []
        for instant in sorted({one.start for one in self.times}):
            now = frozenset(
                place for place, one in enumerate(self.times) if one.start <= instant < ends[place]
            )
            found = [*(one for one in found if not one <= now), now]
        return found


def _firsts(demands: Iterable[Demand]) -> list[Demand]:
    first: dict[str, Demand] = {}
    for demand in demands:
        first.setdefault(demand.id, demand)
    return list(first.values())


def _people(problem: Problem) -> list[Person]:
    first: dict[str, Person] = {}
    for person in problem.people:
        first.setdefault(person.id, person)
    return list(first.values())


def _times(demand: Demand) -> Times:
    return Times(
        minute_of(demand.starts_at),
        minute_of(demand.ends_at),
        demand.rest_after_minutes,
        demand.minutes,
        demand.day,
    )


def _solved(
    wanted: Mapping[Class, int],
    columns: Sequence[Class],
    rows: Sequence[Row],
    *,
    is_whole: bool,
) -> Filled:
    """Fill as many seats as can be: no class beyond its seats, no row beyond its people."""
    if not columns:
        return Filled(float(sum(wanted.values())), dict.fromkeys(wanted, 1.0))
    classes = {one: place for place, one in enumerate(wanted)}
    row_of = [classes[one] for one in columns]
    column_of = list(range(len(columns)))
    weights = [1] * len(columns)
    limits: list[float] = [float(count) for count in wanted.values()]
    for number, row in enumerate(rows, start=len(classes)):
        row_of += [number] * len(row.columns)
        column_of += row.columns
        weights += row.weights
        limits.append(float(row.limit))
    shape = (len(limits), len(columns))
    matrix = csr_array((np.array(weights, float), (row_of, column_of)), shape=shape)
    gains: NDArray[np.float64] = -np.ones(len(columns))
    total = float(sum(wanted.values()))
    if is_whole:
        whole = milp(
            gains,
            constraints=LinearConstraint(matrix, -np.inf, np.array(limits)),
            integrality=np.ones(len(columns), np.int64),
            bounds=Bounds(0, np.inf),
            options={"node_limit": NODES},
        )
        filled = -total if whole.mip_dual_bound is None else float(whole.mip_dual_bound)
        return Filled(total + filled, {})
    method = "highs-ipm" if len(columns) > MANY else "highs-ds"
    # The stubs know no sparse matrices.
    found = linprog(gains, matrix, np.array(limits), method=method)  # type: ignore[call-overload]
    # One seat less is one less to fill; where that seat was filled, its people fill others.
    gained = 1.0 + found.ineqlin.marginals
    return Filled(
        total + float(found.fun), {one: float(gained[place]) for one, place in classes.items()}
    )
