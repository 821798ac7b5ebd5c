"""Write rumours down, what was heard of them, and what was said otherwise at first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.actions.working import Work
from sejuk.assess.rumours.models import Rumour, Sighting
from sejuk.assess.rumours.rules import (
    LONGEST_WORDS,
    SEVERITIES,
    WITHIN,
    ContentType,
    Deed,
    HeardAt,
    Priority,
    RumourState,
    Veracity,
    due_after,
    may_be_claimed,
    may_be_said,
    may_edit,
    may_tell,
    may_work_on,
    may_write,
    state_after_sighting,
)
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.ledger.actions import traced
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals import queries as heard
from sejuk.sense.signals.rules import (
    FIELD,
    ContentGrade,
    Form,
    Kind,
    Origin,
    first_no,
    may_be_reason,
    may_be_told_by,
)

if TYPE_CHECKING:
    from sejuk.sense.signals.models import Signal

NEVER_JUDGED = ContentGrade.SIX


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """That a rumour was heard: by somebody who told us, or as a signal that is there already."""

    place: HeardAt = HeardAt.UNKNOWN
    words: str = field(default="", repr=False)
    signal_id: int | None = None
    area_code: str = ""
    heard_at: datetime | None = None
    channel: Channel = Channel.STAFF
    told_by: str = ""
    key: str | None = None


@traced
def write_rumour(
    *,
    claim: str,
    priority: Priority,
    first: Heard,
    content_type: ContentType | None = None,
    key: str | None = None,
    actor: Actor,
    now: datetime,
) -> Rumour:
    """
    Begin a rumour with the first that was heard of it; sent twice, it is one.

    :raises Refused: when the claim judges or names somebody, or the sighting cannot be
    :raises NotYours: when the signal is none that the actor reads
    """
    known = Rumour.objects.filter(key=key).first() if key else None
    if known is not None:
        Work(known, actor, now).note("written", again=True)
        return known
    operation, area_code = queries.operation_now(), _area_of(first, actor)
    first_no(may_write(area_code, actor), may_be_claimed(claim)).or_refuse()
    rumour = Rumour(
        operation=operation,
        area_id=area_code,
        claim=claim.strip(),
        content_type=content_type.value if content_type else "",
        priority=priority.value,
        due_at=due_after(RumourState.NEW, priority, now),
        changed_by=actor.name,
        changed_at=now,
        written_by=actor.name,
        written_at=now,
        key=key,
    )
    work = Work(rumour, actor, now)
    work.name_nobody(claim=claim)
    rumour.save(force_insert=True)
    work.step(Deed.WRITTEN)
    _tell(work, [first])
    work.note("written", priority=priority, type=rumour.content_type)
    return rumour


@traced
def add_sightings(*, rumour_id: int, heard: list[Heard], actor: Actor, now: datetime) -> Rumour:
    """
    Write down that a rumour was heard again; a closed one then asks for its answer again.

    :raises NotYours: when the rumour or a signal is none of his
    :raises Refused: when one of them cannot be: then none is kept
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    if not heard:
        raise Refused(N_("Choose at least one signal."), where="signals")
    told = _tell(work, heard)
    before = RumourState(work.rumour.state)
    after = state_after_sighting(before)
    if after is not before:
        work.change(state=after.value, **work.owed_in(after))
        work.step(Deed.HEARD_AGAIN)
    else:
        work.step(Deed.SIGHTED, count=len(told))
    work.note("sighted", count=len(told), areas=sorted({one.area_id for one in told}))
    return work.rumour


@traced
def withdraw_sighting(
    *, rumour_id: int, sighting_id: int, reason: str, actor: Actor, now: datetime
) -> Sighting:
    """
    Withdraw what is no sighting of this rumour. It stays on record; its signal is as it was before.

    :raises NotYours: when there is none
    :raises Refused: without a reason, or when it is the only one
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    found = queries.sightings_of(work.rumour)
    sighting = found.filter(pk=sighting_id).first()
    if sighting is None or not actor.covers(sighting.area_id):
        raise NotYours(f"sighting {sighting_id}")
    first_no(
        may_work_on(work.standing, version_seen=work.rumour.version, actor=actor, now=now),
        may_be_reason(reason),
    ).or_refuse()
    if found.count() == 1:
        raise Refused(N_("A rumour that nobody heard is none: its only sighting stays."))
    work.name_nobody(reason=reason)
    sighting.withdrawn_by, sighting.withdrawn_at = actor.name, now
    sighting.withdrawn_reason = reason.strip()
    sighting.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    work.judge([sighting])
    work.step(Deed.SIGHTING_WITHDRAWN, reason=reason, area=sighting.area_id)
    work.note("sighting_withdrawn", sighting=sighting.pk, reason=reason.strip())
    return sighting


@traced
def edit_rumour(
    *,
    rumour_id: int,
    claim: str,
    content_type: ContentType | None,
    priority: Priority,
    version_seen: int,
    actor: Actor,
    now: datetime,
) -> Rumour:
    """
    Word the claim better, set its type or its priority; another priority is another deadline.

    What an authority said was said of the old words: another claim is not verified yet.

    :raises NotYours: when there is none
    :raises Refused: when it is closed, somebody changed it meanwhile, or the claim judges or names
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    first_no(
        may_work_on(work.standing, version_seen=version_seen, actor=actor, now=now),
        may_edit(work.standing),
        may_be_claimed(claim),
    ).or_refuse()
    work.name_nobody(claim=claim)
    rumour = work.rumour
    before = {"type": rumour.content_type, "priority": rumour.priority}
    was, due_at = rumour.claim if rumour.claim != claim.strip() else "", rumour.due_at
    if due_at is not None:
        # The time began when it was written down, or when its veracity was decided.
        due_at += WITHIN[priority] - WITHIN[Priority(rumour.priority)]
    work.change(
        claim=claim.strip(),
        content_type=content_type.value if content_type else "",
        priority=priority.value,
        due_at=due_at,
    )
    after = {"type": rumour.content_type, "priority": rumour.priority}
    work.step(Deed.EDITED, before=before, after=after, claim_before=was)
    worth = _set_back(work) if was else rumour.veracity
    work.note("edited", before=before, after=after, is_reworded=bool(was), veracity_before=worth)
    return rumour


def _set_back(work: Work) -> str:
    """Take a decision back that was made about other words, and return what it was."""
    before, after = work.rumour.veracity, Veracity.UNVERIFIED.value
    if before != after:
        work.keep(**work.undecided())
        work.step(Deed.DECIDED, before=before, after=after)
        work.judge_all()
    return before


def _area_of(first: Heard, actor: Actor) -> str:
    if first.signal_id is None:
        return first.area_code
    return queries.signal_read_by(first.signal_id, actor).area_id


def _tell(work: Work, told: Sequence[Heard]) -> list[Sighting]:
    """
    Keep sightings and let the temperature hear of them all at once.

    What is long comes first, then every signal is locked, and the ledger is written last: whoever
    takes or grades one of these signals meanwhile waits, and never in a ring with us.
    """
    for one in told:
        may_be_said("words", one.words, most=LONGEST_WORDS).or_refuse()
        work.name_nobody(words=one.words, told_by=one.told_by)
    numbers = [one.signal_id for one in told if one.signal_id is not None]
    locked = queries.signals_to_link(numbers, work.actor)
    before, kept = [], []
    for one in told:
        known = Sighting.objects.filter(key=one.key).first() if one.key else None
        if known is not None:
            before.append(known)
        elif one.signal_id is not None:
            kept.append(_linked(work, one, locked[one.signal_id]))
        else:
            kept.append(_written(work, one))
    work.judge(kept)
    return before + kept


def _linked(work: Work, heard_of: Heard, signal: "Signal") -> Sighting:
    """Keep a signal that is there as a sighting, with how it was graded and grouped before."""
    may_tell(work.standing, signal.area_id, work.actor).or_refuse()
    if (other := queries.rumour_of_signal(signal.pk)) is not None:
        raise Refused(
            N_("Signal %(signal)s tells of rumour %(number)s already."),
            where="signals",
            signal=signal.pk,
            number=other.pk,
        )
    sighting = Sighting(
        rumour=work.rumour,
        written_for=work.rumour,
        area_id=signal.area_id,
        heard_at=signal.heard_at,
        place=heard_of.place.value,
        channel=signal.channel,
        words=heard_of.words.strip(),
        signal=signal,
        was_linked=True,
        grade_before=signal.content_grade,
        cluster_before=signal.cluster,
        told_by=signal.created_by,
        entered_by=work.actor.name,
        entered_at=work.now,
        key=heard_of.key,
    )
    sighting.save(force_insert=True)
    return sighting


def _written(work: Work, heard_of: Heard) -> Sighting:
    """Keep what somebody told us, with a signal of its own."""
    rumour, actor = work.rumour, work.actor
    if heard_of.heard_at is None or not places.known_codes([heard_of.area_code]):
        raise Refused(N_("Say when and in which area it was heard."), where="area")
    first_no(
        may_tell(work.standing, heard_of.area_code, actor), may_be_told_by(heard_of.told_by)
    ).or_refuse()
    is_in_operation = heard_of.heard_at >= heard.operation_bounds(work.now).earliest
    signal_id = _signal_of(work, heard_of, heard_of.heard_at) if is_in_operation else None
    sighting = Sighting(
        rumour=rumour,
        written_for=rumour,
        area_id=heard_of.area_code,
        heard_at=heard_of.heard_at,
        place=heard_of.place.value,
        channel=heard_of.channel.value,
        words=heard_of.words.strip(),
        signal_id=signal_id,
        grade_before=NEVER_JUDGED.value,
        told_by=heard_of.told_by.strip(),
        entered_by=actor.name,
        entered_at=work.now,
        key=heard_of.key,
    )
    sighting.save(force_insert=True)
    return sighting


def _signal_of(work: Work, heard_of: Heard, heard_at: datetime) -> int:
    """Bring the sighting in as a signal of the rumour's matter, worth what the rumour is worth."""
    rumour, actor = work.rumour, work.actor
    may_enter = actor.holds(*FIELD, area_code=heard_of.area_code)
    found_by_us = heard_of.channel is Channel.VISIT
    signal = signals.receive_signal(
        form=Form.REPORT,
        kind=Kind.RUMOUR,
        channel=heard_of.channel,
        text=heard_of.words.strip() or rumour.claim,
        area_code=heard_of.area_code,
        heard_at=heard_at,
        created_by=heard_of.told_by.strip(),
        severity=SEVERITIES[Priority(rumour.priority)],
        origin=Origin.DISCOVERED if found_by_us else Origin.REPORTED,
        came_from=f"rumours.rumour:{rumour.pk}",
        # Humas hears rumours, and otherwise brings no signal in.
        actor=actor if may_enter else Actor.system("rumours"),
        now=work.now,
    )
    return signal.pk
