"""
Which weeks of the past a week is compared with, and which of them lie in the same season.

The year is laid around the week in question: the weeks up to `half_window` before and after the
same week of each past year are one season; the rest of the year is cut into seasons of equal length
up to rounding (Noufaily et al. 2013, section 3.2: a zero-order spline with 11 knots, that is ten
seasons; in a year of 52 weeks with half a window of 3 the other nine have 5 weeks each). With one
season only those windows are used, as in Farrington et al. (1996).
"""

from typing import NamedTuple

import numpy as np

from sejuk.engines.warning.charting.series import Places, UnusableSeries

YEAR = 52
"""Weeks in a year, as in both papers. A 53rd week belongs to the caller: join it to the 52nd."""


class Past(NamedTuple):
    """The weeks that are looked back to, counted from the week in question, and their seasons."""

    back: Places  # negative: weeks before the week in question
    seasons: Places  # 0 is the season of the week in question


def past(years: int, half_window: int, seasons: int, weeks_left_out: int) -> Past:
    """
    Return the weeks to compare with.

    :raises UnusableSeries: when the settings leave no past, or do not fit into a year.

    >>> looked_at = past(5, 3, 10, 26)
    >>> len(looked_at.back), int(looked_at.back[0]), int(looked_at.back[-1])
    (237, -263, -27)
    """
    rest = YEAR - 2 * half_window - 1
    fits = half_window >= 0 and 1 <= seasons <= rest + 1
    if years < 1 or not fits or not 0 <= weeks_left_out < YEAR:
        raise UnusableSeries(
            f"{years} years, half a window of {half_window} weeks and {seasons} seasons do not "
            "make a past: at least one year, seasons of at least one week, and less than a year "
            "left out are needed."
        )
    back = np.arange(-YEAR * years - half_window, -weeks_left_out, dtype=np.int64)
    into = back % YEAR
    near = (into <= half_window) | (into >= YEAR - half_window)
    if seasons == 1:
        return Past(back[near], np.zeros(int(near.sum()), dtype=np.int64))
    others = 1 + (into - half_window - 1) * (seasons - 1) // rest
    return Past(back, np.where(near, 0, others))
