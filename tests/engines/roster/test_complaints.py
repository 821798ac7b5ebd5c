"""Bad problems: each fault is said once, with what is wrong and where, and good ones pass."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sejuk.engines.roster import (
    Absence,
    Burden,
    Complaint,
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
    complaints,
    verify,
)

MONDAY = date(2024, 11, 4)
SIX = datetime(2024, 11, 4, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
BUDI, SITI = Person("budi", "Budi", unit="Samapta"), Person("siti", "Siti", is_woman=True)
MORNING = Demand("m", "kpu", "Pagi", MONDAY, SIX, SIX + 8 * HOUR, 1)
LATER = replace(MORNING, id="l", band="Siang", starts_at=SIX + 4 * HOUR, ends_at=SIX + 12 * HOUR)
GOOD = Problem(MONDAY, 7, (BUDI, SITI), (Post("kpu", "KPU"),), (MORNING,))


def asked(**changes) -> Problem:
    return replace(GOOD, **changes)


def wanting(**changes) -> Problem:
    return asked(demands=(replace(MORNING, **changes),))


def with_terms(**terms) -> Problem:
    return asked(people=(replace(BUDI, limits=Limits(**terms)), SITI))


def away(start: int, end: int) -> Absence:
    return Absence("budi", SIX + start * HOUR, SIX + end * HOUR)


def said(problem: Problem) -> list[tuple[str, str]]:
    return [(one.where, str(one.sentence)) for one in complaints(problem)]


FAULTS = {
    "a person twice": (
        asked(people=(BUDI, BUDI, SITI)),
        ("people:budi", "Budi (budi) stands 2 times among the people. Keep one."),
    ),
    "a person in two units": (
        asked(people=(BUDI, replace(BUDI, unit="Lantas"), SITI)),
        ("people:budi", "Budi (budi) is in more than one unit: Lantas, Samapta. Keep one."),
    ),
    "more than the force": (
        wanting(count=3),
        ("demands:m", "On 2024-11-04 06:00 there are 3 seats; people for them: 2."),
    ),
    "more than the force that is there": (
        asked(demands=(MORNING, replace(LATER, count=1)), absences=(away(5, 6),)),
        ("demands:m", "On 2024-11-04 11:00 there are 2 seats; people for them: 1."),
    ),
    "more women than there are": (
        wanting(count=2, needs=Needs(is_woman=True)),
        (
            "demands:m",
            "On 2024-11-04 06:00 there are 2 seats for a woman; such people: 1.",
        ),
    ),
    "a post nobody may stand on": (
        wanting(needs=Needs(frozenset({"diver"}))),
        ("demands:m", "Nobody may stand KPU: nobody of the force is or has diver."),
    ),
    "all barred": (
        asked(pins=tuple(Pin("m", one, is_forbidden=True) for one in ("budi", "siti"))),
        ("demands:m", "Nobody may stand KPU Pagi 4 Nov: all who could are barred from it."),
    ),
    "absences that overlap": (
        asked(absences=(away(20, 30), away(25, 40))),
        (
            "absences:budi",
            "Budi is away twice at one time from 2024-11-05 07:00 to 2024-11-05 12:00.",
        ),
    ),
    "an absence that ends before it starts": (
        asked(absences=(away(30, 20),)),
        (
            "absences:budi",
            "An absence of Budi ends (2024-11-05 02:00) before it starts (2024-11-05 12:00). "
            "Mend the times.",
        ),
    ),
    "a duty that ends as it starts": (
        wanting(ends_at=SIX),
        (
            "demands:m",
            "KPU Pagi 4 Nov ends (2024-11-04 06:00) before it starts (2024-11-04 06:00). "
            "Mend the times.",
        ),
    ),
    "times without a zone": (
        wanting(starts_at=SIX.replace(tzinfo=None)),
        (
            "demands:m",
            "KPU Pagi 4 Nov has times without a time zone. Give each with its zone.",
        ),
    ),
    "an absence without a zone": (
        asked(absences=(replace(away(1, 2), starts_at=SIX.replace(tzinfo=None)),)),
        (
            "absences:budi",
            "An absence of Budi has times without a time zone. Give each with its zone.",
        ),
    ),
    "an unknown post": (
        wanting(post="bawaslu"),
        ("demands:bawaslu", 'Demands are at post "bawaslu", which is not among the posts.'),
    ),
    "an unknown demand": (
        asked(pins=(Pin("gone", "budi"),)),
        ("pins:gone", 'A pin is for duty "gone", which is not among the demands.'),
    ),
    "an unknown person": (
        asked(wishes=(Wish("ani", MONDAY, is_off=True),)),
        ("wishes:ani", 'A wish is of "ani", who is not among the people.'),
    ),
    "an unknown burden": (
        asked(burdens=(Burden("ani"),)),
        ("burdens:ani", 'A burden is of "ani", who is not among the people.'),
    ),
    "too much time": (
        asked(days=401),
        ("horizon", "The time that is planned has 401 days. Give 1 to 400."),
    ),
    "a duty outside": (
        wanting(day=date(2024, 12, 1)),
        ("demands:m", "KPU Pagi 1 Dec lies outside the time that is planned."),
    ),
    "a duty of another day": (
        wanting(day=date(2024, 11, 7)),
        ("demands:m", "KPU Pagi 7 Nov counts on a day on which it does not start."),
    ),
    "a rule twice": (
        asked(rules=(Rule(RuleCode.REST, Level.WARN, 660), Rule(RuleCode.REST, Level.WARN, 720))),
        ("rules", 'Rule "rest" is given twice; the first holds. Keep one.'),
    ),
    "a rule for nobody": (
        asked(rules=(Rule(RuleCode.REST, Level.WARN, 660, organisation="TNI"),)),
        ("rules", 'Rule "rest" is for "TNI", to which nobody belongs.'),
    ),
    "a rule below nought": (
        asked(rules=(Rule(RuleCode.REST, Level.WARN, -1),)),
        ("rules", 'The amount or the price of rule "rest" is below 0.'),
    ),
    "fewer than no people": (
        wanting(count=-1),
        ("demands:m", "KPU Pagi 4 Nov asks for -1 people. Give a number from 0 to 10000."),
    ),
    "a price below nought": (
        wanting(price=-1),
        ("demands:m", "A price or a number of minutes of KPU Pagi 4 Nov is below 0."),
    ),
    "a duty of a fortnight": (
        wanting(ends_at=SIX + 14 * 24 * HOUR),
        ("demands:m", "KPU Pagi 4 Nov lasts longer than seven days."),
    ),
    "fixed to two duties at one time": (
        asked(demands=(MORNING, LATER), pins=(Pin("m", "budi"), Pin("l", "budi"))),
        (
            "pins:l",
            "Budi is fixed to two duties at one time: KPU Pagi 4 Nov and KPU Siang 4 Nov.",
        ),
    ),
    "fixed while away": (
        asked(pins=(Pin("m", "budi"),), absences=(away(7, 9),)),
        ("pins:m", "Budi is fixed to KPU Pagi 4 Nov and away at that time."),
    ),
    "fixed and barred": (
        asked(pins=(Pin("m", "budi"), Pin("m", "budi", is_forbidden=True))),
        ("pins:m", "Budi is both fixed to KPU Pagi 4 Nov and barred from it."),
    ),
    "fixed without what it needs": (
        asked(
            demands=(replace(MORNING, needs=Needs(is_woman=True)),),
            pins=(Pin("m", "budi"),),
        ),
        ("pins:m", "Budi is fixed to KPU Pagi 4 Nov and lacks what it needs: a woman."),
    ),
    "more fixed than seats": (
        asked(pins=(Pin("m", "budi"), Pin("m", "siti"))),
        ("pins:m", "2 people are fixed to KPU Pagi 4 Nov, which has 1 seats."),
    ),
    "a mix larger than the shift": (
        asked(mixes=(Mix(2, Needs(), "kpu"),)),
        ("mixes:0", "KPU Pagi 4 Nov has 1 seats, and its mix asks for 2: anybody."),
    ),
    "a mix larger than the force": (
        asked(demands=(replace(MORNING, count=2),), mixes=(Mix(2, Needs(is_woman=True)),)),
        ("mixes:0", "A mix asks for 2 people, and the force has fewer: a woman."),
    ),
    "terms that ask for more than they allow": (
        with_terms(most_minutes=60, least_minutes=120),
        ("people:budi", "The terms of Budi ask for 2 hours and allow 1 hour."),
    ),
    "terms whose shifts are too few": (
        with_terms(least_minutes=1200, most_of_band={"Pagi": 2}),
        ("people:budi", "The terms of Budi ask for 20 hours and allow shifts of 16 hours in all."),
    ),
    "terms of days that exclude each other": (
        with_terms(most_days_in_a_row=2, least_days_in_a_row=3),
        ("people:budi", "The terms of Budi ask for 3 days in a row and allow 2."),
    ),
    "a home on no earth": (
        asked(people=(replace(BUDI, latitude=104.0, longitude=-4.0), SITI)),
        ("people:budi", "The point of Budi is not on the earth: 104.0, -4.0."),
    ),
    "a home nowhere": (
        asked(people=(replace(BUDI, latitude=float("nan"), longitude=104.0), SITI)),
        ("people:budi", "The point of Budi is not on the earth: nan, 104.0."),
    ),
    "on and off": (
        asked(wishes=(Wish("budi", MONDAY, is_off=True), Wish("budi", MONDAY, is_off=False))),
        ("wishes:budi", "budi asks to be both on and off duty on 2024-11-04."),
    ),
    "a duty before that ends before it starts": (
        asked(worked=(Worked("budi", "Pagi", MONDAY, SIX, SIX - HOUR, 60),)),
        (
            "worked:budi",
            "A duty that budi stood before ends (2024-11-04 05:00) before it starts "
            "(2024-11-04 06:00). Mend the times.",
        ),
    ),
    "terms below nought": (
        with_terms(most_weekends=-1),
        ("people:budi", "The terms of Budi hold a number below 0."),
    ),
    "a mix of fewer than nobody": (
        asked(mixes=(Mix(-1, Needs()),)),
        ("mixes:0", "A mix asks for fewer than 0 people: anybody."),
    ),
    "two posts of one name": (
        asked(posts=(Post("kpu", "KPU"), Post("kpu", "KPU Provinsi"))),
        ("posts:kpu", 'Two posts are called "kpu".'),
    ),
    "two demands of one name": (
        asked(demands=(MORNING, replace(MORNING, band="Malam"))),
        ("demands:m", 'Two demands are called "m".'),
    ),
}


def test_a_good_problem_has_no_complaint():
    assert complaints(GOOD) == ()


@pytest.mark.parametrize(("problem", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_each_fault_is_said_with_its_place(problem, expected):
    assert said(problem) == [expected]


def test_no_time_at_all_is_said_with_what_then_lies_outside():
    assert said(asked(days=0)) == [
        ("horizon", "The time that is planned has 0 days. Give 1 to 400."),
        ("demands:m", "KPU Pagi 4 Nov lies outside the time that is planned."),
    ]


def test_an_hour_is_time_enough():
    hour = asked(days=1, demands=(replace(MORNING, ends_at=SIX + HOUR),))
    assert complaints(hour) == ()
    assert verify(hour, ()).figures.empty_seats == 1


def test_ten_thousand_rules_are_one_sentence_and_a_page():
    many = asked(rules=tuple(Rule(RuleCode.REST, Level.WARN, n) for n in range(10_000)))
    found = said(many)
    assert found[0] == ("rules", "There are 10000 rules. At most 200 can be read.")
    assert found[-1] == ("rules", "There are 9980 more faults of this kind.")
    assert len(found) == 21


def test_clocks_put_back_do_not_make_a_duty_end_before_it_starts():
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2024, 10, 27, 2, 30, tzinfo=berlin)
    second = first.replace(minute=15, fold=1)
    duty = replace(MORNING, day=first.date(), starts_at=first, ends_at=second)
    assert complaints(asked(first_day=first.date(), demands=(duty,))) == ()


def test_a_complaint_is_a_value():
    [one] = complaints(wanting(count=3))
    assert one == Complaint(one.sentence, "demands:m")
