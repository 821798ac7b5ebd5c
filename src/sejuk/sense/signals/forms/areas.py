"""Forms that name an area, with photos or without."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.places import queries as places
from sejuk.kit.fields import PhotosField
from sejuk.kit.saying import SayingForm
from sejuk.sense.signals.queries.photos import Held
from sejuk.sense.signals.rules.photos import MOST_PHOTOS

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
        self.candidates = found or places.likely_areas(typed, self.scope, most=MOST_CANDIDATES)
        if found:
            self.add_error("area", gettext("Several places have this name. Choose the one meant."))
        elif self.candidates:
            self.add_error("area", gettext("These places begin so. Choose the one meant."))
        else:
            self.candidates = places.likely_areas(typed[:4], self.scope, most=MOST_CANDIDATES)
            self.add_error("area", gettext("No place of this name is known here."))
        return cleaned


class PhotoForm(AreaForm):
    """A form with photos; what was chosen is held while the rest of it is mended."""

    photos = PhotosField(
        most=MOST_PHOTOS,
        label=_("Photos"),
        help_text=_("Up to 3. Place, time and device are taken out of them."),
    )
    held = Held()
