"""Fields of forms: a day, or a day and hour, that Sejuk knows; several photos."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from sejuk.kit.days import FIRST_DAY, LAST_DAY, is_known
from sejuk.kit.pictures import MOST_BYTES
from sejuk.kit.rectangles import Rectangle, read_rectangles


class DayField(forms.DateField):
    def to_python(self, value: str | date | None) -> date | None:
        day: date | None = super().to_python(value)
        _check(day)
        return day


class MomentField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: str | date | None) -> datetime | None:
        # Django itself adds the zone, and stumbles at the ends of time.
        try:
            moment: datetime | None = super().to_python(value)
        except OverflowError:
            moment = datetime.max  # noqa: DTZ901 - only its day is looked at
        _check(moment)
        return moment


class ManyFiles(forms.ClearableFileInput):
    """A field of the browser for several pictures at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures, `most` of them. Whether each is one is seen when it is decoded."""

    # Asked for these kinds alone, an iPhone turns its HEIC into JPEG by itself.
    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def __init__(self, *, most: int, label: object = None, help_text: object = "") -> None:
        super().__init__(required=False, label=label, help_text=help_text)  # type: ignore[arg-type]
        self.most = most

    def clean(self, data: object, initial: object = None) -> list[bytes]:  # noqa: ARG002 - Django's shape
        sent = data if isinstance(data, list) else [data]
        files = [file for file in sent if isinstance(file, UploadedFile)]
        if len(files) > self.most:
            raise ValidationError(
                gettext("At most %(most)s photos can be sent at once.") % {"most": self.most}
            )
        for file in files:
            if file.size is not None and file.size > MOST_BYTES:
                raise ValidationError(
                    gettext("%(name)s is larger than %(megabytes)s MB.")
                    % {"name": file.name, "megabytes": MOST_BYTES // 1_000_000}
                )
        return [file.read() for file in files]


class RectanglesField(forms.CharField):
    """Rectangles in a picture, one in a line."""

    def clean(self, value: object) -> tuple[Rectangle, ...]:
        found = read_rectangles(super().clean(value))
        if found is None:
            raise ValidationError(gettext("Write four whole numbers in each line."))
        return found


def _check(day: date | None) -> None:
    if day is not None and not is_known(day):
        years = {"first": FIRST_DAY.year, "last": LAST_DAY.year}
        raise ValidationError(gettext("The year must lie between %(first)s and %(last)s.") % years)
