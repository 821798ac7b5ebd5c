"""What is kept of somebody's report in his language, for a page that he reads and prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.custody.rules import Part
from sejuk.foundation.places import queries as places
from sejuk.kit.choices import N_, Choice
from sejuk.sense.signals.queries.redaction import taken_out_of
from sejuk.sense.signals.rules import Answered, Kind, Occasion, Safer, SignalState, Voice

LABELS = {
    "received_at": N_("Received"),
    "heard_at": N_("When it was"),
    "area": N_("Area"),
    "channel": N_("How it came"),
    "kind": N_("Kind"),
    "text": N_("What you wrote"),
    "state": N_("How far it is"),
    "state_changed_at": N_("Since"),
    "latitude": N_("Latitude of the point"),
    "longitude": N_("Longitude of the point"),
    "contact_deleted_at": N_("Contact deleted"),
    "notices_by": N_("News goes by"),
    "contact": N_("Your contact"),
    "messages": N_("Messages"),
    "dialogue": N_("Questions and answers"),
    "notices": N_("News that was sent"),
    "survey": N_("Your answers to the survey"),
    "answered": N_("Was your report answered?"),
    "satisfied": N_("How content are you, from 1 (not at all) to 5 (very)?"),
    "safer": N_("Do you feel safer than before?"),
    "words": N_("What should we do better?"),
    **{part.value: part.label for part in (Part.NAME, Part.REACH, Part.DETAILS)},
}
CHOICES: dict[str, type[Choice]] = {
    "channel": Channel,
    "kind": Kind,
    "state": SignalState,
    "by": Voice,
    "notices_by": Channel,
    "about": Occasion,
    "answered": Answered,
    "safer": Safer,
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is kept, with what it is called."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    """All that is kept of a report: facts, what belongs together under a heading, and photos."""

    facts: tuple[Fact, ...]
    sections: tuple[tuple[str, tuple[Fact, ...]], ...]
    photos: tuple[str, ...]
    # Whether something was taken out of the text that stands here.
    is_shortened: bool


def own_words(kept: Mapping[str, object]) -> OwnWords:
    """Return in words what `give_own_data` returned."""
    parts = {key: kept[key] for key in ("contact", "messages", "dialogue", "notices", "survey")}
    return OwnWords(
        facts=_facts({key: kept[key] for key in kept if key not in (*parts, "photos")}),
        sections=tuple(
            (gettext(LABELS[key]), _within(part)) for key, part in parts.items() if part
        ),
        photos=tuple(str(one["jpeg"]) for one in _listed(kept["photos"])),
        is_shortened=bool(taken_out_of(str(kept["text"]))),
    )


def _within(part: object) -> tuple[Fact, ...]:
    if isinstance(part, Mapping):
        return _facts(part)
    return tuple(map(_said, _listed(part)))


def _listed(part: object) -> list[Mapping[str, object]]:
    return part if isinstance(part, list) else []


def _said(one: Mapping[str, object]) -> Fact:
    """Return one line of a list: when and by whom, and what."""
    who = _in_words("by", one["by"]) if "by" in one else ""
    what = one["text"] if "text" in one else _in_words("about", one["about"])
    return Fact(" · ".join(filter(None, (_in_words("at", one["at"]), who))), str(what))


def _facts(kept: Mapping[str, object]) -> tuple[Fact, ...]:
    there = {key: value for key, value in kept.items() if value not in (None, "") and key != "at"}
    return tuple(Fact(gettext(LABELS[key]), _in_words(key, there[key])) for key in there)


def _in_words(key: str, value: object) -> str:
    told = str(value)
    if key in CHOICES:
        return gettext(CHOICES[key](told).label)
    if key == "at" or key.endswith("_at"):
        return date_format(localtime(datetime.fromisoformat(told)), "l, j F Y H.i")
    return places.area_labels([told]).get(told, told) if key == "area" else told
