"""Builders of a guard post with two people, for rosters worked by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sejuk.engines.roster import (
    Absence,
    Assignment,
    Demand,
    Level,
    Limits,
    Person,
    Post,
    Problem,
    Rule,
    RuleCode,
    verify,
)

MONDAY = date(2024, 11, 4)
WIB = ZoneInfo("Asia/Jakarta")
KPU = Post("kpu", "KPU", latitude=0.0, longitude=105.0)
HOURS = {"Pagi": (6, 8), "Siang": (14, 8), "Malam": (22, 8), "Panjang": (6, 12), "Jaga": (8, 24)}
HOURS |= {"Singkat": (8, 4), "Tengah": (10, 8), "Dini": (0, 8)}
OFF = {
    code: Rule(code, Level.SOFT, 0, 0)
    for code in RuleCode
    if code.value.startswith("fair") or code is RuleCode.TRAVEL
}
BUDI, SITI = Person("budi", "Budi"), Person("siti", "Siti", is_woman=True)


def on(day: int) -> date:
    return MONDAY + timedelta(days=day)


def a_demand(band: str, day: int, zone=WIB, **changes) -> Demand:
    hour, lasts = HOURS[band]
    starts_at = datetime.combine(on(day), time(hour), zone)
    ends_at = (starts_at.astimezone(UTC) + timedelta(hours=lasts)).astimezone(zone)
    given = Demand(f"{band}{day}", "kpu", band, on(day), starts_at, ends_at, 1)
    return replace(given, **changes)


def a_problem(*demands: Demand, people=(BUDI, SITI), rules=(), **changes) -> Problem:
    """Return a problem of two weeks in which fairness and ways are off unless they are given."""
    given = {rule.code for rule in rules}
    quiet = tuple(rule for code, rule in OFF.items() if code not in given)
    return Problem(MONDAY, 14, people, (KPU,), demands, rules=(*rules, *quiet), **changes)


def stood(people: str | tuple[str, ...], *demands: Demand) -> tuple[Assignment, ...]:
    people = (people,) if isinstance(people, str) else people
    return tuple(Assignment(demand.id, person) for demand in demands for person in people)


def found(problem: Problem, roster) -> list[tuple[RuleCode, int, int]]:
    return [(one.rule, one.amount, one.price) for one in verify(problem, roster).breaches]


def days(band: str, *numbers: int) -> tuple[Demand, ...]:
    return tuple(a_demand(band, number) for number in numbers)


def away(day: int, start: int, end: int) -> Absence:
    midnight = datetime.combine(on(day), time(), WIB)
    return Absence("budi", midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def with_terms(**terms) -> tuple[Person, Person]:
    return replace(BUDI, limits=Limits(**terms)), SITI


def no(code: RuleCode) -> Rule:
    return Rule(code, Level.SOFT, 0, 0)


PAGI, SIANG, MALAM = a_demand("Pagi", 0), a_demand("Siang", 0), a_demand("Malam", 0)
