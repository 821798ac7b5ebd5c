"""What would be expected: person-days between censuses, and rates of groups applied to them."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from sejuk.engines.warning.scanning.asked import CannotScan, Numbers, counts_of, numbers_of


def person_days(
    counted_on: Sequence[date], population: ArrayLike, starts: Sequence[date]
) -> tuple[tuple[float, ...], ...]:
    """
    Return the days that people lived in each place (columns) in each period (rows).

    `population` is censuses x places, `counted_on` their days in ascending order. Period `k` begins
    on `starts[k]` and ends the day before `starts[k + 1]`: there is one start more than periods.
    Between censuses the population moves along a straight line; before the first and after the
    last it stays as counted. This is the exposure of the Poisson model: a longer period expects
    more. A census known by its year only is taken as of 1 July. (The SaTScan user guide,
    "Population File", tells the same rule; its New Mexico sample is met to all digits printed.)

    >>> censuses = [date(2010, 1, 1), date(2020, 1, 1)]
    >>> two_days = [date(2014, 12, 31), date(2015, 1, 2)]
    >>> [[days]] = person_days(censuses, [[100], [200]], two_days)
    >>> round(days, 1)
    300.0

    :raises CannotScan: days are not in order, or numbers are missing or negative
    """
    people = numbers_of(population, "population")
    censuses = np.array([day.toordinal() for day in counted_on], dtype=np.float64)
    edges = np.array([day.toordinal() for day in starts], dtype=np.float64)
    if len(people) != len(censuses) or not len(people):
        raise CannotScan(f"{len(people)} rows of population stand beside {len(censuses)} days")
    if len(edges) < 2 or (np.diff(censuses) <= 0).any() or (np.diff(edges) <= 0).any():  # noqa: PLR2004 - a period has two ends
        raise CannotScan("censuses and starts of periods need to be in ascending order")
    until = _people_days(censuses, people, edges)
    return tuple(tuple(row) for row in np.diff(until, axis=0).tolist())


def _people_days(censuses: Numbers, people: Numbers, edges: Numbers) -> Numbers:
    """Return the people-days from the first census until each edge (before it: negative)."""
    lengths = np.diff(censuses)[:, None]
    sums = np.zeros_like(people)
    sums[1:] = np.cumsum((people[:-1] + people[1:]) / 2 * lengths, axis=0)
    at = np.clip(np.searchsorted(censuses, edges, side="right") - 1, 0, len(censuses) - 1)
    since = (edges - censuses[at])[:, None]
    after = np.minimum(at + 1, len(censuses) - 1)
    apart = np.where(after > at, censuses[after] - censuses[at], 1.0)[:, None]
    slope = np.where(since < 0, 0.0, (people[after] - people[at]) / apart)
    until: Numbers = sums[at] + people[at] * since + slope * since**2 / 2
    return until


def standardised_expectation(
    cases: ArrayLike, population: ArrayLike
) -> tuple[tuple[float, ...], ...]:
    """
    Return the cases expected in each period (rows) and place (columns), adjusted for groups.

    `cases` and `population` (people or person-days) are periods x places x groups, of age and sex
    say. Each group's rate in the whole is applied to its people everywhere: indirect
    standardisation. The sum is the number of cases.

    >>> standardised_expectation([[[2, 4], [0, 0]]], [[[10, 10], [10, 30]]])
    ((2.0, 4.0),)

    :raises CannotScan: shapes differ, numbers are missing or negative, or a group has cases and no
        people
    """
    counts = counts_of(cases, dimensions=3)
    people = numbers_of(population, "population", dimensions=3)
    if counts.shape != people.shape:
        raise CannotScan(f"cases {counts.shape} and population {people.shape} need one shape")
    of_group, people_of_group = counts.sum(axis=(0, 1)), people.sum(axis=(0, 1))
    empty = np.flatnonzero((people_of_group <= 0) & (of_group > 0))
    if len(empty):
        raise CannotScan(f"groups {empty.tolist()} have cases but no people")
    rates = of_group / np.where(people_of_group > 0, people_of_group, 1.0)
    return tuple(tuple(row) for row in (people @ rates).tolist())
