"""What is entered about a visit, checked; and which visits somebody wants to see."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.act.outreach.queries.recording import OpenConcern, Recording
from sejuk.act.outreach.queries.visits import AskedVisits
from sejuk.act.outreach.rules import (
    LARGEST_ATTENDANCE,
    LONGEST_NOTE,
    LONGEST_PLACE,
    MOST_PHOTOS,
    Concern,
    FollowUp,
    MessageGiven,
    Outcome,
    PartyMet,
    VisitKind,
    may_attend,
    may_be_held,
)
from sejuk.kit.decisions import Decision, Refused
from sejuk.kit.fields import DayField, MomentField, PhotosField
from sejuk.kit.saying import words_of
from sejuk.sense.signals.forms import SEVERITY_WORDS, AreaForm
from sejuk.sense.signals.rules import LONGEST_REASON, LONGEST_TEXT, Kind

# Chosen: what fits a screen; who heard more adds an observation afterwards.
CONCERN_ROWS = 3
KINDS = words_of(VisitKind)
AREA_CODE = r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$"


class HeardForm(forms.Form):
    """One concern that was heard."""

    text = forms.CharField(
        max_length=LONGEST_TEXT,
        strip=False,
        required=False,
        label=_("What was heard"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        required=False,
        label=_("Kind"),
        choices=[choice for choice in words_of(Kind) if choice[0] != Kind.POSITIVE],
        initial=Kind.SERVICE.value,
    )
    severity = forms.ChoiceField(required=False, label=_("Severity"), choices=SEVERITY_WORDS)

    @property
    def concern(self) -> Concern | None:
        found = self.cleaned_data
        if not str(found.get("text") or "").strip():
            return None
        return Concern(
            found["text"], Kind(found["kind"] or Kind.OTHER), int(found["severity"] or 1)
        )


class FollowUpForm(forms.Form):
    """What was heard this time about a concern of an earlier visit."""

    outcome = forms.ChoiceField(
        required=False,
        label=_("How is it now?"),
        choices=words_of(Outcome),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(required=False, max_length=LONGEST_REASON, label=_("In a few words"))

    def __init__(self, sent: QueryDict | None = None, *, concern: OpenConcern) -> None:
        super().__init__(sent, prefix=f"keluhan-{concern.signal_id}")
        self.concern = concern

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if cleaned.get("outcome") and not str(cleaned.get("words") or "").strip():
            self.add_error("words", gettext("Say in a few words what was heard or done."))
        return cleaned

    @property
    def follow_up(self) -> FollowUp | None:
        found = self.cleaned_data
        outcome = Outcome(found.get("outcome") or "")
        if outcome is Outcome.NOT_ASKED:
            return None
        return FollowUp(self.concern.signal_id, outcome, found["words"])


class VisitForm(AreaForm):
    """A visit, in the order in which one remembers it."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    proposal = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind of visit"), choices=KINDS, initial=VisitKind.COURTESY.value
    )
    held_at = MomentField(label=_("When"))
    place = forms.CharField(
        max_length=LONGEST_PLACE,
        required=False,
        label=_("Place"),
        help_text=_("Village hall, market, mosque yard. Not whose house."),
    )
    officer = forms.TypedChoiceField(
        required=False, label=_("Whose visit"), coerce=int, empty_value=None
    )
    parties_met = forms.MultipleChoiceField(
        label=_("Whom did you meet?"),
        help_text=_("By function. Names of private persons are not kept."),
        choices=words_of(PartyMet),
        error_messages={"required": _("Mark whom you met.")},
        widget=forms.CheckboxSelectMultiple,
    )
    attendance = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_ATTENDANCE,
        label=_("How many people"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    messages_given = forms.MultipleChoiceField(
        required=False,
        label=_("Messages given"),
        choices=words_of(MessageGiven),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        max_length=LONGEST_NOTE,
        required=False,
        strip=False,
        label=_("Note"),
        help_text=_("For your own people. No names of private persons."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = PhotosField(
        most=MOST_PHOTOS,
        label=_("Photos"),
        help_text=_(
            "Up to 4. Place, time and device are taken out of them. "
            "After an error they must be chosen again."
        ),
    )
    at_contestant_event = forms.BooleanField(
        required=False, label=_("It was at the event of a contestant")
    )
    order = forms.TypedChoiceField(
        required=False, label=_("Order (Sprin)"), coerce=int, empty_value=None
    )

    def __init__(
        self,
        sent: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        scope: tuple[str, ...],
        recording: Recording,
        hours: tuple[datetime, datetime] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        """`hours` are the first and the last at which a visit that is sent can have been."""
        super().__init__(sent, scope=scope, files=files, initial=dict(initial or {}))
        self.hours = hours
        # An officer's own villages count as his scope too.
        self.scope = (*scope, *(one.code for one in recording.in_care))
        self._offer("officer", recording.officers, gettext("Who has the village in care"))
        self._offer("order", recording.orders, gettext("No order"))
        self.heard = [HeardForm(sent, prefix=f"dengar-{number}") for number in range(CONCERN_ROWS)]
        self.follow_ups = [FollowUpForm(sent, concern=one) for one in recording.concerns]

    def _offer(self, name: str, found: Sequence[tuple[int, str]], empty: str) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", empty), *found]

    def clean(self) -> dict[str, object]:
        """Look already here at what would be refused later, so that all errors show at once."""
        cleaned = super().clean()
        held_at = cleaned.get("held_at")
        if self.hours is None or not isinstance(held_at, datetime):
            return cleaned
        earliest, now = self.hours
        self._say_unless(may_be_held(held_at, now=now, earliest=earliest))
        if cleaned.get("order") is None and "order" not in self.errors:
            was_there = bool(cleaned.get("at_contestant_event"))
            self._say_unless(
                may_attend(at_contestant_event=was_there, order=None, held_on=localdate(held_at))
            )
        return cleaned

    def _say_unless(self, decision: Decision) -> None:
        try:
            decision.or_refuse()
        except Refused as error:
            self.say(error)

    @property
    def parts(self) -> Iterable[forms.Form]:
        return (*self.heard, *self.follow_ups)

    def is_valid(self) -> bool:
        """Check this form and the small ones inside it, all of them, so that all errors show."""
        return all([super().is_valid(), *(part.is_valid() for part in self.parts)])

    @property
    def has_part_errors(self) -> bool:
        return self.is_bound and any(part.errors for part in self.parts)

    @property
    def concerns(self) -> list[Concern]:
        return [concern for form in self.heard if (concern := form.concern)]

    @property
    def answers(self) -> list[FollowUp]:
        return [answer for form in self.follow_ups if (answer := form.follow_up)]


class VisitsAsked(forms.Form):
    """Which visits: where, from when until when, of which kind, whose."""

    wilayah = forms.RegexField(AREA_CODE, required=False)
    dari = DayField(required=False)
    sampai = DayField(required=False)
    jenis = forms.ChoiceField(required=False, choices=KINDS)
    petugas = forms.IntegerField(required=False, min_value=1)


def asked_visits(params: QueryDict) -> AskedVisits:
    """Read from an address which visits are wanted. What cannot be read is as if not there."""
    form = VisitsAsked(params)
    form.is_valid()
    found: dict[str, object] = form.cleaned_data
    first, last, officer = found.get("dari"), found.get("sampai"), found.get("petugas")
    return AskedVisits(
        below=str(found.get("wilayah") or ""),
        first=first if isinstance(first, date) else None,
        last=last if isinstance(last, date) else None,
        kind=str(found.get("jenis") or ""),
        officer_id=officer if isinstance(officer, int) else None,
    )
