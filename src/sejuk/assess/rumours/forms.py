"""What people write about rumours. Forms check that it can be read; rules say no."""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sejuk.assess.rumours.queries import Filter, Shown
from sejuk.assess.rumours.rules import (
    LONGEST_ANSWER,
    LONGEST_CLAIM,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    LONGEST_RESOLUTION,
    LONGEST_WORDS,
    Authority,
    ContentType,
    HeardAt,
    Priority,
    Veracity,
)
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.places.rules import AREA_CODE
from sejuk.kit.fields import DayField, MomentField
from sejuk.kit.saying import SayingForm, words_of
from sejuk.sense.signals.forms import STAFF_CHANNELS, AreaForm
from sejuk.sense.signals.rules import LONGEST_REASON, ReferralTarget

Checks = Sequence[tuple[str, str]]


def an_area(rows: int, **more: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **more})


def a_day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BoardFilter(forms.Form):
    """What somebody wants to see of the rumours. What cannot be read is left out."""

    q = forms.CharField(required=False, max_length=200, label=_("Words in the claim"))
    keadaan = forms.ChoiceField(required=False, label=_("Work"), choices=words_of(Shown))
    kebenaran = forms.ChoiceField(
        required=False, label=_("Veracity"), choices=words_of(Veracity, empty=_("All"))
    )
    kecamatan = forms.ChoiceField(required=False, label=_("Kecamatan"))
    saya = forms.BooleanField(required=False, label=_("With me"))
    lewat = forms.BooleanField(required=False, label=_("Overdue"))

    def __init__(self, sent: QueryDict, *, kecamatan: Mapping[str, str]) -> None:
        super().__init__(sent)
        field = self.fields["kecamatan"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
        field.choices = [("", _("All")), *kecamatan.items()]

    @property
    def wanted(self) -> Filter:
        self.is_valid()
        said = self.cleaned_data
        area_code = said.get("kecamatan") or ""
        veracity = said.get("kebenaran")
        return Filter(
            shown=Shown(said.get("keadaan") or Shown.OPEN),
            veracity=Veracity(veracity) if veracity else None,
            area_code=area_code if AREA_CODE.fullmatch(area_code) else "",
            is_mine=bool(said.get("saya")),
            is_overdue=bool(said.get("lewat")),
            words=(said.get("q") or "").strip(),
        )


class Sighting(AreaForm):
    """That it was heard: when, where, in which area, and how it came to us."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    heard_at = MomentField(label=_("When it was heard"))
    place = forms.ChoiceField(label=_("Where it was heard"), choices=words_of(HeardAt))
    channel = forms.ChoiceField(
        label=_("By which way it reached us"),
        choices=[choice for choice in words_of(Channel) if choice[0] in STAFF_CHANNELS],
    )
    told_by = forms.CharField(
        max_length=150,
        label=_("Whose word it is"),
        help_text=_("By function: resident, village head, officer. No names."),
    )
    words = forms.CharField(
        required=False,
        max_length=LONGEST_WORDS,
        label=_("In other words than the claim"),
        help_text=_("Only if it was told differently. No names."),
        widget=an_area(2),
    )


class Claiming(SayingForm):
    """The claim itself, its type and its priority."""

    claim = forms.CharField(
        label=_("The claim, in neutral words"),
        max_length=LONGEST_CLAIM,
        help_text=_("What is told, in one sentence: without names, without judging it."),
        widget=an_area(3),
    )
    content_type = forms.ChoiceField(
        required=False,
        label=_("Type"),
        choices=words_of(ContentType, empty=_("Not known yet")),
    )
    priority = forms.ChoiceField(
        label=_("To be decided"), choices=words_of(Priority), initial=Priority.NORMAL.value
    )


class Beginning(Claiming, Sighting):
    """A rumour with the first that was heard of it."""

    field_order = ("claim", "content_type", "priority")


class FromSignal(Claiming):
    """A rumour that a signal tells of."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput)
    place = forms.ChoiceField(
        label=_("Where it was heard"),
        choices=words_of(HeardAt),
        initial=HeardAt.UNKNOWN.value,
    )


class MoveForm(SayingForm):
    """A form on the page of a rumour; `checks` are the answers that a decision may rest on."""

    def __init__(
        self,
        sent: Mapping[str, object] | None = None,
        *,
        checks: Checks = (),
        **kwargs: object,
    ) -> None:
        super().__init__(sent, **kwargs)  # type: ignore[arg-type]  # what Django's form takes
        field = self.fields.get("check_id")
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("No answer yet")), *checks]


class Taking(MoveForm):
    """Nothing to fill in."""


class Reasoned(MoveForm):
    """A reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("It stays in the ledger for ever: no names, no telephone numbers."),
        widget=an_area(3),
    )


class Versioned(Reasoned):
    """A reason, and which version of the rumour the page had shown."""

    version_seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000_000
    )


class Answered(Versioned):
    """How it was answered."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].label = _("How and where it was answered")


class Editing(MoveForm, Claiming):
    """The claim worded better."""

    version_seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000_000
    )


class Asking(MoveForm):
    """Whom we asked, and what."""

    authority = forms.ChoiceField(label=_("Who can say"), choices=words_of(Authority))
    authority_name = forms.CharField(
        label=_("Office"),
        max_length=LONGEST_NAME,
        help_text=_("An office, never a person: “KPU Kabupaten OKU”."),
    )
    question = forms.CharField(
        label=_("What we asked"), max_length=LONGEST_WORDS, widget=an_area(2)
    )


class Answering(MoveForm):
    """What an authority answered, and where that can be read."""

    answer = forms.CharField(
        label=_("What they answered"), max_length=LONGEST_ANSWER, widget=an_area(3)
    )
    reference = forms.CharField(
        label=_("Reference"),
        max_length=LONGEST_REFERENCE,
        help_text=_("Number of the letter, or address of the page."),
    )
    answered_on = DayField(label=_("Answered on"), widget=a_day())


def _an_answer(*, required: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("On whose word"), required=required, coerce=int, empty_value=None
    )


class Deciding(Versioned):
    """What it is worth, on whose word, and why."""

    veracity = forms.ChoiceField(label=_("Veracity"), choices=words_of(Veracity))
    check_id = _an_answer(required=False)
    field_order = ("veracity", "check_id", "reason")


class Closing(MoveForm):
    """The resolution, and on whose word."""

    resolution = forms.CharField(
        label=_("Resolution"),
        max_length=LONGEST_RESOLUTION,
        help_text=_("What is so, who said it, and how it was answered. It stays on record."),
        widget=an_area(5),
    )
    check_id = _an_answer(required=False)
    version_seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=1_000_000_000
    )


class Referring(Reasoned):
    """To whom what needs law enforcement goes, and by which letter."""

    to = forms.ChoiceField(label=_("To"), choices=words_of(ReferralTarget))
    number = forms.CharField(label=_("Number of the letter"), max_length=60)
    on = DayField(label=_("Day of the letter"), widget=a_day())
    known_on = DayField(label=_("Known since"), widget=a_day())
    field_order = ("to", "number", "on", "known_on", "reason")


class Choosing(forms.Form):
    """Signals that tell of a rumour, as somebody chose them."""

    signals = forms.TypedMultipleChoiceField(coerce=int, required=False)
    place = forms.ChoiceField(
        label=_("Where it was heard"),
        choices=words_of(HeardAt),
        initial=HeardAt.UNKNOWN.value,
    )

    def __init__(self, sent: Mapping[str, object] | None, *, offered: Sequence[int]) -> None:
        super().__init__(sent)
        field = self.fields["signals"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - as above
        field.choices = [(str(number), str(number)) for number in offered]
