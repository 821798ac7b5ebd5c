"""Merge rumours that are one, take a merge back, split off what is another. Nothing is lost."""

from collections.abc import Collection
from datetime import datetime

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.actions.working import Work
from sejuk.assess.rumours.models import Check, Referral, Rumour, Shift, Sighting
from sejuk.assess.rumours.rules import (
    OWING_STATES,
    Deed,
    Priority,
    RumourState,
    ShiftKind,
    due_after,
    may_be_claimed,
    may_merge,
    may_split,
    may_undo_merge,
    may_work_on,
    state_after_merge,
)
from sejuk.foundation.ledger.actions import traced
from sejuk.kit.actors import Actor
from sejuk.sense.signals.rules import first_no, may_be_reason


@traced
def merge_rumours(
    *,
    rumour_id: int,
    into_id: int,
    reason: str,
    version_seen: int,
    into_version_seen: int,
    actor: Actor,
    now: datetime,
) -> Shift:
    """
    Merge a rumour into another: all that was heard, asked and referred goes over and remembers it.

    :raises NotYours: when one of them is none of his
    :raises Refused: when somebody changed one of them meanwhile, or one was merged before
    """
    gone, kept = (
        Work(rumour, actor, now)
        for rumour in queries.rumours_to_work_on([rumour_id, into_id], actor.scope)
    )
    first_no(
        may_merge(gone.standing, kept.standing),
        may_work_on(gone.standing, version_seen=version_seen, actor=actor, now=now),
        may_work_on(kept.standing, version_seen=into_version_seen, actor=actor, now=now),
        may_be_reason(reason),
    ).or_refuse()
    gone.name_nobody(reason=reason)
    goes_over = list(gone.rumour.sightings.all())
    after = _state_after(gone, kept, goes_over)
    shift = _shift(
        ShiftKind.MERGE,
        gone,
        kept,
        sightings=goes_over,
        checks=list(gone.rumour.checks.all()),
        referrals=list(gone.rumour.referrals.all()),
        reason=reason,
    )
    state_before = gone.rumour.state
    gone.change(
        state=RumourState.MERGED.value,
        state_before=state_before,
        merged_into=kept.rumour,
        due_at=None,
        taken_by=None,
        taken_until=None,
    )
    is_reopened = after is not kept.standing.state
    kept.change(**({"state": after.value, **kept.owed_in(after)} if is_reopened else {}))
    gone.step(Deed.MERGED_INTO, reason=reason, other=kept.rumour.pk)
    kept.step(Deed.MERGED_HERE, reason=reason, other=gone.rumour.pk)
    if is_reopened:
        kept.step(Deed.HEARD_AGAIN)
    gone.note("merged", into=kept.rumour.pk, sightings=shift.sightings.count(), reason=shift.reason)
    return shift


def _state_after(gone: Work, kept: Work, goes_over: list[Sighting]) -> RumourState:
    heard = [one.heard_at for one in goes_over if one.withdrawn_at is None]
    return state_after_merge(
        kept.standing.state,
        gone.standing.state,
        closed_at=kept.rumour.closed_at,
        last_heard=max(heard, default=None),
    )


@traced
def undo_merge(*, rumour_id: int, reason: str, actor: Actor, now: datetime) -> Shift:
    """
    Take a merge back: what went over and is still there returns, and the rumour is as it was.

    What was heard of the other one since stays there.

    :raises NotYours: when one of them is none of his
    :raises Refused: when it was undone, or the other one was itself merged on
    """
    merge = queries.merge_to_undo(rumour_id, actor.scope)
    gone, kept = (
        Work(rumour, actor, now)
        for rumour in queries.rumours_to_work_on([rumour_id, merge.target_id], actor.scope)
    )
    there = kept.rumour.pk
    checks = list(merge.checks.filter(rumour=there))
    first_no(
        may_undo_merge(
            gone.standing,
            kept.standing,
            into=gone.rumour.merged_into_id,
            takes_ground=kept.rumour.rests_on_id in {check.pk for check in checks},
        ),
        may_work_on(kept.standing, version_seen=kept.rumour.version, actor=actor, now=now),
        may_be_reason(reason),
    ).or_refuse()
    gone.name_nobody(reason=reason)
    shift = _shift(
        ShiftKind.UNDOING,
        kept,
        gone,
        sightings=list(merge.sightings.filter(rumour=there)),
        checks=checks,
        referrals=list(merge.referrals.filter(rumour=there)),
        reason=reason,
        undoes=merge,
    )
    state = RumourState(gone.rumour.state_before)
    owed = gone.owed_in(state) if state in OWING_STATES else {}
    gone.change(state=state.value, state_before="", merged_into=None, **owed)
    kept.change()
    gone.step(Deed.UNMERGED, reason=reason, other=there)
    kept.step(Deed.UNMERGED, reason=reason, other=gone.rumour.pk)
    gone.note("unmerged", out_of=there, sightings=shift.sightings.count(), reason=shift.reason)
    return shift


@traced
def split_rumour(
    *,
    rumour_id: int,
    sighting_ids: Collection[int],
    claim: str,
    reason: str,
    version_seen: int,
    actor: Actor,
    now: datetime,
) -> Rumour:
    """
    Make a rumour of its own of some sightings; merging it back is the way to undo that.

    :raises NotYours: when one of them is not there
    :raises Refused: when none or all are chosen, or somebody changed the rumour meanwhile
    """
    old = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    there = list(queries.sightings_of(old.rumour))
    chosen = queries.chosen_sightings(there, sighting_ids, actor)
    first_no(
        may_split(old.standing, chosen=len(chosen), there=len(there)),
        may_work_on(old.standing, version_seen=version_seen, actor=actor, now=now),
        may_be_claimed(claim),
        may_be_reason(reason),
    ).or_refuse()
    old.name_nobody(claim=claim, reason=reason)
    new = Work(_begun(old, claim, chosen[0].area_id), actor, now)
    new.step(Deed.SPLIT_FROM, reason=reason, other=old.rumour.pk)
    _shift(ShiftKind.SPLIT, old, new, sightings=chosen, checks=[], referrals=[], reason=reason)
    old.change()
    old.step(Deed.SPLIT_OFF, reason=reason, other=new.rumour.pk, count=len(chosen))
    old.note("split", into=new.rumour.pk, sightings=len(chosen), reason=reason.strip())
    return new.rumour


def _begun(old: Work, claim: str, area_code: str) -> Rumour:
    """Begin the rumour that is split off: nobody has verified it yet."""
    return Rumour.objects.create(
        operation_id=old.rumour.operation_id,
        area_id=area_code,
        claim=claim.strip(),
        content_type=old.rumour.content_type,
        priority=old.rumour.priority,
        due_at=due_after(RumourState.NEW, Priority(old.rumour.priority), old.now),
        split_from=old.rumour,
        changed_by=old.actor.name,
        changed_at=old.now,
        written_by=old.actor.name,
        written_at=old.now,
    )


def _shift(
    kind: ShiftKind,
    source: Work,
    target: Work,
    *,
    sightings: list[Sighting],
    checks: list[Check],
    referrals: list[Referral],
    reason: str,
    undoes: Shift | None = None,
) -> Shift:
    """Move what is given, keep what was moved, and let the temperature hear of it."""
    shift = Shift.objects.create(
        kind=kind.value,
        source=source.rumour,
        target=target.rumour,
        undoes=undoes,
        reason=reason.strip(),
        made_by=source.actor.name,
        made_at=source.now,
    )
    shift.sightings.set(sightings)
    shift.checks.set(checks)
    shift.referrals.set(referrals)
    for rows in (shift.sightings, shift.checks, shift.referrals):
        rows.update(rumour=target.rumour)
    target.judge(one for one in sightings if one.withdrawn_at is None)
    return shift
