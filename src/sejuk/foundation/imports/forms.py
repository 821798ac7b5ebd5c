"""What is sent to the pages of imports."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy

from sejuk.kit.choices import N_
from sejuk.kit.grids import LARGEST_FILE
from sejuk.kit.importing import Importer


class FileChoice(forms.Form):
    file = forms.FileField(
        label=gettext_lazy(N_("File")),
        help_text=gettext_lazy(N_("CSV, XLSX or GeoJSON, up to 20 MB.")),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.json,.geojson"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                gettext("The file is larger than %(limit)s MB.")
                % {"limit": LARGEST_FILE // 1_000_000}
            )
        return file


class HeaderChoice(forms.ChoiceField):
    """A header of the file; shown as needed where new rows need it, and yet may stay empty."""

    def clean(self, value: object) -> str:
        return str(super().clean(value)) if value else ""


class Mapping(forms.Form):
    """One choice of a header for each column of the importer."""

    # A file that only changes what is there may leave out what new rows need.
    use_required_attribute = False

    def __init__(
        self, data: object, *, importer: Importer, headers: list[str], initial: dict[str, str]
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict or None
        choices = [("", gettext("(not in the file)")), *((name, name) for name in headers)]
        for column in importer.columns:
            self.fields[column.name] = HeaderChoice(
                required=column.required,
                choices=choices,
                label=gettext(column.label),
                help_text=gettext(column.hint) if column.hint else "",
            )

    def mapping(self) -> dict[str, str]:
        return {name: str(header) for name, header in self.cleaned_data.items() if header}
