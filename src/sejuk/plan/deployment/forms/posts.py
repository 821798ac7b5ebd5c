"""What is typed about posts, their needs, and the rules of the roster."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from sejuk.engines.roster import Level, RuleCode
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import Qualification
from sejuk.foundation.places import queries as places
from sejuk.kit.choices import N_
from sejuk.kit.fields import DayField
from sejuk.plan.deployment.queries.rule_pages import code_choices, level_choices
from sejuk.plan.deployment.rules import NeedLevel, NeedLine, Posture, SeatRole

LONGEST_REASON = 1_000
MOST_SEATS = 500
LARGEST = 1_000_000
Choices = Sequence[tuple[str, str]]


class PostForm(forms.Form):
    """A post: where it is and what kind it is."""

    code = forms.SlugField(max_length=40, label=gettext_lazy(N_("Code")))
    name = forms.CharField(max_length=120, label=gettext_lazy(N_("Name")))
    kind_id = forms.TypedChoiceField(coerce=int, label=gettext_lazy(N_("Kind of post")))
    area_code = forms.CharField(max_length=160, label=gettext_lazy(N_("Area")))
    starts_on = DayField(
        required=False,
        label=gettext_lazy(N_("Stands from")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = DayField(
        required=False,
        label=gettext_lazy(N_("Stands until")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        entered: QueryDict | None = None,
        *,
        kinds: Sequence[tuple[int, str]],
        scope: tuple[str, ...],
    ) -> None:
        super().__init__(entered)
        self.scope = scope
        field = self.fields["kind_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(kinds)

    def clean_area_code(self) -> str:
        """Return the code of the one area that the text names."""
        typed = self.cleaned_data["area_code"]
        found = places.area_named(typed, self.scope, villages_only=False)
        match found:
            case [one]:
                return one.code
            case []:
                raise forms.ValidationError(gettext("No place of this name in your area."))
            case several:
                names = "; ".join(f"{area.name}, {area.within} ({area.code})" for area in several)
                raise forms.ValidationError(gettext("Which one? %(names)s") % {"names": names})


class KindForm(forms.Form):
    """A kind of post and the shift pattern that its posts are stood in."""

    code = forms.SlugField(max_length=30, label=gettext_lazy(N_("Code")))
    name = forms.CharField(max_length=120, label=gettext_lazy(N_("Name")))
    pattern_id = forms.TypedChoiceField(coerce=int, label=gettext_lazy(N_("Shift pattern")))

    def __init__(
        self, entered: QueryDict | None = None, *, patterns: Sequence[tuple[int, str]]
    ) -> None:
        super().__init__(entered)
        field = self.fields["pattern_id"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(patterns)


class NeedForm(forms.Form):
    """How many of whom, at which level, when."""

    level = forms.TypedChoiceField(
        coerce=int,
        label=gettext_lazy(N_("Holds for")),
        choices=[
            (NeedLevel.POST.value, gettext_lazy(N_("this post alone"))),
            (NeedLevel.KIND.value, gettext_lazy(N_("all posts of this kind"))),
            (NeedLevel.OPERATION.value, gettext_lazy(N_("all posts of the operation"))),
        ],
    )
    count = forms.IntegerField(
        min_value=0,
        max_value=MOST_SEATS,
        label=gettext_lazy(N_("Seats")),
        help_text=gettext_lazy(N_("0 takes away what would be inherited.")),
    )
    role = forms.ChoiceField(
        label=gettext_lazy(N_("As")),
        initial=SeatRole.MEMBER.value,
        choices=[(role.value, gettext_lazy(role.label)) for role in SeatRole],
    )
    posture = forms.ChoiceField(
        label=gettext_lazy(N_("Posture")),
        choices=[(posture.value, gettext_lazy(posture.label)) for posture in Posture],
    )
    stage_code = forms.ChoiceField(required=False, label=gettext_lazy(N_("Stage")))
    band_code = forms.ChoiceField(required=False, label=gettext_lazy(N_("Shift")))
    qualification = forms.ChoiceField(
        required=False,
        label=gettext_lazy(N_("Qualification")),
        choices=[
            ("", gettext_lazy(N_("as the role asks"))),
            *((one.value, gettext_lazy(one.label)) for one in Qualification),
        ],
    )
    organisation = forms.ChoiceField(required=False, label=gettext_lazy(N_("Organisation")))
    is_woman = forms.BooleanField(
        required=False, label=gettext_lazy(N_("A woman (for searches of women)"))
    )
    by_squad = forms.BooleanField(required=False, label=gettext_lazy(N_("Squads take it whole")))
    priority = forms.IntegerField(
        min_value=1,
        max_value=LARGEST,
        initial=1000,
        label=gettext_lazy(N_("Price of an empty seat")),
        help_text=gettext_lazy(N_("The dearer seat is filled first.")),
    )

    def __init__(
        self,
        entered: QueryDict | None = None,
        *,
        stages: Choices,
        bands: Choices,
        stage_code: str = "",
    ) -> None:
        super().__init__(entered, auto_id="need_%s", initial={"stage_code": stage_code})
        everybody = [(one.code, one.name) for one in forces.organisations()]
        self._offer("stage_code", N_("all stages"), stages)
        self._offer("band_code", N_("all shifts"), bands)
        self._offer("organisation", N_("any"), everybody)

    def _offer(self, name: str, nothing: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", gettext_lazy(nothing)), *choices]

    def line(self) -> NeedLine:
        """Return what was entered; call it on a valid form."""
        given = self.cleaned_data
        return NeedLine(
            need_id=0,
            level=NeedLevel(given["level"]),
            stage_code=given["stage_code"],
            band_code=given["band_code"],
            posture=Posture(given["posture"]),
            role=SeatRole(given["role"]),
            qualification=given["qualification"],
            organisation=given["organisation"],
            is_woman=given["is_woman"],
            by_squad=given["by_squad"],
            count=given["count"],
            priority=given["priority"],
        )


class RuleForm(forms.Form):
    """How a rule of the roster holds in this operation, and why."""

    code = forms.TypedChoiceField(coerce=RuleCode, label=gettext_lazy(N_("Rule")))
    level = forms.TypedChoiceField(coerce=Level, label=gettext_lazy(N_("Level")))
    amount = forms.IntegerField(
        min_value=0, max_value=LARGEST, initial=0, label=gettext_lazy(N_("Amount"))
    )
    price = forms.IntegerField(
        min_value=0,
        max_value=LARGEST,
        initial=1,
        label=gettext_lazy(N_("Price")),
        help_text=gettext_lazy(N_("What breaking it costs; a soft rule of price 0 asks nothing.")),
    )
    organisation_id = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=gettext_lazy(N_("Organisation"))
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label=gettext_lazy(N_("Why so?")),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, entered: QueryDict | None = None) -> None:
        super().__init__(entered, auto_id="rule_%s")
        everybody = [(str(one.pk), one.name) for one in forces.organisations()]
        self._offer("code", code_choices())
        self._offer("level", level_choices())
        self._offer("organisation_id", [("", gettext(N_("everybody"))), *everybody])

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class StageAsked(forms.Form):
    """In which stage a post is looked at."""

    tahap = forms.CharField(required=False, max_length=30)


def asked_stage(params: QueryDict) -> str | None:
    """Read a stage from an address. What cannot be read is as if it were not there."""
    form = StageAsked(params)
    form.is_valid()
    return form.cleaned_data.get("tahap") or None
