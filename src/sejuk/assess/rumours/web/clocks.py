"""Referrals of a rumour with the days that the law gives to whom they went."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from sejuk.assess.rumours.queries import Details
from sejuk.assess.rumours.rules import Regime
from sejuk.sense.signals.queries.clocks import ShownClocks, shown_clocks
from sejuk.sense.signals.rules import ReferralTarget


@dataclass(frozen=True, slots=True)
class ShownReferral:
    """A matter that left, and until when others must act."""

    to: str
    number: str
    on: date
    reason: str
    by: str
    clocks: ShownClocks


def shown_referrals(details: Details, today: date) -> tuple[ShownReferral, ...]:
    """Return the referrals of a rumour, each with its limits, the oldest first."""
    return tuple(
        ShownReferral(
            to=gettext(ReferralTarget(one.to).label),
            number=one.number,
            on=one.on,
            reason=one.reason,
            by=one.referred_by,
            clocks=shown_clocks(
                ReferralTarget(one.to),
                Regime(one.regime),
                known_on=one.known_on,
                on=one.on,
                today=today,
            ),
        )
        for one in details.referrals
    )
