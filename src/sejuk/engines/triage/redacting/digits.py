"""Digits in a text: runs of groups, as people part them by blanks, dots, hyphens and brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LOOK_ALIKE = re.compile(
    r"(?<![^\W\d_])[oO](?=8[\doOlI])|(?<=\d)[oO](?=[ .\-\u2010-\u2015]?[\doO])|(?<=\d)[lI](?=\d)"
    r"|(?<=\d\d)[oO](?![^\W_])"
)
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
"""All that stands where a hyphen is meant; telephones write U+2011 between groups."""
PARTS = rf"[ \t.,\-{DASHES}/()_*~•·\ufe0f\u20e3\u00a0\u00ad\u200b-\u200f\u2060\ufeff]"
RUN = re.compile(rf"\d(?:{PARTS}{{0,3}}\d)*")
GROUP = re.compile(r"\d+")
PLAIN_PARTS = str.maketrans(dict.fromkeys(DASHES, "-") | dict.fromkeys("\u00ad\u200b", ""))


@dataclass(frozen=True)
class Group:
    """Digits without anything between them, and what parts them from the next."""

    start: int
    end: int
    digits: str
    parted_by: str


def with_digits(text: str) -> str:
    """
    Return the text, as long as before, with letters that stand for digits as digits.

    >>> with_digits("O8l2-34O5"), with_digits("Oke 8 orang")
    ('0812-3405', 'Oke 8 orang')
    """
    return LOOK_ALIKE.sub(lambda found: "0" if found[0] in "oO" else "1", text)


def runs_in(text: str) -> Iterator[tuple[Group, ...]]:
    """Return each run of digits as its groups."""
    for run in RUN.finditer(text):
        found = list(GROUP.finditer(text, run.start(), run.end()))
        ends = [one.start() for one in found[1:]] + [run.end()]
        yield tuple(
            Group(one.start(), one.end(), _plain(one[0]), _parted_by(text[one.end() : until]))
            for one, until in zip(found, ends, strict=True)
        )


def _parted_by(signs: str) -> str:
    return signs if signs.isascii() else signs.translate(PLAIN_PARTS)


def _plain(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(int(one)) for one in digits)


def joined(groups: tuple[Group, ...], first: int, last: int) -> str:
    """Return the digits of the groups from the first to the last."""
    return "".join(group.digits for group in groups[first : last + 1])
