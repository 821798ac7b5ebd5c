"""
What is broken in a roster, what it costs, and what everybody carries: the judge of every roster.

It knows no model and shares no code with what makes rosters: it goes by the times on the clock,
person by person and shift by shift, and reads the problem and the roster alone. So a roster of any
origin can be laid before it: solved, drawn by hand, read from a file.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from sejuk.engines.roster.asked.problem import (
    Assignment,
    Level,
    Person,
    Problem,
    Roster,
    Rule,
    RuleCode,
)
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.judging.breaches import Breach
from sejuk.engines.roster.judging.carried import Load
from sejuk.engines.roster.judging.duties import Case, Duty, Register, ShiftKey, broken, in_order
from sejuk.engines.roster.judging.rules_of_people import (
    days_in_a_row,
    fair,
    fixed,
    forbidden,
    hours_in_7_days,
    nights_in_a_row,
    one_duty,
    present,
    qualified,
    rest,
    rest_after,
    travel,
    weekly_rest,
)
from sejuk.engines.roster.judging.rules_of_shifts import ShiftCase, cohesion, cover, leader, mix
from sejuk.engines.roster.judging.rules_of_terms import (
    follow,
    least_days_in_a_row,
    least_days_off_in_a_row,
    least_minutes,
    most_minutes,
    most_of_band,
    most_weekends,
    stability,
    wishes,
)

OF_PEOPLE: Final[tuple[Callable[[Case], Iterator[Breach]], ...]] = (
    one_duty,
    present,
    qualified,
    forbidden,
    fixed,
    rest,
    rest_after,
    hours_in_7_days,
    nights_in_a_row,
    days_in_a_row,
    weekly_rest,
    travel,
    fair,
    wishes,
    stability,
    follow,
    most_minutes,
    least_minutes,
    least_days_in_a_row,
    least_days_off_in_a_row,
    most_weekends,
    most_of_band,
)
OF_SHIFTS: Final[tuple[Callable[[ShiftCase], Iterator[Breach]], ...]] = (
    cover,
    leader,
    mix,
    cohesion,
)
_LEVELS: Final = {level: place for place, level in enumerate(Level)}
_CODES: Final = {code: place for place, code in enumerate(RuleCode)}


@dataclass(frozen=True, slots=True)
class Figures:
    """A roster in numbers; `changes` counts what was published and is not kept."""

    empty_seats: int
    cost: int
    kilometres: int
    changes: int
    loads: tuple[Load, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is broken, the gravest first, and the figures."""

    breaches: tuple[Breach, ...]
    figures: Figures

    @property
    def is_legal(self) -> bool:
        return not any(breach.level is Level.HARD for breach in self.breaches)


@dataclass(frozen=True, slots=True)
class Change:
    """What a change to a roster breaks anew and what it heals."""

    new: tuple[Breach, ...]
    healed: tuple[Breach, ...]

    @property
    def cost(self) -> int:
        """Return by how much the roster gets dearer."""
        return sum(one.price for one in self.new) - sum(one.price for one in self.healed)

    @property
    def is_legal(self) -> bool:
        return not any(breach.level is Level.HARD for breach in self.new)


class Checker:
    """
    The judge of one problem: prepared once, asked for many rosters.

    >>> from sejuk.engines.roster.asked.public_format import read_instance
    >>> checker = Checker(read_instance("SECTION_HORIZON\\n7\\n"))
    >>> checker.verdict(()).is_legal
    True
    """

    def __init__(self, problem: Problem) -> None:
        self._register = Register(problem)

    @property
    def register(self) -> Register:
        """Return the problem looked up by person, duty and shift."""
        return self._register

    def verdict(self, roster: Iterable[Assignment]) -> Verdict:
        """Return the verdict on a roster, whatever its order."""
        register = self._register
        everything = list(roster)
        known = [one for one in everything if self._is_known(one)]
        by_person, by_demand = self._sorted_out(known)
        breaches = [
            *self._of_strangers(everything),
            *self._of_people(register.people.values(), known, by_person),
            *self._of_shifts(register.shifts, by_demand),
        ]
        return Verdict(
            tuple(sorted(breaches, key=_gravity)), self._figures(breaches, by_person, by_demand)
        )

    def verdict_of_change(
        self, roster: Roster, removed: Iterable[Assignment], added: Iterable[Assignment]
    ) -> Change:
        """
        Return what taking some assignments out and putting others in breaks and heals.

        Only the people and the shifts of these assignments are judged, so it answers at once.
        """
        out, into = list(removed), list(added)
        touched = {one.person for one in out + into}
        shifts = {
            self._register.demands[one.demand].shift
            for one in out + into
            if one.demand in self._register.demands
        }
        demands = {demand.id for shift in shifts for demand in self._register.shifts[shift]}
        near = [one for one in roster if one.person in touched or one.demand in demands]
        gone = set(out)
        before = self._breaches_near(near, touched, shifts)
        after = self._breaches_near(
            [*(one for one in near if one not in gone), *into], touched, shifts
        )
        return Change(_less(after, before), _less(before, after))

    def _breaches_near(
        self, roster: list[Assignment], people: set[str], shifts: set[ShiftKey]
    ) -> list[Breach]:
        known = [one for one in roster if self._is_known(one)]
        by_person, by_demand = self._sorted_out(known)
        touched = [self._register.people[one] for one in people if one in self._register.people]
        return [
            *self._of_strangers(roster),
            *self._of_people(touched, known, by_person),
            *self._of_shifts(shifts, by_demand),
        ]

    def _is_known(self, one: Assignment) -> bool:
        return one.person in self._register.people and one.demand in self._register.demands

    def _sorted_out(
        self, roster: list[Assignment]
    ) -> tuple[dict[str, list[Duty]], dict[str, list[Person]]]:
        """Return the duties of each person and the people of each demand, each seat once."""
        by_person: dict[str, list[Duty]] = defaultdict(list)
        by_demand: dict[str, list[Person]] = defaultdict(list)
        for one in dict.fromkeys(roster):
            by_person[one.person].append(self._register.duties[one.demand])
            by_demand[one.demand].append(self._register.people[one.person])
        return by_person, by_demand

    def _of_people(
        self,
        people: Iterable[Person],
        roster: list[Assignment],
        by_person: Mapping[str, list[Duty]],
    ) -> Iterator[Breach]:
        before = self._register.before
        for person in people:
            duties = in_order([*before.get(person.id, ()), *by_person.get(person.id, ())])
            case = Case(self._register, person, duties)
            yield from chain.from_iterable(judge(case) for judge in OF_PEOPLE)
        wanted = {person.id for person in people}
        yield from self._of_repeated([one for one in roster if one.person in wanted])

    def _of_shifts(
        self, shifts: Iterable[ShiftKey], by_demand: Mapping[str, list[Person]]
    ) -> Iterator[Breach]:
        for shift in shifts:
            case = ShiftCase(self._register, self._register.shifts[shift], by_demand)
            yield from chain.from_iterable(judge(case) for judge in OF_SHIFTS)

    def _of_repeated(self, roster: list[Assignment]) -> Iterator[Breach]:
        """Yield a breach for each seat that one person is given once more."""
        seen: set[Assignment] = set()
        for one in roster:
            person, duty = self._register.people[one.person], self._register.duties[one.demand]
            rule = self._register.rule(RuleCode.ONE_DUTY, person.organisation)
            if one in seen and rule is not None:
                text = N_("%(person)s is put on %(duty)s twice.")
                sentence = Sentence(text, {"person": person.name, "duty": duty.words})
                yield broken(
                    rule,
                    sentence,
                    person=person.id,
                    demand=duty.demand,
                    day=duty.day,
                    amount=duty.end - duty.start,
                )
            seen.add(one)

    def _of_strangers(self, roster: list[Assignment]) -> Iterator[Breach]:
        """Yield a breach for each person and each demand that the problem does not have."""
        rule = Rule(RuleCode.PRESENT, Level.HARD)
        for person in sorted({one.person for one in roster} - set(self._register.people)):
            text = N_('The roster names "%(person)s", who is not among the people.')
            yield broken(rule, Sentence(text, {"person": person}), person=person)
        for demand in sorted({one.demand for one in roster} - set(self._register.demands)):
            text = N_('The roster names duty "%(demand)s", which nobody asks for.')
            yield broken(rule, Sentence(text, {"demand": demand}), demand=demand)

    def _figures(
        self,
        breaches: Iterable[Breach],
        by_person: Mapping[str, list[Duty]],
        by_demand: Mapping[str, list[Person]],
    ) -> Figures:
        register = self._register
        empty = (one.count - len(by_demand.get(one.id, ())) for one in register.demands.values())
        metres = (
            register.metres(register.people[person], register.demands[duty.demand].post) or 0
            for person, duties in by_person.items()
            for duty in duties
        )
        stood = {(person, duty.demand) for person in by_person for duty in by_person[person]}
        published = {
            (person, demand)
            for person in register.people
            for demand in register.published.get(person, ())
        }
        return Figures(
            sum(max(0, count) for count in empty),
            sum(breach.price for breach in breaches),
            round(sum(metres) / 1000),
            len(published - stood),
            tuple(register.load(person, by_person.get(person, ())) for person in register.people),
        )


def verify(problem: Problem, roster: Iterable[Assignment]) -> Verdict:
    """
    Return what is broken in a roster, what it costs and what everybody carries.

    The problem is one that `complaints` has nothing against, except that seats may be too many.

    >>> from sejuk.engines.roster.asked.public_format import read_instance
    >>> problem = read_instance("SECTION_HORIZON\\n7\\nSECTION_SHIFTS\\nD,480,\\n"
    ...                         "SECTION_COVER\\n0,D,1,100,1")
    >>> verdict = verify(problem, ())
    >>> verdict.figures.cost, str(verdict.breaches[0].sentence)
    (100, 'Ward D 1 Jan has 0 of 1 people (member).')
    """
    return Checker(problem).verdict(roster)


def _gravity(breach: Breach) -> tuple[object, ...]:
    place = _LEVELS[breach.level], _CODES[breach.rule]
    return *place, breach.day, breach.demand, breach.person, breach.amount, str(breach.sentence)


def _less(breaches: Iterable[Breach], others: Iterable[Breach]) -> tuple[Breach, ...]:
    """Return breaches without as many equal ones as there are among the others."""
    left = list(others)
    found = []
    for breach in breaches:
        if breach in left:
            left.remove(breach)
        else:
            found.append(breach)
    return tuple(sorted(found, key=_gravity))
