"""What could be done about empty seats, how many each way fills, and what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass

from sejuk.engines.roster.asked.problem import Level, Needs, RuleCode
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.explaining.clashes import days_words, posts_words
from sejuk.engines.roster.explaining.crews import SURE, Filled, Watch
from sejuk.engines.roster.judging.breaches import length_words, needs_words
from sejuk.engines.roster.judging.rules import rule_of

# Chosen: nine hours is the least daily rest that Regulation (EC) 561/2006 article 8 lets drivers
# have now and then; eight is one night's sleep.
SHORTER_RESTS = (9 * 60, 8 * 60)


@dataclass(frozen=True, slots=True)
class WayOut:
    """
    Something that can be done: how many seats it fills, and at what cost.

    `price` is in the prices of the roster: of the seats that are given up, of the breaches that
    are allowed. Of people who come in addition `people` says how many; what they cost nobody said.
    """

    sentence: Sentence
    seats: int
    price: int = 0
    people: int = 0


def ways_out(watch: Watch, now: Filled) -> tuple[WayOut, ...]:
    """Return what fills seats, the most first, of equal ones the cheapest."""
    found = [*_by_rules(watch, now), *_by_demands(watch, now), *_by_people(watch, now)]
    helpful = [one for one in found if one.seats > 0]
    return tuple(
        sorted(helpful, key=lambda one: (-one.seats, one.price, one.people, str(one.sentence)))
    )


def _by_rules(watch: Watch, now: Filled) -> Iterator[WayOut]:
    rest = rule_of(watch.problem, RuleCode.REST)
    for shorter in SHORTER_RESTS:
        if rest is not None and shorter < rest.amount and RuleCode.REST in watch.rules():
            gained = now.least - watch.filled(most_rest=shorter).least
            text = N_("With %(length)s of rest between duties %(seats)s seats more are filled.")
            values = {"length": length_words(shorter), "seats": gained}
            yield WayOut(Sentence(text, values), gained, gained * rest.price)
    texts = {
        RuleCode.REST: N_("Without rest between duties %(seats)s seats more are filled."),
        RuleCode.REST_AFTER: N_("Without the rest after long duties %(seats)s seats are filled."),
        RuleCode.HOURS_IN_7_DAYS: N_(
            "Without a limit of hours in seven days %(seats)s seats more are filled."
        ),
        RuleCode.PRESENT: N_("With nobody on leave or away %(seats)s seats more are filled."),
    }
    for code in watch.rules():
        gained = now.least - watch.filled([code]).least
        rule = rule_of(watch.problem, code)
        price = gained * rule.price if rule is not None and rule.level is Level.WARN else 0
        yield WayOut(Sentence(texts[code], {"seats": gained}), gained, price)


def _by_demands(watch: Watch, now: Filled) -> Iterator[WayOut]:
    for family in watch.families:
        gained = now.least - watch.filled([family]).least
        seats = sum(watch.seats[family].values())
        text = N_(
            "Without the %(asked)s seats of %(posts)s on %(days)s, %(seats)s fewer stay empty."
        )
        values = {
            "asked": seats,
            "posts": posts_words(watch, family),
            "days": days_words(family),
            "seats": gained,
        }
        yield WayOut(Sentence(text, values), gained, watch.prices[family])


def _by_people(watch: Watch, now: Filled) -> Iterator[WayOut]:
    """
    Yield how many more people fill as much as such people can: anybody, and of people who meet a
    need those who fill more than anybody would.
    """
    most, anybodys = now.least, 0
    for place in sorted(range(len(watch.needs)), key=lambda one: watch.needs[one] != Needs()):
        needs = watch.needs[place]
        gained = now.least - watch.filled(more=(place, most)).least
        if needs == Needs():
            anybodys = gained
        elif gained <= anybodys:
            continue
        low, high = 1, most
        while low < high:  # the fewest that fill as much
            middle = (low + high) // 2
            if now.least - watch.filled(more=(place, middle)).least >= gained:
                high = middle
            else:
                low = middle + 1
        if gained > SURE:
            values: dict[str, object] = {"people": high, "seats": gained}
            text = N_("%(people)s people more fill %(seats)s seats.")
            if needs != Needs():
                text = N_("%(people)s people more who are or have %(needs)s fill %(seats)s seats.")
                values["needs"] = needs_words(needs)
            yield WayOut(Sentence(text, values), gained, people=high)
