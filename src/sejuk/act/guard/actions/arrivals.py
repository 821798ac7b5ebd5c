"""Coming to a duty and leaving it. There is no position in it: the code of the post is enough."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from sejuk.act.guard.actions.book import write_entry
from sejuk.act.guard.models import CheckIn, PostCode, WrongCode
from sejuk.act.guard.queries import arrivals as queries
from sejuk.act.guard.queries import sent_later as later
from sejuk.act.guard.queries.book_words import attendance_words
from sejuk.act.guard.queries.handing import may_check_out
from sejuk.act.guard.queries.people import get_own_person, own_person, sees_covert, shift_led
from sejuk.act.guard.rules import EntryKind, Method, checking
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.queries.duties import StandingDuty
from sejuk.plan.deployment.queries.posts import post_called

SALT_BYTES = 32


@traced
def check_in(
    *, duty_id: int, code: str, method: Method, key: UUID, at: datetime, actor: Actor, now: datetime
) -> CheckIn:
    """
    Note that the actor has come to his duty, at the moment `at` when he gave the code of its post.

    Sent again under the same key it gives back what is there: kept on a phone without a network,
    it counts once.

    :raises NotYours: when the duty is not his
    :raises Blocked: with all that stands in the way
    :raises WrongCodeGiven: when the code did not hold at that moment
    :raises Refused: when he is there already, the moment is too old, or he guessed too often
    """
    duty = queries.own_duty(duty_id, actor=actor)
    person = get_own_person(actor)
    known = queries.check_in_keyed(key)
    if known is not None:
        return _sent_again(known, duty, actor, now)
    checking.may_count(at, now=now).or_refuse()
    checking.may_try_code(queries.wrong_codes(person.pk, now)).or_refuse()
    _refuse_blocked(duty, person.qualifications, at)
    if not queries.code_held(duty.post_id, code, at):
        raise checking.WrongCodeGiven(
            N_("This code does not hold, or no more. Look at the screen of the post once more.")
        )
    return _arrived(duty, person_id=person.pk, method=method, key=key, at=at, actor=actor, now=now)


@traced
def check_in_colleague(*, duty_id: int, post_id: int, actor: Actor, now: datetime) -> CheckIn:
    """
    Note for a colleague whose phone is dead that he has come: by who leads the shift, or the desk.

    :raises NotYours: when post or duty are not the actor's to see: covert ones mostly are not
    :raises Refused: when he leads neither, or the colleague is there already
    :raises Blocked: when a qualification is missing, or the duty is too far off
    """
    led = shift_led(actor, post_id=post_id, now=now)
    post = post_called(post_id, (EVERYWHERE,) if led else actor.scope)
    checking.may_mind_post(actor, area_code=post.area_id, leads_shift=led is not None).or_refuse()
    covert = sees_covert(actor, led, area_code=post.area_id)
    duty = queries.duty_at_post(duty_id, post_id=post_id, now=now, covert=covert)
    if duty.person_id is None:
        raise Refused(N_("Nobody is placed on this duty."))
    person = forces.person_called(duty.person_id, (EVERYWHERE,))
    _refuse_blocked(duty, person.qualifications, now)
    return _arrived(
        duty, person_id=person.pk, method=Method.LEADER, key=uuid4(), at=now, actor=actor, now=now
    )


@traced
def confirm_arrival(*, check_in_id: int, actor: Actor, now: datetime) -> CheckIn:
    """
    Say that somebody came when his phone states, though it was sent long afterwards.

    :raises NotYours: when it is no duty that the actor sees, nor one of a shift that he leads
    :raises Refused: when he leads neither, it is his own, or there is nothing to confirm
    """
    row = CheckIn.objects.select_for_update().filter(pk=check_in_id).first()
    if row is None:
        raise NotYours(f"check-in {check_in_id}")
    duty, leads = later.duty_to_confirm(row, actor=actor)
    checking.may_mind_post(actor, area_code=duty.area_code, leads_shift=leads).or_refuse()
    own = own_person(actor)
    is_himself = own is not None and own.pk == row.person_id
    checking.may_confirm(later.sending(row), is_himself=is_himself).or_refuse()
    row.confirmed_at, row.confirmed_by = now, actor.name
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    _record("guard.checkin.confirmed", row, duty, actor, now, at=row.arrived_at)
    return row


@traced
def check_out(*, duty_id: int, at: datetime, actor: Actor, now: datetime) -> CheckIn:
    """
    Note that the actor leaves his duty; who leads the shift hands the post over first.

    :raises NotYours: when the duty is not his
    :raises Refused: when he never came, or the post is not handed over
    """
    duty = queries.own_duty(duty_id, actor=actor)
    checking.may_count(at, now=now).or_refuse()
    row = (
        CheckIn.objects.select_for_update()
        .filter(duty_id=duty_id, person_id=duty.person_id or 0)
        .first()
    )
    arrived_at, left_at = (row.arrived_at, row.left_at) if row else (None, None)
    checking.may_leave(arrived_at=arrived_at, left_at=left_at, at=at).or_refuse()
    assert row is not None  # noqa: S101 - who has not come was refused
    if row.left_at is not None:
        return _sent_again(row, duty, actor, now)
    may_check_out(duty).or_refuse()
    row.left_at, row.left_recorded_at, row.left_recorded_by = at, now, actor.name
    row.save(update_fields=["left_at", "left_recorded_at", "left_recorded_by"])
    _write_in_book(EntryKind.DEPARTURE, duty, actor, now, at=at)
    _record("guard.checkin.left", row, duty, actor, now, at=at)
    return row


@traced
def note_wrong_code(*, duty_id: int, actor: Actor, now: datetime) -> WrongCode:
    """
    Count a code that did not hold, so that nobody finds one by trying.

    :raises NotYours: when the duty is not the actor's
    """
    duty = queries.own_duty(duty_id, actor=actor)
    row = WrongCode.objects.create(person=get_own_person(actor), given_at=now)
    record(
        verb="guard.code.refused",
        subject=row,
        actor=actor,
        now=now,
        area_code=duty.area_code,
        detail={"duty": duty_id},
    )
    return row


@traced
def renew_code(*, post_id: int, actor: Actor, now: datetime) -> PostCode:
    """
    Give a post new codes, because somebody may have learnt how to foretell the old ones.

    :raises NotYours: when the post is none of the actor's area
    :raises Refused: when he may not
    """
    post = post_called(post_id, actor.scope)
    checking.may_mind_post(actor, area_code=post.area_id, leads_shift=False).or_refuse()
    row, _ = PostCode.objects.update_or_create(
        post_id=post_id,
        defaults={
            "salt": secrets.token_bytes(SALT_BYTES),
            "renewed_by": actor.name,
            "renewed_at": now,
        },
    )
    record(
        verb="guard.code.renewed",
        subject=row,
        actor=actor,
        now=now,
        area_code=post.area_id,
        detail={"post": post_id},
    )
    return row


def _refuse_blocked(duty: StandingDuty, held: list[str], at: datetime) -> None:
    found = checking.blockers(
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        at=at,
        is_holder=True,
        qualification=duty.qualification,
        held=held,
    )
    if found:
        raise checking.Blocked(found)


def _arrived(
    duty: StandingDuty,
    *,
    person_id: int,
    method: Method,
    key: UUID,
    at: datetime,
    actor: Actor,
    now: datetime,
) -> CheckIn:
    try:
        with transaction.atomic():
            row = CheckIn.objects.create(
                duty_id=duty.duty_id,
                person_id=person_id,
                method=method.value,
                arrived_at=at,
                recorded_at=now,
                recorded_by=actor.name,
                key=key,
            )
    except IntegrityError:
        # The same sending a moment earlier, or somebody has checked him in already.
        known = queries.check_in_keyed(key)
        if known is not None:
            return _sent_again(known, duty, actor, now)
        earlier = queries.check_in_of(duty.duty_id, person_id)
        arrived_at = earlier.arrived_at if earlier else now
        raise Refused(
            N_("Checked in already at %(arrived_at)s. It counts once."), arrived_at=arrived_at
        ) from None
    _write_in_book(EntryKind.ARRIVAL, duty, actor, now, at=at)
    _record("guard.checkin.arrived", row, duty, actor, now, at=at)
    return row


def _sent_again(row: CheckIn, duty: StandingDuty, actor: Actor, now: datetime) -> CheckIn:
    if (row.duty_id, row.person_id) != (duty.duty_id, duty.person_id):
        raise Refused(N_("This was already sent for another duty. Open the page anew, please."))
    _record("guard.checkin.sent_again", row, duty, actor, now, at=row.arrived_at)
    return row


def _record(
    verb: str, row: CheckIn, duty: StandingDuty, actor: Actor, now: datetime, *, at: datetime
) -> None:
    record(
        verb=verb,
        subject=row,
        actor=actor,
        now=now,
        area_code=duty.area_code,
        detail={"duty": duty.duty_id, "person": row.person_id, "at": at, "method": row.method},
    )


def _write_in_book(
    kind: EntryKind, duty: StandingDuty, actor: Actor, now: datetime, *, at: datetime
) -> None:
    """Write who came or left into the book of the post, which covert duties have no part in."""
    if duty.is_covert:
        return
    write_entry(
        post_id=duty.post_id,
        area_code=duty.area_code,
        kind=kind,
        text=attendance_words(kind, duty),
        happened_at=min(at, now),
        actor=actor,
        now=now,
    )
