"""What is typed into the pages of channels. Forms check that it can be read; rules say no."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.channels.rules import (
    CARRIED,
    LONGEST_ADDRESS,
    LONGEST_BLOCK_HOURS,
    LONGEST_HOOK_URL,
    Channel,
    HookEvent,
)
from sejuk.kit.choices import choices_of
from sejuk.kit.saying import SayingForm


class Trial(SayingForm):
    """To whom a test message goes."""

    channel = forms.TypedChoiceField(
        label=_("Channel"),
        coerce=Channel,
        choices=[(value, _(label)) for value, label in choices_of(Channel) if value in CARRIED],
    )
    address = forms.CharField(
        label=_("Number or address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Your own. It is sealed, as everybody's, and not shown again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Written(SayingForm):
    """What somebody writes as a resident, in the demonstration."""

    channel = Trial.base_fields["channel"]
    address = forms.CharField(
        label=_("Number or address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("An invented one: it stands for the resident."),
        initial="0800 0000 950",
    )
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}))


class Blocking(SayingForm):
    """For how long, and why, a sender is left unanswered."""

    hours = forms.IntegerField(
        label=_("For how many hours"), initial=24, min_value=1, max_value=LONGEST_BLOCK_HOURS
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)


class NewHook(SayingForm):
    """An address outside, and what it is told."""

    name = forms.CharField(label=_("Name"), max_length=60)
    url = forms.CharField(label=_("Address"), max_length=LONGEST_HOOK_URL)
    events = forms.TypedMultipleChoiceField(
        label=_("What it is told"),
        coerce=HookEvent,
        choices=[(value, _(label)) for value, label in choices_of(HookEvent)],
        widget=forms.CheckboxSelectMultiple,
    )
    area_code = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: object, areas: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["area_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
        field.choices = areas
