"""What the desk says to everybody about a matter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sejuk.kit.saying import SayingForm
from sejuk.sense.signals.rules import (
    LONGEST_REASON,
)
from sejuk.sense.signals.rules.portal import LONGEST_TITLE


class NewMatter(SayingForm):
    """In which words a matter is shown to everybody."""

    title = forms.CharField(
        max_length=LONGEST_TITLE,
        label=_("Title for the public"),
        help_text=_("Neutral and in your own words: what, not who. No names, no numbers."),
        # Shown beside other cards, where one line would cut it.
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_title(self) -> str:
        """Return the title as the one line that it is."""
        return " ".join(str(self.cleaned_data["title"]).split())


class MatterAway(SayingForm):
    """Why a matter is no longer shown."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("It stays in the ledger for ever: no names, no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
