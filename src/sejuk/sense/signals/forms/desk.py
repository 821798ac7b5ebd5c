"""What the desk and officers write about one signal, checked."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.channels.rules import Channel
from sejuk.kit.choices import Choice
from sejuk.kit.fields import DayField, MomentField, RectanglesField
from sejuk.kit.saying import Words, words_of
from sejuk.sense.signals.forms.areas import DayPicker, PhotoForm
from sejuk.sense.signals.rules import (
    LONGEST_REASON,
    LONGEST_TEXT,
    ContentGrade,
    Form,
    Grades,
    Kind,
    Origin,
    ReferralTarget,
    Rung,
    SourceGrade,
)

SEVERITY_WORDS: Words = [
    ("1", _("1: small")),
    ("2", _("2: noticeable")),
    ("3", _("3: grave")),
    ("4", _("4: very grave")),
]
STAFF_CHANNELS = (
    Channel.STAFF,
    Channel.TELEPHONE,
    Channel.WHATSAPP,
    Channel.SMS,
    Channel.TELEGRAM,
    Channel.EMAIL,
    Channel.VISIT,
)


class StaffSignal(PhotoForm):
    """What an officer or an operator writes down, often on behalf of somebody."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    form = forms.ChoiceField(label=_("Form"), choices=words_of(Form))
    kind = forms.ChoiceField(label=_("Kind"), choices=words_of(Kind))
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=False,
        label=_("What was seen or heard"),
        help_text=_("Facts, not opinions. No names of private persons."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    heard_at = MomentField(label=_("When it happened or was heard"))
    channel = forms.ChoiceField(
        label=_("By which way it reached us"),
        choices=[choice for choice in words_of(Channel) if choice[0] in STAFF_CHANNELS],
    )
    created_by = forms.CharField(
        max_length=150,
        label=_("Whose word it is"),
        help_text=_("By function: resident, village head, officer. No names."),
    )
    origin = forms.ChoiceField(label=_("Origin"), choices=words_of(Origin))
    severity = forms.TypedChoiceField(label=_("Severity"), choices=SEVERITY_WORDS, coerce=int)
    rung = forms.ChoiceField(label=_("Rung of the threat ladder"), choices=words_of(Rung))
    source_grade = forms.ChoiceField(label=_("Source"), choices=words_of(SourceGrade))
    content_grade = forms.ChoiceField(label=_("Content"), choices=words_of(ContentGrade))
    latitude = forms.FloatField(required=False, label=_("Latitude"))
    longitude = forms.FloatField(required=False, label=_("Longitude"))
    name = forms.CharField(
        max_length=120, required=False, label=_("Name of the reporter (will be sealed)")
    )
    reach = forms.CharField(
        max_length=200, required=False, label=_("Contact of the reporter (will be sealed)")
    )


class Grading(forms.Form):
    """How far a signal is to be believed, and how grave it is."""

    source_grade = forms.ChoiceField(label=_("Source"), choices=words_of(SourceGrade))
    content_grade = forms.ChoiceField(label=_("Content"), choices=words_of(ContentGrade))
    severity = forms.TypedChoiceField(label=_("Severity"), choices=SEVERITY_WORDS, coerce=int)
    rung = forms.ChoiceField(label=_("Rung of the threat ladder"), choices=words_of(Rung))
    kind = forms.ChoiceField(label=_("Kind"), choices=words_of(Kind))
    kind_is_right = forms.BooleanField(
        required=False,
        label=_("I have judged the kind: it is right"),
        help_text=_("A kind that you change counts as judged. The machine learns from both."),
    )
    cluster = forms.CharField(
        max_length=64,
        required=False,
        label=_("Matter"),
        help_text=_("The same short word on each signal about the same event, as in surat-suara."),
    )
    seen = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        try:
            return said | {"seen": Grades.of_word(str(said.get("seen", "")))}
        except ValueError:
            raise forms.ValidationError(
                _("This page is from before. Load it again, then grade.")
            ) from None

    def catch_up(self, there: Grades) -> None:
        """Show what somebody graded meanwhile; what was changed here stays as it was typed."""
        seen: Grades = self.cleaned_data["seen"]
        data: dict[str, object] = {name: self.data.get(name, "") for name in self.fields}
        for name in seen.changed_in(there):
            before, after = (_in_words(getattr(one, name)) for one in (seen, there))
            if self.cleaned_data.get(name) == getattr(seen, name):
                data[name] = str(getattr(there, name))
            self.add_error(
                name,
                gettext("Changed meanwhile: %(before)s → %(after)s")
                % {"before": before, "after": after},
            )
        if seen.kind != there.kind:
            data["kind_is_right"] = ""
        self.data = data | {"seen": there.word}


def _in_words(grade: object) -> str:
    return gettext(grade.label) if isinstance(grade, Choice) else str(grade) or "–"


class PhotoCheck(forms.Form):
    """What somebody blacks out in a photo that he looked at."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    rectangles = RectanglesField(
        required=False,
        max_length=LONGEST_REASON,
        label=_("Rectangles to black out"),
        help_text=_("One in a line: left, top, width, height, in pixels, as in 120 80 64 64."),
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "numeric", "autocomplete": "off"}),
    )


class Taking(forms.Form):
    """Nothing but the wish to take it."""


class Reasoned(forms.Form):
    """A move that needs a written reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("It stays in the ledger for ever: no names, no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Referral(Reasoned):
    """To whom, under which number, on which day."""

    to = forms.ChoiceField(label=_("To"), choices=words_of(ReferralTarget))
    number = forms.CharField(max_length=60, label=_("Number of the letter"))
    on = DayField(label=_("Day of the letter"), widget=DayPicker)
    field_order = ("to", "number", "on", "reason")


class NewKey(forms.Form):
    """A key for a gateway."""

    name = forms.CharField(max_length=60, label=_("Name of the gateway"))
    area = forms.CharField(
        max_length=13,
        required=False,
        label=_("Area code"),
        help_text=_("Empty means everywhere."),
    )
