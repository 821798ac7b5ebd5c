"""The judge: a hand-worked roster for each rule, which breaks that rule and no other."""

from dataclasses import replace

import pytest

from sejuk.engines.roster import (
    BREACHES,
    DEFAULTS,
    SENTENCES,
    Assignment,
    Level,
    Mix,
    Needs,
    Pin,
    Rule,
    RuleCode,
    Wish,
    verify,
)
from tests.engines.roster.guards import (
    BUDI,
    MALAM,
    PAGI,
    SITI,
    a_demand,
    a_problem,
    away,
    days,
    found,
    no,
    on,
    stood,
    with_terms,
)

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
