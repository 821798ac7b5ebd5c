"""What is typed into the pages of risk. Forms check that it can be read; rules say no."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy

from sejuk.assess.risk.queries import Weights
from sejuk.assess.risk.rules import Variable


class WeightsForm(forms.Form):
    """The weights of the ten variables in percent, and why."""

    def __init__(self, *args: object, weights: Weights, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own long signature
        reason = self.fields.pop("reason")
        for variable in Variable:
            self.fields[variable.value] = forms.DecimalField(
                label=gettext_lazy(variable.label),
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                initial=round(weights[variable] * 100, 2),
                widget=forms.NumberInput(attrs={"step": "0.01"}),
            )
        self.fields["reason"] = reason

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        help_text=gettext_lazy("Kept for good, with your name."),
    )

    @property
    def weights(self) -> Weights:
        """Return the weights as parts of 1."""
        return {
            variable: float(cast("float", self.cleaned_data[variable.value])) / 100
            for variable in Variable
        }
