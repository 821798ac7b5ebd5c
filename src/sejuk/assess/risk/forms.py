"""What is typed into the pages of risk. Forms check that it can be read; rules say no."""

from math import fsum
from typing import cast

from django import forms
from django.utils.translation import gettext, gettext_lazy

from sejuk.assess.risk.queries import Weights
from sejuk.assess.risk.rules import SHORTEST_REASON, Variable, may_weigh
from sejuk.kit.numbers import rounded

HUNDREDTHS = 10_000


class WeightsForm(forms.Form):
    """The weights of the ten variables in percent; one that cannot be is said in the form."""

    def __init__(self, *args: object, weights: Weights, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own long signature
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

    def clean(self) -> None:
        """Say what is wrong with all of them together, once each can be read."""
        super().clean()
        if self.errors:
            return
        hundredths = round(fsum(self.weights.values()) * HUNDREDTHS)
        if hundredths != HUNDREDTHS:
            shown = rounded(hundredths / 100, 2 if hundredths % 100 else 0)
            self.add_error(None, gettext("Sum: %(sum)s %%, must be 100 %%.") % {"sum": shown})
        elif reason := may_weigh(self.weights).reason:
            self.add_error(None, gettext(reason))

    @property
    def weights(self) -> Weights:
        """Return the weights as parts of 1."""
        return {
            variable: float(cast("float", self.cleaned_data[variable.value])) / 100
            for variable in Variable
        }


class ReasonForm(forms.Form):
    """Why the weights are set; asked for only once their effect is there to see."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=SHORTEST_REASON,
        max_length=2_000,
        help_text=gettext_lazy("Kept for good, with your name."),
        error_messages={"min_length": gettext_lazy("Write the reason in a sentence.")},
    )
