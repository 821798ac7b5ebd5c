"""Receipts: sixteen digits with which anybody reads a report and answers in it as who wrote it."""

import re
from collections.abc import Iterator

from sejuk.engines.triage.redacting.digits import with_digits
from sejuk.engines.triage.redacting.kinds import PLACEHOLDERS, Personal, PersonalKind

DATE = r"(?<!\d)\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d\d(?!\d)"
# However its digits are grouped. A longer number goes with them: one that stands beside a receipt
# must not hide where the receipt begins. Only a date is none of it: beside it stands a time.
RECEIPT = re.compile(rf"{DATE}|(?<!\d)(?P<digits>\d(?:[\s.\-]?(?!{DATE})\d){{15,}})")


def receipts_in(text: str) -> Iterator[Personal]:
    """
    Return sixteen digits and more that nothing else has claimed.

    >>> [one.start for one in receipts_in("27-11-2024 07.00-13.00: 4821-7736 5O01 9254")]
    [24]
    """
    for found in RECEIPT.finditer(with_digits(text)):
        if found["digits"]:
            yield Personal(PersonalKind.RECEIPT, *found.span(), "sixteen digits and more")


def without_receipts(text: str) -> str:
    """
    Return a text as it may be kept: without the digits of a receipt.

    >>> without_receipts("Diterima. Tanda terima 4821 7736 5001 9254. Darurat: 110.")
    'Diterima. Tanda terima [tanda terima]. Darurat: 110.'
    >>> without_receipts("Telepon 0812-3456-7890, besok pukul 07.00.")
    'Telepon 0812-3456-7890, besok pukul 07.00.'
    """
    for one in reversed(list(receipts_in(text))):
        text = f"{text[: one.start]}{PLACEHOLDERS[one.kind]}{text[one.end :]}"
    return text
