"""Referrals of a rumour with the days that the law gives to whom they went."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from sejuk.assess.rumours.queries import Details
from sejuk.assess.rumours.rules import Regime, clocks_of
from sejuk.kit.legal_clocks import Clock, Span
from sejuk.kit.workdays import holidays, years_known
from sejuk.sense.signals.rules import ReferralTarget


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One limit of the law, in words."""

    label: str
    span: str
    due_on: date
    is_over: bool
    source: str


@dataclass(frozen=True, slots=True)
class ShownReferral:
    """A matter that left, and until when others must act."""

    to: str
    number: str
    on: date
    reason: str
    by: str
    regime: str
    clocks: tuple[ShownClock, ...]
    # Beyond the years whose holidays are known working days are only counted by weeks.
    is_rough: bool


def shown_referrals(details: Details, today: date) -> tuple[ShownReferral, ...]:
    """Return the referrals of a rumour, each with its limits, the oldest first."""
    return tuple(
        _referral(
            ReferralTarget(one.to),
            one.number,
            one.on,
            known_on=one.known_on,
            reason=one.reason,
            by=one.referred_by,
            regime=Regime(one.regime),
            today=today,
        )
        for one in details.referrals
    )


def _referral(
    to: ReferralTarget,
    number: str,
    on: date,
    *,
    known_on: date,
    reason: str,
    by: str,
    regime: Regime,
    today: date,
) -> ShownReferral:
    found = clocks_of(to, regime, known_on=known_on, on=on, closed=holidays())
    first, last = years_known()
    return ShownReferral(
        to=gettext(to.label),
        number=number,
        on=on,
        reason=reason,
        by=by,
        regime=gettext(regime.label),
        clocks=tuple(_clock(clock, today) for clock in found),
        is_rough=any(not first <= clock.due_on.year <= last for clock in found),
    )


def _clock(clock: Clock, today: date) -> ShownClock:
    if clock.span is Span.DAYS:
        words = ngettext("%(count)s day", "%(count)s days", clock.count)
    else:
        words = ngettext("%(count)s working day", "%(count)s working days", clock.count)
    return ShownClock(
        label=gettext(clock.label),
        span=words % {"count": clock.count},
        due_on=clock.due_on,
        is_over=clock.due_on < today,
        source=clock.source,
    )
