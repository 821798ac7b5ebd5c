"""A whole month of guard for a whole force, as a draft: made in bulk, one seat after the other."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sejuk.foundation.forces.models import Person
from sejuk.plan.deployment.models import Duty, Roster
from tests.builders import a_post, a_roster, a_unit

ZONE = ZoneInfo("Asia/Jakarta")
SHIFTS = (("pagi", "Pagi", 6), ("siang", "Siang", 14), ("malam", "Malam", 22))
_serial = count(1)


def a_force(people: int) -> list[Person]:
    """Make so many people of one unit."""
    unit = a_unit()
    return Person.objects.bulk_create(
        Person(
            service_number=f"9{next(_serial):07}", name=f"Orang {turn:03}", rank="Bripka", unit=unit
        )
        for turn in range(people)
    )


def a_month(
    force: Sequence[Person] = (), *, days: int = 31, seats: int = 66, empty_every: int = 0
) -> Roster:
    """Make a draft with `seats` for each of three shifts a day, taken in turn by all."""
    people = force or a_force(425)
    first = date(2024, 11, 1)
    roster = a_roster(starts_on=first, ends_on=first + timedelta(days=days - 1), published=False)
    posts = [a_post(f"papan-{number:02}") for number in range(1, 12)]
    turn = count()
    duties = []
    for day in (first + timedelta(days=later) for later in range(days)):
        for code, name, hour in SHIFTS:
            starts_at = datetime.combine(day, time(hour), ZONE).astimezone(UTC)
            for place in range(seats):
                post = posts[place % len(posts)]
                duties.append(
                    Duty(
                        roster=roster, post=post, demand=f"{post.code}|{day}|{code}",
                        seat=place // len(posts) + 1, day=day, band_code=code, band_name=name,
                        starts_at=starts_at, ends_at=starts_at + timedelta(hours=8),
                        counted_minutes=480, posture="overt", role="member",
                        person=_next(people, next(turn), empty_every),
                    )
                )  # fmt: skip
    Duty.objects.bulk_create(duties, batch_size=2_000)
    return roster


def _next(people: Sequence[Person], turn: int, empty_every: int) -> Person | None:
    is_empty = empty_every and turn % empty_every == 0
    return None if is_empty else people[turn % len(people)]
