"""The number on the ballot, in figures, words, cries and fingers."""

import re
from collections.abc import Iterator, Sequence

from sejuk.engines.neutrality.hits import Hit, HitCode, HitKind, HitReason
from sejuk.engines.neutrality.tokens import Token
from sejuk.engines.neutrality.words import NeutralityWords

NUMBERS = {
    "satu": 1, "sikok": 1, "sijo": 1, "dua": 2, "duo": 2, "tiga": 3, "tigo": 3, "empat": 4,
    "lima": 5, "limo": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
}  # fmt: skip
MOST_ON_A_BALLOT = 20  # chosen: no regency had as many; a larger number is something else
NUMBER_WORDS = {"nomor", "nomer", "no", "nmr", "nomr", "angka"}
ORDER_WORDS = {"urut", "urutan"}
PAIR_WORDS = {"paslon", "palson", "pasangan", "calon", "kandidat", "cabup", "cagub"}
VOTE_WORDS = {
    "coblos", "cobloslah", "nyoblos", "pilih", "pilihlah", "milih", "tusuk", "menangkan", "dukung",
    "mendukung",
}  # fmt: skip
CRIES = {
    "menang", "juara", "jaya", "mantap", "oke", "ok", "lanjut", "gas", "yes", "pasti", "bae", "aja",
}  # fmt: skip
FINGER_WORDS = {"jari", "jempol", "telunjuk"}
# Fingers of a hand as sign of a number: one, two, three, four or five. Skin tones may follow.
FINGERS = {
    "☝": 1, "👆": 1, "🫵": 1, "✌": 2, "🤞": 2, "🤘": 2, "🤟": 3, "👌": 3, "🖖": 4, "🖐": 5,
}  # fmt: skip
_FINGER = re.compile(f"([{''.join(FINGERS)}])[\U0001f3fb-\U0001f3ff]?\ufe0f?")
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")


def number_of(key: str) -> int | None:
    """
    Return the number of a ballot that a word is.

    >>> number_of("02"), number_of("duo"), number_of("110"), number_of("dulu")
    (2, 2, None, None)
    """
    if key.isdigit() and len(key) <= 2:  # noqa: PLR2004
        number = int(key)
        return number if 0 < number <= MOST_ON_A_BALLOT else None
    return NUMBERS.get(key)


def number_hits(
    tokens: Sequence[Token], text: str, numbers: frozenset[int], known: NeutralityWords
) -> Iterator[Hit]:
    """Return where a text tells the number of a contestant."""
    for at, token in enumerate(tokens):
        number = number_of(token.key)
        if number is None:
            continue
        told = _told(tokens, at, text, known, is_contestant=number in numbers)
        if told is not None:
            code, first = told
            start, end = tokens[first].start, token.end
            yield Hit(HitKind.NUMBER, start, end, text[start:end], HitReason(code, str(number)))


def _behind(tokens: Sequence[Token], at: int, text: str) -> str:
    """Return the word behind in the same clause."""
    if at + 1 == len(tokens):
        return ""
    between = text[tokens[at].end : tokens[at + 1].start]
    return tokens[at + 1].key if between.isspace() or len(between) <= 1 else ""


def _told(
    tokens: Sequence[Token], at: int, text: str, known: NeutralityWords, *, is_contestant: bool
) -> tuple[HitCode, int] | None:
    """Return how the words before and behind make a number that of a contestant, and from where."""
    before = [token.key for token in tokens[max(0, at - 3) : at]]
    after = _behind(tokens, at, text)
    if after in known.not_after_number or (before and before[-1] in known.not_before_number):
        return None
    back = at
    while before and (before[-1] in NUMBER_WORDS or before[-1] in ORDER_WORDS):
        back -= 1
        before.pop()
    orders = {token.key for token in tokens[back:at]}
    if before and before[-1] in PAIR_WORDS:
        return HitCode.BALLOT_NUMBER, back - 1
    if orders & ORDER_WORDS:
        return HitCode.BALLOT_NUMBER, back
    if before and before[-1] in VOTE_WORDS and (orders or is_contestant):
        return HitCode.NUMBER_TO_VOTE, back - 1
    is_written_so = tokens[at].key.isdigit() and (orders or tokens[at].key.startswith("0"))
    if is_contestant and is_written_so and after in CRIES:
        return HitCode.NUMBER_AS_CRY, back
    return None


def finger_hits(tokens: Sequence[Token], text: str) -> Iterator[Hit]:
    """Return fingers told and shown, and a number on a key that is no list."""
    for at, token in enumerate(tokens[1:], start=1):
        number = number_of(tokens[at - 1].key)
        if token.key in FINGER_WORDS and number is not None:
            first = at - 2 if at > 1 and tokens[at - 2].key == "salam" else at - 1
            start = tokens[first].start
            yield _finger(text, start, token.end, HitCode.FINGERS_TOLD, number)
        elif token.key in FINGER_WORDS and tokens[at - 1].key == "salam":
            start = tokens[at - 1].start
            yield _finger(text, start, token.end, HitCode.FINGERS_TOLD, 1)
    for found in _FINGER.finditer(text):
        yield _finger(text, *found.span(), HitCode.FINGERS_SHOWN, FINGERS[found[1]])
    keys = list(_KEYCAP.finditer(text))
    if len({found[1] for found in keys}) == 1:
        for found in keys:
            yield _finger(text, *found.span(), HitCode.FINGERS_SHOWN, int(found[1]))


def _finger(text: str, start: int, end: int, code: HitCode, number: int) -> Hit:
    reason = HitReason(code, str(number))
    return Hit(HitKind.FINGER_SIGN, start, end, text[start:end], reason)
