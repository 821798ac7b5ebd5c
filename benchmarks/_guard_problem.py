"""
A joint force of 425 and what it guards: the problem that `roster` is measured on.

People: 300 of the police, 75 soldiers, 30 of the municipal police, 20 of the traffic office, in 12
home units. Each day the KPU and Bawaslu offices ask for ten people around the clock (leader,
driver, negotiator, two in plain clothes, five in uniform; one woman, five police), 12 sectors for
patrols in three shifts, a reserve of 30 for a whole day, 8 for outreach. The day of the vote adds
250 people at polling stations; patrols are thin on it and the day before.
Names, skills, leave and homes are invented and depend on the seed alone.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from sejuk.engines.roster import (
    Absence,
    Demand,
    Mix,
    Needs,
    Person,
    Post,
    Posture,
    Problem,
)

WIB = timezone(timedelta(hours=7))
FIRST_DAY = date(2024, 8, 27)  # so that the vote of 27 November is the day with number 92
VOTE = date(2024, 11, 27)
SHIFTS = (("Pagi", 6), ("Siang", 14), ("Malam", 22))
FORCE = (("Polri", 300), ("TNI", 75), ("Satpol PP", 30), ("Dishub", 20))
WHOLE_FORCE = sum(count for _, count in FORCE)
POLICE = frozenset({"Polri"})
HOMES, SECTORS = 12, 12
CENTRE = -4.12, 104.17


@dataclass(frozen=True)
class Size:
    """How many people, days and people of a patrol; whether the day before the vote is relieved."""

    people: int = WHOLE_FORCE
    days: int = 14
    patrol: int = 3
    first_day: date = FIRST_DAY
    is_relieved: bool = True


def guard_problem(size: Size, seed: int) -> Problem:
    """Return the problem of a size; demands grow with the people."""
    rng = random.Random(seed)
    homes = [_near(rng, 0.28) for _ in range(HOMES)]
    people = tuple(_people(size.people, homes, rng))
    posts = tuple(_posts(homes, rng))
    days = [size.first_day + timedelta(days=day) for day in range(size.days)]
    scale = size.people / WHOLE_FORCE
    demands = tuple(demand for day in days for demand in _demands(day, size, scale))
    mixes = tuple(
        mix
        for post in ("kpu", "bawaslu")
        for mix in (Mix(1, Needs(is_woman=True), post), Mix(5, Needs(organisations=POLICE), post))
    )
    absences = tuple(_leave(people, days, rng))
    return Problem(size.first_day, size.days, people, posts, demands, absences, mixes=mixes)


def _near(rng: random.Random, degrees: float) -> tuple[float, float]:
    return tuple(round(middle + rng.uniform(-degrees, degrees), 5) for middle in CENTRE)  # type: ignore[return-value]


def _people(count: int, homes: list[tuple[float, float]], rng: random.Random) -> Iterator[Person]:
    organisations = [name for name, of in FORCE for _ in range(of)]
    for number in range(count):
        organisation = organisations[number * WHOLE_FORCE // count]
        is_police = organisation == "Polri"
        skills = {"driver"} if rng.random() < 0.36 else set()
        if is_police:
            chances = {"leader": 0.25, "negotiator": 0.13, "plain clothes": 0.23}
            skills |= {skill for skill, chance in chances.items() if rng.random() < chance}
        home = rng.randrange(HOMES)
        yield Person(
            f"p{number:04}",
            f"Orang {number}",
            organisation,
            unit=f"Polsek {home}",
            qualifications=frozenset(skills),
            is_woman=rng.random() < 0.1,
            latitude=homes[home][0],
            longitude=homes[home][1],
        )


def _posts(homes: list[tuple[float, float]], rng: random.Random) -> Iterator[Post]:
    for name in ("kpu", "bawaslu", "polres", "outreach"):
        yield Post(name, name, name, *_near(rng, 0.02))
    for sector in range(SECTORS):
        yield Post(f"sector{sector}", f"Sektor {sector}", "patrol", *homes[sector])
    yield Post("tps", "TPS", "tps")


def _demands(day: date, size: Size, scale: float) -> Iterator[Demand]:
    is_vote, is_eve = day == VOTE, day == VOTE - timedelta(days=1)
    guarded = ("kpu", "bawaslu") if scale > 0.5 else ("kpu",)
    offices = [office for office in guarded for _ in range(max(1, round(scale)))]
    for place, office in enumerate(offices):
        for band, hour in SHIFTS:
            yield from _guard(day, office, f"{band}{place}" if scale >= 1.5 else band, hour)
    for sector in range(max(1, round(SECTORS * min(1.0, scale)))):
        for band, hour in SHIFTS:
            thin = is_vote or (is_eve and size.is_relieved and band != "Pagi")
            count = 1 if thin else round(size.patrol * max(1.0, scale))
            yield _demand(day, f"sector{sector}", band, hour, 8, count)
    if not (is_eve and size.is_relieved):
        reserve = round(30 * scale)
        yield _demand(day, "polres", "Cadangan", 7, 24, reserve, rest_after=24 * 60)
    yield _demand(day, "outreach", "Binluh", 8, 8, round(8 * scale))
    if is_vote:
        yield _demand(day, "tps", "TPS", 6, 12, round(250 * scale))


def _guard(day: date, office: str, band: str, hour: int) -> Iterator[Demand]:
    roles = (
        ("leader", 1, Needs(frozenset({"leader"}))),
        ("driver", 1, Needs(frozenset({"driver"}))),
        ("negotiator", 1, Needs(frozenset({"negotiator"}))),
        ("covert", 2, Needs(frozenset({"plain clothes"}))),
        ("member", 5, Needs()),
    )
    for role, count, needs in roles:
        yield _demand(day, office, band, hour, 8, count, role=role, needs=needs)


def _demand(  # noqa: PLR0917 - a line each above
    day: date,
    post: str,
    band: str,
    hour: int,
    hours: int,
    count: int,
    *,
    role: str = "member",
    needs: Needs = Needs(),  # noqa: B008 - frozen
    rest_after: int = 0,
) -> Demand:
    starts_at = datetime.combine(day, time(hour), WIB)
    is_covert = role == "covert"
    return Demand(
        f"{day.isoformat()}/{post}/{band}/{role}",
        post,
        band,
        day,
        starts_at,
        starts_at + timedelta(hours=hours),
        count,
        role="member" if is_covert else role,
        posture=Posture.COVERT if is_covert else Posture.OVERT,
        needs=needs,
        # Standing by counts half (chosen), so that a day of it fits into a week of 48 hours.
        counted_minutes=hours * 30 if hours == 24 else None,
        rest_after_minutes=rest_after,
    )


def _leave(people: tuple[Person, ...], days: list[date], rng: random.Random) -> Iterator[Absence]:
    """Yield leave of three to seven days, so that five in a hundred are away on any day."""
    for person in people:
        for first in days:
            if rng.random() < 0.01:
                starts_at = datetime.combine(first, time(), WIB)
                yield Absence(person.id, starts_at, starts_at + timedelta(days=rng.randint(3, 7)))
