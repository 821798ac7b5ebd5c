"""
The rules of a roster: what each asks, when it is broken, what that costs, and what holds by itself.

Whoever prices a roster prices it like this; `verify` is the yardstick.

*   A rule is the problem's own for the organisation, else the problem's own for everybody, else
    that of DEFAULTS (`rule_of`); of two the first. A soft rule with price 0 asks nothing and makes
    no breach.
*   A hard breach makes the roster illegal and costs 0. A breach of level warn or soft costs
    `rule.price` once where BREACHES says "each", and `rule.price * amount` where it says "per".
    COVER alone is priced by the demand, and that at every level.
*   The cost of a roster is the sum over its breaches; all costs are whole numbers.
*   A *duty* is a demand that a person stands, or one of his `worked` before. Rules of a person go
    over both, in the order of (start, end), in whole minutes of UTC; a breach needs a duty of the
    roster: what lies wholly before the horizon is not this roster's doing. A duty counts on the
    `day` of its demand. A *shift* is the demands of one post, day and band.
*   Loads and fair shares are those of `carried`. They depend on the problem alone.
*   Limits of a person and forbidden sequences ask only where they are given. A person's own
    `most_days_in_a_row` stands in the place of the amount of DAYS_IN_A_ROW and is hard.
*   Rules with an organisation bind by the person's; COVER, LEADER, MIX and COHESION, which are of a
    shift, and STABILITY take the rule for everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sejuk.engines.roster.asked.problem import Level, Problem, Rule, RuleCode
from sejuk.engines.roster.asked.sentences import N_

SENTENCES: Mapping[RuleCode, str] = {
    RuleCode.COVER: N_("Each seat of a duty is taken, and no more people stand it than asked for."),
    RuleCode.ONE_DUTY: N_("Nobody stands two duties at one time."),
    RuleCode.PRESENT: N_("Nobody has duty while on leave, ill or away."),
    RuleCode.QUALIFIED: N_("Whoever takes a seat brings what the seat needs."),
    RuleCode.FORBIDDEN: N_("Nobody stands a duty from which he or she has been barred."),
    RuleCode.FIXED: N_("Whoever has been fixed to a duty stands it."),
    RuleCode.REST: N_("Between two duties there is enough rest."),
    RuleCode.REST_AFTER: N_("After a long duty there is the rest that this duty asks for."),
    RuleCode.HOURS_IN_7_DAYS: N_("In any seven days nobody works more hours than allowed."),
    RuleCode.NIGHTS_IN_A_ROW: N_("Nobody stands too many nights in a row."),
    RuleCode.DAYS_IN_A_ROW: N_("Nobody works too many days in a row."),
    RuleCode.WEEKLY_REST: N_("Every seven days hold one long unbroken rest."),
    RuleCode.LEADER: N_("A shift has its leader, and a large one a deputy leader too."),
    RuleCode.MIX: N_("A shift is mixed as its post asks."),
    RuleCode.TRAVEL: N_("The way from the home unit to the post is short."),
    RuleCode.COHESION: N_("A shift is stood by people of one squad."),
    RuleCode.FAIR_HOURS: N_("Hours are shared fairly."),
    RuleCode.FAIR_NIGHTS: N_("Nights are shared fairly."),
    RuleCode.FAIR_WEEKENDS: N_("Duties on weekends are shared fairly."),
    RuleCode.FAIR_FRIDAYS: N_("Duties over the Friday prayer are shared fairly."),
    RuleCode.FAIR_HOLIDAYS: N_("Duties on holidays are shared fairly."),
    RuleCode.WISHES: N_("People are on and off duty on the days they ask for."),
    RuleCode.STABILITY: N_("What has been published stays as it is."),
    RuleCode.FOLLOW: N_("After certain shifts certain others may not come on the next day."),
    RuleCode.MOST_MINUTES: N_("Nobody works more hours in all than his or her terms allow."),
    RuleCode.LEAST_MINUTES: N_("Everybody works the hours that his or her terms ask for."),
    RuleCode.LEAST_DAYS_IN_A_ROW: N_("Nobody is called for fewer days in a row than agreed."),
    RuleCode.LEAST_DAYS_OFF_IN_A_ROW: N_("Days off come as many in a row as agreed."),
    RuleCode.MOST_WEEKENDS: N_("Nobody works on more weekends than his or her terms allow."),
    RuleCode.MOST_OF_BAND: N_("Nobody stands more shifts of a kind than his or her terms allow."),
}

# What breaking a warning costs where a commander lets it pass: as much as one empty seat of the
# default price (chosen, so that no sum of kilometres or wishes buys it).
WARN_PRICE = 1000

_HARD = (
    RuleCode.ONE_DUTY,
    RuleCode.PRESENT,
    RuleCode.QUALIFIED,
    RuleCode.FORBIDDEN,
    RuleCode.FIXED,
    # These bind only where a person's Limits or the forbidden sequences ask for them.
    RuleCode.FOLLOW,
    RuleCode.MOST_MINUTES,
    RuleCode.LEAST_MINUTES,
    RuleCode.LEAST_DAYS_IN_A_ROW,
    RuleCode.LEAST_DAYS_OFF_IN_A_ROW,
    RuleCode.MOST_WEEKENDS,
    RuleCode.MOST_OF_BAND,
)
_WARN = {
    RuleCode.COVER: 0,
    # Directive 2003/88/EC article 3: 11 consecutive hours of rest in every 24.
    RuleCode.REST: 11 * 60,
    RuleCode.REST_AFTER: 0,  # the demand says how long
    # Directive 2003/88/EC article 6: 48 hours a week. There it is an average over months; that it
    # holds in any seven days is chosen, the stricter reading.
    RuleCode.HOURS_IN_7_DAYS: 48 * 60,
    # HSE, Managing shift work (HSG256, 2006): at most two to three nights in a row.
    RuleCode.NIGHTS_IN_A_ROW: 3,
    # HSG256: at most five to seven days in a row; 6 leaves the day of the weekly rest.
    RuleCode.DAYS_IN_A_ROW: 6,
    # Directive 2003/88/EC article 5: 24 unbroken hours in each seven days.
    RuleCode.WEEKLY_REST: 24 * 60,
    # A regu is 10 to 12 people; that it has a deputy leader from 10 is chosen.
    RuleCode.LEADER: 10,
    RuleCode.MIX: 0,  # the mix says how many
}
# Chosen: a night out of turn weighs as much as ten kilometres' way, a weekend or a Friday half of
# it, a holiday like a night. An hour weighs most: with less the search buys kilometres with hours
# and people end up with 20 to 44 hours a week; with 20 they stay within 26 to 32.
_SOFT = {
    RuleCode.TRAVEL: (0, 1),
    RuleCode.FAIR_NIGHTS: (0, 10),
    RuleCode.FAIR_WEEKENDS: (0, 5),
    RuleCode.FAIR_FRIDAYS: (0, 5),
    RuleCode.FAIR_HOLIDAYS: (0, 10),
    # Half a shift of eight hours either way is still fair (chosen): hours come in whole duties.
    RuleCode.FAIR_HOURS: (4 * 60, 20),
    RuleCode.WISHES: (0, 1),
    # Chosen: a change after publishing costs as much as a night out of turn.
    RuleCode.STABILITY: (0, 10),
}

DEFAULTS: Mapping[RuleCode, Rule] = {
    **{code: Rule(code, Level.HARD) for code in _HARD},
    **{code: Rule(code, Level.WARN, amount, WARN_PRICE) for code, amount in _WARN.items()},
    **{code: Rule(code, Level.SOFT, amount, price) for code, (amount, price) in _SOFT.items()},
}


@dataclass(frozen=True, slots=True)
class Broken:
    """When a rule is broken: the case, what the rule's amount is, the breach's amount, the cost."""

    when: str
    asked: str
    amount: str
    cost: str


_EACH, _PER = "price, each", "price, per unit of the breach's amount"

BREACHES: Mapping[RuleCode, Broken] = {
    RuleCode.COVER: Broken(
        "a demand is stood by fewer different people than `count`; or by more, which is hard "
        "where the demand has no `price_over`",
        "-",
        "empty seats; or people beyond",
        "the demand's `price` per empty seat, its `price_over` per person beyond",
    ),
    RuleCode.ONE_DUTY: Broken(
        "a duty starts before an earlier one of the same person has ended; also the same seat "
        "given twice to one person",
        "-",
        "minutes of the overlap with the one that ends latest",
        _EACH,
    ),
    RuleCode.PRESENT: Broken(
        "a duty overlaps absences of the person; or the roster names somebody unknown, which is "
        "always hard",
        "-",
        "minutes of the overlap",
        _EACH,
    ),
    RuleCode.QUALIFIED: Broken(
        "a person lacks what `needs` asks: a qualification, one of the organisations, the rank, "
        "being a woman",
        "-",
        "things lacking",
        _EACH,
    ),
    RuleCode.FORBIDDEN: Broken("a person stands a duty with a forbidding pin", "-", "1", _EACH),
    RuleCode.FIXED: Broken("a pinned person does not stand the duty", "-", "1", _EACH),
    RuleCode.REST: Broken(
        "a duty starts less than the asked minutes after the latest end of the earlier ones (and "
        "not before it: that is ONE_DUTY)",
        "minutes",
        "minutes missing",
        _EACH,
    ),
    RuleCode.REST_AFTER: Broken(
        "a duty starts before the end of an earlier one of the roster plus its "
        "`rest_after_minutes`, where that is above 0; one breach for each such later duty",
        "-",
        "minutes missing to the latest such instant",
        _EACH,
    ),
    RuleCode.HOURS_IN_7_DAYS: Broken(
        "for a day with a duty of the roster: the counted minutes of that day and the six days "
        "before it are above the amount",
        "minutes",
        "minutes beyond",
        _EACH,
    ),
    RuleCode.NIGHTS_IN_A_ROW: Broken(
        "an unbroken row of days with a night duty is longer than the amount; one breach for each "
        "row",
        "nights",
        "nights beyond, of those in the horizon",
        _PER,
    ),
    RuleCode.DAYS_IN_A_ROW: Broken(
        "an unbroken row of days with a duty is longer than the amount; one breach for each row",
        "days",
        "days beyond, of those in the horizon",
        _PER,
    ),
    RuleCode.WEEKLY_REST: Broken(
        "a stretch of duties in which no gap reaches the amount lasts, from its first start to its "
        "last end, longer than seven days less the amount (as Regulation (EC) 561/2006 article 8 "
        "counts: the weekly rest starts within six times 24 hours); one breach for each stretch",
        "minutes",
        "minutes beyond",
        _EACH,
    ),
    RuleCode.LEADER: Broken(
        "a shift with at least one person that has a demand of role leader has nobody on it; "
        "likewise deputy, from as many people in the shift as the amount",
        "people",
        "1",
        _EACH,
    ),
    RuleCode.MIX: Broken(
        "a shift of the mix's post with at least one person has fewer such people than the mix "
        "asks; one breach for each mix and shift",
        "-",
        "people missing",
        _PER,
    ),
    RuleCode.TRAVEL: Broken(
        "the ways of a person, added up: of each duty whole kilometres beyond the amount, "
        "max(0, metres - amount) // 1000, metres being the great circle (haversine, radius "
        "6371.0088 km) from home to post, rounded; 0 where a point is missing",
        "metres",
        "kilometres",
        _PER,
    ),
    RuleCode.COHESION: Broken(
        "a shift is stood by people of more than one squad; people without a squad do not count. "
        "Absent unless given",
        "-",
        "squads beyond the first",
        _PER,
    ),
    RuleCode.FAIR_HOURS: Broken(
        "a person's minutes lie outside the share widened by the amount to both sides",
        "minutes",
        "whole hours outside (minutes // 60)",
        _PER,
    ),
    RuleCode.FAIR_NIGHTS: Broken(
        "a person's nights lie outside the share widened by the amount", "nights", "nights", _PER
    ),
    RuleCode.FAIR_WEEKENDS: Broken(
        "a person's duties on Saturdays and Sundays lie outside the share widened by the amount",
        "duties",
        "duties",
        _PER,
    ),
    RuleCode.FAIR_FRIDAYS: Broken(
        "a person's duties over the Friday prayer lie outside the share widened by the amount",
        "duties",
        "duties",
        _PER,
    ),
    RuleCode.FAIR_HOLIDAYS: Broken(
        "a person's duties on holidays lie outside the share widened by the amount",
        "duties",
        "duties",
        _PER,
    ),
    RuleCode.WISHES: Broken(
        "a person who asks to be off has a duty on that day (of that band, where one is named), "
        "or one who asks to be on has none; one breach for each wish",
        "-",
        "the wish's `price`",
        _PER,
    ),
    RuleCode.STABILITY: Broken(
        "an assignment of `previous`, of a person and a demand that still exist, is not in the "
        "roster",
        "-",
        "1",
        _EACH,
    ),
    RuleCode.FOLLOW: Broken(
        "a person stands the later band of a forbidden sequence on the day after the earlier one; "
        "one breach for each such pair of bands and day",
        "-",
        "1",
        _EACH,
    ),
    RuleCode.MOST_MINUTES: Broken(
        "a person's counted minutes in the roster are above the limit",
        "-",
        "minutes beyond",
        _EACH,
    ),
    RuleCode.LEAST_MINUTES: Broken(
        "a person's counted minutes in the roster are below the limit",
        "-",
        "minutes missing",
        _EACH,
    ),
    RuleCode.LEAST_DAYS_IN_A_ROW: Broken(
        "an unbroken row of days with a duty is shorter than the limit and touches neither the "
        "first nor the last day of the horizon (beyond which it may go on); one breach for each "
        "row",
        "-",
        "days missing",
        _PER,
    ),
    RuleCode.LEAST_DAYS_OFF_IN_A_ROW: Broken(
        "the same for an unbroken row of days without a duty", "-", "days missing", _PER
    ),
    RuleCode.MOST_WEEKENDS: Broken(
        "a person has a duty on the Saturday or the Sunday of more weekends than the limit",
        "-",
        "weekends beyond",
        _PER,
    ),
    RuleCode.MOST_OF_BAND: Broken(
        "a person stands more duties of a band than the limit; one breach for each band",
        "-",
        "duties beyond",
        _PER,
    ),
}


def rule_of(problem: Problem, code: RuleCode, organisation: str = "") -> Rule | None:
    """
    Return the rule that holds for people of an organisation, None where it asks nothing.

    >>> from datetime import date
    >>> own = Rule(RuleCode.REST, Level.HARD, 12 * 60, organisation="Polri")
    >>> problem = Problem(date(2024, 11, 4), 7, (), (), (), rules=(own,))
    >>> rule_of(problem, RuleCode.REST, "Polri").amount, rule_of(problem, RuleCode.REST).amount
    (720, 660)
    >>> rule_of(problem, RuleCode.COHESION) is None
    True
    """
    given = [rule for rule in problem.rules if rule.code is code]
    own = [rule for rule in given if rule.organisation == organisation]
    everybodys = [rule for rule in given if not rule.organisation]
    found = next(iter(own + everybodys), DEFAULTS.get(code))
    return None if found is None or (found.level is Level.SOFT and found.price == 0) else found
