"""Fields of forms for a day, or a day and hour, that Sejuk knows."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from sejuk.kit.days import FIRST_DAY, LAST_DAY, is_known


class DayField(forms.DateField):
    def to_python(self, value: str | date | None) -> date | None:
        day: date | None = super().to_python(value)
        _check(day)
        return day


class MomentField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: str | date | None) -> datetime | None:
        # Django itself adds the zone, and stumbles at the ends of time.
        try:
            moment: datetime | None = super().to_python(value)
        except OverflowError:
            moment = datetime.max  # noqa: DTZ901 - only its day is looked at
        _check(moment)
        return moment


def _check(day: date | None) -> None:
    if day is not None and not is_known(day):
        years = {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        raise ValidationError(gettext("The year must lie between %(first)s and %(last)s.") % years)
