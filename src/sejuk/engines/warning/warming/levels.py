"""The four bands of a temperature, and the level that a place is held at."""

from collections.abc import Sequence
from enum import StrEnum

BAND_WIDTH = 250
HELD_DAYS = 2
"""
How many days a level is held after the temperature has fallen below it. Chosen: what was decided
for a hot village must not be undone by one quiet day, and taken up again on the next.
"""


class Band(StrEnum):
    """The four bands, each 25 degrees wide."""

    SEJUK = "sejuk"
    HANGAT = "hangat"
    PANAS = "panas"
    KRITIS = "kritis"


def band_of(tenths: int) -> Band:
    """
    Return the band that a temperature in tenths of a degree falls into.

    Below 0 is the lowest, above 1000 the highest. Source: the widths are chosen, so that one
    confirmed matter of severity 3 (50 degrees) just makes a place *panas*.

    >>> [str(band_of(tenths)) for tenths in (0, 249, 250, 500, 999)]
    ['sejuk', 'sejuk', 'hangat', 'panas', 'kritis']
    """
    return list(Band)[min(max(tenths, 0) // BAND_WIDTH, len(Band) - 1)]


def level_of(tenths: Sequence[int]) -> Band:
    """
    Return the level that a place stands at: up at once, down after two days.

    `tenths` are the temperatures of its last days, oldest first, the day asked for last; three are
    looked at, fewer are enough. Nothing else is remembered, so the same days give the same level
    whoever asks. Source: chosen (see `HELD_DAYS`).

    >>> str(level_of([120, 510])), str(level_of([510, 240, 230])), str(level_of([240, 230, 220]))
    ('panas', 'panas', 'sejuk')

    :raises ValueError: when there is no day at all
    """
    if not tenths:
        raise ValueError("A level needs the temperature of at least one day.")
    return band_of(max(tenths[-(HELD_DAYS + 1) :]))
