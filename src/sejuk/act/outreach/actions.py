"""Changes to outreach: one function, one transaction, one ledger entry of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from sejuk.act.outreach import rules
from sejuk.act.outreach.models import Photo, Visit
from sejuk.act.outreach.queries import recording as queries
from sejuk.act.outreach.rules import (
    Concern,
    FollowUp,
    MessageGiven,
    NewVisit,
    Outcome,
    PartyMet,
    VisitKind,
)
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.pictures import Picture, cleaned_picture
from sejuk.plan.programme import actions as programme
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.rules import DESK, Form, Kind, Origin


@traced
def record_visit(
    *,
    kind: VisitKind,
    area_code: str,
    place: str,
    held_at: datetime,
    officer_id: int,
    parties_met: Sequence[PartyMet],
    messages_given: Sequence[MessageGiven],
    attendance: int | None,
    note: str,
    concerns: Sequence[Concern],
    photos: Sequence[bytes],
    follow_ups: Sequence[FollowUp] = (),
    order_id: int | None = None,
    at_contestant_event: bool = False,
    proposal_id: int | None = None,
    idempotency_key: str | None = None,
    actor: Actor,
    now: datetime,
) -> Visit:
    """
    Write a visit down; what was heard there goes on as signals. The visit itself cools nothing.

    Sent again under the same key it gives back the visit that is there.

    :raises Refused: naming what is wrong and where; nothing is stored then.
    """
    new = NewVisit(
        kind=kind,
        area_code=area_code,
        place=place.strip(),
        held_at=held_at,
        officer_id=officer_id,
        parties_met=tuple(parties_met),
        messages_given=tuple(messages_given),
        attendance=attendance,
        note=note.strip(),
        concerns=tuple(concerns),
        follow_ups=tuple(follow_ups),
        photos=tuple(photos),
        order_id=order_id,
        at_contestant_event=at_contestant_event,
        proposal_id=proposal_id,
        idempotency_key=idempotency_key,
    )
    _check(new, actor=actor, now=now)
    known = queries.visit_sent_as(idempotency_key)
    visit = known or _stored(new, actor=actor, now=now)
    if known or visit is None:
        return _sent_again(known or queries.visit_sent_as(idempotency_key), new, actor, now)
    _pass_on(visit, new, actor=actor, now=now)
    record(
        verb="outreach.visit.recorded",
        subject=visit,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={
            "kind": visit.kind,
            "held_at": visit.held_at,
            "officer": officer_id,
            "concerns": len(new.concerns),
            "photos": len(new.photos),
            "order": order_id,
        },
    )
    return visit


def _check(new: NewVisit, *, actor: Actor, now: datetime) -> None:
    today = localdate(now)
    rules.may_record(
        area_code=new.area_code,
        is_in_his_care=queries.is_in_his_care(new.area_code, actor=actor, day=today),
        actor=actor,
    ).or_refuse()
    officer_user = queries.officer_called(new.officer_id).user_id
    rules.may_record_for(
        is_himself=officer_user is not None and officer_user == actor.user_id,
        area_code=new.area_code,
        actor=actor,
    ).or_refuse()
    rules.may_be_kept(new, now=now, earliest=queries.earliest_visit(now)).or_refuse()
    rules.may_attend(
        at_contestant_event=new.at_contestant_event,
        order=queries.order_held(new.order_id, officer_id=new.officer_id),
        held_on=localdate(new.held_at),
    ).or_refuse()


def _stored(new: NewVisit, *, actor: Actor, now: datetime) -> Visit | None:
    """Insert the visit with its photos; None when its key came in a moment before."""
    pictures = [_picture(raw, number) for number, raw in enumerate(new.photos, start=1)]
    visit = Visit(
        kind=new.kind,
        area_id=new.area_code,
        place=new.place,
        held_at=new.held_at,
        officer_id=new.officer_id,
        parties_met=[party.value for party in new.parties_met],
        messages_given=[message.value for message in new.messages_given],
        attendance=new.attendance,
        note=new.note,
        at_contestant_event=new.at_contestant_event,
        order_id=new.order_id,
        proposal_id=new.proposal_id,
        recorded_by=actor.name,
        recorded_at=now,
        idempotency_key=new.idempotency_key,
    )
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        if queries.visit_sent_as(new.idempotency_key):
            return None
        raise
    Photo.objects.bulk_create(
        Photo(
            visit=visit,
            jpeg=picture.jpeg,
            width=picture.width,
            height=picture.height,
            sha256=picture.sha256,
            added_by=actor.name,
            added_at=now,
        )
        for picture in pictures
    )
    return visit


def _picture(raw: bytes, number: int) -> Picture:
    try:
        return cleaned_picture(raw)
    except Refused as error:
        raise Refused(error.message, **error.values, where="photos", number=number) from error


def _sent_again(known: Visit | None, new: NewVisit, actor: Actor, now: datetime) -> Visit:
    if known is None or (known.area_id, known.officer_id) != (new.area_code, new.officer_id):
        raise Refused(
            N_("This form was already sent for another visit. Open it anew, please."),
            where="idempotency_key",
        )
    record(
        verb="outreach.visit.sent_again",
        subject=known,
        actor=actor,
        now=now,
        area_code=known.area_id,
    )
    return known


def _pass_on(visit: Visit, new: NewVisit, *, actor: Actor, now: datetime) -> None:
    """Tell signals what was heard and the programme that the village was visited."""
    in_care = _in_care(actor, new.area_code)
    for number, concern in enumerate(new.concerns, start=1):
        _observe(
            visit,
            text=concern.text,
            kind=concern.kind,
            severity=concern.severity,
            cluster=f"visit-{visit.pk}-{number}",
            actor=in_care,
            now=now,
        )
    for follow_up in new.follow_ups:
        _follow_up(visit, follow_up, actor=in_care, now=now)
    note = programme.note_visit(
        area_code=new.area_code,
        held_on=localdate(new.held_at),
        visit_id=visit.pk,
        has_photo=bool(new.photos),
        proposal_id=new.proposal_id,
        actor=actor,
        now=now,
    )
    if note.proposal_id != visit.proposal_id:
        visit.proposal_id = note.proposal_id
        visit.save(update_fields=["proposal"])


def _in_care(actor: Actor, area_code: str) -> Actor:
    """Return the actor with what having the village in care entitles him to there."""
    if actor.holds(*rules.FIELD, area_code=area_code):
        return actor
    grants = actor.grants | {Grant(Role.VILLAGE_OFFICER, area_code)}
    return replace(actor, grants=grants)


def _observe(
    visit: Visit,
    *,
    text: str,
    kind: Kind,
    severity: int,
    cluster: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Bring in what was heard as a signal that we found. The desk judges how far it holds."""
    signals.receive_signal(
        form=Form.OBSERVATION,
        kind=kind,
        channel=Channel.VISIT,
        text=text,
        area_code=visit.area_id,
        heard_at=visit.held_at,
        created_by=str(visit.officer),
        severity=severity,
        origin=Origin.DISCOVERED,
        cluster=cluster,
        # The same officer who says the same thing twice is one source.
        source_key=f"officer-{visit.officer_id}",
        came_from=subject_of(visit),
        actor=actor,
        now=now,
    )


def _follow_up(visit: Visit, follow_up: FollowUp, *, actor: Actor, now: datetime) -> None:
    """
    Carry on what was heard about an earlier concern.

    Who may close signals settles it; an officer brings it to the desk as an observation.
    """
    concern = queries.get_open_concern(follow_up.signal_id, area_code=visit.area_id, actor=actor)
    settled = follow_up.outcome is Outcome.SETTLED
    in_other_hands = concern.taken_by_id not in (None, actor.user_id)
    if settled and not in_other_hands and actor.holds(*DESK, area_code=visit.area_id):
        signals.take_signal(signal_id=concern.pk, actor=actor, now=now)
        signals.settle_signal(signal_id=concern.pk, reason=follow_up.words, actor=actor, now=now)
        return
    _observe(
        visit,
        text=follow_up.words,
        # That a concern is settled warms nothing; that it goes on is evidence of the same matter.
        kind=Kind.POSITIVE if settled else Kind(concern.kind),
        severity=1 if settled else concern.severity,
        cluster=concern.cluster,
        actor=actor,
        now=now,
    )
