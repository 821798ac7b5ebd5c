"""What is typed about a shift pattern: its name, and its shifts one below the other."""

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy

from sejuk.kit.choices import N_
from sejuk.plan.deployment.actions.patterns import NewBand

# Chosen: no usual pattern has more than three; who needs more imports a table.
MOST_BANDS = 6
# As the database holds them: a quarter of an hour to two days.
LONGEST_HOURS = 48
MINUTES_AN_HOUR = 60


def _hours(label: str, **options: int | float) -> forms.FloatField:
    return forms.FloatField(
        required=False,
        label=gettext_lazy(label),
        max_value=LONGEST_HOURS,
        min_value=options.get("least", 0),
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )


class BandForm(forms.Form):
    """A shift; one without a name is as if it were not there."""

    name = forms.CharField(required=False, max_length=60, label=gettext_lazy(N_("Shift")))
    starts = forms.TimeField(
        required=False,
        label=gettext_lazy(N_("Begins")),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    hours = _hours(N_("Hours"), least=0.25)
    counted = _hours(N_("Counted hours"))
    rest = _hours(N_("Rest after it, hours"))

    def clean(self) -> dict[str, object]:
        given = self.cleaned_data
        if given.get("name"):
            for field in ("starts", "hours"):
                if given.get(field) is None and field not in self.errors:
                    self.add_error(field, gettext("A shift has a beginning and a length."))
        elif given.get("starts") is not None or given.get("hours"):
            self.add_error("name", gettext("Name this shift."))
        return given

    def band(self) -> NewBand | None:
        """Return what was entered, or nothing; call it on a valid form."""
        given = self.cleaned_data
        if not given.get("name"):
            return None
        counted = given["counted"]
        return NewBand(
            code=slugify(given["name"])[:20],
            name=given["name"],
            starts=given["starts"],
            minutes=round(given["hours"] * MINUTES_AN_HOUR),
            counted=None if counted is None else round(counted * MINUTES_AN_HOUR),
            rest=round((given["rest"] or 0) * MINUTES_AN_HOUR),
        )


class PatternForm(forms.Form):
    """A pattern with its shifts, each a form of its own."""

    code = forms.SlugField(max_length=30, label=gettext_lazy(N_("Code")))
    name = forms.CharField(max_length=120, label=gettext_lazy(N_("Name")))

    def __init__(self, entered: QueryDict | None = None) -> None:
        super().__init__(entered)
        self.shifts = [
            BandForm(entered, prefix=f"dinas{number}") for number in range(1, MOST_BANDS + 1)
        ]

    def is_valid(self) -> bool:
        # All are looked at, so that all that is wrong is told at once.
        wrong = [shift for shift in self.shifts if not shift.is_valid()]
        return super().is_valid() and not wrong

    @property
    def bands(self) -> list[NewBand]:
        """Return the shifts that were entered; call it on a valid form."""
        return [band for shift in self.shifts if (band := shift.band()) is not None]
