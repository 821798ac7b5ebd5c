"""What is typed on the pages of polling stations."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from sejuk.kit.choices import N_
from sejuk.kit.fields import DayField
from sejuk.plan.deployment.queries.station_problems import Asked
from sejuk.plan.deployment.rules import StationClass

# Published by Kulon Progo, Tarakan, Pagar Alam and Sleman; OKU sent two to each gravest in 2024.
USUAL = {
    StationClass.CALM: "2:8:16",
    StationClass.VULNERABLE: "2:2:4",
    StationClass.VERY_VULNERABLE: "2:1:2",
    StationClass.SPECIAL: "2:1:2",
}
# Chosen: three platoons as OKU placed in its three zones in 2015, of the usual size of a platoon.
PLATOONS, PLATOON_SIZE = 3, 30


class StationPlanForm(forms.Form):
    """A day, a pattern for each class, borders and the reserve."""

    name = forms.CharField(max_length=120, label=gettext_lazy(N_("Name")))
    day = DayField(
        label=gettext_lazy(N_("Day")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    within = forms.ChoiceField(
        label=gettext_lazy(N_("Groups stay inside")),
        choices=[
            ("kecamatan", gettext_lazy(N_("one sub-district"))),
            ("village", gettext_lazy(N_("one village"))),
        ],
    )
    most_minutes = forms.IntegerField(
        min_value=0,
        max_value=240,
        initial=30,
        label=gettext_lazy(N_("Minutes between two stations of a group, at most")),
    )
    ungraded = forms.ChoiceField(
        required=False,
        label=gettext_lazy(N_("Stations without a class count as")),
        choices=[
            ("", gettext_lazy(N_("none: refuse them"))),
            *((one.value, gettext_lazy(one.label)) for one in StationClass),
        ],
    )
    platoons = forms.IntegerField(
        min_value=0, max_value=50, initial=PLATOONS, label=gettext_lazy(N_("Reserve platoons"))
    )
    platoon_size = forms.IntegerField(
        min_value=1,
        max_value=200,
        initial=PLATOON_SIZE,
        label=gettext_lazy(N_("People in a platoon")),
    )
    reserve_is_own = forms.BooleanField(
        required=False,
        label=gettext_lazy(N_("The reserve comes from the same police")),
        help_text=gettext_lazy(
            N_("Else it comes from other units (BKO), and nobody is kept back for it.")
        ),
    )
    goal_minutes = forms.IntegerField(
        min_value=1,
        max_value=480,
        initial=30,
        label=gettext_lazy(N_("The reserve is there within (minutes)")),
    )

    def __init__(self, data: object = None, *, day: date | None = None) -> None:
        super().__init__(data, initial={"day": day})  # type: ignore[arg-type]  # a QueryDict or None
        for one, usual in USUAL.items():
            self.fields[one.value] = forms.CharField(
                max_length=12,
                initial=usual,
                label=gettext_lazy(one.label),
                help_text=gettext_lazy(N_("police : stations : linmas, such as 2:8:16")),
            )
        self.order_fields(["name", "day", *(one.value for one in USUAL)])

    def asked(self) -> Asked:
        """Return what the engine is to be asked; call it on a valid form."""
        given = self.cleaned_data
        return Asked(
            patterns={one.value: str(given[one.value]).replace(" ", "") for one in USUAL},
            within=given["within"],
            most_minutes=given["most_minutes"],
            platoons=given["platoons"],
            platoon_size=given["platoon_size"],
            goal_minutes=given["goal_minutes"],
            ungraded=given["ungraded"],
            reserve_is_own=given["reserve_is_own"],
        )
