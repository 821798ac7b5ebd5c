"""What people enter about the programme, and what they ask to see of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sejuk.kit.fields import DayField
from sejuk.plan.programme.queries.coverage import AskedCoverage
from sejuk.plan.programme.queries.weeks import AskedWeek
from sejuk.plan.programme.rules import Coverage, ProposalState, week_of
from sejuk.sense.signals.rules import LONGEST_REASON

AREA_CODE = r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$"


class Acceptance(forms.Form):
    """The day on which the visit is to be paid."""

    planned_on = DayField()


class Change(forms.Form):
    """Another day or another officer, and why."""

    planned_on = forms.ChoiceField(label=_("Day"))
    officer = forms.TypedChoiceField(label=_("Officer"), coerce=int)
    reason = forms.CharField(
        label=_("Why the change?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_REASON,
    )

    def __init__(
        self,
        entered: QueryDict | None = None,
        *,
        days: Sequence[tuple[str, str]],
        officers: Sequence[tuple[int, str]],
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(entered, initial=dict(initial or {}), auto_id="change_%s")
        self.fields["planned_on"] = forms.ChoiceField(label=_("Day"), choices=days)
        self.fields["officer"] = forms.TypedChoiceField(
            label=_("Officer"), coerce=int, choices=officers
        )


class Refusal(forms.Form):
    """Why the visit is not to be paid."""

    reason = forms.CharField(
        label=_("Why is it refused?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_REASON,
    )

    def __init__(self, entered: QueryDict | None = None) -> None:
        super().__init__(entered, auto_id="refuse_%s")


class WeekAsked(forms.Form):
    """Which week, where, whose, and in which state."""

    pekan = DayField(required=False)
    wilayah = forms.RegexField(AREA_CODE, required=False)
    petugas = forms.IntegerField(required=False, min_value=1)
    keadaan = forms.ChoiceField(
        required=False, choices=[(state.value, state.label) for state in ProposalState]
    )


class CoverageAsked(forms.Form):
    """Which stage, where, and in which state."""

    tahapan = forms.CharField(required=False, max_length=30)
    wilayah = forms.RegexField(AREA_CODE, required=False)
    keadaan = forms.ChoiceField(
        required=False, choices=[(state.value, state.label) for state in Coverage]
    )


def asked_week(params: QueryDict, *, today: date) -> AskedWeek:
    """Read a week from an address. What cannot be read is as if it were not there."""
    found = _read(WeekAsked(params))
    day = found.get("pekan")
    officer = found.get("petugas")
    return AskedWeek(
        starts_on=week_of(day if isinstance(day, date) else today),
        below=str(found.get("wilayah") or ""),
        officer_id=officer if isinstance(officer, int) else None,
        state=str(found.get("keadaan") or ""),
    )


def asked_coverage(params: QueryDict) -> AskedCoverage:
    """Read what part of the coverage is asked for from an address."""
    found = _read(CoverageAsked(params))
    state = found.get("keadaan")
    return AskedCoverage(
        period=str(found.get("tahapan") or ""),
        below=str(found.get("wilayah") or ""),
        state=Coverage(str(state)) if state else None,
    )


def _read(form: forms.Form) -> dict[str, object]:
    form.is_valid()
    return form.cleaned_data
