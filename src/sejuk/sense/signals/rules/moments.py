"""A day and hour as somebody typed it into a list."""

from datetime import datetime

from sejuk.kit.cells import Unfit
from sejuk.kit.choices import N_
from sejuk.kit.days import is_known

SHAPES = (
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H.%M",
    "%d-%m-%Y %H:%M",
    "%d-%m-%Y %H.%M",
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
)


def moment(cell: str) -> datetime:
    """
    Read a day and hour; without a zone it is local time, without an hour midnight.

    >>> moment("2024-11-19 08:30") == moment("19/11/2024 08.30")
    True

    :raises Unfit: when it is none
    """
    found = _read(cell)
    if found is None or not is_known(found):
        raise Unfit(N_("not a day and hour: write it like 2024-11-19 08:30 or 19/11/2024 08.30"))
    return found


def _read(cell: str) -> datetime | None:
    for shape in SHAPES:
        try:
            # The zone is that of the installation; the check knows it.
            return datetime.strptime(cell, shape)  # noqa: DTZ007
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        return None
