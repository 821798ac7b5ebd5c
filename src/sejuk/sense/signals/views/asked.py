"""What the inbox's own forms send: a deed on several signals, a view to be kept."""

import re

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sejuk.kit.saying import SayingForm, words_of
from sejuk.sense.signals.actions.bulk import Said
from sejuk.sense.signals.rules import LONGEST_REASON, Kind
from sejuk.sense.signals.rules.bulk import Bulk

NUMBER = re.compile(r"[0-9]{1,18}")


class Many(SayingForm):
    """What is done with the signals that are chosen in the inbox."""

    key = forms.CharField(max_length=64)
    back = forms.CharField(max_length=2_000, required=False)
    signal = forms.TypedMultipleChoiceField(required=False, coerce=int, label=_("Signals"))
    deed = forms.ChoiceField(
        choices=words_of(Bulk), error_messages={"required": _("Say what to do with them.")}
    )
    kind = forms.ChoiceField(
        required=False, label=_("Kind"), choices=words_of(Kind, empty=_("Choose"))
    )
    cluster = forms.CharField(
        max_length=64,
        required=False,
        label=_("Matter"),
        help_text=_("Empty: the matter that some of them have already, or a new one."),
    )
    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        label=_("Reason"),
        help_text=_("One reason for all; no names, no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, sent: QueryDict | None = None) -> None:
        super().__init__(sent, auto_id="many_%s")
        chosen = self.data.getlist("signal") if isinstance(self.data, QueryDict) else []
        numbers = [one for one in chosen if NUMBER.fullmatch(one)]
        self.fields["signal"].choices = [(one, one) for one in numbers]  # type: ignore[attr-defined]
        self.chosen = frozenset(int(one) for one in numbers)

    @property
    def said(self) -> Said:
        """Return what is said once for all the signals."""
        said = self.cleaned_data
        kind = Kind(said["kind"]) if said["kind"] else None
        return Said(kind, said["cluster"], said["reason"])
