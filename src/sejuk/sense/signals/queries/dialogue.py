"""What was said under a receipt: as who reported reads it, as the desk does, and what is unread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from sejuk.engines import neutrality
from sejuk.foundation.channels.rules import Channel, Direction
from sejuk.foundation.custody import queries as custody
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places.queries import without_persons
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.directions import shown_turns
from sejuk.sense.signals.models import Entry, NoticeRoute, Signal, SurveyAnswer
from sejuk.sense.signals.queries.announcing import answer_link
from sejuk.sense.signals.queries.redaction import TakenOut, taken_out_of, taken_out_words
from sejuk.sense.signals.rules import (
    DESK,
    SignalState,
    Voice,
    may_be_survey,
    may_write_by_receipt,
)

HIT_KINDS = {
    neutrality.HitKind.NAME: N_("Name"),
    neutrality.HitKind.NUMBER: N_("Number"),
    neutrality.HitKind.SLOGAN: N_("Slogan"),
    neutrality.HitKind.FINGER_SIGN: N_("Finger sign"),
    neutrality.HitKind.PRAISE: N_("Praise"),
    neutrality.HitKind.BLAME: N_("Blame"),
    neutrality.HitKind.CAMPAIGN: N_("Campaign phrase"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a dialogue, in words."""

    by: str
    is_from_reporter: bool
    text: str
    at: datetime
    seen_at: datetime | None
    taken_out: tuple[TakenOut, ...]
    # Where the whole answer stands that it tells of, if any.
    link: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A dialogue as who reported finds it under his receipt."""

    signal_id: int
    said: tuple[Said, ...]
    has_unseen: bool
    may_write: Decision
    asks_survey: bool


@dataclass(frozen=True, slots=True)
class DeskDialogue:
    """A dialogue as the desk finds it on the page of a signal."""

    signal_id: int
    said: tuple[Said, ...]
    has_unseen: bool
    # By which way who reported is told of an answer; "" when he looks himself.
    told_by: str


@dataclass(frozen=True, slots=True)
class NotNeutral:
    """Words in an answer that could be for or against somebody."""

    words: str
    kind: str


def thread_of(signal_id: int, *, now: datetime) -> Thread:
    """Return the dialogue of a receipt that was tested. Three queries."""
    signal = Signal.objects.select_related("survey_answer").get(pk=signal_id)
    entries = _entries(signal_id)
    state = SignalState(signal.state)
    unread = sum(entry.direction == Direction.IN and not _seen_at(entry) for entry in entries)
    return Thread(
        signal_id=signal_id,
        said=_in_words(entries),
        has_unseen=_has_unseen(entries, Direction.OUT),
        may_write=may_write_by_receipt(state, signal.state_changed_at, unread=unread, now=now),
        asks_survey=not hasattr(signal, "survey_answer")
        and may_be_survey(state, signal.state_changed_at, now=now).allowed,
    )


def desk_dialogue(actor: Actor, signal: Signal) -> DeskDialogue | None:
    """Return the dialogue of a signal with its receipt and route; None for others. One query."""
    if not actor.holds(*DESK, area_code=signal.area_id) or not hasattr(signal, "receipt"):
        return None
    entries = _entries(signal.pk)
    route = getattr(signal, "notice_route", None)
    return DeskDialogue(
        signal_id=signal.pk,
        said=_in_words(entries),
        has_unseen=_has_unseen(entries, Direction.IN),
        told_by=gettext(Channel(route.channel).label) if route and not route.ended_at else "",
    )


def unseen_entries(signal_id: int, direction: Direction) -> QuerySet[Entry]:
    """Return what one side of a dialogue wrote and the other has not read."""
    return Entry.objects.filter(signal_id=signal_id, direction=direction, seen__isnull=True)


def newly_answered() -> Q:
    """Return a filter for signals to which who reported wrote something that nobody has read."""
    unread = Entry.objects.filter(signal=OuterRef("pk"), direction=Direction.IN, seen__isnull=True)
    return Q(Exists(unread))


def not_neutral(text: str) -> tuple[NotNeutral, ...]:
    """Return what in an answer could be for or against somebody who stands for election."""
    hits = neutrality.neutrality_hits(text, operations.contestants_to_check())
    return tuple(NotNeutral(hit.words, gettext(HIT_KINDS[hit.kind])) for hit in hits)


def personal_in(text: str) -> tuple[TakenOut, ...]:
    """Return what would be taken out of a text before it goes out, by kind."""
    plain = without_persons(text, area_code=operations.shared_area())
    return taken_out_words(taken_out_of(plain.text))


def notice_route(signal: Signal) -> NoticeRoute | None:
    """Return by which way who reported is told of news; None when by none, or none any more."""
    routes = NoticeRoute.objects.filter(signal=signal, ended_at__isnull=True)
    route = routes.select_related("conversation").first()
    if route is None:
        return None
    standing = custody.standing_of(route.conversation.seal)
    return None if standing is None or standing.forgotten_at else route


def dialogue_seals(signal: Signal) -> list[UUID]:
    """
    Return what lies sealed of a dialogue: what he wrote in full, and his address for notices.

    The address of a conversation that serves something else too is not this dialogue's.
    """
    wholes = dialogue_wholes(signal)
    route = notice_route(signal)
    if route is not None and route.conversation.heard_at is None:
        others = NoticeRoute.objects.filter(conversation=route.conversation, ended_at__isnull=True)
        if not others.exclude(signal=signal).exists():
            wholes.append(route.conversation.seal)
    return wholes


def dialogue_wholes(signal: Signal) -> list[UUID]:
    """Return behind which seals lies in full what he wrote in a dialogue and its survey."""
    wholes = [entry.whole_id for entry in _entries(signal.pk)]
    wholes += SurveyAnswer.objects.filter(signal=signal).values_list("whole_id", flat=True)
    return [seal for seal in wholes if seal]


def own_dialogue(signal: Signal, wholes: Mapping[UUID, str]) -> dict[str, object]:
    """
    Return what is kept of a dialogue, its notices and its survey, for who has the receipt.

    Of what is in `wholes` he is given his own words in full.
    """
    survey = SurveyAnswer.objects.filter(signal=signal).first()
    route = notice_route(signal)
    return {
        "dialogue": [
            {
                "at": entry.at.isoformat(),
                "by": entry.by,
                "text": _whole(wholes, entry.whole_id) or entry.text,
            }
            for entry in _entries(signal.pk)
        ],
        "notices_by": route.channel if route else None,
        "notices": [
            {"at": notice.at.isoformat(), "about": notice.occasion}
            for notice in signal.notices.order_by("pk")
        ],
        "survey": survey
        and {
            "at": survey.at.isoformat(),
            "answered": survey.answered,
            "satisfied": survey.satisfied,
            "safer": survey.safer,
            "words": _whole(wholes, survey.whole_id) or survey.words,
        },
    }


def _whole(wholes: Mapping[UUID, str], seal_id: UUID | None) -> str:
    return wholes.get(seal_id, "") if seal_id else ""


def _entries(signal_id: int) -> list[Entry]:
    return list(Entry.objects.filter(signal_id=signal_id).select_related("seen").order_by("pk"))


def _seen_at(entry: Entry) -> datetime | None:
    return entry.seen.at if hasattr(entry, "seen") else None


def _has_unseen(entries: Iterable[Entry], direction: Direction) -> bool:
    return any(entry.direction == direction and not _seen_at(entry) for entry in entries)


def _in_words(entries: Iterable[Entry]) -> tuple[Said, ...]:
    return tuple(
        Said(
            by=gettext(Voice(entry.by).label),
            is_from_reporter=entry.direction == Direction.IN,
            text=shown_turns(entry.text),
            at=entry.at,
            seen_at=_seen_at(entry),
            taken_out=taken_out_words(entry.taken_out),
            link=answer_link(entry.form_key),
        )
        for entry in entries
    )
