"""What to look for in the ledger. A GET form: its fields stand in the address and can be sent."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE
from sejuk.kit.fields import DayField
from sejuk.review.audit import rules
from sejuk.review.audit.queries import Filters


class LookingFor(forms.Form):
    verb = forms.ChoiceField(required=False)
    actor = forms.CharField(label=_("Name or user name"), required=False, max_length=150)
    area = forms.CharField(label=_("Area"), required=False, max_length=200)
    subject = forms.CharField(label=_("Record"), required=False, max_length=120)
    day = DayField(label=_("Date"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        verbs = self.fields["verb"]
        assert isinstance(verbs, forms.ChoiceField)  # noqa: S101 - declared above
        verbs.choices = [("", ""), *((verb, verb) for verb in rules.DEEDS)]

    def clean_area(self) -> str:
        text = str(self.cleaned_data["area"]).strip()
        if not text:
            return EVERYWHERE
        # Whoever reads the ledger knows the names of all areas: only entries are his own.
        found = places.area_named(text, (EVERYWHERE,), villages_only=False)
        if len(found) != 1:
            raise forms.ValidationError(gettext("No area, or more than one, of that name."))
        return found[0].code

    def filters(self) -> Filters:
        asked = self.cleaned_data
        return Filters(
            verb=asked.get("verb") or "",
            actor_name=(asked.get("actor") or "").strip(),
            area_code=asked.get("area") or EVERYWHERE,
            subject=(asked.get("subject") or "").strip(),
            day=asked.get("day"),
        )
