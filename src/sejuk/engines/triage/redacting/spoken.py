"""Numbers spelled out in words: nol delapan satu dua ..."""

import re
from collections.abc import Iterator, Sequence

from sejuk.engines.triage.redacting.kinds import Personal, PersonalKind
from sejuk.engines.triage.redacting.phones import BARE, COUNTRY, LANDLINE, MOBILE

WORDS = {
    "0": "nol kosong zero ksong oh",
    "1": "satu sikok siji satuh one",
    "2": "dua duo due loro two",
    "3": "tiga tigo tige telu three",
    "4": "empat ampat mpat papat four",
    "5": "lima limo lime limak five",
    "6": "enam nam anam six",
    "7": "tujuh tujo pitu tuju seven",
    "8": "delapan lapan dlapan wolu eight",
    "9": "sembilan semilan smbilan songo nine",
}
DIGIT_OF = {word: digit for digit, words in WORDS.items() for word in words.split()}
TIMES = {"dobel": 2, "double": 2, "dabel": 2, "tripel": 3, "triple": 3}
EIGHT = re.compile(r"(?i)lapan|wolu|eight|8")
"""Without an eight there is no telephone: a quick look before the long one."""
TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\s\-\u2010-\u2015.,/+]")
LEAST_WORDS = 4
"""So many digits are words where the digits alone do not tell what they are; chosen."""
LONGEST, LEAST_LONG = 16, 9
"""Who spells so many digits tells a number that is somebody's, of whatever shape; chosen."""


def spoken_in(text: str) -> Iterator[Personal]:
    """
    Return telephone numbers and identity numbers that are spelled out.

    >>> text = "hubungi nol delapan satu dua tiga empat lima enam tujuh delapan sembilan ya"
    >>> [text[one.start : one.end][-8:] for one in spoken_in(text)]
    ['sembilan']
    >>> list(spoken_in("yang hadir delapan orang, dua dari desa"))
    []
    """
    if not EIGHT.search(text):
        return
    said: list[tuple[int, int, str, bool]] = []
    times, since = 1, 0
    for found in TOKEN.finditer(text):
        word = found[0].casefold()
        if word in TIMES:
            times, since = TIMES[word], found.start()
            continue
        digits = DIGIT_OF.get(word, word if word.isdigit() and word.isascii() else "")
        if digits:
            start = since if times > 1 else found.start()
            said.append((start, found.end(), digits * times, word in DIGIT_OF))
        else:
            yield from _numbers(said)
            said = []
        times = 1
    yield from _numbers(said)


def _numbers(said: Sequence[tuple[int, int, str, bool]]) -> Iterator[Personal]:
    first = 0
    while first < len(said):
        last, kind = _number_at(said, first)
        if kind:
            yield Personal(kind, said[first][0], said[last][1], "spelled out")
            first = last
        first += 1


def _number_at(
    said: Sequence[tuple[int, int, str, bool]], first: int
) -> tuple[int, PersonalKind | None]:
    digits, words = "", 0
    told: tuple[int, PersonalKind | None] = (first, None)
    long: int | None = None
    for last in range(first, len(said)):
        digits += said[last][2]
        words += said[last][3]
        if len(digits) > LONGEST:
            break
        if words and _is_phone(digits, tells_itself=words < LEAST_WORDS):
            told = (last, PersonalKind.PHONE)
        if words >= LEAST_WORDS and len(digits) == LONGEST:
            told = (last, PersonalKind.NIK)
        long = long if words < LEAST_WORDS or len(digits) < LEAST_LONG else last
    return told if told[1] or long is None else (long, PersonalKind.PHONE)


def _is_phone(digits: str, *, tells_itself: bool) -> bool:
    national = COUNTRY.sub("0", digits, count=1)
    shapes = (MOBILE,) if tells_itself else (MOBILE, LANDLINE, BARE)
    return any(shape.fullmatch(national) for shape in shapes)
