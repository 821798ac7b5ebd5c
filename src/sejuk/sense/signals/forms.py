"""What people write about signals, checked; and what they want to see of them."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.channels.gateways import is_connected
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.places import queries as places
from sejuk.kit.fields import DayField, MomentField, PhotosField, RectanglesField
from sejuk.kit.refusals import explained
from sejuk.kit.saying import SayingForm, Words, words_of
from sejuk.sense.signals.actions.reporting import Wish
from sejuk.sense.signals.queries import SIZES, Filter, Shown, Whose
from sejuk.sense.signals.queries.photos import Held
from sejuk.sense.signals.rules import (
    LONGEST_ENTRY,
    LONGEST_REASON,
    LONGEST_TEXT,
    LONGEST_WORDS,
    NOTICE_CHANNELS,
    SEVERITIES,
    Answered,
    ContentGrade,
    Form,
    Kind,
    Origin,
    ReferralTarget,
    Rung,
    Safer,
    SourceGrade,
    may_be_told,
)
from sejuk.sense.signals.rules.photos import MOST_PHOTOS
from sejuk.sense.signals.rules.portal import LONGEST_TITLE
from sejuk.sense.signals.rules.reception import may_be_placed

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
MOST_CANDIDATES = 8


class DayPicker(forms.DateInput):
    """A day, as browsers let one choose it."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"}, format="%Y-%m-%d")


class AreaForm(SayingForm):
    """A form with an area: named in full it is found; where several fit, they are offered."""

    area = forms.CharField(max_length=120, label=_("Village"))
    area_choice = forms.CharField(max_length=13, required=False)

    def __init__(
        self, sent: Mapping[str, object] | None = None, *, scope: tuple[str, ...], **kwargs: object
    ) -> None:
        super().__init__(sent, **kwargs)  # type: ignore[arg-type]  # what Django's form takes
        self.scope = scope
        self.candidates: Sequence[places.FoundArea] = ()

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        typed = str(cleaned.get("area_choice") or cleaned.get("area") or "")
        if not typed or "\0" in typed:
            return cleaned
        found = places.area_named(typed, self.scope) or places.area_named(
            typed, self.scope, villages_only=False
        )
        if len(found) == 1:
            cleaned["area_code"] = found[0].code
            return cleaned
        self.candidates = found or places.found_areas(typed[:4], self.scope, most=MOST_CANDIDATES)
        if found:
            self.add_error("area", gettext("Several places have this name. Choose the one meant."))
        else:
            self.add_error("area", gettext("No place of this name is known here."))
        return cleaned


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


class PhotoForm(AreaForm):
    """A form with photos; what was chosen is held while the rest of it is mended."""

    photos = PhotosField(
        most=MOST_PHOTOS,
        label=_("Photos"),
        help_text=_("Up to 3. Place, time and device are taken out of them."),
    )
    held = Held()


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


class NewMatter(SayingForm):
    """In which words a matter is shown to everybody."""

    title = forms.CharField(
        max_length=LONGEST_TITLE,
        label=_("Title for the public"),
        help_text=_("Neutral and in your own words: what, not who. No names, no numbers."),
    )


class MatterAway(SayingForm):
    """Why a matter is no longer shown."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("It stays in the ledger for ever: no names, no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MyArea(AreaForm):
    """Of which area somebody wants to see what was reported there."""

    area = forms.CharField(max_length=120, required=False, label=_("Village or kecamatan"))


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


class ReceiptQuestion(forms.Form):
    """The number on a receipt, however it is spaced."""

    receipt = forms.CharField(
        max_length=40,
        label=_("Number on your receipt"),
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
            "The telephone or e-mail that you gave, so that a receipt found in the street "
            "tells nothing. Empty if you gave none."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
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
    cluster = forms.CharField(
        max_length=64,
        required=False,
        label=_("Matter"),
        help_text=_("The same short word on each signal about the same event, as in surat-suara."),
    )


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


class InboxFilter(forms.Form):
    """What somebody wants to see of the inbox. What cannot be read is left out."""

    status = forms.ChoiceField(required=False, label=_("State"), choices=words_of(Shown))
    whose = forms.ChoiceField(required=False, label=_("In hand"), choices=words_of(Whose))
    overdue = forms.BooleanField(required=False, label=_("Overdue"))
    suggested = forms.BooleanField(required=False, label=_("Suggestion not decided yet"))
    kind = forms.ChoiceField(
        required=False, label=_("Kind"), choices=words_of(Kind, empty=_("All kinds"))
    )
    form = forms.ChoiceField(
        required=False, label=_("Form"), choices=words_of(Form, empty=_("All forms"))
    )
    channel = forms.ChoiceField(
        required=False, label=_("Channel"), choices=words_of(Channel, empty=_("All channels"))
    )
    rung = forms.ChoiceField(
        required=False, label=_("Rung"), choices=words_of(Rung, empty=_("All rungs"))
    )
    severity = forms.ChoiceField(
        required=False,
        label=_("Severity from"),
        choices=[("", _("any")), *((str(n), str(n)) for n in SEVERITIES[1:])],
    )
    area = forms.CharField(required=False, max_length=120, label=_("Area"))
    since = DayField(required=False, label=_("Received from"), widget=DayPicker)
    until = DayField(required=False, label=_("Received until"), widget=DayPicker)
    size = forms.ChoiceField(
        required=False, label=_("Signals on a page"), choices=[(str(n), str(n)) for n in SIZES]
    )
    # The number of a person: set by a link on his name, and carried along.
    hand = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31,
        label=_("In the hand of"),
        widget=forms.HiddenInput,
    )
    q = forms.CharField(
        required=False,
        max_length=200,
        label=_("Search words"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, sent: Mapping[str, str]) -> None:
        asked = {name: str(sent[name]) for name in sent}
        if asked.get("whose") == "overdue":
            # As the address said it before one could ask for both.
            asked |= {"whose": "", "overdue": "on"}
        super().__init__(asked)
        self.is_valid()

    @property
    def asked(self) -> dict[str, str]:
        """Return what is asked for beyond the open signals, as the address says it."""
        usual = {"status": Shown.OPEN.value, "size": str(SIZES[0])}
        return {
            name: "on" if value is True else str(self.data[name]).strip()
            for name, value in self.cleaned_data.items()
            if value and value != usual.get(name)
        }

    @property
    def address(self) -> str:
        """Return what is asked for as the query of an address that means the same to everybody."""
        return urlencode(self.asked or {"status": Shown.OPEN.value})

    def wanted(self, scope: tuple[str, ...]) -> Filter:
        """Return the filter; an area that nobody knows matches nothing."""
        asked = self.asked
        area = asked.get("area", "")
        found = places.area_named(area, scope, villages_only=False) if area else []
        return Filter(
            shown=Shown(asked.get("status", Shown.OPEN)),
            whose=Whose(asked.get("whose", Whose.ANYBODY)),
            holder=self.cleaned_data.get("hand"),
            is_overdue="overdue" in asked,
            waits_for_decision="suggested" in asked,
            kind=Kind(asked["kind"]) if "kind" in asked else None,
            form=Form(asked["form"]) if "form" in asked else None,
            channel=Channel(asked["channel"]) if "channel" in asked else None,
            rung=Rung(asked["rung"]) if "rung" in asked else None,
            least_severity=int(asked.get("severity", "1")),
            area_codes=tuple(place.code for place in found) or ((area,) if area else ()),
            since=self.cleaned_data.get("since"),
            until=self.cleaned_data.get("until"),
            words=asked.get("q", ""),
            size=int(asked.get("size", SIZES[0])),
        )
