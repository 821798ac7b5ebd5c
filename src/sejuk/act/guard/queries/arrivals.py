"""Codes of posts, who came and who left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from sejuk.act.guard import rules
from sejuk.act.guard.models import CheckIn, PostCode, WrongCode
from sejuk.act.guard.queries.people import get_own_person, own_person, sees_covert, shift_led
from sejuk.act.guard.queries.sent_later import sending
from sejuk.act.guard.rules import Attendance, attendance_of, checking
from sejuk.act.guard.rules.checking import Sending
from sejuk.kit import rotating
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.queries.duties import StandingDuty, duty_called, published_duties
from sejuk.plan.deployment.queries.posts import post_called


@dataclass(frozen=True, slots=True)
class PostNow:
    """What the screen of a post shows: its code, and who is there."""

    post_id: int
    name: str
    code: str
    area_code: str
    digits: str
    seconds_left: int
    people: tuple[OnShift, ...]
    # Who looks at it, when he leads the shift: nobody confirms his own arrival.
    led_by_id: int | None


@dataclass(frozen=True, slots=True)
class OnShift:
    """One seat of the running shift, or of the one that begins within the hour."""

    duty: StandingDuty
    attendance: Attendance
    arrived_at: datetime | None
    left_at: datetime | None
    check_in_id: int | None
    sending: Sending

    @property
    def can_be_let_in(self) -> bool:
        return self.duty.person_id is not None and self.arrived_at is None


def key_of_post(post_id: int) -> bytes:
    """Return what the codes of a post are made from; it never leaves the server."""
    row = PostCode.objects.filter(post_id=post_id).first()
    salt = bytes(row.salt).hex() if row else ""
    made = salted_hmac("sejuk.guard.post-code", f"{post_id}:{salt}", algorithm="sha256")
    return made.digest()


def code_of_post(post_id: int, at: datetime) -> str:
    """Return the code that a post shows at an instant."""
    return rotating.code_at(key_of_post(post_id), at, step_seconds=checking.CODE_SECONDS)


def code_held(post_id: int, code: str, at: datetime) -> bool:
    """Test whether a code was the post's at an instant, or a step before or after it."""
    return rotating.code_holds(
        key_of_post(post_id),
        code,
        at,
        step_seconds=checking.CODE_SECONDS,
        tolerance_steps=checking.CODE_TOLERANCE,
    )


def wrong_codes(person_id: int, now: datetime) -> int:
    """Count the wrong codes that somebody gave lately."""
    since = now - checking.WRONG_CODES_COUNT_FOR
    return WrongCode.objects.filter(person_id=person_id, given_at__gt=since).count()


def check_in_of(duty_id: int, person_id: int) -> CheckIn | None:
    return CheckIn.objects.filter(duty_id=duty_id, person_id=person_id).first()


def check_in_keyed(key: UUID) -> CheckIn | None:
    """Return what was sent under a key before."""
    return CheckIn.objects.filter(key=key).first()


def check_ins(duty_ids: Collection[int]) -> dict[tuple[int, int], CheckIn]:
    """Return who checked in on these duties, by duty and person."""
    rows = CheckIn.objects.filter(duty_id__in=duty_ids)
    return {(row.duty_id, row.person_id): row for row in rows}


def own_duty(duty_id: int, *, actor: Actor) -> StandingDuty:
    """
    Return a duty of the actor himself.

    :raises NotYours: when it is somebody else's, or nobody is linked with the account
    """
    person = get_own_person(actor)
    duty = duty_called(duty_id, actor=actor, person_id=person.pk)
    if duty.person_id != person.pk:
        raise NotYours(f"duty {duty_id}")
    return duty


def duty_meant(post_id: int, *, actor: Actor, at: datetime) -> StandingDuty | None:
    """Return the actor's duty at a post that he may mean when he scans its code at `at`."""
    person = own_person(actor)
    if person is None:
        return None
    near = published_duties(
        starts_at=at - rules.EARLIEST,
        ends_at=at + rules.EARLIEST,
        post_id=post_id,
        person_id=person.pk,
        covert=True,
    )
    known = check_ins([duty.duty_id for duty in near])
    running = [duty for duty in near if duty.ends_at > at] or near
    waiting = [duty for duty in running if (duty.duty_id, person.pk) not in known]
    return next(iter(waiting or running), None)


def duty_elsewhere(*, actor: Actor, at: datetime) -> StandingDuty | None:
    """Return where the actor is awaited at `at`, for one who scans the code of a foreign post."""
    person = own_person(actor)
    if person is None:
        return None
    near = published_duties(
        starts_at=at, ends_at=at + rules.EARLIEST, person_id=person.pk, covert=True
    )
    return next(iter(near), None)


def duty_at_post(duty_id: int, *, post_id: int, now: datetime, covert: bool) -> StandingDuty:
    """
    Return a duty of the running shift of a post, or of the one that begins within the hour.

    :raises NotYours: when there is none
    """
    shift = _shift(post_id, now, covert=covert)
    found = next((one for one in shift if one.duty_id == duty_id), None)
    if found is None:
        raise NotYours(f"duty {duty_id}")
    return found


def post_now(post_id: int, *, actor: Actor, now: datetime) -> PostNow:
    """
    Return what the screen of a post shows.

    :raises NotYours: to whom neither leads its running shift nor has its area in his scope
    """
    led = shift_led(actor, post_id=post_id, now=now)
    post = post_called(post_id, ("",) if led else actor.only(*rules.LEADERS).scope)
    shift = _shift(post_id, now, covert=sees_covert(actor, led, area_code=post.area_id))
    return PostNow(
        post_id=post.pk,
        name=post.name,
        code=post.code,
        area_code=post.area_id,
        digits=code_of_post(post_id, now),
        seconds_left=rotating.seconds_left(now, step_seconds=checking.CODE_SECONDS),
        people=on_shift(shift, now),
        led_by_id=led.person_id if led else None,
    )


def on_shift(duties: list[StandingDuty], now: datetime) -> tuple[OnShift, ...]:
    """Return duties with who is there."""
    known = check_ins([duty.duty_id for duty in duties])
    return tuple(
        _on_shift(duty, known.get((duty.duty_id, duty.person_id or 0)), now) for duty in duties
    )


def attendance_on(duty: StandingDuty, row: CheckIn | None, now: datetime) -> Attendance:
    """Return whether the holder of a duty is there, by the row of his check-in."""
    return attendance_of(
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        has_person=duty.person_id is not None,
        arrived_at=row.arrived_at if row else None,
        left_at=row.left_at if row else None,
        now=now,
    )


def _on_shift(duty: StandingDuty, row: CheckIn | None, now: datetime) -> OnShift:
    return OnShift(
        duty=duty,
        attendance=attendance_on(duty, row, now),
        arrived_at=row.arrived_at if row else None,
        left_at=row.left_at if row else None,
        check_in_id=row.pk if row else None,
        sending=sending(row),
    )


def _shift(post_id: int, now: datetime, *, covert: bool) -> list[StandingDuty]:
    return published_duties(
        starts_at=now, ends_at=now + rules.EARLIEST, post_id=post_id, covert=covert
    )
