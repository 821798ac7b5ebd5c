"""What is typed about rosters: a new draft, reasons, overrides."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from sejuk.kit.choices import N_
from sejuk.kit.fields import DayField
from sejuk.plan.deployment.queries.verdicts import BrokenRule
from sejuk.plan.deployment.rules import RosterState

LONGEST_REASON = 1_000


def _day(label: str) -> DayField:
    return DayField(
        label=gettext_lazy(label), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DraftForm(forms.Form):
    """The name and the days of a new draft, and which roster it is made from."""

    name = forms.CharField(max_length=120, label=gettext_lazy(N_("Name")))
    starts_on = _day(N_("First day"))
    ends_on = _day(N_("Last day"))
    made_from_id = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy(N_("Made from")),
        help_text=gettext_lazy(
            N_("Whoever stands a duty in that roster is placed on the same one of the new draft.")
        ),
    )

    def __init__(
        self,
        entered: QueryDict | None = None,
        *,
        choices: Sequence[tuple[int, str]],
        starts_on: date | None = None,
        ends_on: date | None = None,
    ) -> None:
        super().__init__(entered, initial={"starts_on": starts_on, "ends_on": ends_on})
        field = self.fields["made_from_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext_lazy(N_("nothing: all seats are empty"))), *choices]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label=gettext_lazy(N_("Reason")),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PublishForm(forms.Form):
    """A reason for each warning that is broken, and the order under which people stand."""

    order_id = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy(N_("Order (Sprin)")),
        help_text=gettext_lazy(
            N_("Published without an order, these duties rest on none; that can be chosen.")
        ),
    )

    def __init__(
        self,
        entered: QueryDict | None = None,
        *,
        warnings: Sequence[BrokenRule],
        orders: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(entered, auto_id="publish_%s")
        field = self.fields["order_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext_lazy(N_("none yet"))), *orders]
        self.rules = [warning.rule for warning in warnings]
        for warning in warnings:
            self.fields[f"reason_{warning.rule}"] = forms.CharField(
                label=warning.asks,
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
            )

    @property
    def overrides(self) -> dict[str, str]:
        """Return the reasons by rule; call it on a valid form."""
        return {rule: self.cleaned_data[f"reason_{rule}"] for rule in self.rules}

    def reason_fields(self) -> dict[str, forms.BoundField]:
        return {rule: self[f"reason_{rule}"] for rule in self.rules}


class ListAsked(forms.Form):
    """Which rosters are listed."""

    keadaan = forms.ChoiceField(
        required=False, choices=[(state.value, state.label) for state in RosterState]
    )


def asked_state(params: QueryDict) -> str:
    """Read a state from an address. What cannot be read is as if it were not there."""
    form = ListAsked(params)
    form.is_valid()
    return str(form.cleaned_data.get("keadaan") or "")


class WindowAsked(forms.Form):
    """From which day until which day something is looked at."""

    dari = DayField(required=False)
    sampai = DayField(required=False)


def asked_window(params: QueryDict) -> tuple[date, date | None] | None:
    """Read two days from an address. What cannot be read is as if it were not there."""
    form = WindowAsked(params)
    form.is_valid()
    first, last = form.cleaned_data.get("dari"), form.cleaned_data.get("sampai")
    if not isinstance(first, date):
        return None
    return first, last if isinstance(last, date) else None
