"""Opening shifts and handing posts over: given by one, taken by another, then frozen."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from sejuk.act.guard.actions.book import write_entry
from sejuk.act.guard.models import BookEntry, Handover
from sejuk.act.guard.queries import handing as queries
from sejuk.act.guard.queries.book_words import handover_words, opening_words
from sejuk.act.guard.queries.posts import OpenedPost, opened_post
from sejuk.act.guard.queries.shifts import Shift, after, shifts_of
from sejuk.act.guard.rules import EARLIEST, EntryKind
from sejuk.act.guard.rules.handing import GivenOver, may_be_given, may_give, may_take
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision, Refused


@traced
def open_shift(
    *, post_id: int, day: date, band_code: str, actor: Actor, now: datetime
) -> BookEntry:
    """
    Open a shift that no handover opens: the first of a post, or one after a time without guard.

    :raises NotYours: when the actor has nothing to do with the post, or there is no such shift
    :raises Refused: when the shift before is not handed over, or it is not time yet
    """
    post = opened_post(post_id, actor=actor, now=now)
    shift = queries.shift_called(post_id, day, band_code, now=now)
    if not post.leads and not shift.holds(post.person_id):
        raise Refused(N_("A shift is opened by who stands in it, or by who leads."))
    if now < shift.starts_at - EARLIEST:
        raise Refused(
            N_("The shift begins at %(time)s; it is opened at most an hour before."),
            time=shift.starts_at,
        )
    queries.course_of(shifts_of(post_id, around=now)).may_open(shift).or_refuse()
    entry = _opened(shift, actor=actor, now=now)
    record(
        verb="guard.shift.opened",
        subject=f"deployment.post:{post_id}",
        actor=actor,
        now=now,
        area_code=shift.area_code,
        detail={"day": shift.day, "band": shift.band_code, "entry": entry.number},
    )
    return entry


def _opened(shift: Shift, *, actor: Actor, now: datetime) -> BookEntry:
    """Write into the book that a shift is opened: once, with who stands in it."""
    return write_entry(
        post_id=shift.post_id,
        area_code=shift.area_code,
        kind=EntryKind.OPENED,
        text=opening_words(shift),
        happened_at=now,
        key=queries.opening_key(shift),
        actor=actor,
        now=now,
    )


@traced
def give_handover(
    *,
    post_id: int,
    day: date,
    band_code: str,
    given: GivenOver,
    actor: Actor,
    now: datetime,
) -> Handover:
    """
    Write and sign the handover of a shift. Until somebody takes the post it may be given anew.

    :raises NotYours: when the actor has nothing to do with the post, or there is no such shift
    :raises Refused: when it is not his or not time, something is missing, or it is signed
    """
    post = opened_post(post_id, actor=actor, now=now)
    shift = queries.shift_called(post_id, day, band_code, now=now)
    may_give(
        actor,
        area_code=post.area_code,
        is_of_shift=shift.holds(post.person_id),
        ends_at=shift.ends_at,
        now=now,
    ).or_refuse()
    may_be_given(given).or_refuse()
    giver_id = _giver(shift, post)
    handover = _stored(shift, given, giver_id=giver_id, actor=actor, now=now)
    record(
        verb="guard.handover.given",
        subject=handover,
        actor=actor,
        now=now,
        area_code=post.area_code,
        detail={
            "post": post_id,
            "day": day,
            "band": band_code,
            "people": given.people_present,
            "items": len(given.items),
            "differences": sum(item.differs for item in given.items),
            "open_matters": sum(not matter.is_settled for matter in given.matters),
        },
    )
    return handover


def _giver(shift: Shift, post: OpenedPost) -> int:
    """Return in whose name the post is given: one's own, or the shift's leader's."""
    if shift.holds(post.person_id) and post.person_id is not None:
        return post.person_id
    if shift.leader is None or shift.leader.person_id is None:
        raise Refused(N_("Nobody is placed in this shift: there is nothing to hand over."))
    return shift.leader.person_id


def _stored(
    shift: Shift, given: GivenOver, *, giver_id: int, actor: Actor, now: datetime
) -> Handover:
    values = {
        "ends_at": shift.ends_at,
        "giver_id": giver_id,
        "people_present": given.people_present,
        "items": queries.items_kept(given.items),
        "situation": given.situation.strip(),
        "open_matters": queries.matters_kept(given.matters),
        "given_at": now,
        "given_by_id": actor.user_id,
    }
    if actor.user_id is None:
        raise Refused(N_("A handover is signed by a person with an account."))
    known = (
        Handover.objects.select_for_update()
        .filter(post_id=shift.post_id, day=shift.day, band_code=shift.band_code)
        .first()
    )
    if known is None:
        try:
            with transaction.atomic():
                return Handover.objects.create(
                    post_id=shift.post_id, day=shift.day, band_code=shift.band_code, **values
                )
        except IntegrityError:
            raise Refused(N_("Somebody else has just written this handover. Read it.")) from None
    if known.taken_at is not None:
        raise Refused(N_("This handover is signed by both and can no longer be changed."))
    for name, value in values.items():
        setattr(known, name, value)
    known.save(update_fields=[name.removesuffix("_id") for name in values])
    return known


@traced
def take_handover(
    *,
    handover_id: int,
    seen_given_at: datetime,
    remarks: str,
    actor: Actor,
    now: datetime,
) -> Handover:
    """
    Sign for having taken a post over; the book says so, and the next shift is open.

    `seen_given_at` is which version of it was read.

    :raises NotYours: when the actor has nothing to do with the post
    :raises Refused: when he gave it himself, it is not his, it is signed, or was changed meanwhile
    """
    queries.handover_called(handover_id, actor=actor, now=now)
    handover = Handover.objects.select_for_update().get(pk=handover_id)
    post = opened_post(handover.post_id, actor=actor, now=now)
    shifts = shifts_of(handover.post_id, around=handover.ends_at)
    key = (handover.post_id, handover.day, handover.band_code)
    shift = next((one for one in shifts if one.key == key), None)
    following = after(shift, shifts) if shift else None
    _may_be_signed(handover, seen_given_at).or_refuse()
    may_take(
        actor,
        area_code=post.area_code,
        is_of_next_shift=following is not None and following.holds(post.person_id),
        has_next_shift=following is not None,
        given_by_id=handover.given_by_id,
    ).or_refuse()
    handover.taker_id = _taker(following, post)
    handover.taken_at, handover.taken_by_id = now, actor.user_id
    handover.remarks = remarks.strip()
    handover.save(update_fields=["taker", "taken_at", "taken_by", "remarks"])
    entry = _written_in_book(handover, post, actor=actor, now=now)
    if following is not None:
        _opened(following, actor=actor, now=now)
    record(
        verb="guard.handover.taken",
        subject=handover,
        actor=actor,
        now=now,
        area_code=post.area_code,
        detail={"post": post.id, "day": handover.day, "entry": entry.number},
    )
    return handover


def _may_be_signed(handover: Handover, seen_given_at: datetime) -> Decision:
    if handover.taken_at is not None:
        return Decision.no(N_("This handover is signed by both and can no longer be changed."))
    if handover.given_at != seen_given_at:
        return Decision.no(
            N_("The handover was written anew in the meantime. Read it again, then sign.")
        )
    return Decision.yes()


def _taker(following: Shift | None, post: OpenedPost) -> int | None:
    """Return in whose name the post is taken: one's own, or the next leader's, or nobody's."""
    if following is None:
        return None
    if following.holds(post.person_id):
        return post.person_id
    return following.leader.person_id if following.leader else None


def _written_in_book(
    handover: Handover, post: OpenedPost, *, actor: Actor, now: datetime
) -> BookEntry:
    return write_entry(
        post_id=post.id,
        area_code=post.area_code,
        kind=EntryKind.HANDOVER,
        text=handover_words(handover),
        happened_at=now,
        actor=actor,
        now=now,
    )
