"""The number on the ballot, in figures, words, cries and fingers."""

import re
from collections.abc import Collection, Iterator, Sequence

from sejuk.engines.neutrality.hits import Hit, HitCode, HitKind, HitReason
from sejuk.engines.neutrality.tokens import LINE_BREAKS, Token, key_of, line_before, line_behind
from sejuk.engines.neutrality.words import NeutralityWords


def _by_sound(words: Collection[str]) -> frozenset[str]:
    return frozenset(key_of(word) for word in words)


NUMBERS = {
    "satu": 1, "sikok": 1, "sijo": 1, "siji": 1, "dua": 2, "duo": 2, "tiga": 3, "tigo": 3,
    "empat": 4, "lima": 5, "limo": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
}  # fmt: skip
# Only behind "yang" or a pair: to mark "kedua surat suara" is to mark both.
ORDINALS = {
    "pertama": 1,
    "kedua": 2,
    "keduo": 2,
    "ketiga": 3,
    "ketigo": 3,
    "keempat": 4,
    "kelima": 5,
}
MOST_ON_A_BALLOT = 20  # chosen: no regency had as many; a larger number is something else
NUMBER_WORDS = {"nomor", "nomer", "no", "nmr", "nomr", "angka"}
ORDER_WORDS = {"urut", "urutan"}
PAIR_WORDS = {"paslon", "palson", "pasangan", "calon", "kandidat", "cabup", "cagub"}
VOTE_WORDS = _by_sound({
    "coblos", "cobloslah", "nyoblos", "pilih", "pilihlah", "milih", "tusuk", "menangkan", "dukung",
    "mendukung",
})  # fmt: skip
CRIES = _by_sound({
    "menang", "juara", "jaya", "mantap", "oke", "ok", "lanjut", "gas", "yes", "pasti", "bae", "aja",
    "jangan", "dipilih", "dicoblos", "didukung",
})  # fmt: skip
CALLS = _by_sound(
    {"ingat", "jangan", "gaspol", "gas", "hidup", "salam", "menang", "jayalah", "oke", "yes"}
)
FILLERS = _by_sound({"yang", "yg", "bae", "saja", "aja", "dong", "terus", "itu", "ini"})
ZEROES = {"nol", "kosong"}
FINGER_WORDS = {"jari", "jempol", "telunjuk"}
# Beside these a finger is a finger: ink, and wounds.
NO_SIGN = {
    "tinta",
    "celup",
    "dicelup",
    "celupkan",
    "dicelupkan",
    "korban",
    "luka",
    "putus",
    "tangan",
}
NO_SIGN_WORDS = 4
# Fingers of a hand as sign of a number: one, two, three, four or five. Skin tones may follow.
FINGERS = {
    "☝": 1, "👆": 1, "✌": 2, "🤘": 2, "🤟": 3, "👌": 3, "🖖": 4, "🖐": 5,
}  # fmt: skip
_FINGER = re.compile(f"([{''.join(FINGERS)}])[\U0001f3fb-\U0001f3ff]?\ufe0f?")
_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")


def number_of(key: str) -> int | None:
    """
    Return the number of a ballot that a word is.

    >>> number_of("02"), number_of("duo"), number_of("110"), number_of("dulu")
    (2, 2, None, None)
    """
    if key.isdecimal() and len(key) <= 2:  # noqa: PLR2004
        number = int(key)
        return number if 0 < number <= MOST_ON_A_BALLOT else None
    return NUMBERS.get(key)


def number_hits(
    tokens: Sequence[Token], text: str, numbers: frozenset[int], known: NeutralityWords
) -> Iterator[Hit]:
    """Return where a text tells the number of a contestant."""
    for at, token in enumerate(tokens):
        number = number_of(token.key) or ORDINALS.get(token.key)
        if number is None:
            continue
        if token.key in ORDINALS:
            told = _told_in_order(tokens, at, text, known) if number in numbers else None
        else:
            told = _told(tokens, at, text, known, is_contestant=number in numbers)
        if told is not None:
            code, first = told
            start, end = tokens[first].start, token.end
            yield Hit(HitKind.NUMBER, start, end, text[start:end], HitReason(code, str(number)))


def _behind(tokens: Sequence[Token], at: int, text: str) -> str:
    """Return the word behind in the same clause; the next line, or field, is another."""
    if at + 1 == len(tokens):
        return ""
    between = text[tokens[at].end : tokens[at + 1].start]
    if not LINE_BREAKS.isdisjoint(between):
        return ""
    return tokens[at + 1].key if between.isspace() or len(between) <= 1 else ""


def _told(
    tokens: Sequence[Token], at: int, text: str, known: NeutralityWords, *, is_contestant: bool
) -> tuple[HitCode, int] | None:
    """Return how the words before and behind make a number that of a contestant, and from where."""
    after = _behind(tokens, at, text)
    first = _over(tokens, at, ZEROES)
    counted = line_before(tokens, text, first, 1)
    if after in known.not_after_number or not set(counted).isdisjoint(known.not_before_number):
        return None
    back = _over(tokens, first, NUMBER_WORDS | ORDER_WORDS)
    orders = {token.key for token in tokens[back:first]}
    caller = _over(tokens, back, FILLERS)
    before = tokens[caller - 1].key if caller else ""
    if before in PAIR_WORDS and not (tokens[at].key == "2" and _is_glued(tokens, at)):
        return HitCode.BALLOT_NUMBER, caller - 1
    if orders & ORDER_WORDS:
        return HitCode.BALLOT_NUMBER, back
    if before in VOTE_WORDS and (orders or is_contestant):
        return HitCode.NUMBER_TO_VOTE, caller - 1
    is_written_so = bool(orders) or first < at or tokens[at].key.startswith("0")
    if is_contestant and is_written_so and (after in CRIES or before in CALLS):
        return HitCode.NUMBER_AS_CRY, back
    return None


def _told_in_order(
    tokens: Sequence[Token], at: int, text: str, known: NeutralityWords
) -> tuple[HitCode, int] | None:
    """Return how "kedua" is a contestant: pilih yang kedua, pasangan pertama."""
    caller = _over(tokens, at, FILLERS)
    before = tokens[caller - 1].key if caller else ""
    if _behind(tokens, at, text) in known.not_after_number:
        return None
    if before in VOTE_WORDS and caller < at:
        return HitCode.NUMBER_TO_VOTE, caller - 1
    return (HitCode.BALLOT_NUMBER, caller - 1) if before in PAIR_WORDS else None


def _over(tokens: Sequence[Token], at: int, words: Collection[str]) -> int:
    """Return where the words before a place begin that are all of a kind."""
    while at and tokens[at - 1].key in words:
        at -= 1
    return at


def _is_glued(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a number is written at a word: "paslon2" are several."""
    return at > 0 and tokens[at - 1].end == tokens[at].start


def finger_hits(tokens: Sequence[Token], text: str) -> Iterator[Hit]:
    """Return fingers told and shown, and a number on a key that is no list."""
    for at, token in enumerate(tokens[1:], start=1):
        if token.key in FINGER_WORDS and not _is_no_sign(tokens, at, text):
            yield from _fingers_told(tokens, at, text)
    for found in _FINGER.finditer(text):
        yield _finger(text, *found.span(), HitCode.FINGERS_SHOWN, FINGERS[found[1]])
    for start, end, number in _keys_of_no_list(text):
        yield _finger(text, start, end, HitCode.FINGERS_SHOWN, number)


def _is_no_sign(tokens: Sequence[Token], at: int, text: str) -> bool:
    """Test whether the line tells of ink or wounds."""
    before = line_before(tokens, text, at, NO_SIGN_WORDS)
    return not NO_SIGN.isdisjoint((*before, *line_behind(tokens, text, at, NO_SIGN_WORDS - 1)))


def _fingers_told(tokens: Sequence[Token], at: int, text: str) -> Iterator[Hit]:
    """Return the fingers that a word for them tells: salam dua jari, salam jempol."""
    number = number_of(tokens[at - 1].key)
    if number is not None:
        first = at - 2 if at > 1 and tokens[at - 2].key == "salam" else at - 1
        yield _finger(text, tokens[first].start, tokens[at].end, HitCode.FINGERS_TOLD, number)
    elif tokens[at - 1].key == "salam":
        yield _finger(text, tokens[at - 1].start, tokens[at].end, HitCode.FINGERS_TOLD, 1)


def _keys_of_no_list(text: str) -> Iterator[tuple[int, int, int]]:
    """Return numbers on keys: where all are one, or alone in a line that they do not begin."""
    is_one = len({found[1] for found in _KEYCAP.finditer(text)}) == 1
    at = 0
    for line in text.splitlines(keepends=True):
        keys = list(_KEYCAP.finditer(line))
        is_list = len({found[1] for found in keys}) > 1 or _KEYCAP.match(line.lstrip())
        if is_one or not is_list:
            for found in keys:
                yield at + found.start(), at + found.end(), int(found[1])
        at += len(line)


def _finger(text: str, start: int, end: int, code: HitCode, number: int) -> Hit:
    reason = HitReason(code, str(number))
    return Hit(HitKind.FINGER_SIGN, start, end, text[start:end], reason)
