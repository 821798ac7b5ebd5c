"""What stands in a message of ours and is only for who receives it."""

import re

# Whoever has the sixteen digits of a receipt reads its report. A longer number goes with them:
# one that stands beside a receipt must not hide where the receipt begins.
_RECEIPT = re.compile(r"(?<![0-9])[0-9](?:[\s.\-]?[0-9]){15,}")

# In the language in which everything else is taken out of texts.
RECEIPT_MASK = "[tanda terima]"


def masked(text: str) -> str:
    """
    Return a text as it may be kept: without the digits of a receipt.

    >>> masked("Diterima. Tanda terima 4821 7736 5001 9254. Darurat: 110.")
    'Diterima. Tanda terima [tanda terima]. Darurat: 110.'
    >>> masked("Telepon 0812-3456-7890, besok pukul 07.00.")
    'Telepon 0812-3456-7890, besok pukul 07.00.'
    """
    return _RECEIPT.sub(RECEIPT_MASK, text)
