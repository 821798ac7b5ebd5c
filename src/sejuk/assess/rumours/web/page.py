"""The page of one rumour: what was heard, asked, decided and done, and what may be done next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.models import Check, Rumour, Sighting, Step
from sejuk.assess.rumours.queries import Details, Told
from sejuk.assess.rumours.rules import (
    LEADERS,
    NEXT_STATES,
    OPEN_STATES,
    OWING_STATES,
    SECOND,
    TELLERS,
    WORKERS,
    Authority,
    Deed,
    RumourState,
    Veracity,
)
from sejuk.assess.rumours.web import words
from sejuk.assess.rumours.web.listing import second_of
from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor
from sejuk.kit.directions import shown_turns
from sejuk.sense.signals.rules import ReferralTarget

# Chosen: as many as a reader takes in; the rest opens below.
AT_ONCE = 8
DOTS_OF_A_VILLAGE = 3


@dataclass(frozen=True, slots=True)
class ShownSighting:
    """A sighting in words; with the address of its signal where the reader reads it."""

    id: int
    area: str
    area_url: str
    heard_at: datetime
    place: str
    channel: str
    words: str
    told_by: str
    entered_by: str
    signal_id: int
    signal_url: str
    is_first: bool
    came_from: int


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A verification step in words."""

    id: int
    authority: str
    name: str
    question: str
    asked_at: datetime
    asked_by: str
    answer: str
    reference: str
    reference_url: str
    answered_on: date | None
    noted_by: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    """Something that was done."""

    at: datetime
    by: str
    deed: str
    note: str
    reason: str
    other: int


@dataclass(frozen=True, slots=True)
class RumourPage:
    """Everything the page shows."""

    id: int
    version: int
    claim: str
    state: str
    is_answered: bool
    state_badge: str
    veracity: str
    veracity_badge: str
    decided_reason: str
    decided_by: str
    decided_at: datetime | None
    type: str
    priority: str
    area: str
    with_whom: str
    second: str
    due: str
    is_overdue: bool
    taken_by: str
    taken_until: datetime | None
    is_mine: bool
    is_free_again: bool
    told: str
    next_step: str
    resolution: str
    resolved_by: str
    reference: str
    closed_by: str
    closed_at: datetime | None
    merged_into: int
    split_from: int
    sightings: tuple[ShownSighting, ...]
    more_sightings: tuple[ShownSighting, ...]
    hidden_sightings: int
    withdrawn: int
    checks: tuple[ShownCheck, ...]
    steps: tuple[ShownStep, ...]
    moves: tuple[str, ...]
    may_work: bool
    may_tell: bool
    may_shift: bool


def rumour_page(actor: Actor, rumour_id: int, *, now: datetime) -> tuple[RumourPage, Details]:
    """
    Return the page of a rumour, and the records that it was made of.

    :raises NotYours: when there is none in the actor's areas
    """
    details = queries.rumour_details(actor, rumour_id)
    return _page(details, actor, now), details


def _page(details: Details, actor: Actor, now: datetime) -> RumourPage:
    rumour = details.rumour
    works = actor.user_id is not None and actor.holds(*WORKERS, area_code=rumour.area_id)
    held = rumour.taken_until is not None and now < rumour.taken_until
    is_owing = rumour.state in OWING_STATES
    shown = tuple(_sighting(one, rumour) for one in reversed(details.sightings))
    within = rumour.area.parent.name if rumour.area.parent else ""
    return RumourPage(
        id=rumour.pk,
        version=rumour.version,
        claim=shown_turns(rumour.claim),
        state=words.state_words(rumour.state),
        is_answered=rumour.state in (RumourState.WATCHED, RumourState.CLOSED),
        state_badge=words.state_badge(rumour.state),
        veracity=words.veracity_words(rumour.veracity),
        veracity_badge=words.veracity_badge(rumour.veracity),
        decided_reason=rumour.decided_reason,
        decided_by=rumour.decided_by,
        decided_at=rumour.decided_at,
        type=words.type_words(rumour.content_type),
        priority=words.priority_words(rumour.priority),
        area=f"{rumour.area.name}, {within}" if within else rumour.area.name,
        with_whom=words.role_words(rumour.with_role) if is_owing else "",
        second=_second(rumour, now) if is_owing else "",
        due=words.due_words(rumour),
        is_overdue=is_owing and rumour.due_at is not None and rumour.due_at <= now,
        taken_by=str(rumour.taken_by) if held else "",
        taken_until=rumour.taken_until if held else None,
        is_mine=held and rumour.taken_by_id == actor.user_id,
        is_free_again=rumour.taken_until is not None and not held,
        told=words.told_words(len(shown) + details.hidden_sightings, details.place_count),
        next_step=words.next_words(rumour.state),
        resolution=shown_turns(rumour.resolution),
        resolved_by=_authority(rumour.authority, rumour.authority_name),
        reference=rumour.reference,
        closed_by=rumour.closed_by,
        closed_at=rumour.closed_at,
        merged_into=rumour.merged_into_id or 0,
        split_from=rumour.split_from_id or 0,
        sightings=shown[:AT_ONCE],
        more_sightings=shown[AT_ONCE:],
        hidden_sightings=details.hidden_sightings,
        withdrawn=len(details.withdrawn),
        checks=tuple(_check(check) for check in details.checks),
        steps=tuple(_steps(details.steps)),
        moves=_moves(rumour, actor, now) if works else (),
        may_work=works and rumour.state != RumourState.MERGED,
        may_tell=actor.holds(*TELLERS) and rumour.state != RumourState.MERGED,
        may_shift=works and rumour.state != RumourState.MERGED,
    )


def _second(rumour: Rumour, now: datetime) -> str:
    """Return by name who has it once the desk let it lie."""
    if rumour.with_role not in SECOND:
        return ""
    return second_of(rumour, queries.second_persons(now=now))


def _sighting(one: Told, rumour: Rumour) -> ShownSighting:
    row: Sighting = one.row
    within = row.area.parent.name if row.area.parent else ""
    return ShownSighting(
        id=row.pk,
        area=f"{row.area.name}, {within}" if within else row.area.name,
        area_url=_village_url(row.area_id),
        heard_at=row.heard_at,
        place=words.place_words(row.place),
        channel=gettext(Channel(row.channel).label),
        words=shown_turns(row.words),
        told_by=words.voice_words(row.told_by),
        entered_by=row.entered_by,
        signal_id=row.signal_id or 0 if one.is_readable else 0,
        signal_url=reverse("signals:signal", args=[row.signal_id]) if one.is_readable else "",
        is_first=one.is_first,
        came_from=row.written_for_id if row.written_for_id != rumour.pk else 0,
    )


def _village_url(area_code: str) -> str:
    """Return the page of a village; larger areas have another."""
    if area_code.count(".") < DOTS_OF_A_VILLAGE:
        return ""
    return reverse("outreach:village", args=[area_code])


def _check(check: Check) -> ShownCheck:
    is_address = check.reference.startswith(("https://", "http://"))
    return ShownCheck(
        id=check.pk,
        authority=gettext(Authority(check.authority).label),
        name=check.authority_name,
        question=shown_turns(check.question),
        asked_at=check.asked_at,
        asked_by=check.asked_by,
        answer=shown_turns(check.answer),
        reference=check.reference,
        reference_url=check.reference if is_address else "",
        answered_on=check.answered_on,
        noted_by=check.noted_by,
    )


def _authority(authority: str, name: str) -> str:
    if not authority:
        return ""
    return f"{name} ({gettext(Authority(authority).label)})"


def _steps(steps: tuple[Step, ...]) -> Iterator[ShownStep]:
    for step in steps:
        yield ShownStep(
            at=step.at,
            by=words.name_words(step.by),
            deed=words.deed_words(step.deed),
            note=_note(step),
            reason=shown_turns(step.reason),
            other=int(step.detail.get("other", 0)),
        )


def _note(step: Step) -> str:
    """Return what belongs to a step, in words."""
    said, note = step.detail, str(step.detail.get("authority", ""))
    match step.deed:
        case Deed.DECIDED:
            note = " → ".join(words.veracity_words(said[end]) for end in ("before", "after"))
        case Deed.EDITED if said["claim_before"]:
            before = shown_turns(str(said["claim_before"]))
            note = gettext("it was worded: “%(claim)s”") % {"claim": before}
        case Deed.HANDED_ON:
            note = gettext("to: %(role)s") % {"role": words.role_words(said["to"])}
        case Deed.REFERRED:
            note = f"{gettext(ReferralTarget(said['to']).label)}, {said['number']}"
        case Deed.SIGHTED | Deed.SPLIT_OFF:
            count = int(said["count"])
            note = ngettext("%(count)s sighting", "%(count)s sightings", count) % {"count": count}
        case _:
            pass
    return note


def _moves(rumour: Rumour, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Return which forms the page offers; the action judges again."""
    state, ends = RumourState(rumour.state), NEXT_STATES[RumourState(rumour.state)]
    if state is RumourState.MERGED:
        return ("batal-gabung",)
    held = rumour.taken_until is not None and now < rumour.taken_until
    is_mine = held and rumour.taken_by_id == actor.user_id
    if held and not is_mine:
        leads = actor.holds(*LEADERS, area_code=rumour.area_id)
        return ("tanya", "rujuk", *(("lepas",) if leads else ()))
    offered = {
        "ambil": state in OPEN_STATES and not is_mine,
        "tanya": True,
        "putuskan": state is not RumourState.CLOSED,
        "terjawab": RumourState.WATCHED in ends,
        "tutup": RumourState.CLOSED in ends and rumour.veracity != Veracity.UNVERIFIED,
        "buka-lagi": state is not RumourState.NEW and RumourState.VERIFYING in ends,
        "ubah": state in OPEN_STATES,
        "rujuk": True,
        "lepas": is_mine,
    }
    return tuple(slug for slug, is_offered in offered.items() if is_offered)
