"""What a scan can be asked for, and the refusal of a question that has no answer."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts = NDArray[np.int64]
Numbers = NDArray[np.float64]
MOST_NAMED = 5  # chosen: enough faults to recognise a pattern, few enough to read


class ScanKind(StrEnum):
    """Which stretches of time a cylinder may take."""

    RETROSPECTIVE = "retrospective"
    PROSPECTIVE = "prospective"
    SPATIAL = "spatial"


class Statistic(StrEnum):
    """
    What a cylinder is measured by.

    KULLDORFF compares the rate inside with the rate outside, given all cases there are (Kulldorff
    1997, Communications in Statistics 26:1481); EXPECTATION compares the cases inside with those
    that were expected there (expectation-based Poisson: Neill 2009, IJHG 8:20).
    """

    KULLDORFF = "kulldorff"
    EXPECTATION = "expectation"


class CannotScan(ValueError):
    """The numbers do not make a scan; the text says which and what to do."""


def kind_of(given: str) -> ScanKind:
    """
    Return the kind of a scan by its name.

    >>> kind_of("spatial")
    <ScanKind.SPATIAL: 'spatial'>

    :raises CannotScan: there is no such kind
    """
    if given not in list(ScanKind):
        raise CannotScan(f"kind is one of {', '.join(ScanKind)}, not {given!r}")
    return ScanKind(given)


def statistic_of(given: str) -> Statistic:
    """
    Return a statistic by its name.

    :raises CannotScan: there is no such statistic
    """
    if given not in list(Statistic):
        raise CannotScan(f"statistic is one of {', '.join(Statistic)}, not {given!r}")
    return Statistic(given)


def counts_of(given: ArrayLike, *, dimensions: int = 2) -> Counts:
    """
    Return cases as whole numbers.

    :raises CannotScan: cells are missing, negative, not whole, or of another shape
    """
    cells = _finite(given, "cases", dimensions)
    _refuse(cells < 0, cells, "cases cannot be negative")
    _refuse(cells != np.floor(cells), cells, "cases are whole numbers")
    return cells.astype(np.int64)


def numbers_of(given: ArrayLike, what: str, *, dimensions: int = 2) -> Numbers:
    """
    Return numbers that are not negative.

    :raises CannotScan: cells are missing, infinite, negative, or of another shape
    """
    cells = _finite(given, what, dimensions)
    _refuse(cells < 0, cells, f"{what} cannot be negative")
    return cells


def coordinates_of(given: ArrayLike, what: str) -> Numbers:
    """
    Return one coordinate for each place.

    :raises CannotScan: a coordinate is missing or infinite
    """
    return _finite(given, what, 1)


def _finite(given: ArrayLike, what: str, dimensions: int) -> Numbers:
    try:
        cells = np.array(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise CannotScan(
            f"{what}: every row needs the same number of cells, all of them numbers"
        ) from error
    if cells.ndim != dimensions:
        raise CannotScan(f"{what}: {dimensions} dimensions are needed, {cells.ndim} are given")
    _refuse(~np.isfinite(cells), cells, f"{what} are missing or infinite; a quiet period is a 0")
    return cells


def _refuse(wrong: NDArray[np.bool_], cells: Numbers, why: str) -> None:
    if not wrong.any():
        return
    where = [tuple(int(part) for part in at) for at in np.argwhere(wrong)]
    shown = ", ".join(f"{list(at)} is {cells[at]:g}" for at in where[:MOST_NAMED])
    more = f" and {len(where) - MOST_NAMED} more" if len(where) > MOST_NAMED else ""
    raise CannotScan(f"{why}: {shown}{more}")
