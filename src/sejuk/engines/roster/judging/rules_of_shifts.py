"""The rules that are judged by the people of one shift, one function each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sejuk.engines.roster.asked.problem import LEADER_ROLES, Demand, Level, Person, RuleCode
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.judging.breaches import Breach, duty_words, needs_words, role_words
from sejuk.engines.roster.judging.duties import Register, broken

LEADER, DEPUTY = LEADER_ROLES


@dataclass(frozen=True, slots=True)
class ShiftCase:
    """The demands of one post, day and band, and the people on each."""

    register: Register
    demands: Sequence[Demand]
    on: Mapping[str, Sequence[Person]]

    def people(self, demand: Demand) -> Sequence[Person]:
        return self.on.get(demand.id, ())

    @property
    def everybody(self) -> dict[str, Person]:
        return {person.id: person for demand in self.demands for person in self.people(demand)}

    @property
    def words(self) -> Sentence:
        one = self.demands[0]
        return duty_words(self.register.post_name(one.post), one.band, one.day)


def cover(case: ShiftCase) -> Iterator[Breach]:
    rule = case.register.rule(RuleCode.COVER)
    for demand in case.demands if rule is not None else ():
        count = len(case.people(demand))
        values = {"duty": case.words, "count": count, "asked": demand.count}
        values["role"] = role_words(demand.role)
        if rule is not None and count < demand.count:
            missing = demand.count - count
            text = N_("%(duty)s has %(count)s of %(asked)s people (%(role)s).")
            found = broken(rule, Sentence(text, values), demand=demand.id, day=demand.day)
            yield replace(found, amount=missing, price=demand.price * missing)
        elif rule is not None and count > demand.count and demand.price_over != 0:
            beyond = count - demand.count
            text = N_("%(duty)s has %(count)s people (%(role)s); %(asked)s are asked for.")
            found = broken(rule, Sentence(text, values), demand=demand.id, day=demand.day)
            level = Level.HARD if demand.price_over is None else rule.level
            price = (demand.price_over or 0) * beyond
            yield replace(found, level=level, amount=beyond, price=price)


def leader(case: ShiftCase) -> Iterator[Breach]:
    rule = case.register.rule(RuleCode.LEADER)
    count = len(case.everybody)
    if rule is None or not count:
        return
    texts = {
        LEADER: N_("%(shift)s has no leader."),
        DEPUTY: N_("%(shift)s has %(count)s people and no deputy leader."),
    }
    for role, text in texts.items():
        wanted = [demand for demand in case.demands if demand.role == role and demand.count]
        is_due = role == LEADER or count >= rule.amount
        if wanted and is_due and not any(case.people(demand) for demand in wanted):
            sentence = Sentence(text, {"shift": case.words, "count": count})
            yield broken(rule, sentence, demand=wanted[0].id, day=wanted[0].day)


def mix(case: ShiftCase) -> Iterator[Breach]:
    rule = case.register.rule(RuleCode.MIX)
    everybody = case.everybody.values()
    if rule is None or not everybody:
        return
    first = case.demands[0]
    for asked in case.register.mixes(first.post):
        count = sum(not case.register.lacking(person, asked.needs) for person in everybody)
        missing = asked.count - count
        if missing > 0:
            values = {
                "shift": case.words,
                "count": count,
                "asked": asked.count,
                "needs": needs_words(asked.needs),
            }
            text = N_("%(shift)s has %(count)s of the %(asked)s people asked for: %(needs)s.")
            sentence = Sentence(text, values)
            yield broken(
                rule, sentence, demand=first.id, day=first.day, amount=missing, units=missing
            )


def cohesion(case: ShiftCase) -> Iterator[Breach]:
    rule = case.register.rule(RuleCode.COHESION)
    if rule is None:
        return
    squads = {person.squad for person in case.everybody.values() if person.squad}
    beyond = len(squads) - 1
    if beyond > 0:
        first = case.demands[0]
        values = {"shift": case.words, "count": len(squads)}
        sentence = Sentence(N_("%(shift)s is stood by people of %(count)s squads."), values)
        yield broken(rule, sentence, demand=first.id, day=first.day, amount=beyond, units=beyond)
