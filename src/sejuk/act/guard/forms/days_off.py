"""A day that somebody would like to have off."""

from django import forms
from django.utils.translation import gettext_lazy

from sejuk.kit.choices import N_
from sejuk.kit.fields import DayField


class DayOffForm(forms.Form):
    """The day alone. Why is not asked."""

    day = DayField(
        label=gettext_lazy(N_("Day off")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            N_("It is a wish: the roster meets it when it can. Leave is asked for at your unit.")
        ),
    )
