"""All posts now and hour by hour: who is there, who is not, and what needs a person first."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sejuk.act.guard.models import CheckIn, SickNotice, Watch
from sejuk.act.guard.queries.coverage import coverage, coverage_cells
from sejuk.act.guard.queries.wall import wall
from sejuk.act.guard.rules import Attendance
from sejuk.act.guard.rules.coverage import HOUR, Seat, hours_of
from sejuk.act.guard.rules.wall import PostState, seats_of, state_of
from sejuk.kit.actors import Role
from tests.builders import NOON, a_duty, a_person, a_post, an_actor, an_operation

_key = count(1)
DESK = an_actor(Role.OPERATOR)


@pytest.fixture
def operation(db):
    return an_operation()


def came(duty, at=NOON, left_at=None):
    CheckIn.objects.create(
        duty=duty, person=duty.person, method="code", arrived_at=at, recorded_at=at,
        recorded_by="-", key=f"00000000-0000-0000-0000-{next(_key):012}", left_at=left_at,
    )  # fmt: skip


def tile_of(post, *, actor=DESK, now=NOON):
    return next(tile for tile in wall(actor=actor, now=now).tiles if tile.post_id == post.pk)


def test_a_post_is_manned_by_those_who_are_there(operation):
    post = a_post()
    first, second = (a_duty(person=a_person(), post=post) for _ in range(2))
    came(first)
    tile = tile_of(post)
    assert (tile.state, tile.seats.there, tile.seats.needed) == (PostState.COMING, 1, 2)
    came(second)
    assert tile_of(post).state is PostState.MANNED


def test_who_is_late_then_missing_is_named_and_can_be_replaced(operation):
    duty = a_duty(person=a_person("Budi"), post=a_post())
    late = tile_of(duty.post, now=NOON + timedelta(minutes=20))
    assert (late.state, late.absent[0].person, late.to_replace) == (
        PostState.LATE,
        "Aipda Budi",
        None,
    )
    missing = tile_of(duty.post, now=NOON + timedelta(minutes=30))
    assert (missing.state, missing.seats.gap, missing.to_replace) == (PostState.GAP, 1, duty.pk)


def test_an_empty_seat_and_one_who_left_are_gaps(operation):
    post = a_post()
    a_duty(post=post)
    gone = a_duty(person=a_person(), post=post)
    came(gone, left_at=NOON + HOUR)

    seats = tile_of(post, now=NOON + 2 * HOUR).seats
    assert (seats.empty, seats.left, seats.gap) == (1, 1, 2)


def test_what_needs_a_person_first_comes_first(operation):
    manned, gap, quiet, silent = (a_post() for _ in range(4))
    for post in (manned, silent):
        came(a_duty(person=a_person(), post=post))
    a_duty(post=gap)
    Watch.objects.create(
        post=silent, period_minutes=30, grace_minutes=10, set_by="-",
        set_at=NOON - HOUR, answered_at=NOON,
    )  # fmt: skip

    found = wall(actor=DESK, now=NOON + HOUR)
    assert [tile.post_id for tile in found.tiles] == [silent.pk, gap.pk, manned.pk, quiet.pk]
    assert [tile.state.value for tile in found.tiles] == ["alarm", "gap", "manned", "quiet"]
    assert (found.seats.there, found.seats.needed) == (2, 3)


def test_the_next_relief_stands_beside_it(operation):
    post = a_post()
    came(a_duty(person=a_person(), post=post))
    a_duty(person=a_person(), post=post, starts_at=NOON + 8 * HOUR)
    a_duty(post=post, starts_at=NOON + 8 * HOUR)

    tile = tile_of(post)
    assert (tile.relief_at, tile.relief_placed, tile.relief_needed) == (NOON + 8 * HOUR, 1, 2)


def ill(person, since=NOON - HOUR, days=0, **values):
    SickNotice.objects.create(
        person=person, starts_at=since, ends_on=NOON.date() + timedelta(days=days),
        told_by="-", told_at=since, **values,
    )  # fmt: skip


def test_who_is_ill_does_not_fill_a_seat_until_somebody_stands_in(operation):
    post, sick = a_post(), a_person("Budi")
    later = NOON + 4 * HOUR
    hit = a_duty(person=sick, post=post, starts_at=later)
    a_duty(person=a_person(), post=post, starts_at=later)
    ill(sick)
    ill(a_person(), withdrawn_at=NOON)
    tile = tile_of(post)
    assert (tile.relief_filled, tile.relief_needed, tile.relief_ill) == (1, 2, (hit.pk,))
    now = tile_of(post, now=later)
    assert (now.state, now.to_replace, now.absent[0].is_ill) == (PostState.GAP, hit.pk, True)
    hour = coverage(NOON.date(), actor=DESK, now=NOON).rows[0].worst
    assert (hour.needed, hour.placed, hour.lost, hour.have, hour.gap) == (2, 2, 1, 1, 1)
    hit.person = a_person()
    hit.save(update_fields=["person"])
    assert (tile_of(post).relief_filled, tile_of(post).relief_ill) == (2, ())


def test_who_did_not_come_is_lacking_until_the_end_of_his_duty(operation):
    a_duty(person=a_person(), post=a_post())
    for minutes, gap_hours in ((10, 0), (29, 1), (30, 8), (180, 8)):
        day = coverage(NOON.date(), actor=DESK, now=NOON + timedelta(minutes=minutes))
        assert day.gap_hours == gap_hours


def test_covert_seats_count_for_the_desk_alone(operation):
    post = a_post()
    a_duty(person=a_person(), post=post, posture="covert")

    assert (tile_of(post).seats.needed, tile_of(post).covert) == (1, 1)
    sector = tile_of(post, actor=an_actor(Role.SECTOR_CHIEF))
    assert (sector.seats.needed, sector.covert, sector.state) == (0, 0, PostState.QUIET)


def test_posts_of_another_district_are_not_on_the_wall(operation):
    a_duty(post=a_post())

    assert wall(actor=an_actor(Role.OPERATOR, area_code="16.09"), now=NOON).tiles == ()


def test_the_wall_costs_few_questions_however_many_posts(operation, django_assert_max_num_queries):
    for _ in range(5):
        came(a_duty(person=a_person(), post=a_post()))

    with django_assert_max_num_queries(8):
        assert len(wall(actor=DESK, now=NOON).tiles) == 5


@given(st.lists(st.sampled_from(Attendance)))
def test_all_seats_are_counted_once(found):
    seats = seats_of(found)

    assert seats.needed == len(found)
    assert (state_of(seats, None) is PostState.GAP) == (seats.gap > 0)


def test_a_day_shows_needed_placed_and_there(operation):
    post = a_post()
    came(a_duty(person=a_person(), post=post), at=NOON + HOUR)
    a_duty(post=post)

    day = coverage(NOON.date(), actor=DESK, now=NOON + 2 * HOUR)
    hours = {f"{hour.begins_at:%H}": hour for hour in day.rows[0].hours}
    told = [(hours[at].needed, hours[at].placed, hours[at].there, hours[at].gap)
            for at in ("11", "12", "13", "14", "20")]  # fmt: skip
    assert told == [
        (0, 0, 0, 0), (2, 1, 0, 2), (2, 1, 1, 1), (2, 1, None, 1), (0, 0, None, 0),
    ]  # fmt: skip
    assert day.lowest == hours["12"]
    assert len(coverage_cells(day)) == 24


moments = st.integers(0, 47).map(lambda half: NOON + half * HOUR / 2)
seats = st.builds(
    lambda begins, halves, placed, late: Seat(
        begins,
        begins + halves * HOUR / 2,
        placed,
        begins + late * HOUR / 4 if placed and late < 5 else None,
    ),
    moments,
    st.integers(1, 20),
    st.booleans(),
    st.integers(0, 6),
)


@given(st.lists(seats, max_size=6), st.integers(0, 30))
def test_an_hour_is_told_at_its_worst_moment(found, later):
    now = NOON + later * HOUR
    for hour in hours_of(found, begins_at=NOON, hours=30, now=now):
        steps = [hour.begins_at + n * HOUR / 4 for n in range(4)]
        gaps = [
            sum(
                one.is_needed(at)
                and not (one.is_there(at, now) if at < now else one.will_be_there(at, now))
                for one in found
            )
            for at in steps
        ]
        assert hour.gap == max(gaps)
        assert hour.needed >= hour.placed >= hour.lost
