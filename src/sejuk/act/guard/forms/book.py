"""What is written in the book of a post."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from sejuk.act.guard.rules import EntryKind
from sejuk.act.guard.rules.book import WRITTEN_KINDS
from sejuk.kit.fields import MomentField
from sejuk.kit.saying import SayingForm, words_of
from sejuk.sense.signals.forms import SEVERITY_WORDS
from sejuk.sense.signals.rules import LONGEST_TEXT, Form, Kind


class TokenForm(SayingForm):
    """A form that counts once, however often it is sent."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class EntryForm(TokenForm):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[choice for choice in words_of(EntryKind) if choice[0] in WRITTEN_KINDS],
        initial=EntryKind.PATROL.value,
    )
    happened_at = MomentField(label=_("When"))
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=False,
        label=_("What happened"),
        help_text=_("Who, what, where. It stays as you write it; a mistake is put right below it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectionForm(TokenForm):
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=False,
        label=_("As it should read"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class IncidentForm(TokenForm):
    form = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Form.INCIDENT.value, _("Incident: it happened")),
            (Form.OBSERVATION.value, _("Observation: seen or heard")),
        ],
        initial=Form.INCIDENT.value,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("About"), choices=words_of(Kind), initial=Kind.PUBLIC_ORDER.value
    )
    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=SEVERITY_WORDS, coerce=int, initial="1"
    )
    happened_at = MomentField(label=_("When"))
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=False,
        label=_("What was seen or heard"),
        help_text=_("Facts first. No names of private persons."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
