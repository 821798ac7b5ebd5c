"""What is typed into the pages of alarms. Forms check that it can be read; rules say no."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sejuk.assess.alarms.queries import Filter, Shown
from sejuk.assess.alarms.rules import MOST_COUNT, MOST_DAYS, MOST_KILOMETRES, Stream, Verdict
from sejuk.foundation.places.rules import AREA_CODE
from sejuk.kit.actors import Role
from sejuk.kit.choices import choices_of
from sejuk.kit.saying import SayingForm, words_of
from sejuk.sense.signals.rules import LONGEST_REASON


class AlarmFilter(forms.Form):
    """
    What somebody wants to see of the alarms. What cannot be read is left out.

    A state that is none shows all, and the field says so.
    """

    keadaan = forms.ChoiceField(required=False, label=_("State"), choices=words_of(Shown))
    kecamatan = forms.ChoiceField(required=False, label=_("Kecamatan"))
    saya = forms.BooleanField(required=False, label=_("With me"))

    def __init__(self, sent: QueryDict, *, kecamatan: dict[str, str]) -> None:
        if sent.get("keadaan", "") not in ("", *Shown):
            sent = sent.copy()
            sent["keadaan"] = Shown.ALL.value
        super().__init__(sent)
        field = self.fields["kecamatan"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
        field.choices = [("", _("All")), *kecamatan.items()]

    @property
    def wanted(self) -> Filter:
        self.is_valid()
        said = self.cleaned_data
        area_code = said.get("kecamatan") or ""
        return Filter(
            Shown(said.get("keadaan") or Shown.OPEN),
            area_code if AREA_CODE.fullmatch(area_code) else "",
            bool(said.get("saya")),
        )


class Assessing(SayingForm):
    """What was found about one report, and what the page had said of it."""

    verdict = forms.ChoiceField(choices=choices_of(Verdict))
    verdict_seen = forms.ChoiceField(choices=[("", ""), *choices_of(Verdict)], required=False)


class Deciding(SayingForm):
    """A decision needs a reason, and knows which steps its page had shown."""

    steps_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("It stays in the ledger for ever: no names, no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Escalating(Deciding):
    """To whom, and why."""

    to = forms.ChoiceField(
        label=_("To"),
        choices=[(role.value, _(role.label)) for role in (Role.OPS_HEAD, Role.CHIEF)],
    )
    field_order = ("to", "reason")


class Ruling(SayingForm):
    """A rule set by hand."""

    name = forms.CharField(max_length=80, label=_("Name of the rule"))
    stream = forms.ChoiceField(
        required=False, label=_("What is counted"), choices=words_of(Stream, empty=_("All streams"))
    )
    count = forms.IntegerField(
        min_value=2, max_value=MOST_COUNT, label=_("Cases"), help_text=_("At least so many.")
    )
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, label=_("Within days"))
    kilometres = forms.FloatField(
        min_value=0,
        max_value=MOST_KILOMETRES,
        label=_("Within kilometres"),
        help_text=_("0 means within one village."),
        widget=forms.NumberInput(attrs={"step": "0.5"}),
    )
    area_code = forms.ChoiceField(required=False, label=_("Where"))
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, sent: QueryDict | None = None, *, kecamatan: dict[str, str]) -> None:
        super().__init__(sent, initial={"count": 3, "days": 7, "kilometres": 5})
        field = self.fields["area_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
        field.choices = [("", _("The whole area")), *kecamatan.items()]


class Retiring(SayingForm):
    """Why a rule ends."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)


class Calibrating(SayingForm):
    """How often a quiet district is to be alarmed, and why."""

    budget_days = forms.FloatField(
        label=_("One false alarm in so many quiet days"),
        min_value=3,
        max_value=365,
        help_text=_("All streams and all ways of noticing together."),
        widget=forms.NumberInput(attrs={"step": "1"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Needed to set it, not to try it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
