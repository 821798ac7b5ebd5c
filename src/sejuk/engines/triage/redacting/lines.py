"""Numbers whose groups stand on lines of their own, as they are dictated or broken by a screen."""

import re
from collections.abc import Iterator, Sequence

from sejuk.engines.triage.redacting.kinds import Personal, PersonalKind
from sejuk.engines.triage.redacting.numbers import BORN
from sejuk.engines.triage.redacting.phones import COUNTRY, MOBILE

BROKEN = re.compile(r"\d[ \t.\-]{0,2}\r?\n")
"""Without a line that ends with digits there is nothing to do: a quick look."""
GROUP = re.compile(r"\+?\d{3,12}(?!\d)")
GAP = re.compile(r"[ \t.\-\u2010-\u2015]{0,3}(?:\r?\n){0,2}[ \t]{0,3}")
MOST_GROUPS = 5
"""A number is told in so many groups of three digits or more; chosen."""


def broken_in(text: str) -> Iterator[Personal]:
    """
    Return mobile numbers and identity cards that go over lines.

    >>> [one.kind.value for one in broken_in("hub 0812\\n3456\\n7890 ya")]
    ['phone']
    >>> list(broken_in("TPS 12\\n345 orang\\n08.30\\n10.15"))
    []
    """
    if not BROKEN.search(text):
        return
    beside: list[re.Match[str]] = []
    for found in GROUP.finditer(text):
        if beside and not GAP.fullmatch(text, beside[-1].end(), found.start()):
            yield from _numbers(text, beside)
            beside = []
        beside.append(found)
    yield from _numbers(text, beside)


def _numbers(text: str, groups: Sequence[re.Match[str]]) -> Iterator[Personal]:
    first = 0
    while first < len(groups):
        last, kind = _number_at(text, groups[first : first + MOST_GROUPS])
        if kind and "\n" in text[groups[first].start() : groups[first + last].end()]:
            yield Personal(
                kind, groups[first].start(), groups[first + last].end(), "broken over lines"
            )
        first += last + 1


def _number_at(text: str, groups: Sequence[re.Match[str]]) -> tuple[int, PersonalKind | None]:
    """Return the last group of a number; what is whole already does not go on in the next line."""
    digits = ""
    told: tuple[int, PersonalKind | None] = (0, None)
    for at, group in enumerate(groups):
        is_next_line = at > 0 and "\n" in text[groups[at - 1].end() : group.start()]
        if told[1] and is_next_line:
            break
        digits += group[0].removeprefix("+")
        if MOBILE.fullmatch(COUNTRY.sub("0", digits, count=1)):
            told = (at, PersonalKind.PHONE)
        elif BORN.fullmatch(digits):
            told = (at, PersonalKind.NIK)
    return told
