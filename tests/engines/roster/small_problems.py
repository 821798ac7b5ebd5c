"""Small problems with every kind of rule, drawn from a seed."""

import random
from datetime import UTC, date, datetime, time, timedelta

from sejuk.engines.roster import (
    Absence,
    Assignment,
    Burden,
    Demand,
    Level,
    Limits,
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

FIRST = date(2024, 11, 4)
BANDS = (("P", 6, 8), ("S", 14, 8), ("M", 22, 8), ("C", 7, 24), ("X", 6, 2))
NEEDS = (
    Needs(),
    Needs(),
    Needs(frozenset({"leader"})),
    Needs(least_rank=2),
    Needs(organisations=frozenset({"A"})),
)
MIXES = (Mix(1, Needs(is_woman=True)), Mix(2, Needs(organisations=frozenset({"A"})), "k"))
AMOUNTS = {
    RuleCode.REST: 480,
    RuleCode.REST_AFTER: 0,
    RuleCode.HOURS_IN_7_DAYS: 1500,
    RuleCode.NIGHTS_IN_A_ROW: 1,
    RuleCode.DAYS_IN_A_ROW: 2,
    RuleCode.WEEKLY_REST: 2000,
    RuleCode.FOLLOW: 0,
    RuleCode.LEADER: 3,
    RuleCode.MIX: 0,
}
OF_SHIFTS = (RuleCode.LEADER, RuleCode.MIX)


def a_small_problem(seed: int) -> Problem:
    rng = random.Random(seed)
    days = rng.randint(1, 9)
    people = tuple(_a_person(rng, number) for number in range(rng.randint(0, 7)))
    demands = tuple(_demands(rng, days))
    return Problem(
        FIRST,
        days,
        people,
        (Post("k", "KPU", latitude=-4.05, longitude=104.1), Post("b", "Bawaslu")),
        demands,
        absences=tuple(_an_absence(rng, one.id) for one in people if rng.random() < 0.3),
        pins=tuple(_pins(rng, demands, people)),
        mixes=tuple(rng.sample(MIXES, rng.randint(0, 2))),
        wishes=tuple(_a_wish(rng, one.id, days) for one in people if rng.random() < 0.3),
        worked=tuple(duty for one in people for duty in _worked(rng, one.id)),
        burdens=tuple(_a_burden(rng, one.id) for one in people if rng.random() < 0.3),
        holidays=frozenset({FIRST + timedelta(days=1)}),
        forbidden_sequences=frozenset({("P", "M")}) if rng.random() < 0.5 else frozenset(),
        rules=tuple(_rules(rng)),
        previous=tuple(
            Assignment(demand.id, rng.choice(people).id)
            for demand in demands
            if people and rng.random() < 0.3
        ),
    )


def _a_person(rng: random.Random, number: int) -> Person:
    return Person(
        f"p{number}",
        f"P{number}",
        rng.choice("AB"),
        squad=rng.choice(["", "s1", "s2"]),
        rank=rng.randint(0, 3),
        qualifications=frozenset({"leader"} if rng.random() < 0.5 else set()),
        is_woman=rng.random() < 0.3,
        latitude=rng.choice([None, -4.0, -4.1]),
        longitude=104.0 + rng.random() * 0.3,
        limits=Limits(most_days_in_a_row=rng.choice([None] * 5 + [2])),
    )


def _demands(rng, days):
    for day in range(days):
        for post in "kb":
            for band, hour, hours in BANDS:
                if rng.random() < 0.35:
                    starts_at = datetime.combine(FIRST + timedelta(days=day), time(hour), UTC)
                    for role in ("leader", "member", "deputy"):
                        if rng.random() < 0.5:
                            yield Demand(
                                f"{day}{post}{band}{role}",
                                post,
                                band,
                                starts_at.date(),
                                starts_at,
                                starts_at + timedelta(hours=hours),
                                rng.choice([0, 1, 1, 2, 3]),
                                role=role,
                                needs=rng.choice(NEEDS),
                                rest_after_minutes=rng.choice([0, 0, 1440]),
                                price=rng.choice([1000, 1000, 3000]),
                            )


def _an_absence(rng, person):
    starts_at = datetime.combine(FIRST, time(), UTC) + timedelta(hours=rng.randint(0, 100))
    return Absence(person, starts_at, starts_at + timedelta(hours=rng.randint(1, 50)))


def _pins(rng, demands, people):
    if demands and people and rng.random() < 0.5:
        yield Pin(rng.choice(demands).id, rng.choice(people).id, is_forbidden=rng.random() < 0.7)


def _a_wish(rng, person, days):
    day = FIRST + timedelta(days=rng.randrange(days))
    return Wish(person, day, rng.random() < 0.5, rng.choice(["", "P"]), rng.randint(1, 5))


def _worked(rng, person):
    starts_at = datetime.combine(FIRST, time(), UTC) - timedelta(days=7)
    while starts_at < datetime.combine(FIRST, time(), UTC) - timedelta(hours=4):
        if rng.random() < 0.25:
            ends_at = starts_at + timedelta(hours=8)
            yield Worked(person, rng.choice("PSM"), starts_at.date(), starts_at, ends_at, 480)
            starts_at += timedelta(hours=20)
        starts_at += timedelta(hours=rng.choice([8, 16, 24]))


def _a_burden(rng, person):
    return Burden(person, rng.randint(0, 3000), rng.randint(0, 5), 2, 0, 0, rng.randint(0, 20))


def _rules(rng):
    if rng.random() < 0.5:
        yield Rule(RuleCode.COHESION, Level.SOFT, price=7)
    for code, amount in AMOUNTS.items():
        if rng.random() < 0.3:
            organisation = "" if code in OF_SHIFTS else rng.choice(["", "A"])
            level = rng.choice(list(Level))
            yield Rule(code, level, amount, rng.choice([3, 50]), organisation)
