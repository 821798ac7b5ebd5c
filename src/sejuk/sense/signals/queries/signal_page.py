"""One signal with everything that its page shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext

from sejuk.foundation.custody import queries as custody
from sejuk.foundation.ledger import queries as ledger
from sejuk.foundation.ledger.actions import subject_of
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import NotYours
from sejuk.kit.directions import shown_turns
from sejuk.kit.official import official_date
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries.inbox import Row, row_of
from sejuk.sense.signals.queries.photos import ShownPhoto, in_words, photos_of, seal_seen
from sejuk.sense.signals.queries.redaction import TakenOut, taken_out_words
from sejuk.sense.signals.queries.suggestions import Triage, known_of, triage_of, with_triage
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import (
    DESK,
    FIELD,
    LEADERS,
    ContentGrade,
    Kind,
    Origin,
    ReferralTarget,
    Rung,
    SignalState,
    SourceGrade,
)

if TYPE_CHECKING:
    from sejuk.foundation.ledger.models import Entry

OTHERS = 5
JOINED = ("taken_by", "receipt", "notice_route")
# Comes with each move, and says nothing more.
# Of photos, `signals.photo` says what was done with them.
SAID_OTHERWISE = (
    "custody.seal.needed",
    "custody.file.sealed",
    "custody.file.withdrawn",
    "custody.file.replaced",
    "custody.file.restored",
)
MOVED = ("signals.signal.moved", "signals.signal.moved_away")
DEEDS = {
    "signals.photos.attached": N_("Photos sealed"),
    "custody.file.shown": N_("Photo looked at that nobody had checked"),
    "custody.file.forgotten": N_("Photo deleted"),
    "custody.file.given_back": N_("Photo given to its owner"),
    "signals.photo.checked": N_("Photo checked"),
    "signals.photo.restored": N_("Check of a photo undone by the custodian"),
    "received": N_("Came in"),
    "repeated": N_("Came in again under the same key"),
    "taken": N_("Taken in hand"),
    "released": N_("Laid back"),
    "graded": N_("Graded"),
    "settled": N_("Settled"),
    "referred": N_("Referred"),
    "set_aside": N_("Set aside"),
    "reopened": N_("Reopened"),
    "sealed": N_("Personal data sealed"),
    "opened": N_("Seal opened by the custodian"),
    "looked": N_("Seal looked at again by the custodian"),
    "closed": N_("Seal closed"),
    "reached": N_("Sent to the sealed contact"),
    "given_back": N_("Sealed words given to their owner"),
    "forgotten": N_("What was sealed is deleted"),
    "shown": N_("Shown on the portal"),
    "hidden": N_("No longer shown on the portal"),
    "joined": N_("Put into a matter"),
    "kept_apart": N_("Kept apart from another signal"),
    "moved_away": N_("Taken out of an area"),
    "moved": N_("Moved to another area"),
    "handed_out": N_("Given to who reported it"),
    "wrote_in": N_("Who reported wrote under his receipt"),
    "wrote_out": N_("Written to who reported"),
    "sent_twice": N_("The same form came in once more"),
    "read_by_desk": N_("Read by the desk"),
    "read_by_reporter": N_("Read by who reported"),
    "chosen": N_("Who reported chose by which way he is told of news"),
    "ended": N_("Who reported wants no more notices"),
    "asked": N_("Who reported was asked what came of it"),
    "told": N_("Who reported was told that there is news"),
    "left": N_("Nothing was sent: it had been, or is not wished"),
    "answered": N_("Who reported said what came of it"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the ledger about a signal, in words."""

    number: int
    at: datetime
    by: str
    deed: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another signal of the same matter."""

    id: int
    area: str
    heard_at: datetime
    state_label: str


@dataclass(frozen=True, slots=True)
class SignalPage:
    """A signal as its page shows it."""

    row: Row
    signal: Signal
    text: str
    taken_out: tuple[TakenOut, ...]
    # How the whole text stands, where something was taken out of it.
    whole: custody.Standing | None
    created_by: str
    entered_by: str
    origin: str
    source_grade: str
    content_grade: str
    point: str
    cluster: str
    came_from: str
    state_reason: str
    referred_to: str
    referral_number: str
    referred_on: date | None
    seal: custody.Standing | None
    has_sealed_contact: bool
    moves: tuple[str, ...]
    steps: tuple[Step, ...]
    others: tuple[Other, ...]
    photos: tuple[ShownPhoto, ...]
    triage: Triage
    hears_rumours: bool


def signal_page(actor: Actor, signal_id: int, *, now: datetime) -> SignalPage:
    """
    Return one signal that `actor` sees.

    :raises NotYours: when it is outside his areas or kinds, or is not there
    """
    signal = (
        with_triage(visible_signals(actor)).select_related(*JOINED).filter(pk=signal_id).first()
    )
    if signal is None:
        raise NotYours(f"signal {signal_id}")
    on_desk = actor.holds(*DESK, area_code=signal.area_id)
    photos = photos_of(actor, signal)
    seals = (signal.seal_id if on_desk else None, signal.whole_id, *map(seal_seen, photos))
    sealed = _standings(seals)
    seal = sealed.get(seals[0]) if seals[0] else None
    known, others = known_of(actor, signal, with_matter=OTHERS)
    entries = _entries_about(signal) if on_desk else []
    areas = {signal.area_id, *known.area_codes, *(other.area_id for other in others)}
    areas |= {code for entry in entries for code in _moved_between(entry)}
    labels = places.area_labels(areas)
    row = row_of(signal, labels[signal.area_id], actor=actor, now=now)
    return SignalPage(
        row=row,
        signal=signal,
        text=shown_turns(signal.text),
        taken_out=taken_out_words(signal.taken_out),
        whole=sealed.get(signal.whole_id) if signal.whole_id else None,
        created_by=voice(signal.created_by),
        entered_by=voice(signal.entered_by),
        origin=gettext(Origin(signal.origin).label),
        source_grade=gettext(SourceGrade(signal.source_grade).label),
        content_grade=gettext(ContentGrade(signal.content_grade).label),
        point="" if signal.latitude is None else f"{signal.latitude:.5f}, {signal.longitude:.5f}",
        cluster=signal.cluster,
        came_from=signal.came_from,
        state_reason=signal.state_reason,
        referred_to=gettext(ReferralTarget(signal.referred_to).label) if signal.referred_to else "",
        referral_number=signal.referral_number,
        referred_on=signal.referred_on,
        seal=seal,
        has_sealed_contact=seal is not None and seal.forgotten_at is None,
        moves=_moves(row, actor) if on_desk else (),
        steps=_history(entries, labels),
        others=tuple(_other(other, labels) for other in others),
        photos=tuple(in_words(actor, photo, sealed) for photo in photos),
        triage=triage_of(actor, signal, known, labels, now=now),
        hears_rumours=actor.holds(*FIELD, Role.PUBLIC_RELATIONS, area_code=signal.area_id),
    )


def _standings(seals: Iterable[UUID | None]) -> dict[UUID, custody.Standing]:
    there = {seal for seal in seals if seal}
    return custody.standings_of(there) if there else {}


def _moves(row: Row, actor: Actor) -> tuple[str, ...]:
    """Return which forms the page offers; the action judges again."""
    match SignalState(row.state):
        case SignalState.NEW:
            return ("ambil", "nilai")
        case SignalState.TAKEN if row.is_mine:
            return ("nilai", "selesai", "rujuk", "kesampingkan", "lepas", "ambil")
        case SignalState.TAKEN if row.is_free_again:
            return ("ambil", "lepas")
        case SignalState.TAKEN:
            return ("lepas",) if actor.holds(*LEADERS, area_code=row.area_code) else ()
        case SignalState.SETTLED | SignalState.SET_ASIDE:
            return ("buka-lagi",)
        case SignalState.REFERRED:
            return ()


def voice(name: str) -> str:
    """Return a name as people read it: the nameless resident has one in every language."""
    return gettext(N_("Resident")) if name == "resident" else name


def _entries_about(signal: Signal) -> "list[Entry]":
    """Return what happened to a signal, newest first."""
    found = ledger.entries_about(subject_of(signal)).exclude(verb__in=SAID_OTHERWISE)
    return list(reversed(found))


def _moved_between(entry: "Entry") -> tuple[str, ...]:
    """Return from which area and to which the signal went, where it did."""
    if entry.verb not in MOVED:
        return ()
    return str(entry.detail["before"]), str(entry.detail["after"])


def _history(entries: "Iterable[Entry]", labels: Mapping[str, str]) -> tuple[Step, ...]:
    return tuple(
        Step(
            number=entry.sequence,
            at=entry.at,
            by=voice(entry.actor_name),
            deed=gettext(_deed_of(entry.verb)),
            reason=str(entry.detail.get("reason", "")),
            note=_note(entry, labels),
        )
        for entry in entries
    )


def _deed_of(verb: str) -> str:
    return DEEDS.get(verb) or DEEDS.get(verb.rpartition(".")[2], verb)


def _note(entry: "Entry", labels: Mapping[str, str]) -> str:
    """Return what belongs to an entry, in words."""
    detail = entry.detail
    before, after = detail.get("before"), detail.get("after")
    if areas := _moved_between(entry):
        return " → ".join(labels.get(code, code) for code in areas)
    if isinstance(before, dict) and isinstance(after, dict):
        changed = (name for name in after if before[name] != after[name])
        return "; ".join(
            words for name in changed for words in _change(name, before[name], after[name])
        )
    if isinstance(before, str) and isinstance(after, str):
        return "; ".join(_change("matter", before, after))
    if "number" in detail:
        return f"{detail['number']}, {official_date(date.fromisoformat(str(detail['on'])))}"
    return ""


def _change(name: str, before: object, after: object) -> Iterator[str]:
    """Yield what was otherwise, as people say it."""
    there, here = str(before), str(after)
    match name:
        case "kind" | "rung":
            known: type[Choice] = Kind if name == "kind" else Rung
            yield f"{gettext(known(there).label)} → {gettext(known(here).label)}"
        case "grade":
            for known, was, now in zip((SourceGrade, ContentGrade), there, here, strict=True):
                if was != now:
                    yield f"{gettext(known(was).label)} → {gettext(known(now).label)}"
        case _:
            label = gettext(N_("Severity") if name == "severity" else N_("Matter"))
            yield f"{label}: {there or '–'} → {here or '–'}"


def _other(other: Signal, labels: Mapping[str, str]) -> Other:
    state = gettext(SignalState(other.state).label)
    return Other(other.pk, labels[other.area_id], other.heard_at, state)
