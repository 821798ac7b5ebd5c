"""
A simulated district: villages with rates of their own, days of all kinds, late and uneven reports.

It makes what the watch must stand: growth to the vote, weekends, days on which the whole district
talks, bursts of reports (negative binomial), reports that arrive after one to three days, villages
that report more than others; and outbreaks put in on top, of which it is known where they are. All
sizes are chosen: no Indonesian village data were to be had.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.scanning.circles import prepare
from sejuk.engines.warning.watching.cases import Case, Place
from sejuk.engines.warning.watching.quiet import bursts
from sejuk.engines.warning.watching.usual import WEEK, Numbers

SOUTH, WEST, EXTENT = -4.9, 103.7, 0.7
"""The square in which the villages lie: some 77 km wide, as large as a regency of Sumatera."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Outbreak:
    """`cases` cases in `villages` neighbouring villages in `days` days, from day `starts` on."""

    villages: int
    cases: int
    days: int
    starts: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """
    What a simulated district is like.

    `rate`: mean cases a village and day at the start, times `growth` at the end. `weekend` and
    `news`: factors of Saturdays and Sundays, and of days on which the district talks, which come
    with chance `news_days`. `dispersion`: variance over mean of what happens in a village on a day.
    `evenness`: shape of the Gamma that spreads village rates (large: all alike). `delays`: from how
    many to how many days a report travels, each with the same chance. `reporting`: lowest and
    highest share of cases that a village reports; the mean over villages and days of all kinds
    keeps to `rate`.
    """

    villages: int = 157
    days: int = 90
    rate: float = 0.05
    growth: float = 2.0
    weekend: float = 1.3
    news_days: float = 0.05
    news: float = 2.0
    dispersion: float = 1.3
    evenness: float = 2.0
    delays: tuple[int, int] = (1, 3)
    reporting: tuple[float, float] = (0.3, 1.0)
    outbreaks: tuple[Outbreak, ...] = ()
    last_day: date = date(2024, 11, 27)
    stream: str = "signal"

    def __post_init__(self) -> None:
        if self.villages < 1 or self.days < 1:
            raise ValueError("A simulated district has at least one village and one day.")
        if not (self.rate >= 0 and self.growth > 0 and self.dispersion > 1 and self.evenness > 0):
            raise ValueError(
                "Rates are not negative, growth and evenness positive, dispersion > 1."
            )
        if not 0 <= self.delays[0] <= self.delays[1]:
            raise ValueError(f"{self.delays} are no delays: first the shortest, in days.")
        if not 0 < self.reporting[0] <= self.reporting[1]:
            raise ValueError(f"{self.reporting} are no shares: first the lowest, above 0.")


@dataclass(frozen=True, slots=True)
class Simulated:
    """Places and cases, and which references and villages belong to each outbreak."""

    places: tuple[Place, ...]
    cases: tuple[Case, ...]
    injected: tuple[tuple[str, ...], ...]
    affected: tuple[tuple[str, ...], ...]


def simulate(simulation: Simulation, *, seed: int = 0) -> Simulated:
    """
    Return a simulated district; the same seed makes the same one.

    Cases have the day on which they became known and that on which they happened; what would become
    known after the last day is left out, which a delayed outbreak at the end can lose cases by.

    >>> two = simulate(Simulation(villages=5, outbreaks=(Outbreak(1, 6, 3, starts=80),)), seed=1)
    >>> len(two.places), [len(one) for one in two.injected], [len(one) for one in two.affected]
    (5, [6], [1])

    :raises ValueError: when an outbreak has more villages than there are
    """
    rng = np.random.default_rng(seed)
    points, reports = background(simulation, rng)
    codes = [f"16.09.{1 + at // 12:02}.{2001 + at % 12}" for at in range(simulation.villages)]
    places = tuple(
        Place(code, round(float(north), 6), round(float(east), 6))
        for code, (north, east) in zip(codes, points, strict=True)
    )
    cases: list[Case] = []
    parts = [reports] + [outbreak_in(simulation, one, points, rng) for one in simulation.outbreaks]
    references: list[tuple[str, ...]] = []
    first_day = simulation.last_day - timedelta(days=simulation.days - 1)
    for part in parts:
        own = [
            Case(
                f"S-{len(cases) + at + 1:05}",
                codes[place],
                first_day + timedelta(days=day + lag),
                simulation.stream,
                happened_on=first_day + timedelta(days=day),
            )
            for at, (day, lag, place) in enumerate(part.tolist())
        ]
        cases += own
        references.append(tuple(case.reference for case in own))
    affected = tuple(
        tuple(codes[at] for at in sorted(set(part[:, 2].tolist()))) for part in parts[1:]
    )
    return Simulated(places, tuple(cases), tuple(references[1:]), affected)


def background(
    simulation: Simulation, rng: np.random.Generator
) -> tuple[Numbers, NDArray[np.int64]]:
    """Return points (villages x latitude, longitude) and what is reported (see `outbreak_in`)."""
    points = np.array([SOUTH, WEST]) + EXTENT * rng.random((simulation.villages, 2))
    # Days before the first: their late reports arrive within the history.
    early = simulation.delays[1]
    days = np.arange(-early, simulation.days)
    start = simulation.last_day.weekday() - simulation.days + 1
    is_weekend = (start + days) % WEEK >= SATURDAY
    levels = simulation.rate * simulation.growth ** (days / max(1, simulation.days - 1))
    is_full = rng.random(len(days)) < simulation.news_days
    levels = levels * np.where(is_weekend, simulation.weekend, 1.0)
    levels = levels * np.where(is_full, simulation.news, 1.0) / _mean_factor(simulation)
    shares = rng.gamma(simulation.evenness, 1 / simulation.evenness, simulation.villages)
    low, high = simulation.reporting
    shares = shares * rng.uniform(low, high, simulation.villages) * 2 / (low + high)
    happened = bursts(rng, levels[:, None] * shares, simulation.dispersion)
    return points, _reported(happened.astype(np.int64), -early, simulation, rng)


def _mean_factor(simulation: Simulation) -> float:
    """Return what weekends and days full of news raise the mean day by."""
    weekend = 1 + (simulation.weekend - 1) * 2 / WEEK
    return weekend * (1 + (simulation.news - 1) * simulation.news_days)


def outbreak_in(
    simulation: Simulation, outbreak: Outbreak, points: Numbers, rng: np.random.Generator
) -> NDArray[np.int64]:
    """
    Return what is reported of an outbreak round a random village.

    A row for each case: the day on which it happened, how many days later it was known, its
    village.

    :raises ValueError: when it has more villages than there are
    """
    if outbreak.villages > simulation.villages:
        raise ValueError(
            f"No {outbreak.villages} of {simulation.villages} villages can be affected."
        )
    circles = prepare(points[:, 0], points[:, 1], outbreak.villages)
    centre = int(rng.integers(circles.spots))
    width = int(circles.starts[centre + 1] - circles.starts[centre])
    inside = circles.places_within(centre, width)[: outbreak.villages]
    happened = np.zeros((simulation.days, simulation.villages), dtype=np.int64)
    days = outbreak.starts + rng.integers(0, outbreak.days, outbreak.cases)
    villages = rng.choice(inside, outbreak.cases)
    is_in = days < simulation.days
    np.add.at(happened, (days[is_in], villages[is_in]), 1)
    return _reported(happened, 0, simulation, rng)


def _reported(
    happened: NDArray[np.int64], first: int, simulation: Simulation, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return what becomes known from the first to the last day, in the order of those days."""
    days, places = np.nonzero(happened)
    cells = np.repeat(np.column_stack([days, places]), happened[days, places], axis=0)
    least, most = simulation.delays
    lags = rng.integers(least, most + 1, len(cells))
    rows = np.column_stack([cells[:, 0] + first, lags, cells[:, 1]])
    known = rows[:, 0] + rows[:, 1]
    rows = rows[np.lexsort((rows[:, 0], rows[:, 2], known))]
    known = rows[:, 0] + rows[:, 1]
    kept: NDArray[np.int64] = rows[(known >= 0) & (known < simulation.days)]
    return kept
