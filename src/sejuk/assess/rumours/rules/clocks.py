"""On which days a matter may have become known and left."""

from datetime import date

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision


def may_be_referred_on(on: date, *, known_on: date, today: date) -> Decision:
    """
    Test whether the days of a referral can be: known, then referred, not ahead of today.

    >>> day = date(2024, 11, 19)
    >>> may_be_referred_on(day, known_on=day, today=day).allowed
    True
    """
    if on > today:
        return Decision.no(N_("The day of the referral lies in the future."), where="on")
    if known_on > on:
        return Decision.no(N_("It became known after it was referred?"), where="known_on")
    return Decision.yes()
