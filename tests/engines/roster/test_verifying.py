"""The judge: a hand-worked roster for each rule, other clocks, and laws that always hold."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.roster import (
    BREACHES,
    DEFAULTS,
    SENTENCES,
    Absence,
    Assignment,
    Burden,
    Checker,
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
    loads,
    verify,
)
from tests.engines.roster.small_problems import a_small_problem

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
NIGHTS, WEEK = days("Malam", 0, 1, 2, 3), days("Singkat", *range(7))
LONG, SIX = days("Panjang", 0, 1, 2, 3, 4), (*days("Pagi", 0, 1, 2, 3, 4), a_demand("Siang", 5))
JAGA = a_demand("Jaga", 0, rest_after_minutes=24 * 60)
TWO_SEATS = replace(PAGI, count=2)
LEADER = replace(PAGI, id="leader", role="leader")
DEPUTY = replace(PAGI, id="deputy", role="deputy")
FAR = replace(BUDI, latitude=0.0, longitude=104.0)
SQUADS = replace(BUDI, squad="one"), replace(SITI, squad="two")
NEEDY = replace(PAGI, needs=Needs(frozenset({"driver"}), is_woman=True))
MINISTRY = replace(PAGI, counted_minutes=60)
SATURDAYS = days("Pagi", 5, 12)

# Each: what it shows, the problem, the roster, and the breaches with amount and price.
HAND_WORKED = [
    ("a full roster", a_problem(PAGI), stood("budi", PAGI), []),
    ("an empty seat", a_problem(TWO_SEATS), stood("budi", TWO_SEATS), [("cover", 1, 1000)]),
    ("one too many", a_problem(PAGI), stood(("budi", "siti"), PAGI), [("cover", 1, 0)]),
    (
        "one too many at a price",
        a_problem(replace(PAGI, price_over=7)),
        stood(("budi", "siti"), PAGI),
        [("cover", 1, 7)],
    ),
    (
        "two duties at one time",
        a_problem(PAGI, a_demand("Tengah", 0)),
        stood("budi", PAGI, a_demand("Tengah", 0)),
        [("one_duty", 240, 0)],
    ),
    (
        "one seat given twice to one",
        a_problem(TWO_SEATS, rules=(no(RuleCode.COVER),)),
        stood("budi", TWO_SEATS, TWO_SEATS),
        [("one_duty", 480, 0)],
    ),
    (
        "on duty while away",
        a_problem(PAGI, absences=(away(0, 9, 11), away(0, 10, 12))),
        stood("budi", PAGI),
        [("present", 180, 0)],
    ),
    ("lacking two things", a_problem(NEEDY), stood("budi", NEEDY), [("qualified", 2, 0)]),
    (
        "barred",
        a_problem(PAGI, pins=(Pin("Pagi0", "budi", is_forbidden=True),)),
        stood("budi", PAGI),
        [("forbidden", 1, 0)],
    ),
    (
        "fixed and not there",
        a_problem(PAGI, pins=(Pin("Pagi0", "siti"),)),
        stood("budi", PAGI),
        [("fixed", 1, 0)],
    ),
    (
        "eight hours of rest",
        a_problem(MALAM, a_demand("Siang", 1)),
        stood("budi", MALAM, a_demand("Siang", 1)),
        [("rest", 180, 1000)],
    ),
    (
        "no rest after a day and a night",
        a_problem(JAGA, a_demand("Pagi", 2)),
        stood("budi", JAGA, a_demand("Pagi", 2)),
        [("rest_after", 120, 1000)],
    ),
    ("sixty hours", a_problem(*LONG), stood("budi", *LONG), [("hours_in_7_days", 720, 1000)]),
    ("four nights", a_problem(*NIGHTS), stood("budi", *NIGHTS), [("nights_in_a_row", 1, 1000)]),
    (
        "seven days",
        a_problem(*WEEK, rules=(no(RuleCode.WEEKLY_REST),)),
        stood("budi", *WEEK),
        [("days_in_a_row", 1, 1000)],
    ),
    (
        "seven days by terms of five",
        a_problem(
            *WEEK,
            people=with_terms(most_days_in_a_row=5),
            rules=(no(RuleCode.WEEKLY_REST), no(RuleCode.DAYS_IN_A_ROW)),
        ),
        stood("budi", *WEEK),
        [("days_in_a_row", 2, 0)],
    ),
    (
        "no rest of forty hours in 136",
        a_problem(*SIX, rules=(Rule(RuleCode.WEEKLY_REST, Level.WARN, 40 * 60, 9),)),
        stood("budi", *SIX),
        [("weekly_rest", 136 * 60 - (7 * 24 * 60 - 40 * 60), 9)],
    ),
    (
        "no leader",
        a_problem(PAGI, LEADER, rules=(no(RuleCode.COVER),)),
        stood("budi", PAGI),
        [("leader", 1, 1000)],
    ),
    (
        "no deputy leader",
        a_problem(
            TWO_SEATS, DEPUTY, rules=(no(RuleCode.COVER), Rule(RuleCode.LEADER, Level.HARD, 2))
        ),
        stood(("budi", "siti"), TWO_SEATS),
        [("leader", 1, 0)],
    ),
    (
        "no woman",
        a_problem(PAGI, mixes=(Mix(1, Needs(is_woman=True), "kpu"), Mix(9, Needs(), "other"))),
        stood("budi", PAGI),
        [("mix", 1, 1000)],
    ),
    (
        "a way of 111 km, 100 beyond 11",
        a_problem(PAGI, people=(FAR,), rules=(Rule(RuleCode.TRAVEL, Level.SOFT, 11_000, 3),)),
        stood("budi", PAGI),
        [("travel", 100, 300)],
    ),
    (
        "two squads",
        a_problem(TWO_SEATS, people=SQUADS, rules=(Rule(RuleCode.COHESION, Level.SOFT, 0, 4),)),
        stood(("budi", "siti"), TWO_SEATS),
        [("cohesion", 1, 4)],
    ),
    (
        "all nights to one",
        a_problem(*days("Malam", 0, 2), rules=(DEFAULTS[RuleCode.FAIR_NIGHTS],)),
        stood("budi", *days("Malam", 0, 2)),
        [("fair_nights", 1, 10), ("fair_nights", 1, 10)],
    ),
    (
        "all hours to one",
        a_problem(*days("Pagi", 0, 2), rules=(Rule(RuleCode.FAIR_HOURS, Level.SOFT, 150, 20),)),
        stood("budi", *days("Pagi", 0, 2)),
        [("fair_hours", 5, 100), ("fair_hours", 5, 100)],
    ),
    (
        "both Saturdays to one",
        a_problem(*SATURDAYS, rules=(DEFAULTS[RuleCode.FAIR_WEEKENDS],)),
        stood("budi", *SATURDAYS),
        [("fair_weekends", 1, 5), ("fair_weekends", 1, 5)],
    ),
    (
        "both Fridays to one",
        a_problem(*days("Pagi", 4, 11), rules=(DEFAULTS[RuleCode.FAIR_FRIDAYS],)),
        stood("budi", *days("Pagi", 4, 11)),
        [("fair_fridays", 1, 5), ("fair_fridays", 1, 5)],
    ),
    (
        "both holidays to one",
        a_problem(
            *days("Pagi", 1, 3),
            holidays=frozenset({on(1), on(3)}),
            rules=(DEFAULTS[RuleCode.FAIR_HOLIDAYS],),
        ),
        stood("budi", *days("Pagi", 1, 3)),
        [("fair_holidays", 1, 10), ("fair_holidays", 1, 10)],
    ),
    (
        "wishes",
        a_problem(
            PAGI,
            wishes=(
                Wish("budi", on(0), is_off=True, price=3),
                Wish("budi", on(0), is_off=True, band="Malam"),
                Wish("budi", on(0), is_off=False),
                Wish("siti", on(0), is_off=False, band="Pagi", price=2),
            ),
        ),
        stood("budi", PAGI),
        [("wishes", 2, 2), ("wishes", 3, 3)],
    ),
    (
        "not as published",
        a_problem(PAGI, previous=(Assignment("Pagi0", "siti"), Assignment("gone", "budi"))),
        stood("budi", PAGI),
        [("stability", 1, 10)],
    ),
    (
        "a forbidden sequence",
        a_problem(MALAM, a_demand("Malam", 1), forbidden_sequences=frozenset({("Malam", "Malam")})),
        stood("budi", MALAM, a_demand("Malam", 1)),
        [("follow", 1, 0)],
    ),
    (
        "more than the terms",
        a_problem(PAGI, people=with_terms(most_minutes=400)),
        stood("budi", PAGI),
        [("most_minutes", 80, 0)],
    ),
    (
        "less than the terms, by counted minutes",
        a_problem(MINISTRY, people=with_terms(least_minutes=100)),
        stood("budi", MINISTRY),
        [("least_minutes", 40, 0)],
    ),
    (
        "one day on, where two are due",
        a_problem(*days("Pagi", 0, 4, 13), people=with_terms(least_days_in_a_row=2)),
        stood("budi", *days("Pagi", 0, 4, 13)),
        [("least_days_in_a_row", 1, 0)],
    ),
    (
        "one day off, where two are due",
        a_problem(*days("Pagi", 1, 3, 6, 12), people=with_terms(least_days_off_in_a_row=2)),
        stood("budi", *days("Pagi", 1, 3, 6, 12)),
        [("least_days_off_in_a_row", 1, 0)],
    ),
    (
        "two weekends, where one is allowed",
        a_problem(*days("Pagi", 5, 6, 13), people=with_terms(most_weekends=1)),
        stood("budi", *days("Pagi", 5, 6, 13)),
        [("most_weekends", 1, 0)],
    ),
    (
        "a shift that one never stands",
        a_problem(PAGI, MALAM, people=with_terms(most_of_band={"Malam": 0})),
        stood("budi", MALAM) + stood("siti", PAGI),
        [("most_of_band", 1, 0)],
    ),
]


@pytest.mark.parametrize(
    ("problem", "roster", "expected"),
    [case[1:] for case in HAND_WORKED],
    ids=[case[0] for case in HAND_WORKED],
)
def test_each_rule_on_a_roster_worked_by_hand(problem, roster, expected):
    assert found(problem, roster) == [(RuleCode(code), *rest) for code, *rest in expected]


def test_every_rule_has_its_sentence_its_definition_and_its_hand_worked_roster():
    broken = {code for case in HAND_WORKED for code, *_ in case[3]}
    assert set(SENTENCES) == set(BREACHES) == set(RuleCode)
    assert broken == {code.value for code in RuleCode}
    assert set(DEFAULTS) == set(RuleCode) - {RuleCode.COHESION}


def test_a_breach_says_who_where_when_and_how_much():
    second = a_demand("Siang", 1)
    verdict = verify(a_problem(MALAM, second), stood("budi", MALAM, second))
    [breach] = verdict.breaches
    assert str(breach.sentence) == (
        "Budi rests 8 hours between KPU Malam 4 Nov and KPU Siang 5 Nov; 11 hours are asked."
    )
    assert (breach.person, breach.demand, breach.day) == ("budi", "Siang1", "2024-11-05")
    assert verdict.is_legal
    assert verdict.figures.cost == 1000


def test_rest_goes_by_the_time_that_passes_when_the_clock_is_put_back():
    berlin = ZoneInfo("Europe/Berlin")
    before = a_demand("Siang", 0, berlin, starts_at=datetime(2024, 10, 26, 14, tzinfo=berlin))
    before = replace(before, ends_at=datetime(2024, 10, 26, 20, tzinfo=berlin), counted_minutes=0)
    after = replace(before, id="after", starts_at=datetime(2024, 10, 27, 6, tzinfo=berlin))
    after = replace(after, ends_at=datetime(2024, 10, 27, 14, tzinfo=berlin))
    # By the clock ten hours; eleven pass.
    assert found(a_problem(before, after), stood("budi", before, after)) == []
    at_five = replace(after, starts_at=datetime(2024, 10, 27, 5, 30, tzinfo=berlin))
    breaches = found(a_problem(before, at_five), stood("budi", before, at_five))
    assert breaches == [(RuleCode.REST, 30, 1000)]


@pytest.mark.parametrize(
    ("starts", "ends", "minutes", "is_night"),
    [
        # The night on which three o'clock comes twice: one hour more.
        ("2024-10-26T22:00", "2024-10-27T06:00", 540, 1),
        ("2024-10-27T01:00", "2024-10-27T03:00", 180, 1),
        # The night that has no hour from two to three: one hour less.
        ("2024-03-30T22:00", "2024-03-31T04:00", 300, 1),
        ("2024-03-31T01:00", "2024-03-31T04:00", 120, 0),
    ],
)
def test_minutes_and_nights_where_the_clock_changes(starts, ends, minutes, is_night):
    berlin = ZoneInfo("Europe/Berlin")
    starts_at, ends_at = (
        datetime.fromisoformat(one).replace(tzinfo=berlin) for one in (starts, ends)
    )
    duty = replace(MALAM, starts_at=starts_at, ends_at=ends_at)
    load = loads(a_problem(duty), stood("budi", duty))[0]
    assert (load.minutes.carried, load.nights.carried) == (minutes, is_night)


def test_the_friday_prayer_is_that_of_the_post():
    # 10:00 to 11:45 in Makassar is 9:00 to 10:45 in Baturaja, on the same instants.
    makassar = ZoneInfo("Asia/Makassar")
    starts_at, ends_at = (
        datetime(2024, 11, 8, hour, minute, tzinfo=makassar) for hour, minute in ((10, 0), (11, 45))
    )
    there = replace(PAGI, starts_at=starts_at, ends_at=ends_at)
    here = replace(there, starts_at=starts_at.astimezone(WIB), ends_at=ends_at.astimezone(WIB))
    carried = [loads(a_problem(duty), stood("budi", duty))[0].fridays for duty in (there, here)]
    assert [one.carried for one in carried] == [1, 0]


def test_what_was_stood_before_goes_on_into_the_roster():
    midnight = datetime(2024, 11, 1, 22, tzinfo=WIB)
    before = tuple(
        Worked("budi", "Malam", on(day), start, start + timedelta(hours=8), 480)
        for day, start in ((day, midnight + timedelta(days=day + 3)) for day in (-3, -2, -1))
    )
    early = a_demand("Siang", 0)
    assert found(a_problem(early, worked=before), stood("budi", early)) == [
        (RuleCode.REST, 180, 1000)
    ]
    assert found(a_problem(MALAM, worked=before), stood("budi", MALAM)) == [
        (RuleCode.NIGHTS_IN_A_ROW, 1, 1000)
    ]
    # Four nights before the horizon are not this roster's doing.
    assert found(a_problem(worked=before), ()) == []


def test_shares_count_what_was_carried_and_who_was_away():
    away_all = Absence("siti", *(datetime(2024, 11, day, tzinfo=WIB) for day in (4, 18)))
    nights = days("Malam", 0, 2, 4)
    carried = Burden("siti", nights=3, days_present=14)
    problem = a_problem(
        *nights,
        absences=(away_all,),
        burdens=(carried,),
        rules=(DEFAULTS[RuleCode.FAIR_NIGHTS],),
    )
    # Six nights over 28 days present, 14 of each.
    shares = {load.person: load.nights for load in loads(problem, stood("budi", *nights))}
    assert [(one.carried, one.before, one.low, one.high) for one in shares.values()] == [
        (3, 0, 3, 3),
        (3, 3, 3, 3),
    ]
    assert found(problem, stood("budi", *nights)) == []


def test_whoever_is_named_and_unknown_is_said():
    roster = (Assignment("Pagi0", "nobody"), Assignment("nothing", "budi"))
    verdict = verify(a_problem(PAGI), roster)
    assert not verdict.is_legal
    assert [str(one.sentence) for one in verdict.breaches if one.level is Level.HARD] == [
        'The roster names "nobody", who is not among the people.',
        'The roster names duty "nothing", which nobody asks for.',
    ]


def test_a_change_that_breaks_what_nobody_may_break_is_not_legal():
    checker = Checker(a_problem(PAGI, MALAM, pins=(Pin("Malam0", "budi", is_forbidden=True),)))
    good = checker.verdict_of_change((), (), stood("budi", PAGI))
    bad = checker.verdict_of_change(stood("budi", PAGI), (), stood("budi", MALAM))
    assert (good.is_legal, bad.is_legal) == (True, False)
    assert (good.cost, len(good.healed)) == (-1000, 1)


def a_random_roster(problem: Problem, seed: int) -> tuple[Assignment, ...]:
    rng = random.Random(seed)
    pairs = [(demand.id, person.id) for demand in problem.demands for person in problem.people]
    return tuple(Assignment(*pair) for pair in pairs if rng.random() < 0.25)


seeds = st.integers(0, 10_000)


def kinds(problem: Problem, roster) -> Counter[tuple[object, ...]]:
    breaches = verify(problem, roster).breaches
    return Counter((one.rule, one.level, one.day, one.amount, one.price) for one in breaches)


@given(seeds, seeds)
@settings(max_examples=40, deadline=None)
def test_other_names_for_people_change_nothing(seed, chance):
    problem = a_small_problem(seed)
    roster = a_random_roster(problem, chance)
    names = {
        person.id: f"x{(place * 7 + chance) % 97}" for place, person in enumerate(problem.people)
    }

    def renamed(things):
        return tuple(replace(thing, person=names[thing.person]) for thing in things)

    other = replace(
        problem,
        people=tuple(replace(one, id=names[one.id]) for one in reversed(problem.people)),
        absences=renamed(problem.absences),
        pins=renamed(problem.pins),
        wishes=renamed(problem.wishes),
        worked=renamed(problem.worked),
        burdens=renamed(problem.burdens),
        previous=renamed(problem.previous),
    )
    assert kinds(other, renamed(roster)) == kinds(problem, roster)


@given(seeds, seeds)
@settings(max_examples=40, deadline=None)
def test_the_order_of_a_roster_changes_nothing(seed, chance):
    problem = a_small_problem(seed)
    roster = a_random_roster(problem, chance)
    shuffled = random.Random(chance).sample(roster, len(roster))
    other = replace(problem, demands=tuple(reversed(problem.demands)))
    assert verify(problem, shuffled) == verify(problem, roster)
    assert verify(other, shuffled).figures.cost == verify(problem, roster).figures.cost


LESS_WORK_NEVER_BREAKS = {
    RuleCode.ONE_DUTY,
    RuleCode.PRESENT,
    RuleCode.QUALIFIED,
    RuleCode.FORBIDDEN,
    RuleCode.REST,
    RuleCode.REST_AFTER,
    RuleCode.HOURS_IN_7_DAYS,
    RuleCode.NIGHTS_IN_A_ROW,
    RuleCode.DAYS_IN_A_ROW,
    RuleCode.WEEKLY_REST,
    RuleCode.FOLLOW,
    RuleCode.TRAVEL,
    RuleCode.MOST_MINUTES,
    RuleCode.MOST_WEEKENDS,
    RuleCode.MOST_OF_BAND,
}


@given(seeds, seeds, st.data())
@settings(max_examples=40, deadline=None)
def test_taking_a_duty_away_never_tires_anybody(seed, chance, data):
    problem = a_small_problem(seed)
    roster = a_random_roster(problem, chance)
    # Of two duties at one time the one hides how little rest there is to the other.
    twice = {
        one.person for one in verify(problem, roster).breaches if one.rule is RuleCode.ONE_DUTY
    }
    may_go = [one for one in roster if one.person not in twice]
    if may_go:
        gone = data.draw(st.sampled_from(may_go))
        amounts = Counter()
        for sign, kept in ((1, roster), (-1, tuple(one for one in roster if one != gone))):
            for breach in verify(problem, kept).breaches:
                if breach.rule in LESS_WORK_NEVER_BREAKS:
                    amounts[breach.rule] += sign * breach.amount
        assert min(amounts.values(), default=0) >= 0


@given(seeds, seeds, st.data())
@settings(max_examples=40, deadline=None)
def test_the_verdict_on_a_change_is_the_difference_of_two_verdicts(seed, chance, data):
    problem = a_small_problem(seed)
    before = a_random_roster(problem, chance)
    pool = [Assignment(one.id, who.id) for one in problem.demands for who in problem.people]
    if not pool:
        return
    removed = data.draw(st.sets(st.sampled_from(before), max_size=2)) if before else set()
    added = data.draw(st.sets(st.sampled_from(pool), max_size=2)) - set(before)
    after = tuple((set(before) - removed) | added)
    change = Checker(problem).verdict_of_change(before, removed, added)
    one, two = verify(problem, before), verify(problem, after)
    assert [breach for breach in two.breaches if breach not in one.breaches] == list(change.new)
    assert [breach for breach in one.breaches if breach not in two.breaches] == list(change.healed)
    assert change.cost == two.figures.cost - one.figures.cost
