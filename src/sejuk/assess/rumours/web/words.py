"""Rumours in the reader's language."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sejuk.assess.rumours.models import Rumour
from sejuk.assess.rumours.rules import (
    ContentType,
    Deed,
    HeardAt,
    Priority,
    RumourState,
    Veracity,
)
from sejuk.engines import triage
from sejuk.kit.actors import Role
from sejuk.kit.choices import N_

STATE_BADGES = {
    RumourState.NEW: "info",
    RumourState.VERIFYING: "warning",
    RumourState.ANSWERING: "bad",
    RumourState.WATCHED: "good",
    RumourState.CLOSED: "",
    RumourState.MERGED: "",
}
VERACITY_BADGES = {
    Veracity.UNVERIFIED: "",
    Veracity.TRUE: "good",
    Veracity.PROBABLY_TRUE: "good",
    Veracity.PARTLY_TRUE: "warning",
    Veracity.TRUE_ONCE: "warning",
    Veracity.PROBABLY_FALSE: "bad",
    Veracity.FALSE: "bad",
    Veracity.UNVERIFIABLE: "info",
    Veracity.UNVERIFIABLE_FALSE: "bad",
}
WHAT_NEXT = {
    RumourState.NEW: N_("Ask who knows: KPU, Bawaslu, the office in question, a fact-checker."),
    RumourState.VERIFYING: N_("Note the answer with its reference, and decide the veracity on it."),
    RumourState.ANSWERING: N_(
        "Answer it where it was heard, the fact first, through who is believed there. A rumour is"
        " answered, not chased."
    ),
    RumourState.WATCHED: N_("See whether it is still told. When it is not, close it."),
    RumourState.CLOSED: N_("When it is heard again, write that down: it opens by itself."),
    RumourState.MERGED: N_("Work on the rumour into which it was merged."),
}
WHY_EMPTY = {
    RumourState.NEW: N_("None. Here stands what nobody has asked an authority about yet."),
    RumourState.VERIFYING: N_("None. Here stands what an authority was asked about."),
    RumourState.ANSWERING: N_("None. Here stands what was decided and has no answer yet."),
    RumourState.WATCHED: N_("None. Here stands what was answered, until it is told no more."),
}
RELATIONS = {
    triage.Relation.SAME: N_("tells the same"),
    triage.Relation.MAYBE: N_("may tell the same"),
    triage.Relation.SIBLING_PLACE: N_("the same words, of another place"),
    triage.Relation.OTHER_NUMBER: N_("the same words, with another number"),
    triage.Relation.OTHER_DATE: N_("the same words, of another day"),
    triage.Relation.DENIAL: N_("one denies what the other tells"),
    triage.Relation.RELATED: N_("about the same matter"),
    triage.Relation.DIFFERENT: N_("another matter"),
}
SYSTEM = "system:"


def relation_words(relation: triage.Relation) -> str:
    return gettext(RELATIONS[relation])


def state_words(state: str) -> str:
    return gettext(RumourState(state).label)


def veracity_words(veracity: str) -> str:
    return gettext(Veracity(veracity).label)


def veracity_badge(veracity: str) -> str:
    return VERACITY_BADGES[Veracity(veracity)]


def state_badge(state: str) -> str:
    return STATE_BADGES[RumourState(state)]


def priority_words(priority: str) -> str:
    return gettext(Priority(priority).label)


def type_words(content_type: str) -> str:
    return gettext(ContentType(content_type).label) if content_type else ""


def place_words(place: str) -> str:
    return gettext(HeardAt(place).label)


def deed_words(deed: str) -> str:
    return gettext(Deed(deed).label)


def role_words(role: str) -> str:
    return gettext(Role(role).label)


def next_words(state: str) -> str:
    return gettext(WHAT_NEXT[RumourState(state)])


def empty_words(state: RumourState) -> str:
    """Return why a column of the board is empty."""
    return gettext(WHY_EMPTY[state])


def name_words(name: str) -> str:
    """Return who did something, also where Sejuk did it by itself."""
    return gettext("Sejuk itself") if name.startswith(SYSTEM) else name


def voice_words(name: str) -> str:
    """Return whose word it is; the nameless resident is called the same, whoever wrote it down."""
    resident = gettext("Resident")
    return resident if name.casefold() in ("resident", resident.casefold()) else name


def instant(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M H.i")


def due_words(rumour: Rumour) -> str:
    """Return until when the next step is owed; nothing where none is."""
    if rumour.due_at is None:
        return ""
    at = instant(rumour.due_at)
    if rumour.state == RumourState.ANSWERING:
        return gettext("answer by %(at)s") % {"at": at}
    return gettext("decide by %(at)s") % {"at": at}


def told_words(count: int, villages: int) -> str:
    """Return how often it was heard and in how many places: "9 times in 6 places"."""
    times = ngettext("heard %(count)s time", "heard %(count)s times", count) % {"count": count}
    where = ngettext("in %(count)s place", "in %(count)s places", villages) % {"count": villages}
    return f"{times} {where}"
