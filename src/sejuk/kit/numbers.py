"""Numbers as people read them."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

MINUS = "−"


def rounded(value: float, decimals: int = 0) -> str:
    """
    Return a number in the reader's language, rounded, thousands apart, with a true minus sign.

    Django's `number_format` cuts: of 0.685 it makes "0,68", and of 0.29 of a hundred 28.

    >>> from django.utils.translation import override
    >>> with override("id"):
    ...     rounded(0.685, 2), rounded(0.29 * 100), rounded(-2.4), rounded(-0.4), rounded(1620)
    ('0,69', '29', '−2', '0', '1.620')
    """
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = MINUS if exact < 0 else ""
    return f"{sign}{number_format(abs(exact), decimals, force_grouping=True)}"
