"""What the inbox's own forms send: a deed on several signals, a view to be kept."""

import re
from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.kit.saying import SayingForm, words_of
from sejuk.sense.signals.actions.bulk import Said
from sejuk.sense.signals.queries.views import View
from sejuk.sense.signals.rules import LONGEST_REASON, Kind
from sejuk.sense.signals.rules.bulk import Bulk
from sejuk.sense.signals.rules.views import LONGEST_NAME

# Shared with nobody; else "in:" and the code of an area, which is empty for everywhere.
ALONE, IN = "alone", "in:"
NUMBER = re.compile(r"[0-9]{1,18}")


class Many(SayingForm):
    """What is done with the signals that are chosen in the inbox."""

    key = forms.CharField(max_length=64)
    back = forms.CharField(max_length=2_000, required=False)
    signal = forms.TypedMultipleChoiceField(required=False, coerce=int, label=_("Signals"))
    deed = forms.ChoiceField(
        choices=words_of(Bulk), error_messages={"required": _("Say what to do with them.")}
    )
    kind = forms.ChoiceField(
        required=False, label=_("Kind"), choices=words_of(Kind, empty=_("Choose"))
    )
    cluster = forms.CharField(
        max_length=64,
        required=False,
        label=_("Matter"),
        help_text=_("Empty: the matter that some of them have already, or a new one."),
    )
    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        label=_("Reason"),
        help_text=_("One reason for all; no names, no telephone numbers."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, sent: QueryDict | None = None) -> None:
        super().__init__(sent, auto_id="many_%s")
        chosen = self.data.getlist("signal") if isinstance(self.data, QueryDict) else []
        numbers = [one for one in chosen if NUMBER.fullmatch(one)]
        self.fields["signal"].choices = [(one, one) for one in numbers]  # type: ignore[attr-defined]
        self.chosen = frozenset(int(one) for one in numbers)

    @property
    def said(self) -> Said:
        """Return what is said once for all the signals."""
        said = self.cleaned_data
        kind = Kind(said["kind"]) if said["kind"] else None
        return Said(kind, said["cluster"], said["reason"])


class ViewAsked(SayingForm):
    """A view of the inbox to be kept: its name, who else sees it, whether one begins with it."""

    name = forms.CharField(max_length=LONGEST_NAME, label=_("Name of the view"))
    shared_in = forms.ChoiceField(label=_("Who sees it"))
    is_default = forms.BooleanField(required=False, label=_("Open the inbox with it"))

    def __init__(
        self, sent: QueryDict | None = None, *, areas: Mapping[str, str], view: View | None = None
    ) -> None:
        known: dict[str, str | bool] = {"shared_in": ALONE}
        if view is not None:
            shared = ALONE if view.shared_in is None else f"{IN}{view.shared_in}"
            known = {"name": view.name, "shared_in": shared, "is_default": view.is_default}
        super().__init__(sent, auto_id=f"view_{view.id if view else 'new'}_%s", initial=known)
        offered = [(f"{IN}{code}", _shared_words(label)) for code, label in areas.items()]
        self.fields["shared_in"].choices = [(ALONE, _("Only me")), *offered]  # type: ignore[attr-defined]

    @property
    def area_code(self) -> str | None:
        """Return in which area it is shared; None where it is not."""
        said = str(self.cleaned_data["shared_in"])
        return None if said == ALONE else said.removeprefix(IN)


def _shared_words(area: str) -> str:
    if not area:
        return gettext("Colleagues everywhere")
    return gettext("Colleagues who work for all of %(area)s") % {"area": area}
