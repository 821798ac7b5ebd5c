"""Forms of the situation report: they only read; rules decide."""

from datetime import date
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

from sejuk.kit.choices import N_
from sejuk.kit.fields import DayField
from sejuk.review.sitreps.rules import LONGEST_TEXT


class DraftForm(forms.Form):
    """Which day and area a report is about."""

    day = DayField(
        label=gettext_lazy(N_("Day")),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    area = forms.ChoiceField(label=gettext_lazy(N_("Area")))

    def __init__(
        self, *args: object, areas: list[tuple[str, str]], today: date, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        cast("forms.ChoiceField", self.fields["area"]).choices = areas
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()


class _Words(forms.CharField):
    def __init__(self, label: str, hint: str) -> None:
        super().__init__(
            label=gettext_lazy(label),
            help_text=gettext_lazy(hint),
            required=False,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 6}),
        )


class WordsForm(forms.Form):
    """What a person says beside the figures."""

    situation = _Words(
        N_("General situation"),
        N_("What the day was like. Facts only; no names of private persons."),
    )
    analysis = _Words(N_("Analysis"), N_("What the figures mean, and why."))
    plan = _Words(N_("Plan"), N_("Who does what, until when."))


class SignForm(forms.Form):
    """The name, rank and position under the report."""

    signer_name = forms.CharField(label=gettext_lazy(N_("Name")), max_length=120)
    signer_rank = forms.CharField(
        label=gettext_lazy(N_("Rank and service number")), max_length=60, required=False
    )
    signer_position = forms.CharField(
        label=gettext_lazy(N_("Position")), max_length=120, required=False
    )
