"""A problem looked up by person, duty and shift, prepared once for all judging."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Final, TypeVar

from sejuk.engines.roster.asked.problem import (
    Demand,
    Level,
    Mix,
    Needs,
    Person,
    Pin,
    Post,
    Problem,
    Rule,
    RuleCode,
    Wish,
    Worked,
)
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.judging.breaches import Breach, day_words, duty_words, lacking
from sejuk.engines.roster.judging.carried import (
    Load,
    Marks,
    absent_minutes,
    all_marks,
    days_counted,
    fair_shares,
    is_night,
    load_of,
    marks_before,
    minute_of,
)
from sejuk.engines.roster.judging.rules import rule_of

EARTH_RADIUS_METRES: Final = 6_371_008.8
"""The mean radius (2a + b) / 3 of the GRS 80 ellipsoid (Moritz, Geodetic Reference System 1980)."""

ShiftKey = tuple[str, date, str]
Named = TypeVar("Named", Person, Post, Demand)
Personal = TypeVar("Personal", Pin, Wish)


@dataclass(frozen=True, slots=True)
class Duty:
    """A demand as one person stands it, or a duty stood before: times in minutes of UTC."""

    start: int
    end: int
    demand: str  # empty: stood before the horizon
    post: str
    band: str
    day: date
    minutes: int
    is_night: bool
    rest_after: int
    marks: Marks

    @property
    def is_before(self) -> bool:
        return not self.demand

    @property
    def words(self) -> Sentence:
        if not self.post:
            return Sentence(N_("%(band)s %(day)s"), {"band": self.band, "day": day_words(self.day)})
        return duty_words(self.post, self.band, self.day)


def metres_between(person: Person, post: Post) -> int | None:
    """
    Return the great circle from a home unit to a post (haversine), None where a point is missing.

    >>> metres_between(Person("a", "A", latitude=0, longitude=0), Post("p", "P", "", 0, 1))
    111195
    """
    places = person.latitude, person.longitude, post.latitude, post.longitude
    if any(place is None for place in places):
        return None
    north, east, post_north, post_east = (radians(place or 0.0) for place in places)
    rise = sin((post_north - north) / 2) ** 2
    run = sin((post_east - east) / 2) ** 2
    # Of antipodes rounding can make a sine a hair above 1.
    half = min(1.0, sqrt(rise + cos(north) * cos(post_north) * run))
    return round(2 * EARTH_RADIUS_METRES * asin(half))


class Register:
    """Everything that judging looks up in one problem. Of things named twice the first counts."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.first_day = problem.first_day.toordinal()
        self.last_day = self.first_day + problem.days - 1
        self.people = _firsts(problem.people)
        self.posts = _firsts(problem.posts)
        self.demands = _firsts(problem.demands)
        self.absences = absent_minutes(problem)
        self.duties = self._duties()
        self.shifts: dict[ShiftKey, list[Demand]] = defaultdict(list)
        for demand in self.demands.values():
            self.shifts[demand.shift].append(demand)
        self.sequences: dict[str, set[str]] = defaultdict(set)
        for earlier, later in problem.forbidden_sequences:
            self.sequences[earlier].add(later)
        self._rules: dict[tuple[RuleCode, str], Rule | None] = {}
        self._ways: dict[tuple[str, str], int | None] = {}
        self._lacking: dict[tuple[str, Needs], tuple[str | Sentence, ...]] = {}

    def _duties(self) -> dict[str, Duty]:
        marks = all_marks(self.problem)
        return {
            demand.id: Duty(
                minute_of(demand.starts_at),
                minute_of(demand.ends_at),
                demand.id,
                self.post_name(demand.post),
                demand.band,
                demand.day,
                demand.minutes,
                bool(marks[demand.id][1]),
                demand.rest_after_minutes,
                marks[demand.id],
            )
            for demand in self.demands.values()
        }

    @cached_property
    def before(self) -> dict[str, list[Duty]]:
        """Return what each person stood before the horizon."""
        found = defaultdict(list)
        for worked in self.problem.worked:
            found[worked.person].append(_duty_before(worked))
        return found

    @cached_property
    def pins(self) -> dict[str, list[Pin]]:
        return _by_person(pin for pin in self.problem.pins if pin.demand in self.demands)

    @cached_property
    def wishes(self) -> dict[str, list[Wish]]:
        return _by_person(self.problem.wishes)

    @cached_property
    def published(self) -> dict[str, list[str]]:
        """Return the demands that each person stood in what was published, in order."""
        found = defaultdict(list)
        for one in sorted(set(self.problem.previous), key=lambda one: one.demand):
            if one.demand in self.demands:
                found[one.person].append(one.demand)
        return found

    @cached_property
    def shares(self) -> dict[str, tuple[tuple[int, int], ...]]:
        return fair_shares(self.problem)

    @cached_property
    def burdens(self) -> dict[str, Marks]:
        return marks_before(self.problem)

    @cached_property
    def days_counted(self) -> dict[str, int]:
        return days_counted(self.problem)

    def rule(self, code: RuleCode, organisation: str = "") -> Rule | None:
        key = code, organisation
        if key not in self._rules:
            self._rules[key] = rule_of(self.problem, code, organisation)
        return self._rules[key]

    def post_name(self, post: str) -> str:
        return self.posts[post].name if post in self.posts else post

    def mixes(self, post: str) -> list[Mix]:
        return [mix for mix in self.problem.mixes if mix.post in ("", post)]

    def lacking(self, person: Person, needs: Needs) -> tuple[str | Sentence, ...]:
        key = person.id, needs
        if key not in self._lacking:
            self._lacking[key] = lacking(person, needs)
        return self._lacking[key]

    def metres(self, person: Person, post: str) -> int | None:
        """Return the way from a person's home unit to a post, None where it is not known."""
        key = person.id, post
        if key not in self._ways:
            found = self.posts.get(post)
            self._ways[key] = None if found is None else metres_between(person, found)
        return self._ways[key]

    def carried(self, person: str, duties: Iterable[Duty]) -> list[int]:
        """Return what a person carries with these duties of the roster, in the order of Kind."""
        found = list(self.burdens[person])
        for duty in duties:
            if not duty.is_before:
                found = [one + mark for one, mark in zip(found, duty.marks, strict=True)]
        return found

    def load(self, person: str, duties: Iterable[Duty]) -> Load:
        return load_of(
            person,
            self.days_counted[person],
            self.carried(person, duties),
            self.burdens[person],
            self.shares[person],
        )


def broken(
    rule: Rule,
    sentence: Sentence,
    *,
    person: str = "",
    demand: str = "",
    day: date | None = None,
    amount: int = 1,
    units: int = 1,
) -> Breach:
    """Return the breach of a rule, priced for so many units."""
    price = 0 if rule.level is Level.HARD else rule.price * units
    on = "" if day is None else day.isoformat()
    return Breach(rule.code, rule.level, sentence, person, demand, on, amount, price)


@dataclass(frozen=True, slots=True)
class Case:
    """One person and his duties, those before the horizon and those of the roster, in order."""

    register: Register
    person: Person
    duties: Sequence[Duty]

    def rule(self, code: RuleCode) -> Rule | None:
        return self.register.rule(code, self.person.organisation)

    @property
    def own(self) -> list[Duty]:
        """Return the duties of the roster."""
        return [duty for duty in self.duties if not duty.is_before]

    def broken(
        self,
        rule: Rule,
        text: str,
        values: Mapping[str, object],
        *,
        duty: Duty | None = None,
        day: date | None = None,
        amount: int = 1,
        units: int = 1,
    ) -> Breach:
        sentence = Sentence(text, {"person": self.person.name, **values})
        return broken(
            rule,
            sentence,
            person=self.person.id,
            demand="" if duty is None else duty.demand,
            day=day if duty is None else duty.day,
            amount=amount,
            units=units,
        )


def in_order(duties: Iterable[Duty]) -> list[Duty]:
    """Return duties in the order in which the rules of a person go over them."""
    return sorted(duties, key=lambda duty: (duty.start, duty.end, duty.demand))


def _duty_before(worked: Worked) -> Duty:
    from_to = minute_of(worked.starts_at), minute_of(worked.ends_at)
    night = is_night(worked.starts_at, worked.ends_at)
    nothing: Marks = (0, 0, 0, 0, 0)  # it is in the burdens
    return Duty(*from_to, "", "", worked.band, worked.day, worked.minutes, night, 0, nothing)


def _firsts(things: Iterable[Named]) -> dict[str, Named]:
    """Return things by id, in their order; of two with one id the first."""
    found: dict[str, Named] = {}
    for thing in things:
        found.setdefault(thing.id, thing)
    return found


def _by_person(things: Iterable[Personal]) -> dict[str, list[Personal]]:
    found: dict[str, list[Personal]] = {}
    for thing in things:
        found.setdefault(thing.person, []).append(thing)
    return found
