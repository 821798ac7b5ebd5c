"""Shows a refusal beside the field that it is about."""

from django import forms

from sejuk.kit.decisions import Refused
from sejuk.kit.refusals import explained


class SayingForm(forms.Form):
    """A form that says beside its fields what an action refused."""

    def say(self, refused: Refused) -> None:
        where = str(refused.values.get("where", ""))
        self.add_error(where if where in self.fields else None, explained(refused))
