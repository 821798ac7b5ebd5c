"""Receipts: sixteen digits with which anybody reads a report and answers in it as who wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sejuk.engines.triage.redacting.digits import DASHES, with_digits
from sejuk.engines.triage.redacting.kinds import PLACEHOLDERS, Personal, PersonalKind
from sejuk.engines.triage.redacting.unseen import UNSEEN, in_place, seen

RECEIPT_DIGITS = 16
# Chosen: more letters than that among them are words.
FEWEST_DIGITS = 10

ALIKE = "OoQDlI|iSsBZzG"
DIGITS_FOR = str.maketrans(ALIKE, "00001111558226")
# Chosen: up to three, as in " - "; a telephone writes U+2011, a copied page signs that nobody sees.
PARTS = rf"[\s.\-{DASHES}\u00ad\u200b-\u200f\u2060\ufeff]{{0,3}}"
# Beside a date stands a time, and both are none of it.
DATE = (
    r"(?<!\d)(?:\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d\d|(?:19|20)\d\d[.\-]\d{1,2}[.\-]\d{1,2})(?!\d)"
)
# "Si", "isi", "Solo": of such letters alone, and no noughts.
WORD = rf"(?<!\w)(?![Oo]{{2,16}}(?!\w))[{ALIKE}]{{2,16}}(?!\w)"
SIGN = rf"(?!{DATE})(?!{WORD})[\d{ALIKE}]"
# However its digits are grouped, and with letters for digits: what is answered as a receipt.
READ = re.compile(
    rf"{DATE}|(?<!\w)(?P<signs>{SIGN}(?:{PARTS}{SIGN}){{{RECEIPT_DIGITS - 1}}})(?!\w)"
)
# A longer number goes with it: one that stands beside a receipt must not hide where it begins.
LONG = re.compile(rf"{DATE}|(?<!\d)(?P<signs>\d(?:{PARTS}(?!{DATE})\d){{{RECEIPT_DIGITS - 1},}})")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class ReceiptRead:
    """The digits of a receipt as they were meant, and where they stand in the text."""

    digits: str
    start: int
    end: int


def receipts_read(text: str) -> tuple[ReceiptRead, ...]:
    """
    Return what is read as a receipt, with letters that look like digits put right.

    All of it leaves a text that is kept: `redacted` and `without_receipts` ask here too.

    >>> [one.digits for one in receipts_read("STATUS 9320 7941 8679 886S, Solo 27-11-2024 07.00")]
    ['9320794186798865']
    """
    plain, stood = seen(text) if UNSEEN.search(text) else (text, [])
    spans = list(_spans(plain))
    found = [Personal(PersonalKind.RECEIPT, *span, "read as a receipt") for span in spans]
    placed = in_place(found, stood) if stood else found
    return tuple(
        ReceiptRead(_digits(plain[start:end]), one.start, one.end)
        for (start, end), one in zip(spans, placed, strict=True)
    )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while found := READ.search(text, at):
        signs = found["signs"]
        is_word = signs is not None and sum(map(str.isdecimal, signs)) < FEWEST_DIGITS
        if signs is not None and not is_word:
            yield found.span()
        # Behind the first letter of what were words, a receipt may begin.
        at = found.start() + 1 if is_word else found.end()


def _digits(signs: str) -> str:
    meant = signs.translate(DIGITS_FOR)
    return "".join(str(int(one)) for one in meant if one.isdecimal())


def receipts_in(text: str) -> Iterator[Personal]:
    """
    Return sixteen digits and more that nothing else has claimed.

    >>> [one.start for one in receipts_in("27-11-2024 07.00-13.00: 4821-7736 5O01 925S")]
    [24]
    """
    if len(_DIGIT.findall(text)) < FEWEST_DIGITS:
        return
    spans = [(one.start, one.end) for one in receipts_read(text)]
    spans += [found.span() for found in LONG.finditer(with_digits(text)) if found["signs"]]
    start = end = 0
    for first, last in sorted(spans):
        if first >= end:
            if end:
                yield Personal(PersonalKind.RECEIPT, start, end, "sixteen digits and more")
            start = first
        end = max(end, last)
    if end:
        yield Personal(PersonalKind.RECEIPT, start, end, "sixteen digits and more")


def without_receipts(text: str) -> str:
    """
    Return a text as it may be kept: without the digits of a receipt.

    >>> without_receipts("Diterima. Tanda terima 4821 7736 5001 9254. Darurat: 110.")
    'Diterima. Tanda terima [tanda terima]. Darurat: 110.'
    >>> without_receipts("Telepon 0812-3456-7890, besok pukul 07.00.")
    'Telepon 0812-3456-7890, besok pukul 07.00.'
    """
    while found := list(receipts_in(text)):
        for one in reversed(found):
            text = f"{text[: one.start]}{PLACEHOLDERS[one.kind]}{text[one.end :]}"
    return text
