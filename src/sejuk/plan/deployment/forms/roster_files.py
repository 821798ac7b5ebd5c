"""A file with a roster, and what was read of it on its way from the preview to the draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment.queries.placings import Placing
from sejuk.plan.deployment.queries.roster_files import LARGEST_ROSTER_FILE

SALT = "deployment.import"
# Chosen: longer than looking at a preview takes; the file itself is not kept meanwhile.
KEPT_SECONDS = 3_600
LONGEST_NAME = 200


class RosterFile(forms.Form):
    file = forms.FileField(
        label=gettext_lazy(N_("File")),
        help_text=gettext_lazy(N_("XLSX, CSV or JSON, up to 5 MB.")),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.json"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_ROSTER_FILE:
            raise forms.ValidationError(
                gettext("The file is larger than %(limit)s MB.")
                % {"limit": LARGEST_ROSTER_FILE // 1_000_000}
            )
        return file


@dataclass(frozen=True, slots=True)
class Checked:
    """What was shown to somebody: for which state of which draft, from which file."""

    roster_id: int
    revision: int
    user_id: int | None
    source: str
    digest: str
    placings: tuple[Placing, ...]

    def sealed(self) -> str:
        """Return all of it as text that nobody can alter, to come back with the button."""
        rows = [[one.duty_id, one.person_id, int(one.is_pinned)] for one in self.placings]
        whole = [self.roster_id, self.revision, self.user_id, self.source, self.digest, rows]
        return signing.dumps(whole, salt=SALT, compress=True)


def checked(
    *, roster_id: int, revision: int, user_id: int | None, name: str, content: bytes,
    placings: Sequence[Placing],
) -> Checked:  # fmt: skip
    """Return what is shown of a file before it is kept."""
    digest = sha256(content).hexdigest()
    return Checked(roster_id, revision, user_id, name[-LONGEST_NAME:], digest, tuple(placings))


def unsealed(text: str, *, roster_id: int, user_id: int | None) -> Checked:
    """
    Return what was shown to this person of a file for this draft.

    :raises Refused: when it was altered, is too old, or was another's
    """
    refusal = N_("What was read of this file is no longer kept. Bring the file once more.")
    try:
        whole = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise Refused(refusal) from error
    roster, revision, user, source, digest, rows = cast(
        "tuple[int, int, int | None, str, str, list[tuple[int, int | None, int]]]", whole
    )
    if (roster, user) != (roster_id, user_id):
        raise Refused(refusal)
    placings = tuple(Placing(duty, person, bool(pin)) for duty, person, pin in rows)
    return Checked(roster, revision, user, source, digest, placings)
