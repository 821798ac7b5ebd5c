"""
Who could stand a duty, why somebody does, and why somebody else does not.

Every answer is that of the judge (`verifying`): what would be broken and what it would cost if one
thing were changed. Nothing here knows how a roster was made, so a roster drawn by hand is explained
like any other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sejuk.engines.roster.asked.problem import (
    Assignment,
    Demand,
    Level,
    Needs,
    Person,
    Problem,
    Roster,
    RuleCode,
)
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.judging.breaches import (
    Breach,
    day_words,
    length_words,
    listed,
    needs_words,
)
from sejuk.engines.roster.judging.duties import Duty, in_order
from sejuk.engines.roster.judging.verifying import Change, Checker

METRES_IN_KM = 1000
DAYS_OF_HOURS = 7


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    Somebody who could take a seat: what that would break, what it would cost, and what speaks of
    him or her. `cost` is the change of the roster's cost: below 0 the roster gets cheaper.
    """

    person: str
    name: str
    is_legal: bool
    cost: int
    breaches: tuple[Breach, ...]
    reasons: tuple[Sentence, ...]


class Explainer:
    """One problem and one roster, prepared once for all questions."""

    def __init__(self, problem: Problem, roster: Roster) -> None:
        self._checker = Checker(problem)
        self.register = self._checker.register
        self._own: dict[str, list[Assignment]] = defaultdict(list)
        self._on: dict[str, list[Assignment]] = defaultdict(list)
        for one in dict.fromkeys(roster):
            self._own[one.person].append(one)
            self._on[one.demand].append(one)

    def demand(self, demand: str) -> Demand:
        """
        Return a demand.

        :raises LookupError: when there is none of that name
        """
        if demand not in self.register.demands:
            raise LookupError(f'There is no duty called "{demand}".')
        return self.register.demands[demand]

    def person(self, person: str) -> Person:
        """
        Return a person.

        :raises LookupError: when there is none of that name
        """
        if person not in self.register.people:
            raise LookupError(f'There is nobody called "{person}" among the people.')
        return self.register.people[person]

    def holders(self, demand: str) -> list[str]:
        """Return who stands a demand."""
        return [one.person for one in self._on[demand]]

    def change(self, demand: Demand, into: str = "", out: str = "") -> Change:
        """Return what putting somebody on a demand, or taking somebody off, breaks and heals."""
        shift = [one.id for one in self.register.shifts[demand.shift]]
        near = [one for name in shift for one in self._on[name]]
        near += [one for person in (into, out) if person for one in self._own[person]]
        removed = [Assignment(demand.id, out)] if out else []
        added = [Assignment(demand.id, into)] if into else []
        return self._checker.verdict_of_change(tuple(dict.fromkeys(near)), removed, added)

    def duties(self, person: str) -> list[Duty]:
        """Return what a person stands, before the horizon and in the roster, in order."""
        own = [self.register.duties[one.demand] for one in self._own[person] if self._has(one)]
        return in_order([*self.register.before.get(person, ()), *own])

    def _has(self, one: Assignment) -> bool:
        return one.demand in self.register.duties

    def certain_breaches(self, person: Person, demand: Demand) -> tuple[int, int]:
        """
        Return how many hard rules and how many warnings are broken for certain.

        It looks at the person's own duties alone, so it is quick; there may be more breaches.
        """
        duty = self.register.duties[demand.id]
        pins = self.register.pins.get(person.id, ())
        away = self.register.absences.get(person.id, ())
        others = self.duties(person.id)
        found = {
            RuleCode.QUALIFIED: bool(self.register.lacking(person, demand.needs)),
            RuleCode.PRESENT: any(one < duty.end and duty.start < end for one, end in away),
            RuleCode.FORBIDDEN: any(pin.is_forbidden and pin.demand == demand.id for pin in pins),
            RuleCode.ONE_DUTY: any(one.start < duty.end and duty.start < one.end for one in others),
            RuleCode.REST: self._is_tired(person, duty, others),
        }
        rules = [
            self.register.rule(code, person.organisation)
            for code, is_broken in found.items()
            if is_broken
        ]
        levels = [rule.level for rule in rules if rule is not None]
        return levels.count(Level.HARD), levels.count(Level.WARN)

    def _is_tired(self, person: Person, duty: Duty, others: Iterable[Duty]) -> bool:
        """Say whether the duty before it ends too late."""
        rule = self.register.rule(RuleCode.REST, person.organisation)
        rest = 0 if rule is None else rule.amount
        return any(0 <= duty.start - one.end < rest for one in others if one.start < duty.start)

    def reasons(self, person: Person, demand: Demand) -> tuple[Sentence, ...]:
        """Return what speaks of a person for a duty: rest, hours, nights, the way."""
        duty = self.register.duties[demand.id]
        others = [one for one in self.duties(person.id) if one.demand != demand.id]
        found = [*_rests(duty, others), _hours(duty, others)]
        if duty.is_night:
            load = self.register.load(person.id, [one for one in others if not one.is_before])
            text = N_("%(nights)s nights so far in the operation; %(low)s to %(high)s are fair.")
            nights = {
                "nights": load.nights.carried,
                "low": load.nights.low,
                "high": load.nights.high,
            }
            found.append(Sentence(text, nights))
        metres = self.register.metres(person, demand.post)
        if metres is not None:
            text = N_("%(kilometres)s km from the home unit.")
            found.append(Sentence(text, {"kilometres": round(metres / METRES_IN_KM)}))
        return tuple(found)


def _rests(duty: Duty, others: Iterable[Duty]) -> Iterator[Sentence]:
    """Yield the rest since the duty before and until the next one."""
    before = [one for one in others if one.end <= duty.start]
    after = [one for one in others if one.start >= duty.end]
    if before:
        last = max(before, key=lambda one: one.end)
        text = N_("%(length)s of rest since %(duty)s.")
        yield Sentence(text, {"length": length_words(duty.start - last.end), "duty": last.words})
    else:
        yield Sentence(N_("No duty before this one."))
    if after:
        following = min(after, key=lambda one: one.start)
        text = N_("%(length)s of rest until %(duty)s.")
        values = {"length": length_words(following.start - duty.end), "duty": following.words}
        yield Sentence(text, values)


def _hours(duty: Duty, others: Iterable[Duty]) -> Sentence:
    last = duty.day.toordinal()
    minutes = duty.minutes + sum(
        one.minutes for one in others if last - DAYS_OF_HOURS < one.day.toordinal() <= last
    )
    text = N_("%(length)s of duty in the seven days to %(day)s, with this one.")
    return Sentence(text, {"length": length_words(minutes), "day": day_words(duty.day)})


def candidates(
    problem: Problem, roster: Roster, demand_id: str, *, most: int = 20
) -> tuple[Candidate, ...]:
    """
    Return who could take a seat of a demand, the best first.

    First who breaks nothing, then who breaks what a commander may let pass, then the others; among
    equals the one who makes the roster cheapest. Take whoever is to be replaced out of the roster
    before: a seat that is taken is not counted as one beyond those that are asked for.

    >>> from datetime import UTC, date, datetime
    >>> times = datetime(2024, 11, 4, 6, tzinfo=UTC), datetime(2024, 11, 4, 14, tzinfo=UTC)
    >>> morning = Demand("kpu-1", "kpu", "Pagi", date(2024, 11, 4), *times, count=1)
    >>> problem = Problem(date(2024, 11, 4), 1, (Person("a", "Budi"),), (), (morning,))
    >>> (found,) = candidates(problem, (), "kpu-1")
    >>> found.name, found.is_legal, found.cost, str(found.reasons[1])
    ('Budi', True, -1080, '8 hours of duty in the seven days to 4 Nov, with this one.')

    :raises LookupError: when there is no such demand
    """
    explainer = Explainer(problem, roster)
    demand = explainer.demand(demand_id)
    return tuple(_candidates(explainer, demand, most))


def _candidates(explainer: Explainer, demand: Demand, most: int) -> list[Candidate]:
    """
    Judge people until the best are among them: what somebody breaks for certain says whom he
    cannot come before.
    """
    holders = set(explainer.holders(demand.id))
    free = [one for one in explainer.register.people.values() if one.id not in holders]
    tiers: dict[tuple[int, int], list[Person]] = defaultdict(list)
    for person in free:
        tiers[explainer.certain_breaches(person, demand)].append(person)
    judged: list[tuple[Person, Change]] = []
    for certain, people in sorted(tiers.items(), key=lambda one: one[0]):
        if sum(_rank(*one)[:2] < certain for one in judged) >= most:
            break
        judged += [(one, _change(explainer, demand, one)) for one in people]
    judged.sort(key=lambda one: _rank(*one))
    return [
        Candidate(
            person.id,
            person.name,
            _is_legal(change),
            change.cost,
            _arising(change),
            explainer.reasons(person, demand),
        )
        for person, change in judged[:most]
    ]


def _change(explainer: Explainer, demand: Demand, person: Person) -> Change:
    """Return the change of putting somebody on a demand, a full one as if it had a seat more."""
    change = explainer.change(demand, into=person.id)
    if len(explainer.holders(demand.id)) < demand.count:
        return change
    new = (one for one in change.new if (one.rule, one.demand) != (RuleCode.COVER, demand.id))
    return Change(tuple(new), change.healed)


def _arising(change: Change) -> tuple[Breach, ...]:
    """Return what is broken anew or more than before."""
    before: dict[tuple[str, ...], int] = {}
    for one in change.healed:
        before[_of(one)] = max(one.amount, before.get(_of(one), 0))
    return tuple(one for one in change.new if one.amount > before.get(_of(one), 0))


def _of(breach: Breach) -> tuple[str, ...]:
    """Return what two breaches share of which one is the other grown or shrunk."""
    return breach.rule, breach.person, breach.demand, breach.day, breach.sentence.text


def _is_legal(change: Change) -> bool:
    return not any(one.level is Level.HARD for one in _arising(change))


def _rank(person: Person, change: Change) -> tuple[int, int, int, str]:
    levels = [one.level for one in _arising(change)]
    return levels.count(Level.HARD), levels.count(Level.WARN), change.cost, person.id


def why(problem: Problem, roster: Roster, assignment: Assignment) -> tuple[Sentence, ...]:
    """
    Say why somebody stands a duty: what it needs, what speaks of him, who would come next.

    >>> from datetime import UTC, date, datetime
    >>> times = datetime(2024, 11, 4, 6, tzinfo=UTC), datetime(2024, 11, 4, 14, tzinfo=UTC)
    >>> morning = Demand("kpu-1", "kpu", "Pagi", date(2024, 11, 4), *times, count=1)
    >>> problem = Problem(date(2024, 11, 4), 1, (Person("a", "Budi"),), (), (morning,))
    >>> roster = (Assignment("kpu-1", "a"),)
    >>> str(why(problem, roster, roster[0])[-1])
    'Nobody else could stand it without breaking a rule.'

    :raises LookupError: when there is no such person or demand
    """
    demand = Explainer(problem, roster).demand(assignment.demand)
    without = tuple(one for one in roster if one != assignment)
    explainer = Explainer(problem, without)
    person = explainer.person(assignment.person)
    found: list[Sentence] = [*_pinned(explainer, person, demand), *_brings(person, demand.needs)]
    found += explainer.reasons(person, demand)
    own = _change(explainer, demand, person)
    grave = [one for one in own.new if one.level is not Level.SOFT]
    if grave:
        found.append(_broken(grave))
    found.append(_next_best(explainer, demand, person, own))
    return tuple(found)


def _pinned(explainer: Explainer, person: Person, demand: Demand) -> Iterator[Sentence]:
    pins = explainer.register.pins.get(person.id, ())
    if any(pin.demand == demand.id and not pin.is_forbidden for pin in pins):
        yield Sentence(N_("%(person)s has been fixed to this duty."), {"person": person.name})


def _brings(person: Person, needs: Needs) -> Iterator[Sentence]:
    if needs != Needs():
        text = N_("The seat needs: %(needs)s. %(person)s brings it.")
        yield Sentence(text, {"needs": needs_words(needs), "person": person.name})


def _broken(breaches: Sequence[Breach]) -> Sentence:
    text = N_("It breaks: %(breaches)s")
    return Sentence(text, {"breaches": listed(one.sentence for one in breaches)})


def _next_best(explainer: Explainer, demand: Demand, person: Person, own: Change) -> Sentence:
    """Say who would stand it otherwise, and how much dearer or cheaper that would be."""
    others = _candidates(explainer, demand, 2)
    others = [one for one in others if one.person != person.id and one.is_legal]
    if not others:
        return Sentence(N_("Nobody else could stand it without breaking a rule."))
    best = others[0]
    values = {"name": best.name, "cost": abs(best.cost - own.cost)}
    if best.cost >= own.cost:
        text = N_("Next best would be %(name)s; the roster would cost %(cost)s more.")
    else:
        text = N_("%(name)s alone would make the roster %(cost)s cheaper.")
    return Sentence(text, values)


def why_not(
    problem: Problem, roster: Roster, demand_id: str, person_id: str
) -> tuple[Sentence, ...]:
    """
    Say why somebody does not stand a duty: what it would break, what it would cost.

    When all seats are taken, it is about standing there in place of the one for whom that is best.

    >>> from datetime import UTC, date, datetime
    >>> times = datetime(2024, 11, 4, 6, tzinfo=UTC), datetime(2024, 11, 4, 14, tzinfo=UTC)
    >>> needs = Needs(frozenset({"driver"}))
    >>> morning = Demand("d", "KPU", "Pagi", date(2024, 11, 4), *times, count=1, needs=needs)
    >>> problem = Problem(date(2024, 11, 4), 1, (Person("a", "Budi"),), (), (morning,))
    >>> [str(one) for one in why_not(problem, (), "d", "a")]
    ['Budi lacks what KPU Pagi 4 Nov needs: driver.', 'The roster would cost 1080 less.']

    :raises LookupError: when there is no such person or demand
    """
    explainer = Explainer(problem, roster)
    demand, person = explainer.demand(demand_id), explainer.person(person_id)
    holders = explainer.holders(demand_id)
    if person_id in holders:
        return (Sentence(N_("%(person)s stands it."), {"person": person.name}),)
    if len(holders) < demand.count:
        return tuple(_verdict_words(explainer.change(demand, into=person_id)))
    changes = [(explainer.change(demand, into=person_id, out=one), one) for one in holders]
    change, out = min(changes, key=lambda one: (_rank(person, one[0]), one[1]))
    name = explainer.person(out).name
    first = Sentence(N_("All seats are taken. In place of %(person)s:"), {"person": name})
    return (first, *_verdict_words(change))


def _verdict_words(change: Change) -> Iterator[Sentence]:
    arising = _arising(change)
    if not arising:
        yield Sentence(N_("It would break nothing."))
    yield from (one.sentence for one in arising)
    if change.cost > 0:
        yield Sentence(N_("The roster would cost %(cost)s more."), {"cost": change.cost})
    elif change.cost < 0:
        yield Sentence(N_("The roster would cost %(cost)s less."), {"cost": -change.cost})
    else:
        yield Sentence(N_("The roster would cost as much as now."))
