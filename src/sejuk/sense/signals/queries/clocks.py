"""The days that the law gives to whom a matter was referred, in the reader's words."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from sejuk.foundation.operations import queries as operations
from sejuk.kit.legal_clocks import Clock, Regime, Span
from sejuk.kit.workdays import holidays, years_known
from sejuk.sense.signals.rules import ReferralTarget
from sejuk.sense.signals.rules.clocks import clocks_of

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation
    from sejuk.sense.signals.models import Signal


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One limit of the law, in words."""

    label: str
    span: str
    due_on: date
    is_over: bool
    source: str


@dataclass(frozen=True, slots=True)
class ShownClocks:
    """All limits of a referral, under which law they are counted, and how far to trust them."""

    regime: str
    rows: tuple[ShownClock, ...]
    # Beyond the years whose holidays are known working days are only counted by weeks.
    is_rough: bool


def shown_clocks(
    to: ReferralTarget, regime: Regime, *, known_on: date, on: date, today: date
) -> ShownClocks:
    """Return until when others must act on a matter that was referred on a day."""
    found = clocks_of(to, regime, known_on=known_on, on=on, closed=holidays())
    first, last = years_known()
    return ShownClocks(
        regime=gettext(regime.label),
        rows=tuple(_clock(clock, today) for clock in found),
        is_rough=any(not first <= clock.due_on.year <= last for clock in found),
    )


def clocks_of_signal(
    signal: "Signal", operation: "Operation | None", *, today: date
) -> ShownClocks | None:
    """Return by when others must act on a referred signal; it was known since it came in."""
    if not signal.referred_to or signal.referred_on is None:
        return None
    return shown_clocks(
        ReferralTarget(signal.referred_to),
        operations.regime_of(operation),
        known_on=timezone.localdate(signal.received_at),
        on=signal.referred_on,
        today=today,
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
