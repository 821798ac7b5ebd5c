"""The judge: other clocks, what was stood before, and laws that hold for every roster."""

import random
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sejuk.engines.roster import (
    DEFAULTS,
    Absence,
    Assignment,
    Burden,
    Checker,
    Level,
    Pin,
    Problem,
    RuleCode,
    Worked,
    loads,
    verify,
)
from tests.engines.roster.guards import (
    MALAM,
    PAGI,
    WIB,
    a_demand,
    a_problem,
    days,
    found,
    on,
    stood,
)
from tests.engines.roster.small_problems import a_small_problem


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


@pytest.mark.slow
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
        kept = tuple(one for one in roster if one != gone)
        assert not tiredness(problem, kept) - tiredness(problem, roster)


def tiredness(problem, roster):
    """Return how far the rules are broken of which less work breaks none."""
    amounts = Counter()
    for breach in verify(problem, roster).breaches:
        if breach.rule in LESS_WORK_NEVER_BREAKS:
            amounts[breach.rule] += breach.amount
    return amounts


def test_small_problems_tire_people_and_nobody_is_tired_by_nothing():
    """What the test above compares is there to be compared."""
    tired = Counter()
    for seed in range(60):
        problem = a_small_problem(seed)
        tired += tiredness(problem, a_random_roster(problem, seed))
        assert not tiredness(problem, ())
    assert len(tired) >= len(LESS_WORK_NEVER_BREAKS) // 2, tired


@pytest.mark.slow
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
