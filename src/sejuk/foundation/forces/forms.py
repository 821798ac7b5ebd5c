"""What is typed on the pages of the joint force."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext, gettext_lazy

from sejuk.foundation.forces import queries
from sejuk.foundation.forces.rules import LeaveKind, Qualification
from sejuk.foundation.places import queries as places
from sejuk.kit.choices import N_, Choice
from sejuk.kit.fields import DayField

Scope = tuple[str, ...]


def _choices(words: type[Choice], nothing: str = "") -> list[tuple[str, object]]:
    first = [("", gettext_lazy(nothing))] if nothing else []
    return [*first, *((word.value, gettext_lazy(word.label)) for word in words)]


class PeopleFilter(forms.Form):
    q = forms.CharField(
        required=False, max_length=60, label=gettext_lazy(N_("Name or service number"))
    )
    organisation = forms.ChoiceField(required=False, label=gettext_lazy(N_("Organisation")))
    unit = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    qualification = forms.ChoiceField(
        required=False,
        label=gettext_lazy(N_("Qualification")),
        choices=_choices(Qualification, N_("Any")),
    )
    away = forms.BooleanField(required=False, label=gettext_lazy(N_("Away today")))

    def __init__(self, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict
        self.fields["organisation"] = forms.ChoiceField(
            required=False,
            label=gettext("Organisation"),
            choices=[("", gettext("All")), *((o.code, o.name) for o in queries.organisations())],
        )

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "") if self.is_valid() else ""

    def chosen_qualification(self) -> Qualification | None:
        value = self.chosen("qualification")
        return Qualification(value) if value else None


class LeaveForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy(N_("Kind")), choices=_choices(LeaveKind))
    starts_on = DayField(
        label=gettext_lazy(N_("First day")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = DayField(
        label=gettext_lazy(N_("Last day")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CareForm(forms.Form):
    """A village, typed or picked, and the day from which the officer answers for it."""

    village = forms.CharField(max_length=160, label=gettext_lazy(N_("Village")))
    starts_on = DayField(
        label=gettext_lazy(N_("First day")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: object, *, scope: Scope, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict or None
        self.scope = scope
        self.fields["village"].widget = forms.TextInput()

    def clean_village(self) -> str:
        """Return the code of the one village that the text names."""
        found = places.area_named(self.cleaned_data["village"], self.scope)
        match found:
            case [one]:
                return one.code
            case []:
                raise forms.ValidationError(gettext("No village of this name in your area."))
            case several:
                names = "; ".join(f"{area.name}, {area.within} ({area.code})" for area in several)
                raise forms.ValidationError(gettext("Which one? %(names)s") % {"names": names})


class LinkForm(forms.Form):
    """The account of a person: one of those that are nobody's yet."""

    account = forms.TypedChoiceField(label=gettext_lazy(N_("Account")), coerce=int)

    def __init__(self, data: object, *, accounts: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        field = self.fields["account"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", gettext("Choose an account")), *accounts]


class LastDay(forms.Form):
    ends_on = DayField(
        label=gettext_lazy(N_("Last day")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
