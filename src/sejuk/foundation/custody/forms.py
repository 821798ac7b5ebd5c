"""What the custodian says when he opens, deletes, or sets how long something is kept."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.custody.rules import FEWEST_DAYS, MINUTES, MOST_DAYS, Ground, SealedKind
from sejuk.kit.reasons import LONGEST_REASON
from sejuk.kit.saying import words_of


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("It stays in the ledger for ever: no names, no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Search(forms.Form):
    """Which seals are listed: of one kind, of the record with one number, of one place."""

    jenis = forms.ChoiceField(
        required=False, label=_("Kind"), choices=[("", _("All")), *words_of(SealedKind)]
    )
    nomor = forms.CharField(
        required=False,
        max_length=20,
        label=_("Number of the record"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    wilayah = forms.CharField(required=False, max_length=100, label=_("Village or kecamatan"))


class Opening(forms.Form):
    """Why a seal is opened, and for how long."""

    ground = forms.ChoiceField(label=_("What for"), choices=words_of(Ground))
    reason = _reason()
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        initial=MINUTES[1],
        choices=[(minutes, format_lazy("{} {}", minutes, _("minutes"))) for minutes in MINUTES],
    )


class Deleting(forms.Form):
    """Why something is deleted that should not have been kept."""

    reason = _reason()


class Keeping(forms.Form):
    """How long seals of one kind are kept."""

    kind = forms.ChoiceField(label=_("Kind"), choices=words_of(SealedKind))
    days = forms.IntegerField(label=_("Days"), min_value=FEWEST_DAYS, max_value=MOST_DAYS)
    reason = _reason()
