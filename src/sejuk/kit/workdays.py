"""Working days of offices of the state: not Saturdays, Sundays, holidays or joint leave."""

import tomllib
from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from importlib import resources

FRIDAY = 5
KEPT_IN = "holidays.toml"


@cache
def holidays() -> frozenset[date]:
    """
    Return the days on which offices are closed in the years whose decrees are known.

    >>> date(2024, 11, 27) in holidays(), date(2024, 11, 28) in holidays()
    (True, False)
    """
    years = tomllib.loads(resources.files("sejuk.kit").joinpath(KEPT_IN).read_text("utf-8"))
    return frozenset(
        day
        for year in years.values()
        for name in ("holidays", "joint_leave", "polling")
        for day in year[name]
    )


@cache
def years_known() -> tuple[int, int]:
    """
    Return the first and the last year whose holidays are known.

    >>> years_known()
    (2024, 2026)
    """
    years = tomllib.loads(resources.files("sejuk.kit").joinpath(KEPT_IN).read_text("utf-8"))
    numbers = sorted(int(year) for year in years)
    return numbers[0], numbers[-1]


def is_working_day(day: date, closed: Collection[date]) -> bool:
    """
    Test whether offices are open on a day; `closed` are the holidays.

    >>> is_working_day(date(2024, 11, 27), {date(2024, 11, 27)})
    False
    """
    return day.isoweekday() <= FRIDAY and day not in closed


def working_days_after(day: date, count: int, closed: Collection[date]) -> date:
    """
    Return the `count`-th working day after a day; the day itself is not counted.

    >>> working_days_after(date(2024, 11, 25), 2, {date(2024, 11, 27)})
    datetime.date(2024, 11, 28)
    """
    left = count
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, closed)
    return day
