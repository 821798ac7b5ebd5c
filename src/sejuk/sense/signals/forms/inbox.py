"""What the inbox is asked: a filter, a deed on several signals, a view to be kept."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.places import queries as places
from sejuk.kit.fields import DayField
from sejuk.kit.saying import SayingForm, words_of
from sejuk.sense.signals.actions.bulk import Said
from sejuk.sense.signals.forms.areas import DayPicker
from sejuk.sense.signals.queries import SIZES, Filter, Shown, Whose
from sejuk.sense.signals.queries.views import View
from sejuk.sense.signals.rules import (
    LONGEST_REASON,
    SEVERITIES,
    Form,
    Grades,
    Kind,
    Rung,
)
from sejuk.sense.signals.rules.bulk import Bulk
from sejuk.sense.signals.rules.views import LONGEST_NAME


class InboxFilter(forms.Form):
    """What somebody wants to see of the inbox. What cannot be read is left out."""

    status = forms.ChoiceField(required=False, label=_("State"), choices=words_of(Shown))
    whose = forms.ChoiceField(required=False, label=_("In hand"), choices=words_of(Whose))
    overdue = forms.BooleanField(required=False, label=_("Overdue"))
    suggested = forms.BooleanField(required=False, label=_("Suggestion not decided yet"))
    photos = forms.BooleanField(required=False, label=_("Photo waiting for its check"))
    kind = forms.ChoiceField(
        required=False, label=_("Kind"), choices=words_of(Kind, empty=_("All kinds"))
    )
    form = forms.ChoiceField(
        required=False, label=_("Form"), choices=words_of(Form, empty=_("All forms"))
    )
    channel = forms.ChoiceField(
        required=False, label=_("Channel"), choices=words_of(Channel, empty=_("All channels"))
    )
    rung = forms.ChoiceField(
        required=False, label=_("Rung"), choices=words_of(Rung, empty=_("All rungs"))
    )
    severity = forms.ChoiceField(
        required=False,
        label=_("Severity from"),
        choices=[("", _("any")), *((str(n), str(n)) for n in SEVERITIES[1:])],
    )
    area = forms.CharField(required=False, max_length=120, label=_("Area"))
    since = DayField(required=False, label=_("Received from"), widget=DayPicker)
    until = DayField(required=False, label=_("Received until"), widget=DayPicker)
    size = forms.ChoiceField(
        required=False, label=_("Signals on a page"), choices=[(str(n), str(n)) for n in SIZES]
    )
    # The number of a person: set by a link on his name, and carried along.
    hand = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31,
        label=_("In the hand of"),
        widget=forms.HiddenInput,
    )
    q = forms.CharField(
        required=False,
        max_length=200,
        label=_("Search words"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, sent: Mapping[str, str]) -> None:
        asked = {name: str(sent[name]) for name in sent}
        if asked.get("whose") == "overdue":
            # As the address said it before one could ask for both.
            asked |= {"whose": "", "overdue": "on"}
        super().__init__(asked)
        self.is_valid()
        self.places: Sequence[places.FoundArea] = ()

    @property
    def asked(self) -> dict[str, str]:
        """Return what is asked for beyond the open signals, as the address says it."""
        usual = {"status": Shown.OPEN.value, "size": str(SIZES[0])}
        return {
            name: "on" if value is True else str(self.data[name]).strip()
            for name, value in self.cleaned_data.items()
            if value and value != usual.get(name)
        }

    @property
    def address(self) -> str:
        """Return what is asked for as the query of an address that means the same to everybody."""
        return urlencode(self.asked or {"status": Shown.OPEN.value})

    def wanted(self, scope: tuple[str, ...]) -> Filter:
        """
        Return the filter; an area that nobody knows matches nothing.

        Where a name fits several places the signals of all are shown, and `places` tells them.
        """
        asked = self.asked
        area = asked.get("area", "")
        found = places.area_named(area, scope, villages_only=False) if area else []
        found = found or (places.likely_areas(area, scope) if area else [])
        self.places = found if len(found) > 1 else []
        return Filter(
            shown=Shown(asked.get("status", Shown.OPEN)),
            whose=Whose(asked.get("whose", Whose.ANYBODY)),
            holder=self.cleaned_data.get("hand"),
            is_overdue="overdue" in asked,
            waits_for_decision="suggested" in asked,
            has_photo_waiting="photos" in asked,
            kind=Kind(asked["kind"]) if "kind" in asked else None,
            form=Form(asked["form"]) if "form" in asked else None,
            channel=Channel(asked["channel"]) if "channel" in asked else None,
            rung=Rung(asked["rung"]) if "rung" in asked else None,
            least_severity=int(asked.get("severity", "1")),
            area_codes=tuple(place.code for place in found) or ((area,) if area else ()),
            since=self.cleaned_data.get("since"),
            until=self.cleaned_data.get("until"),
            words=asked.get("q", ""),
            size=int(asked.get("size", SIZES[0])),
        )


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
        told = self.data.getlist("seen") if isinstance(self.data, QueryDict) else []
        self.seen = dict(_seen(told))

    @property
    def said(self) -> Said:
        """Return what is said once for all the signals."""
        said = self.cleaned_data
        kind = Kind(said["kind"]) if said["kind"] else None
        return Said(kind, said["cluster"], said["reason"])


def _seen(told: Iterable[str]) -> Iterator[tuple[int, Grades]]:
    """Yield with which grades each signal stood in the list; what no list says, is left out."""
    for one in told:
        number, _gap, word = one.partition(" ")
        with suppress(ValueError):
            yield int(number), Grades.of_word(word)


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
