"""What residents write and ask, without an account."""

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.channels.gateways import is_connected
from sejuk.foundation.channels.rules import Channel
from sejuk.kit.fields import MomentField
from sejuk.kit.refusals import explained
from sejuk.kit.saying import SayingForm, Words, words_of
from sejuk.sense.signals.actions.reporting import Wish
from sejuk.sense.signals.forms.areas import AreaForm, PhotoForm
from sejuk.sense.signals.rules import (
    LONGEST_TEXT,
    NOTICE_CHANNELS,
    Kind,
    may_be_told,
)
from sejuk.sense.signals.rules.reception import may_be_placed


def _ways() -> Words:
    """Return by which ways a notice can go; by Telegram only where it is connected."""
    ways = [one for one in NOTICE_CHANNELS if one != Channel.TELEGRAM or is_connected(one)]
    words = dict(words_of(Channel))
    none: Words = [("", _("Not at all: I look myself, with my number"))]
    return [*none, *((one.value, words[one.value]) for one in ways)]


class DegreesField(forms.FloatField):
    """Degrees that a script wrote into a form: what is no number is none, and costs no report."""

    def clean(self, value: object) -> float | None:
        try:
            degrees: float | None = super().clean(value)
        except forms.ValidationError:
            return None
        return degrees


class NoticeWish(SayingForm):
    """By which way who reports wants to hear that there is an answer, if by any."""

    notice_channel = forms.ChoiceField(
        required=False,
        label=_("How may we tell you that there is an answer?"),
        choices=_ways,
    )
    notice_address = forms.CharField(
        max_length=200,
        required=False,
        label=_("Your number or address there"),
        help_text=_("It is sealed. The message says only that there is news, never what it is."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if channel := str(cleaned.get("notice_channel") or ""):
            decision = may_be_told(Channel(channel), str(cleaned.get("notice_address") or ""))
            if not decision:
                self.add_error("notice_address", explained(decision))
        return cleaned

    @property
    def notice_wish(self) -> Wish | None:
        channel = self.cleaned_data["notice_channel"]
        if not channel:
            return None
        return Wish(Channel(channel), self.cleaned_data["notice_address"], get_language() or "id")


class Report(NoticeWish, PhotoForm):
    """What a resident tells, without an account."""

    token = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=False,
        label=_("What did you see or hear?"),
        help_text=_("Say what happened, where exactly, and whether it is still going on."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    kind = forms.ChoiceField(
        required=False,
        label=_("What is it about?"),
        choices=[
            choice
            for choice in words_of(Kind, empty=_("I do not know"))
            if choice[0] not in (Kind.OTHER, Kind.POSITIVE)
        ],
    )
    heard_at = MomentField(
        required=False, label=_("When was that?"), help_text=_("Empty means: just now.")
    )
    name = forms.CharField(max_length=120, required=False, label=_("Your name"))
    reach = forms.CharField(
        max_length=200, required=False, label=_("Telephone or e-mail, if we may ask back")
    )
    # Told by a tap on the map; what cannot be a point is left out, and the report is not lost.
    latitude = DegreesField(required=False, widget=forms.HiddenInput)
    longitude = DegreesField(required=False, widget=forms.HiddenInput)
    # Pressed by who was shown what is known already.
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    # People do not see it; programs that fill in everything do.
    homepage = forms.CharField(max_length=200, required=False, label=_("Leave this empty"))

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                gettext("This field must stay empty. Empty it and send the report again.")
            )
        return ""

    @property
    def point(self) -> tuple[float, float] | None:
        latitude = self.cleaned_data.get("latitude")
        longitude = self.cleaned_data.get("longitude")
        if latitude is None or longitude is None or not may_be_placed(latitude, longitude):
            return None
        return latitude, longitude

    @property
    def kind_meant(self) -> Kind:
        return Kind(self.cleaned_data["kind"] or Kind.OTHER)


class MyArea(AreaForm):
    """Of which area somebody wants to see what was reported there."""

    area = forms.CharField(max_length=120, required=False, label=_("Village or kecamatan"))


class ReceiptQuestion(forms.Form):
    """The number on a receipt, however it is spaced."""

    receipt = forms.CharField(
        max_length=40,
        label=_("Receipt number"),
        help_text=_("16 digits. Spaces do not matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_receipt(self) -> str:
        return "".join(sign for sign in self.cleaned_data["receipt"] if sign in "0123456789")


class OwnData(ReceiptQuestion):
    """Whose report it is: who has the receipt and knows the contact that was left with it."""

    contact = forms.CharField(
        max_length=200,
        required=False,
        label=_("The contact you left"),
        help_text=_(
            "The telephone or e-mail that you gave, or that you wrote to us from, so that a "
            "receipt found in the street tells nothing. Empty if you did neither."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
