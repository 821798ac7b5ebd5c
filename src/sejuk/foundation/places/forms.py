"""What is typed on the pages of places."""

from django import forms
from django.utils.translation import gettext_lazy

from sejuk.foundation.places.rules import AREA_CODE, SiteKind
from sejuk.kit.choices import N_


class AreaChoice(forms.Form):
    area_code = forms.RegexField(rf"^({AREA_CODE.pattern})?$", required=False, max_length=13)


class SiteFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100, label=gettext_lazy(N_("Name or code")))
    kind = forms.ChoiceField(
        required=False,
        label=gettext_lazy(N_("Kind")),
        choices=[("", gettext_lazy(N_("All kinds")))]
        + [(kind.value, gettext_lazy(kind.label)) for kind in SiteKind],
    )

    def chosen_kind(self) -> SiteKind | None:
        value = self.cleaned_data.get("kind") if self.is_valid() else ""
        return SiteKind(value) if value else None

    def chosen_text(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""
