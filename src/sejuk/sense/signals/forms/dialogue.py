"""What is written under a receipt, by both sides; and the survey."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sejuk.kit.saying import SayingForm, words_of
from sejuk.sense.signals.rules import (
    LONGEST_ENTRY,
    LONGEST_WORDS,
    Answered,
    Safer,
)


class DialogueEntry(SayingForm):
    """What is written in a dialogue; what the page was opened with travels along, sealed."""

    token = forms.CharField(max_length=400, widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=LONGEST_ENTRY,
        strip=False,
        label=_("Your answer or question"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Survey(SayingForm):
    """Three questions four weeks later, and room for words."""

    token = forms.CharField(max_length=400, widget=forms.HiddenInput)
    answered = forms.ChoiceField(
        label=_("Was your report answered?"), choices=words_of(Answered), widget=forms.RadioSelect
    )
    satisfied = forms.TypedChoiceField(
        label=_("How content are you, from 1 (not at all) to 5 (very)?"),
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    safer = forms.ChoiceField(
        label=_("Do you feel safer than before?"), choices=words_of(Safer), widget=forms.RadioSelect
    )
    words = forms.CharField(
        max_length=LONGEST_WORDS,
        required=False,
        label=_("What should we do better?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
