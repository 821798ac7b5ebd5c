"""The rules that act where a person's terms, wishes or what was published ask."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from sejuk.engines.roster.asked.problem import RuleCode, Wish
from sejuk.engines.roster.asked.sentences import N_
from sejuk.engines.roster.judging.breaches import Breach, day_words, length_words
from sejuk.engines.roster.judging.carried import SATURDAY
from sejuk.engines.roster.judging.duties import Case, Duty
from sejuk.engines.roster.judging.rules_of_people import rows


def wishes(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.WISHES)
    asked = case.register.wishes.get(case.person.id, [])
    for wish in asked if rule is not None else ():
        duty = _duty_wished(case, wish)
        if rule is None or (duty is not None) != wish.is_off:
            continue
        text = (
            N_("%(person)s asks to be off duty on %(day)s and is on.")
            if wish.is_off
            else N_("%(person)s asks for duty on %(day)s and is not on as asked.")
        )
        values: dict[str, object] = {"day": day_words(wish.day)}
        if duty is not None:
            yield case.broken(rule, text, values, duty=duty, amount=wish.price, units=wish.price)
        else:
            yield case.broken(rule, text, values, day=wish.day, amount=wish.price, units=wish.price)


def _duty_wished(case: Case, wish: Wish) -> Duty | None:
    """Return the first duty of the roster that a wish speaks of."""
    fitting = (duty for duty in case.own if duty.day == wish.day and wish.band in ("", duty.band))
    return next(fitting, None)


def stability(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.STABILITY)
    stood = {duty.demand for duty in case.duties}
    text = N_("%(person)s no longer stands %(duty)s, which has been published.")
    for demand in case.register.published.get(case.person.id, ()):
        if rule is not None and demand not in stood:
            duty = case.register.duties[demand]
            yield case.broken(rule, text, {"duty": duty.words}, duty=duty)


def follow(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.FOLLOW)
    if rule is None or not case.register.sequences:
        return
    first_of = {(duty.day, duty.band): duty for duty in reversed(case.duties)}
    text = N_("%(person)s stands %(later)s on the day after %(earlier)s; that may not be.")
    for (day, band), earlier in sorted(first_of.items(), key=lambda one: one[0]):
        for later_band in sorted(case.register.sequences.get(band, ())):
            later = first_of.get((day + timedelta(days=1), later_band))
            if later is not None and later.demand:
                values = {"later": later.words, "earlier": earlier.words}
                yield case.broken(rule, text, values, duty=later)


def most_minutes(case: Case) -> Iterator[Breach]:
    rule, most = case.rule(RuleCode.MOST_MINUTES), case.person.limits.most_minutes
    if rule is None or most is None:
        return
    worked = sum(duty.minutes for duty in case.own)
    if worked > most:
        text = N_("%(person)s works %(worked)s in all; the terms allow %(asked)s.")
        values = {"worked": length_words(worked), "asked": length_words(most)}
        yield case.broken(rule, text, values, amount=worked - most)


def least_minutes(case: Case) -> Iterator[Breach]:
    rule, least = case.rule(RuleCode.LEAST_MINUTES), case.person.limits.least_minutes
    if rule is None or least is None:
        return
    worked = sum(duty.minutes for duty in case.own)
    if worked < least:
        text = N_("%(person)s works %(worked)s in all; the terms ask for %(asked)s.")
        values = {"worked": length_words(worked), "asked": length_words(least)}
        yield case.broken(rule, text, values, amount=least - worked)


def least_days_in_a_row(case: Case) -> Iterator[Breach]:
    rule, least = case.rule(RuleCode.LEAST_DAYS_IN_A_ROW), case.person.limits.least_days_in_a_row
    if rule is None or least is None:
        return
    register = case.register
    text = N_("%(person)s has only %(count)s days of duty in a row to %(last)s; %(asked)s are due.")
    for first, last in rows(_days_on(case)):
        missing = least - (last - first + 1)
        if register.first_day < first and last < register.last_day and missing > 0:
            day = date.fromordinal(last)
            values = {"count": last - first + 1, "last": day_words(day), "asked": least}
            yield case.broken(rule, text, values, day=day, amount=missing, units=missing)


def least_days_off_in_a_row(case: Case) -> Iterator[Breach]:
    rule = case.rule(RuleCode.LEAST_DAYS_OFF_IN_A_ROW)
    least = case.person.limits.least_days_off_in_a_row
    if rule is None or least is None:
        return
    register = case.register
    days_off = set(range(register.first_day, register.last_day + 1)) - _days_on(case)
    text = N_("%(person)s has only %(count)s days off in a row to %(last)s; %(asked)s are due.")
    for first, last in rows(days_off):
        missing = least - (last - first + 1)
        if register.first_day < first and last < register.last_day and missing > 0:
            day = date.fromordinal(last)
            values = {"count": last - first + 1, "last": day_words(day), "asked": least}
            yield case.broken(rule, text, values, day=day, amount=missing, units=missing)


def _days_on(case: Case) -> set[int]:
    return {duty.day.toordinal() for duty in case.own}


def most_weekends(case: Case) -> Iterator[Breach]:
    rule, most = case.rule(RuleCode.MOST_WEEKENDS), case.person.limits.most_weekends
    if rule is None or most is None:
        return
    saturdays = {
        duty.day.toordinal() - (duty.day.weekday() - SATURDAY)
        for duty in case.own
        if duty.day.weekday() >= SATURDAY
    }
    beyond = len(saturdays) - most
    if beyond > 0:
        text = N_("%(person)s works on %(count)s weekends; the terms allow %(asked)s.")
        values: dict[str, object] = {"count": len(saturdays), "asked": most}
        yield case.broken(rule, text, values, amount=beyond, units=beyond)


def most_of_band(case: Case) -> Iterator[Breach]:
    rule, limits = case.rule(RuleCode.MOST_OF_BAND), case.person.limits.most_of_band
    if rule is None or not limits:
        return
    counts = Counter(duty.band for duty in case.own)
    text = N_("%(person)s stands %(band)s %(count)s times; the terms allow %(asked)s.")
    for band in sorted(limits):
        beyond = counts[band] - limits[band]
        if beyond > 0:
            values: dict[str, object] = {
                "band": band,
                "count": counts[band],
                "asked": limits[band],
            }
            yield case.broken(rule, text, values, amount=beyond, units=beyond)
