"""What people write about answers. Forms check that it can be read; rules say no."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.act.response.rules import (
    LONGEST_LANGUAGE,
    LONGEST_LINE,
    LONGEST_PART,
    LONGEST_TITLE,
    DeliveredAt,
    LocalLanguage,
    Wording,
)
from sejuk.foundation.places.rules import AREA_CODE
from sejuk.kit.actors import area_covers
from sejuk.kit.days import day_in
from sejuk.kit.fields import DayField, MomentField
from sejuk.kit.periods import Period
from sejuk.kit.reasons import LONGEST_REASON
from sejuk.kit.saying import SayingForm, words_of


def an_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Wordings(SayingForm):
    """What an answer says, in the order in which it is told."""

    title = forms.CharField(
        label=_("Title: what is so"),
        max_length=LONGEST_TITLE,
        help_text=_("The fact as one sentence, without the claim. It alone goes out by SMS."),
    )
    fact = forms.CharField(
        label=_("The fact"),
        max_length=LONGEST_PART,
        help_text=_("What is so, since when, and how anybody can see it."),
        widget=an_area(4),
    )
    warning = forms.CharField(
        required=False,
        label=_("One warning"),
        max_length=LONGEST_PART,
        help_text=_("At most one sentence about what is told wrongly. The claim stands below it."),
        widget=an_area(2),
    )
    source = forms.CharField(
        label=_("Whose word it is"),
        max_length=LONGEST_LINE,
        help_text=_("The office: KPU for procedure, Bawaslu for violations, police for safety."),
    )
    reference = forms.CharField(
        label=_("Where it can be read"),
        max_length=LONGEST_LINE,
        help_text=_("Number of the letter, or address of the page."),
    )
    advice = forms.CharField(
        label=_("What to do"),
        max_length=LONGEST_PART,
        help_text=_("One step that everybody can take."),
        widget=an_area(2),
    )
    local = forms.CharField(
        required=False,
        label=_("In the language of the place"),
        max_length=LONGEST_PART,
        help_text=_("As somebody would say it in Ogan, Komering or Palembang Malay."),
        widget=an_area(3),
    )
    local_language = forms.ChoiceField(
        required=False,
        label=_("Which language that is"),
        choices=words_of(LocalLanguage, empty=_("Choose")),
    )
    local_other = forms.CharField(
        required=False,
        label=_("Name of another language"),
        max_length=LONGEST_LANGUAGE,
        help_text=_("Its name only, where the list does not have it."),
    )

    @property
    def wording(self) -> Wording:
        return Wording(**{name: self.cleaned_data.get(name, "") for name in self.fields
                          if name in WORDED})  # fmt: skip


# What goes out in somebody's own words.
SAID = (
    "title", "fact", "warning", "source", "reference", "advice", "local", "local_other", "change",
)  # fmt: skip
WORDED = (*SAID, "local_language")


class Writing(Wordings):
    """The first version of an answer."""

    token = forms.CharField(max_length=64, widget=forms.HiddenInput)


class NextVersion(Wordings):
    """A further version; `version_seen` is the one that its writer saw."""

    change = forms.CharField(
        required=False,
        label=_("What is corrected"),
        max_length=LONGEST_PART,
        help_text=_("Needed once an answer is out: it is told to everyone whom it reached."),
        widget=an_area(2),
    )
    version_seen = forms.IntegerField(widget=forms.HiddenInput)


class Numbered(SayingForm):
    number = forms.IntegerField(widget=forms.HiddenInput)


class Releasing(Numbered):
    override_reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        label=_("Why it goes out as it is"),
        help_text=_("Only where the check found something. It stands in the ledger for ever."),
        widget=an_area(2),
    )


class Withdrawing(SayingForm):
    reason = forms.CharField(max_length=LONGEST_REASON, label=_("Reason"), widget=an_area(2))


class Assigning(SayingForm):
    """Who takes an answer to which village until when."""

    area = forms.CharField(max_length=200, label=_("Village"))
    who = forms.ChoiceField(label=_("Who goes"))
    due_on = DayField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what Django's form takes
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
        field.choices = [("", _("Choose")), *people]


class Delivering(SayingForm):
    """When an answer was told, on which occasion, to how many, and what came back."""

    delivered_at = MomentField(label=_("When it was told"))
    occasion = forms.ChoiceField(
        label=_("On which occasion"),
        choices=words_of(DeliveredAt),
    )
    listeners = forms.IntegerField(
        min_value=0, max_value=10_000, label=_("To about how many people")
    )
    question1 = forms.CharField(
        required=False,
        max_length=1_000,
        label=_("A question that came back"),
        help_text=_("As it was asked, without names. It becomes a signal, and is answered too."),
        widget=an_area(2),
    )
    question2 = forms.CharField(
        required=False, max_length=1_000, label=_("Another question"), widget=an_area(2)
    )
    question3 = forms.CharField(
        required=False, max_length=1_000, label=_("Another question"), widget=an_area(2)
    )

    @property
    def questions(self) -> list[str]:
        said = [self.cleaned_data[f"question{number}"] for number in (1, 2, 3)]
        return [text for text in said if text]


class Question(forms.Form):
    """What somebody looks for on the public page."""

    q = forms.CharField(required=False, max_length=200)


# Chosen: a year and a day more hold any operation, and each day is a column of a drawing.
MOST_DAYS = 367


class StatisticsFilter(forms.Form):
    """Which days and which area are counted: the whole operation where nothing is said."""

    dari = DayField(required=False, label=_("From"), widget=forms.DateInput({"type": "date"}))
    sampai = DayField(required=False, label=_("Until"), widget=forms.DateInput({"type": "date"}))
    kecamatan = forms.ChoiceField(required=False, label=_("Kecamatan"))

    def __init__(self, sent: QueryDict, *, scope: tuple[str, ...], whole: Period) -> None:
        self.scope = scope
        self.area_name = ""
        self.told: list[str] = []
        first = day_in(sent.get("dari", "")) or whole.first
        last = day_in(sent.get("sampai", "")) or whole.last
        self.period = Period(*self._in_order(first, last))
        shown = {"dari": self.period.first.isoformat(), "sampai": self.period.last.isoformat()}
        super().__init__(shown | {"kecamatan": sent.get("kecamatan", "")})

    def offer(self, kecamatan: Mapping[str, str]) -> None:
        """Let the reader choose among the kecamatan of his areas."""
        field = self.fields["kecamatan"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
        field.choices = [("", _("All")), *kecamatan.items()]
        self.area_name = kecamatan.get(self.area_code, self.area_code)

    def _in_order(self, first: date, last: date) -> tuple[date, date]:
        if last < first:
            first, last = last, first
            self.told.append(gettext("The last day lay before the first: the two were exchanged."))
        if (last - first).days >= MOST_DAYS:
            last = first + timedelta(days=MOST_DAYS - 1)
            words = gettext(
                "At most %(days)s days are shown at once: those after them are left out."
            )
            self.told.append(words % {"days": MOST_DAYS})
        return first, last

    @property
    def area_code(self) -> str:
        """The area that is asked for; "" for the whole of the reader's."""
        code = self.data.get("kecamatan", "")
        is_his = AREA_CODE.fullmatch(code) and any(area_covers(one, code) for one in self.scope)
        return code if is_his else ""


class SurveyFilter(forms.Form):
    """Which month of the survey is shown: of those that are over, the newest if none is chosen."""

    bulan = forms.ChoiceField(required=False, label=_("Month"))

    def __init__(self, sent: QueryDict, *, months: Sequence[Period]) -> None:
        known = {f"{month.first:%Y-%m}": month for month in months}
        code = sent.get("bulan", "")
        chosen = code if code in known else next(iter(known), "")
        self.month = known.get(chosen)
        super().__init__({"bulan": chosen})
        field = self.fields["bulan"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as written above
        field.choices = [(code, date_format(one.first, "F Y")) for code, one in known.items()]
