"""What is typed on the pages of an operation."""

import re

from django import forms
from django.utils.translation import gettext, gettext_lazy

from sejuk.foundation.operations import queries
from sejuk.foundation.operations.rules import MOST_NUMBER, Phase
from sejuk.kit.choices import N_
from sejuk.kit.fields import DayField
from sejuk.kit.legal_clocks import Regime
from sejuk.kit.saying import words_of

Scope = tuple[str, ...]


def _day(label: str) -> DayField:
    return DayField(
        label=gettext_lazy(label), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class OperationForm(forms.Form):
    code = forms.SlugField(max_length=30, label=gettext_lazy(N_("Code")))
    name = forms.CharField(max_length=120, label=gettext_lazy(N_("Name")))
    area_code = forms.CharField(
        max_length=13,
        label=gettext_lazy(N_("Code of the area")),
        help_text=gettext_lazy(N_("For a Polres the code of its kabupaten, such as 16.01.")),
    )
    starts_on = _day(N_("First day"))
    ends_on = _day(N_("Last day"))
    stated_strength = forms.IntegerField(
        required=False, min_value=1, max_value=100_000, label=gettext_lazy(N_("Stated strength"))
    )

    def __init__(self, data: object = None, *, scope: Scope) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        self.scope = scope

    def clean_area_code(self) -> str:
        code = str(self.cleaned_data["area_code"])
        if not queries.is_own_area(code, self.scope):
            raise forms.ValidationError(gettext("No area of this code is yours."))
        return code


class RegimeForm(forms.Form):
    """Which election law holds."""

    regime = forms.ChoiceField(label=gettext_lazy(N_("Which election")), choices=words_of(Regime))


class StageDatesForm(forms.Form):
    """New dates of a stage. A date without a source is a rumour."""

    starts_on = _day(N_("First day"))
    ends_on = _day(N_("Last day"))
    source = forms.CharField(
        max_length=200,
        label=gettext_lazy(N_("Source")),
        help_text=gettext_lazy(N_("The regulation or letter that sets these dates.")),
    )


class StageForm(StageDatesForm):
    field_order = ("code", "name", "phase")

    code = forms.SlugField(max_length=30, label=gettext_lazy(N_("Code")))
    name = forms.CharField(max_length=120, label=gettext_lazy(N_("Name")))
    phase = forms.ChoiceField(
        label=gettext_lazy(N_("Phase")),
        choices=[(phase.value, gettext_lazy(phase.label)) for phase in Phase],
    )


class OrderForm(forms.Form):
    number = forms.CharField(max_length=60, label=gettext_lazy(N_("Number")))
    issued_on = _day(N_("Issued on"))
    issued_by = forms.CharField(max_length=120, label=gettext_lazy(N_("Issued by")))
    basis = forms.CharField(
        max_length=4_000,
        label=gettext_lazy(N_("Basis")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = forms.CharField(
        max_length=10_000, label=gettext_lazy(N_("Order")), widget=forms.Textarea(attrs={"rows": 4})
    )
    starts_on = _day(N_("First day"))
    ends_on = _day(N_("Last day"))
    people = forms.CharField(
        required=False,
        max_length=20_000,
        label=gettext_lazy(N_("Whom it sends")),
        help_text=gettext_lazy(N_("Service numbers, one on each line.")),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, data: object = None, *, scope: Scope, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict or None
        self.scope = scope

    def clean_people(self) -> list[int]:
        """Return the people behind the service numbers."""
        numbers = [part for part in re.split(r"[\s,;]+", self.cleaned_data["people"]) if part]
        found = queries.people_numbered(numbers, self.scope)
        unknown = [number for number in numbers if number not in found]
        if unknown:
            raise forms.ValidationError(
                gettext("Nobody in your area has the number: %(numbers)s")
                % {"numbers": ", ".join(unknown[:20])}
            )
        return sorted(set(found.values()))


class ContestantForm(forms.Form):
    """Who stands for election: one name or slogan on each line."""

    contest = forms.CharField(
        max_length=80,
        label=gettext_lazy(N_("Election")),
        help_text=gettext_lazy(N_("Such as “Bupati OKU”.")),
    )
    number = forms.IntegerField(
        min_value=1, max_value=MOST_NUMBER, label=gettext_lazy(N_("Number on the ballot"))
    )
    names = forms.CharField(
        max_length=2_000,
        label=gettext_lazy(N_("Names")),
        help_text=gettext_lazy(
            N_("One on each line: full names, nicknames, the short name of the pair.")
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    slogans = forms.CharField(
        required=False,
        max_length=2_000,
        label=gettext_lazy(N_("Slogans")),
        help_text=gettext_lazy(N_("One on each line.")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_names(self) -> list[str]:
        return str(self.cleaned_data["names"]).splitlines()

    def clean_slogans(self) -> list[str]:
        return str(self.cleaned_data["slogans"]).splitlines()
