"""Texts in and out: the public instances and their solutions, and JSON, without loss."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from sejuk.engines.roster import (
    Assignment,
    Limits,
    Problem,
    Roster,
    RosterUnreadable,
    RuleCode,
    problem_from_json,
    problem_to_json,
    read_instance,
    read_solution,
    roster_from_json,
    roster_to_json,
    verify,
    write_instance,
    write_solution,
)
from tests.engines.roster.small_problems import a_small_problem

WARD = """# Seven days, written for this test
SECTION_HORIZON
7

SECTION_SHIFTS
E,480,
L,480,E

SECTION_STAFF
A,E=5|L=5,2400,960,3,2,2,1
B,E=5|L=0,2400,0,5,1,1,1

SECTION_DAYS_OFF
A,6

SECTION_SHIFT_ON_REQUESTS
B,0,E,3

SECTION_SHIFT_OFF_REQUESTS
A,1,E,4

SECTION_COVER
0,E,1,100,1
0,L,1,50,2
1,E,1,100,1
"""
# Day 0 early by both: one over (1). Late by nobody: one under (50). Day 1 early by A, who asked to
# be off (4). B has the shift asked for.
BY_HAND = (Assignment("000-E", "A"), Assignment("000-E", "B"), Assignment("001-E", "A"))


def test_the_cost_is_the_objective_worked_by_hand():
    verdict = verify(read_instance(WARD), BY_HAND)
    assert verdict.is_legal
    assert [(one.rule, one.price) for one in verdict.breaches] == [
        (RuleCode.COVER, 1),
        (RuleCode.COVER, 50),
        (RuleCode.WISHES, 4),
    ]
    assert verdict.figures.cost == 55


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (["000-L/A"], "one_duty"),
        (["000-L/B"], "one_duty"),
        (["002-L/A", "003-E/A"], "follow"),
        (["006-E/A"], "present"),
        (["002-E/A", "003-E/A"], "days_in_a_row"),
        (["003-E/A"], "least_days_off_in_a_row"),
        (["004-L/B"], "most_of_band"),
    ],
)
def test_the_limits_of_an_instance_are_hard(extra, code):
    roster = (*BY_HAND, *(Assignment(*one.split("/")) for one in extra))
    hard = {one.rule.value for one in verify(read_instance(WARD), roster).breaches if not one.price}
    assert code in hard


def test_an_instance_comes_back_as_it_was():
    problem = read_instance(WARD)
    assert read_instance(write_instance(problem)) == problem
    assert read_instance(WARD.replace("\n", "\r\n")) == problem


def test_a_solution_comes_back_as_it_was():
    problem = read_instance(WARD)
    written = write_solution(problem, BY_HAND)
    assert "<Assign><Day>1</Day><Shift>E</Shift></Assign>" in written
    assert read_solution(written, problem) == BY_HAND


def test_each_wrong_line_of_an_instance_is_said():
    wrong = WARD.replace("B,0,E,3", "B,9,E,3").replace("0,L,1,50,2", "0,X,1,50,2")
    with pytest.raises(RosterUnreadable) as refused:
        read_instance(wrong)
    assert [str(one) for one in refused.value.sentences] == [
        'Line 17, "B,9,E,3", cannot be read. Here stands: Person, day, shift, weight.',
        'Line 24, "0,X,1,50,2", cannot be read. Here stands: Day, shift, people, weight for each '
        "under, weight for each over.",
    ]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("E,480,", "E,1081,"),
        ("B,E=5|L=0,2400,0,5,1,1,1", "A,E=5|L=0,2400,0,5,1,1,1"),
        ("A,1,E,4", "A,1,N,4"),
        ("0,L,1,50,2", "0,E,1,50,2"),
        ("1,E,1,100,1", "1,E,-1,100,1"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(line, wrong):
    with pytest.raises(RosterUnreadable, match=wrong.split("|")[0]):
        read_instance(WARD.replace(line, wrong))


@pytest.mark.parametrize("text", ["", "SECTION_HORIZON\n0\n", "nonsense", "SECTION_COVER\n0,E"])
def test_a_text_that_is_no_instance_is_refused(text):
    with pytest.raises(RosterUnreadable, match="SECTION_HORIZON"):
        read_instance(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The text is not a solution: it holds no <Roster>."),
        (
            '<Roster><Employee ID="C"><Assign><Day>0</Day><Shift>E</Shift></Assign></Employee>'
            "</Roster>",
            'The instance has no place for person "C", day "0", shift "E".',
        ),
        (
            '<Roster><Employee ID="A"><Assign><Day>99999999</Day></Assign></Employee></Roster>',
            'The instance has no place for person "A", day "99999999", shift "".',
        ),
    ],
)
def test_a_text_that_is_no_solution_is_refused(text, sentence):
    with pytest.raises(RosterUnreadable) as refused:
        read_solution(text, read_instance(WARD))
    assert [str(one) for one in refused.value.sentences] == [sentence]


seeds = st.integers(0, 10_000)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_a_problem_as_json_comes_back_as_it_was(seed):
    problem = a_small_problem(seed)
    text = problem_to_json(problem)
    assert problem_from_json(text) == problem
    assert problem_to_json(problem_from_json(text)) == text


def test_an_instant_keeps_its_zone():
    ward = read_instance(WARD)
    text = problem_to_json(ward).replace(
        "2024-01-01T06:00:00+00:00", "2024-01-01T13:00:00+07:00[Asia/Jakarta]"
    )
    starts_at = problem_from_json(text).demands[0].starts_at
    assert str(starts_at.tzinfo) == "Asia/Jakarta"
    assert starts_at == datetime(2024, 1, 1, 6, tzinfo=UTC)
    assert "13:00:00+07:00[Asia/Jakarta]" in problem_to_json(problem_from_json(text))


@pytest.mark.parametrize(
    ("clock", "offset"),
    [
        ("2024-10-27T02:30:00", "+02:00"),
        ("2024-10-27T02:30:00", "+01:00"),
        ("2024-03-31T02:30:00", "+01:00"),  # an hour that does not come
    ],
)
def test_an_hour_that_comes_twice_or_not_at_all_is_kept(clock, offset):
    written = f"{clock}{offset}[Europe/Berlin]"
    text = problem_to_json(read_instance(WARD)).replace("2024-01-01T06:00:00+00:00", written)
    assert written in problem_to_json(problem_from_json(text))


def test_a_roster_as_json_comes_back_as_it_was():
    assert roster_from_json(roster_to_json(BY_HAND)) == BY_HAND


def changed(**parts: object) -> str:
    return json.dumps({**json.loads(problem_to_json(read_instance(WARD))), **parts})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"days": 7', "The text is not JSON: see line 1, letter 11."),
        ("[" * 100_000, "The text is not JSON that can be read."),
        (changed(days=float("nan")), "The text is not JSON that can be read."),
        ("[]", 'The text is no "sejuk roster problem": it does not say so under "format".'),
        (changed(version=2), "Version 2 of the format is not known; 1 is."),
        (changed(days="7"), 'days is "7"; wanted is a whole number.'),
        (changed(days=True), "days is true; wanted is a whole number."),
        (
            changed(first_day="3 Nov"),
            'first_day is "3 Nov"; wanted is a day such as 2024-11-03.',
        ),
        (changed(posts={}), "posts is {}; wanted is a list."),
        (changed(posts=["p"]), 'posts[0] is "p"; wanted is an object.'),
        (changed(posts=[{"id": "p"}]), "posts[0].name is missing."),
        (
            changed(posts=[{"id": "p", "name": "P", "colour": 1}]),
            "posts[0].colour is not known; known are: id, name, kind, latitude, longitude.",
        ),
        (
            changed(rules=[{"code": "sleep", "level": "hard"}]),
            'rules[0].code is "sleep"; wanted is one of these: ',
        ),
        (
            changed(forbidden_sequences=[["E", "L", "E"]]),
            "forbidden_sequences[0] has 3 parts; 2 are wanted.",
        ),
        (
            changed(absences=[{"person": "A", "starts_at": "today", "ends_at": "2024-01-02"}]),
            'absences[0].starts_at is "today"; wanted is an instant such as ',
        ),
        (
            changed(
                absences=[
                    {
                        "person": "A",
                        "starts_at": "2024-01-02T00:00:00+09:00[Asia/Jakarta]",
                        "ends_at": "2024-01-03T00:00:00+07:00[Asia/Nowhere]",
                    }
                ]
            ),
            'absences[0].starts_at is "2024-01-02T00:00:00+09:00[Asia/Jakarta]',
        ),
    ],
)
def test_json_that_does_not_fit_is_said_with_its_path(text, sentence):
    with pytest.raises(RosterUnreadable) as refused:
        problem_from_json(text)
    assert str(refused.value.sentences[0]).startswith(sentence)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    for read in (problem_from_json, roster_from_json, read_instance):
        with pytest.raises(RosterUnreadable):
            read(text)


PUBLIC = Path(os.environ.get("SEJUK_EVAL_DATA", "no-such-folder")) / "shift_scheduling"
needs_instances = pytest.mark.skipif(
    not (PUBLIC / "Instance2.txt").exists(),
    reason="SEJUK_EVAL_DATA names no folder with the public instances",
)


@needs_instances
@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(PUBLIC.glob("Instance*.txt")), ids=lambda path: path.stem)
def test_the_public_instances_come_back_as_they_were(path):
    problem = read_instance(path.read_text())
    assert read_instance(write_instance(problem)) == problem


@needs_instances
@pytest.mark.slow
@pytest.mark.parametrize(("number", "published"), [(2, 828), (3, 1001)])
def test_the_published_optimum_is_the_cost_of_the_roster_that_reaches_it(number, published):
    problem = read_instance((PUBLIC / f"Instance{number}.txt").read_text())
    verdict = verify(problem, solved_plainly(problem))
    assert verdict.is_legal
    assert verdict.figures.cost == published


def solved_plainly(problem: Problem) -> Roster:
    """Return an optimum by a plain model that is written from the paper alone."""
    model = cp_model.CpModel()
    demands = {((one.day - problem.first_day).days, one.band): one for one in problem.demands}
    at = {
        (person.id, day, band): model.new_bool_var("")
        for person in problem.people
        for day, band in demands
    }
    for person in problem.people:
        add_person(model, problem, person.id, person.limits, at)
    costs = []
    for (day, band), demand in demands.items():
        under, over = (model.new_int_var(0, 99, "") for _ in range(2))
        there = sum(at[person.id, day, band] for person in problem.people)
        model.add(there + under - over == demand.count)
        costs += [demand.price * under, (demand.price_over or 0) * over]
    for wish in problem.wishes:
        seat = at[wish.person, (wish.day - problem.first_day).days, wish.band]
        costs.append(wish.price * (seat if wish.is_off else 1 - seat))
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    assert solver.solve(model) == cp_model.OPTIMAL
    chosen = [(who, demands[day, band].id) for (who, day, band), x in at.items() if solver.value(x)]
    return tuple(Assignment(demand, who) for who, demand in chosen)


def add_person(model, problem: Problem, who: str, limits: Limits, at) -> None:
    minutes = {demand.band: demand.minutes for demand in problem.demands}
    days, bands = range(problem.days), list(minutes)
    works = [model.new_bool_var("") for _ in days]
    away = {
        (one.starts_at.date() - problem.first_day).days
        for one in problem.absences
        if one.person == who
    }
    for day in days:
        model.add(sum(at[who, day, band] for band in bands) == works[day])
        if day in away:
            model.add(works[day] == 0)
        for one, other in problem.forbidden_sequences if day else ():
            model.add(at[who, day - 1, one] + at[who, day, other] <= 1)
    total = sum(minutes[band] * at[who, day, band] for day, band in product(days, bands))
    model.add(total <= limits.most_minutes)
    model.add(total >= limits.least_minutes)
    for band, most in limits.most_of_band.items():
        model.add(sum(at[who, day, band] for day in days) <= most)
    for start in range(problem.days - limits.most_days_in_a_row):
        window = works[start : start + limits.most_days_in_a_row + 1]
        model.add(sum(window) <= limits.most_days_in_a_row)
    add_rows(model, problem.days, limits, works)
    weekends = [model.new_bool_var("") for _ in range(5, problem.days, 7)]
    for worked, saturday in zip(weekends, range(5, problem.days, 7), strict=True):
        for day in works[saturday : saturday + 2]:
            model.add_implication(day, worked)
    model.add(sum(weekends) <= limits.most_weekends)


def add_rows(model, days: int, limits: Limits, works) -> None:
    """Rows within the days may not be too short; those at the edges may go on beyond them."""
    off = [works[day].negated() for day in range(days)]
    for least, row, gap in (
        (limits.least_days_in_a_row, works, off),
        (limits.least_days_off_in_a_row, off, works),
    ):
        for length in range(1, least):
            for start in range(1, days - length):
                inner = [gap[day] for day in range(start, start + length)]
                model.add_bool_or([row[start - 1], *inner, row[start + length]])


def test_what_an_instance_cannot_hold_is_left_out():
    problem = replace(read_instance(WARD), holidays=frozenset({read_instance(WARD).first_day}))
    assert read_instance(write_instance(problem)) == read_instance(WARD)
