"""What is chosen on the pages of partners."""

from django import forms
from django.utils.translation import gettext_lazy

from sejuk.foundation.partners.rules import ContactFunction, PartnerKind
from sejuk.kit.choices import N_


class PartnerFilter(forms.Form):
    q = forms.CharField(required=False, max_length=60, label=gettext_lazy(N_("Name")))
    kind = forms.ChoiceField(
        required=False,
        label=gettext_lazy(N_("Kind")),
        choices=[("", gettext_lazy(N_("All kinds")))]
        + [(kind.value, gettext_lazy(kind.label)) for kind in PartnerKind],
    )

    def chosen_kind(self) -> PartnerKind | None:
        value = self.cleaned_data.get("kind") if self.is_valid() else ""
        return PartnerKind(value) if value else None

    def chosen_text(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class FunctionFilter(forms.Form):
    function = forms.ChoiceField(
        required=False,
        label=gettext_lazy(N_("Function")),
        choices=[("", gettext_lazy(N_("All functions")))]
        + [(word.value, gettext_lazy(word.label)) for word in ContactFunction],
    )

    def chosen_function(self) -> ContactFunction | None:
        value = self.cleaned_data.get("function") if self.is_valid() else ""
        return ContactFunction(value) if value else None
