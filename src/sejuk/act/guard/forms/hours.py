"""Periods, and what is asked and decided about hours."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.act.guard.queries.hours import MOST_DAYS
from sejuk.act.guard.rules.working import MOST_MINUTES
from sejuk.kit.days import day_in
from sejuk.kit.saying import SayingForm
from sejuk.sense.signals.rules import LONGEST_REASON


class AskForm(SayingForm):
    """For how many hours a duty counts, and why."""

    duty = forms.IntegerField(min_value=1, max_value=2**62, widget=forms.HiddenInput)
    hours = forms.DecimalField(
        min_value=Decimal(0),
        max_value=Decimal(MOST_MINUTES // 60),
        max_digits=5,
        decimal_places=2,
        localize=True,
        label=_("Hours"),
    )
    reason = forms.CharField(max_length=LONGEST_REASON, label=_("Why"))

    @property
    def minutes(self) -> int:
        return int(self.cleaned_data["hours"] * 60)


class DecideForm(SayingForm):
    """Yes, or no with a reason."""

    grants = forms.BooleanField(required=False)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)


def asked_period(params: QueryDict, *, today: date) -> tuple[date, date]:
    """Return the days of an address: this month unless others are named, at most a quarter."""
    first, last = _named(params, today)
    first, last = min(first, last), max(first, last)
    return first, min(last, first + timedelta(days=MOST_DAYS - 1))


def period_told(params: QueryDict, *, today: date) -> tuple[str, ...]:
    """Return in words where the days that are shown differ from those that were asked for."""
    first, last = _named(params, today)
    told = []
    if last < first:
        told.append(gettext("The last day lay before the first: the two were exchanged."))
    if abs((last - first).days) >= MOST_DAYS:
        words = gettext("At most %(days)s days are shown at once: those after them are left out.")
        told.append(words % {"days": MOST_DAYS})
    return tuple(told)


def _named(params: QueryDict, today: date) -> tuple[date, date]:
    first = day_in(params.get("dari", "")) or today.replace(day=1)
    return first, day_in(params.get("sampai", "")) or max(first, today)
