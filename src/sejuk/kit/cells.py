"""Read a cell of text as what it must be: number, date, word of a closed list. Pure."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from sejuk.kit.choices import N_, Choice
from sejuk.kit.days import is_known
from sejuk.kit.official import MONTHS

T = TypeVar("T")
Reader = Callable[[str], object]

_DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2}|[A-Za-z]+)[./ -](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T00:00:00)?")
_YES = {"1", "ya", "y", "yes", "true", "benar", "x"}
_NO = {"0", "tidak", "t", "no", "n", "false", "salah", "bukan"}


class Unfit(ValueError):
    """A cell cannot be read; `message` is a msgid and `values` fill its blanks."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


def plain_key(text: str) -> str:
    """
    Return letters and digits only, lower case: how names of columns and words are compared.

    >>> plain_key("Kode Wilayah"), plain_key("kode_wilayah")
    ('kodewilayah', 'kodewilayah')
    """
    return re.sub(r"[\W_]", "", text.casefold())


def text(longest: int) -> Reader:
    def read(cell: str) -> str:
        if len(cell) > longest:
            raise Unfit(N_("longer than %(limit)s characters"), limit=longest)
        return cell

    return read


def fitting(pattern: re.Pattern[str], why: str) -> Reader:
    """Return a reader for text of one shape; `why` is the msgid for anything else."""

    def read(cell: str) -> str:
        if not pattern.fullmatch(cell):
            raise Unfit(why)
        return cell

    return read


def whole(least: int, most: int) -> Reader:
    """
    Return a reader for whole numbers; dots may part the thousands.

    >>> whole(0, 9999)("1.234")
    1234
    """

    def read(cell: str) -> int:
        digits = re.sub(r"(?<=\d)[. ](?=\d{3}\b)", "", cell)
        if not re.fullmatch(r"-?\d{1,18}", digits):
            raise Unfit(N_("not a whole number"))
        return _within(int(digits), least, most)

    return read


def decimal(least: float, most: float) -> Reader:
    """
    Return a reader for numbers; the decimal mark may be a comma or a point.

    >>> decimal(-90, 90)("-4,199")
    -4.199
    """

    def read(cell: str) -> float:
        if not re.fullmatch(r"[+-]?\d{1,15}([.,]\d{1,20})?", cell):
            raise Unfit(N_("not a number"))
        return _within(float(cell.replace(",", ".")), least, most)

    return read


def _within(value: T, least: float, most: float) -> T:
    if not least <= value <= most:  # type: ignore[operator]  # both readers give numbers
        raise Unfit(
            N_("must lie between %(least)s and %(most)s"), least=f"{least:g}", most=f"{most:g}"
        )
    return value


def day(cell: str) -> date:
    """
    Read a date, year first or day first.

    >>> day("2024-11-27") == day("27/11/2024") == day("27 November 2024")
    True

    :raises Unfit: when it is none
    """
    try:
        found = _day(cell)
    except ValueError:
        found = None
    if found is None or not is_known(found):
        raise Unfit(N_("not a date: write it like 2024-11-27 or 27/11/2024"))
    return found


def _day(cell: str) -> date | None:
    if first := _YEAR_FIRST.fullmatch(cell):
        return date(*(int(part) for part in first.groups()[:3]))
    if last := _DAY_FIRST.fullmatch(cell):
        return date(int(last[3]), _month(last[2]), int(last[1]))
    return None


def _month(word: str) -> int:
    names = [month.casefold() for month in MONTHS]
    return int(word) if word.isdigit() else names.index(word.casefold()) + 1


def flag(cell: str) -> bool:
    """
    Read a yes or no.

    >>> flag("Ya"), flag("tidak")
    (True, False)

    :raises Unfit: when it is neither
    """
    word = plain_key(cell)
    if word not in _YES | _NO:
        raise Unfit(N_("write ya or tidak"))
    return word in _YES


def one_of(words: type[Choice], **synonyms: Choice) -> Reader:
    """Return a reader for one word of a closed list, by value, label or synonym."""
    known = {plain_key(word.value): word for word in words}
    known |= {plain_key(word.label): word for word in words}
    known |= {plain_key(name): word for name, word in synonyms.items()}
    allowed = ", ".join(words)

    def read(cell: str) -> str:
        word = known.get(plain_key(cell))
        if word is None:
            raise Unfit(N_("not in the list: %(allowed)s"), allowed=allowed)
        return word.value

    return read


def several(reader: Reader) -> Reader:
    """
    Return a reader for parts separated by `;`, `|` or `/`, each once and in order.

    >>> several(text(9))("Rayab; Rayap; Rayab")
    ['Rayab', 'Rayap']
    """

    def read(cell: str) -> list[object]:
        parts = (part.strip() for part in re.split(r"[;|/]", cell))
        return list(dict.fromkeys(reader(part) for part in parts if part))

    return read
