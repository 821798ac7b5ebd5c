"""Before whom a referred matter lies, and by when these must act."""

from collections.abc import Collection
from datetime import date

from sejuk.kit.legal_clocks import Clock, Path, Regime, clocks
from sejuk.sense.signals.rules.words import ReferralTarget

_PATHS = {ReferralTarget.BAWASLU: Path.BAWASLU, ReferralTarget.GAKKUMDU: Path.GAKKUMDU}


def clocks_of(
    to: ReferralTarget, regime: Regime, *, known_on: date, on: date, closed: Collection[date]
) -> tuple[Clock, ...]:
    """
    Return the limits of a referral; none where the election law sets none.

    >>> clocks_of(ReferralTarget.RESKRIM, Regime.PILKADA, known_on=date(2024, 11, 1),
    ...           on=date(2024, 11, 2), closed=())
    ()
    """
    path = _PATHS.get(to)
    if path is None:
        return ()
    return clocks(regime, path, known_on=known_on, received_on=on, closed=closed)
