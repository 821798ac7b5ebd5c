"""The few letters by which a chip of the board and a cell of a paper name a shift."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

# Chosen: from 20 hours a duty fills the day, whenever it begins.
LONG_MINUTES = 20 * 60
ALL_DAY = "24"

# Code, name, minute of the day at which it begins, and how many minutes it lasts.
Band = tuple[str, str, int, int]


def in_order(bands: set[Band]) -> list[Band]:
    """Return shifts from morning to night, whole days last."""
    return sorted(bands, key=lambda band: (band[3] >= LONG_MINUTES, *band[2:], *band[:2]))


def letters_of(bands: Sequence[Band]) -> list[str]:
    """
    Return for each shift letters that no other has: the first of its name where that is enough.

    >>> day = 24 * 60
    >>> letters_of([("a", "Pagi", 360, 480), ("b", "Siang", 840, 480), ("c", "Piket", 480, day)])
    ['P', 'S', '24']
    >>> letters_of([("a", "Siang", 420, 720), ("b", "Sore", 900, 420), ("c", "Siaga", 900, 420)])
    ['Si', 'So', 'Sa']
    """
    shared = Counter(_first(band) for band in bands)
    taken = {letters for letters, times in shared.items() if times == 1}
    found = []
    for band in bands:
        letters = _first(band)
        if shared[letters] > 1:
            letters = next(word for word in _longer(band) if word not in taken)
            taken.add(letters)
        found.append(letters)
    return found


def _first(band: Band) -> str:
    code, name, _, minutes = band
    return ALL_DAY if minutes >= LONG_MINUTES else (name or code)[:1].upper()


def _longer(band: Band) -> Iterator[str]:
    """Return words of two letters for a shift, then numbered ones without end."""
    word = band[1] or band[0]
    first = word[:1].upper()
    yield from (first + letter.lower() for letter in word[1:] if letter.isalnum())
    yield from (f"{first}{number}" for number in count(2))


def hours_of(band: Band) -> str:
    """
    Return from when until when a shift lasts, by the clock.

    >>> hours_of(("malam", "Malam", 22 * 60, 480))
    '22.00–06.00'
    """
    _, _, starts, minutes = band
    return f"{clock(starts)}–{clock((starts + minutes) % (24 * 60))}"


def clock(minute: int) -> str:
    """
    Return a minute of the day as one writes it.

    >>> clock(6 * 60 + 5)
    '06.05'
    """
    return f"{minute // 60:02}.{minute % 60:02}"
