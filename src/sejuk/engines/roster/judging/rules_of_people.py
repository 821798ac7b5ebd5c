"""The rules that are judged by one person's duties, one function each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from sejuk.engines.roster.asked.problem import Level, Rule, RuleCode
from sejuk.engines.roster.asked.sentences import N_
from sejuk.engines.roster.judging.breaches import HOUR, Breach, day_words, length_words, listed
from sejuk.engines.roster.judging.carried import FAIR_RULES, Kind
from sejuk.engines.roster.judging.duties import Case, Duty

WEEK_DAYS = 7
WEEK_MINUTES = WEEK_DAYS * 24 * HOUR
KILOMETRE = 1000


def one_duty(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.ONE_DUTY)
    text = N_("%(person)s stands %(later)s while %(earlier)s lasts: %(overlap)s at one time.")
    for earlier, later in _latest_and_next(case.duties):
        overlap = min(earlier.end, later.end) - later.start
        if rule is not None and later.start < earlier.end and (later.demand or earlier.demand):
            values = {
                "later": later.words,
                "earlier": earlier.words,
                "overlap": length_words(overlap),
            }
            yield case.broken(rule, text, values, duty=later, amount=overlap)


def rest(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.REST)
    text = N_("%(person)s rests %(rest)s between %(earlier)s and %(later)s; %(asked)s are asked.")
    for earlier, later in _latest_and_next(case.duties):
        gap = later.start - earlier.end
        if rule is not None and 0 <= gap < rule.amount and (later.demand or earlier.demand):
            values = {
                "rest": length_words(gap),
                "earlier": earlier.words,
                "later": later.words,
                "asked": length_words(rule.amount),
            }
            yield case.broken(rule, text, values, duty=later, amount=rule.amount - gap)


def _latest_and_next(duties: Sequence[Duty]) -> Iterator[tuple[Duty, Duty]]:
    """Yield each duty with the one of the earlier ones that ends latest."""
    latest: Duty | None = None
    for duty in duties:
        if latest is not None:
            yield latest, duty
        if latest is None or duty.end > latest.end:
            latest = duty


def rest_after(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.REST_AFTER)
    asking: Duty | None = None
    text = N_(
        "%(earlier)s asks for %(asked)s of rest afterwards; %(person)s stands %(later)s "
        "%(missing)s too early."
    )
    for duty in case.duties:
        if rule is not None and asking is not None:
            missing = asking.end + asking.rest_after - duty.start
            if missing > 0:
                values = {
                    "earlier": asking.words,
                    "asked": length_words(asking.rest_after),
                    "later": duty.words,
                    "missing": length_words(missing),
                }
                yield case.broken(rule, text, values, duty=duty, amount=missing)
        if duty.rest_after > 0 and (asking is None or _rested(duty) > _rested(asking)):
            asking = duty


def _rested(duty: Duty) -> int:
    return duty.end + duty.rest_after


def present(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.PRESENT)
    absences = case.register.absences.get(case.person.id, [])
    text = N_("%(person)s is away during %(duty)s, for %(overlap)s of it.")
    for duty in case.own if absences and rule is not None else ():
        overlap = sum(
            max(0, min(duty.end, end) - max(duty.start, start)) for start, end in absences
        )
        if rule is not None and overlap > 0:
            values = {"duty": duty.words, "overlap": length_words(overlap)}
            yield case.broken(rule, text, values, duty=duty, amount=overlap)


def qualified(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.QUALIFIED)
    text = N_("%(person)s lacks what %(duty)s needs: %(lacking)s.")
    for duty in case.own if rule is not None else ():
        missing = case.register.lacking(case.person, case.register.demands[duty.demand].needs)
        if rule is not None and missing:
            values = {"duty": duty.words, "lacking": listed(missing)}
            yield case.broken(rule, text, values, duty=duty, amount=len(missing))


def forbidden(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.FORBIDDEN)
    barred = {pin.demand for pin in case.register.pins.get(case.person.id, ()) if pin.is_forbidden}
    for duty in case.own if barred else ():
        if rule is not None and duty.demand in barred:
            text = N_("%(person)s is barred from %(duty)s.")
            yield case.broken(rule, text, {"duty": duty.words}, duty=duty)


def fixed(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.FIXED)
    stood = {duty.demand for duty in case.duties}
    text = N_("%(person)s is fixed to %(duty)s and does not stand it.")
    wanted = {
        pin.demand for pin in case.register.pins.get(case.person.id, ()) if not pin.is_forbidden
    }
    for demand in sorted(wanted - stood):
        duty = case.register.duties[demand]
        if rule is not None:
            yield case.broken(rule, text, {"duty": duty.words}, duty=duty)


def hours_in_7_days(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.HOURS_IN_7_DAYS)
    minutes: Counter[int] = Counter()
    for duty in case.duties:
        minutes[duty.day.toordinal()] += duty.minutes
    text = N_("%(person)s works %(worked)s in the seven days to %(last)s; %(asked)s are allowed.")
    for day in sorted({duty.day for duty in case.own}) if rule is not None else ():
        last = day.toordinal()
        worked = sum(minutes[last - earlier] for earlier in range(WEEK_DAYS))
        if rule is not None and worked > rule.amount:
            values = {
                "worked": length_words(worked),
                "last": day_words(day),
                "asked": length_words(rule.amount),
            }
            yield case.broken(rule, text, values, day=day, amount=worked - rule.amount)


def nights_in_a_row(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.NIGHTS_IN_A_ROW)
    text = N_("%(person)s stands %(count)s nights in a row to %(last)s; %(asked)s are allowed.")
    if rule is not None:
        nights = {duty.day.toordinal() for duty in case.duties if duty.is_night}
        yield from _too_long_rows(case, rule, nights, text)


def days_in_a_row(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.DAYS_IN_A_ROW)
    most = case.person.limits.most_days_in_a_row
    if most is not None:
        rule = Rule(RuleCode.DAYS_IN_A_ROW, Level.HARD, most)
    text = N_("%(person)s works %(count)s days in a row to %(last)s; %(asked)s are allowed.")
    if rule is not None:
        days = {duty.day.toordinal() for duty in case.duties}
        yield from _too_long_rows(case, rule, days, text)


def _too_long_rows(case: Case, rule: Rule, days: set[int], text: str) -> Iterator[Breach]:
    for first, last in rows(days):
        count = last - first + 1
        beyond = min(count - rule.amount, last - case.register.first_day + 1)
        if beyond > 0:
            day = date.fromordinal(last)
            values = {"count": count, "last": day_words(day), "asked": rule.amount}
            yield case.broken(rule, text, values, day=day, amount=beyond, units=beyond)


def rows(days: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each unbroken row of days."""
    in_order = sorted(days)
    breaks = [place for place, (one, two) in enumerate(pairwise(in_order), 1) if two - one > 1]
    for start, stop in pairwise([0, *breaks, len(in_order)]):
        if start < stop:
            yield in_order[start], in_order[stop - 1]


def weekly_rest(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.WEEKLY_REST)
    text = N_(
        "%(person)s has no unbroken rest of %(asked)s from %(first)s to %(last)s; "
        "one is asked in seven days."
    )
    for stretch in _stretches(case.duties, rule.amount) if rule is not None else ():
        lasts = max(duty.end for duty in stretch) - stretch[0].start
        if rule is not None and lasts > WEEK_MINUTES - rule.amount and stretch[-1].demand:
            values = {
                "asked": length_words(rule.amount),
                "first": stretch[0].words,
                "last": stretch[-1].words,
            }
            beyond = lasts - (WEEK_MINUTES - rule.amount)
            yield case.broken(rule, text, values, duty=stretch[-1], amount=beyond)


def _stretches(duties: Sequence[Duty], gap: int) -> Iterator[list[Duty]]:
    """Yield the duties between which no gap reaches so many minutes."""
    stretch: list[Duty] = []
    ends = 0
    for duty in duties:
        if stretch and duty.start - ends >= gap:
            yield stretch
            stretch = []
        ends = max(ends, duty.end) if stretch else duty.end
        stretch.append(duty)
    if stretch:
        yield stretch


def travel(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.TRAVEL)
    kilometres = sum(
        max(0, metres - rule.amount) // KILOMETRE
        for duty in case.own
        if rule is not None
        and (metres := case.register.metres(case.person, case.register.demands[duty.demand].post))
        is not None
    )
    if rule is not None and kilometres:
        text = N_("The ways of %(person)s to duty come to %(kilometres)s km.")
        values = {"kilometres": kilometres}
        yield case.broken(rule, text, values, amount=kilometres, units=kilometres)


FAIR_TEXTS = {
    Kind.MINUTES: N_("%(person)s carries %(carried)s of duty; %(low)s to %(high)s are fair."),
    Kind.NIGHTS: N_("%(person)s carries %(carried)s nights; %(low)s to %(high)s are fair."),
    Kind.WEEKENDS: N_(
        "%(person)s carries %(carried)s duties on weekends; %(low)s to %(high)s are fair."
    ),
    Kind.FRIDAYS: N_(
        "%(person)s carries %(carried)s duties over the Friday prayer; "
        "%(low)s to %(high)s are fair."
    ),
    Kind.HOLIDAYS: N_(
        "%(person)s carries %(carried)s duties on holidays; %(low)s to %(high)s are fair."
    ),
}


def fair(case: Case) -> Iterator[Breach]:
    """Yield the breaches of all five kinds of fairness."""
    load = case.register.load(case.person.id, case.duties)
    for kind, code in FAIR_RULES.items():
        rule, share = case.rule(code), load.of(kind)
        if rule is None:
            continue
        low, high = max(0, share.low - rule.amount), share.high + rule.amount
        outside = replace(share, low=low, high=high).outside
        if kind is Kind.MINUTES:
            outside //= HOUR
        if outside:
            values = _fair_values(kind, share.carried, low, high)
            yield case.broken(rule, FAIR_TEXTS[kind], values, amount=outside, units=outside)


def _fair_values(kind: Kind, carried: int, low: int, high: int) -> dict[str, object]:
    if kind is Kind.MINUTES:
        return {
            "carried": length_words(carried),
            "low": length_words(low),
            "high": length_words(high),
        }
    return {"carried": carried, "low": low, "high": high}
