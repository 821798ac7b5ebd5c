"""What is typed at a post and on one's own page."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from sejuk.kit.choices import N_
from sejuk.kit.fields import DayField

LONGEST_NOTE = 300


class CheckInForm(forms.Form):
    """The code of the post; the key is made on the phone, or here for a phone without scripts."""

    code = forms.CharField(
        label=gettext_lazy(N_("Code of the post")),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "8"}
        ),
        help_text=gettext_lazy(
            N_("Six digits on the screen of the post. They change each minute.")
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class WatchForm(forms.Form):
    """How often a post answers."""

    period_minutes = forms.IntegerField(
        label=gettext_lazy(N_("Answers every (minutes)")), min_value=5, max_value=1440, initial=60
    )
    grace_minutes = forms.IntegerField(
        label=gettext_lazy(N_("Silence borne (minutes)")), min_value=1, max_value=720, initial=15
    )
    is_on = forms.BooleanField(
        label=gettext_lazy(N_("The post is watched")), required=False, initial=True
    )


class SwapForm(forms.Form):
    """Whom to ask, for which of his duties."""

    colleague = forms.RegexField(r"^\d{1,18}-\d{1,18}$", label=gettext_lazy(N_("Colleague")))
    note = forms.CharField(label=gettext_lazy(N_("Note")), max_length=LONGEST_NOTE, required=False)

    def asked(self) -> tuple[int, int | None]:
        """Return the colleague, and his duty in exchange."""
        person, _, duty = str(self.cleaned_data["colleague"]).partition("-")
        return int(person), int(duty) or None


class SickForm(forms.Form):
    """From when until which day. What somebody has is not asked."""

    starts_at = forms.DateTimeField(
        label=gettext_lazy(N_("Ill since")),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    ends_on = DayField(
        label=gettext_lazy(N_("Last day ill")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(N_("As far as you know now. You can take the notice back earlier.")),
    )


class AnswerForm(forms.Form):
    """What was found at a silent post."""

    answer = forms.CharField(label=gettext_lazy(N_("What was found")), max_length=LONGEST_NOTE)


class ReplacementForm(forms.Form):
    """Who takes a duty over; `expected` is who was seen on it."""

    person = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy(N_("Reason")), max_length=LONGEST_NOTE, required=False
    )
