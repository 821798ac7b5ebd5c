"""Handovers of a post: which shift is to be handed over, what goes on, and what was signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, cast
from uuid import UUID, uuid5

from django.db.models import QuerySet

from sejuk.act.guard.models import BookEntry, CheckIn, Handover, PostItem
from sejuk.act.guard.queries.posts import OpenedPost, items_of, led_post, opened_post
from sejuk.act.guard.queries.shifts import Shift, after, before, shifts_of
from sejuk.act.guard.rules import EARLIEST
from sejuk.act.guard.rules.handing import (
    CountedItem,
    Matter,
    carried,
    may_close,
    may_give,
    may_open,
    may_take,
)
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import Decision, NotYours
from sejuk.plan.deployment.queries.duties import StandingDuty

# A name of its own for each shift, so that it is opened once: from a number drawn at random.
_OPENINGS = UUID("5a3f0b52-7c1e-4a37-9d0e-6c2b8f1d4e90")


# Chosen: three days of three shifts.
SHOWN_AT_ONCE = 9
# More than the shifts of the days that are looked at.
MOST_AT_ONCE = 60


class KeptItem(TypedDict):
    name: str
    kind: str
    stated: int
    counted: int
    remark: str


class KeptMatter(TypedDict):
    text: str
    since: str
    settled: bool
    how: str


def items_from(kept: object) -> tuple[CountedItem, ...]:
    """Read the counted things of a handover."""
    rows = cast("list[KeptItem]", kept)
    return tuple(
        CountedItem(row["name"], row["kind"], row["stated"], row["counted"], row["remark"])
        for row in rows
    )


def items_kept(items: Iterable[CountedItem]) -> list[KeptItem]:
    return [
        KeptItem(
            name=one.name,
            kind=one.kind,
            stated=one.stated,
            counted=one.counted,
            remark=one.remark.strip(),
        )
        for one in items
    ]


def matters_from(kept: object) -> tuple[Matter, ...]:
    """Read the open matters of a handover."""
    rows = cast("list[KeptMatter]", kept)
    return tuple(
        Matter(row["text"], date.fromisoformat(row["since"]), row["settled"], row["how"])
        for row in rows
    )


def matters_kept(matters: Iterable[Matter]) -> list[KeptMatter]:
    return [
        KeptMatter(
            text=one.text.strip(),
            since=one.since.isoformat(),
            settled=one.is_settled,
            how=one.how.strip(),
        )
        for one in matters
    ]


def opening_key(shift: Shift) -> UUID:
    """Return the key under which the opening of a shift stands in the book."""
    return uuid5(_OPENINGS, f"{shift.post_id}:{shift.day.isoformat()}:{shift.band_code}")


Key = tuple[int, date, str]


@dataclass(frozen=True, slots=True)
class Course:
    """Shifts with what is known of each: whether it was stood, opened, handed over."""

    shifts: tuple[Shift, ...]
    handovers: Mapping[Key, Handover]
    stood: frozenset[Key]
    opened: frozenset[Key]

    def is_signed(self, shift: Shift) -> bool:
        found = self.handovers.get(shift.key)
        return found is not None and found.taken_at is not None

    def may_open(self, shift: Shift) -> Decision:
        """Tell whether a shift may be opened: the one before is handed over, if it was stood."""
        earlier = before(shift, self.shifts)
        return may_open(
            before_needs_handover=earlier is not None and earlier.key in self.stood,
            before_is_signed=earlier is not None and self.is_signed(earlier),
        )


def course_of(shifts: Sequence[Shift], known: Iterable[Handover] | None = None) -> Course:
    """Return shifts with what is known of each; `known` are their handovers, when at hand."""
    keys = {one.key for one in shifts}
    by_duty = {duty.duty_id: one.key for one in shifts for duty in one.duties}
    by_opening = {opening_key(one): one.key for one in shifts}
    rows = _handovers_of(shifts) if known is None else known
    handovers = {(row.post_id, row.day, row.band_code): row for row in rows}
    arrived = CheckIn.objects.filter(duty_id__in=by_duty).values_list("duty_id", flat=True)
    opened = {
        by_opening[key]
        for key in BookEntry.objects.filter(key__in=by_opening).values_list("key", flat=True)
    }
    return Course(
        shifts=tuple(shifts),
        handovers={key: row for key, row in handovers.items() if key in keys},
        stood=frozenset({by_duty[one] for one in arrived} | opened),
        opened=frozenset(opened),
    )


def _handovers_of(shifts: Sequence[Shift]) -> QuerySet[Handover]:
    return _with_people().filter(
        post_id__in={one.post_id for one in shifts}, day__in={one.day for one in shifts}
    )


def _with_people() -> QuerySet[Handover]:
    return Handover.objects.select_related("post", "giver", "taker", "given_by", "taken_by")


def may_check_out(duty: StandingDuty) -> Decision:
    """
    Tell whether the holder of a duty may check out: who leads a shift, only after the handover.

    Covert duties have no part in the book of the post nor in its handover.
    """
    if duty.is_covert:
        return Decision.yes()
    course = course_of(shifts_of(duty.post_id, around=duty.ends_at))
    key = (duty.post_id, duty.day, duty.band_code)
    shift = next((one for one in course.shifts if one.key == key), None)
    if shift is None or shift.leader is None:
        return Decision.yes()
    return may_close(
        leads=shift.leader.person_id == duty.person_id, is_signed=course.is_signed(shift)
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a post stands between two shifts, for the page of the handover."""

    post: OpenedPost
    # The shift to be handed over now, if any, and the one that takes it.
    ending: Shift | None
    following: Shift | None
    handover: Handover | None
    # What goes on from the last handover that was signed.
    matters: tuple[Matter, ...]
    items: tuple[CountedItem, ...]
    # The shift that is to be opened by hand, because no handover opens it.
    to_open: Shift | None
    # The handovers that both have signed, the last ones first.
    signed: tuple[Handover, ...]
    may_give: Decision
    may_take: Decision


def turn_of(post_id: int, *, actor: Actor, now: datetime) -> Turn:
    """
    Return what is to be handed over at a post now.

    :raises NotYours: and Refused as `opened_post` does
    """
    post = opened_post(post_id, actor=actor, now=now)
    recent = list(_with_people().filter(post_id=post_id).order_by("-ends_at", "-id")[:MOST_AT_ONCE])
    signed = [one for one in recent if one.taken_at is not None]
    course = course_of(shifts_of(post_id, around=now), recent)
    ending = _ending(course, now)
    following = after(ending, course.shifts) if ending else None
    handover = course.handovers.get(ending.key) if ending else None
    return Turn(
        post=post,
        ending=ending,
        following=following,
        handover=handover,
        matters=carried(matters_from(signed[0].open_matters)) if signed else (),
        items=things_to_count(post_id),
        to_open=_to_open(course, now),
        signed=tuple(signed[:SHOWN_AT_ONCE]),
        may_give=_may_give(ending, post, actor, now),
        may_take=may_take(
            actor,
            area_code=post.area_code,
            is_of_next_shift=following is not None and following.holds(post.person_id),
            has_next_shift=following is not None,
            given_by_id=handover.given_by_id if handover else 0,
        ),
    )


def _may_give(ending: Shift | None, post: OpenedPost, actor: Actor, now: datetime) -> Decision:
    if ending is None:
        return Decision.yes()
    return may_give(
        actor,
        area_code=post.area_code,
        is_of_shift=ending.holds(post.person_id),
        ends_at=ending.ends_at,
        now=now,
    )


def _ending(course: Course, now: datetime) -> Shift | None:
    """
    Return the last shift that was stood, ends within the hour or has ended, and is not signed.

    What was left unsigned before it stays so: a post is not kept from going on by what is past.
    """
    waiting = [
        one
        for one in course.shifts
        if one.key in course.stood and not course.is_signed(one) and one.ends_at - EARLIEST <= now
    ]
    latest = max(waiting, key=lambda one: (one.ends_at, one.starts_at), default=None)
    later = [one for one in course.shifts if latest and one.starts_at > latest.starts_at]
    # A later shift that both have signed closes the matter.
    return None if any(course.is_signed(one) for one in later) else latest


def _to_open(course: Course, now: datetime) -> Shift | None:
    """Return the shift that runs, or begins within the hour, and may be opened but is not."""
    for one in course.shifts:
        runs = one.starts_at - EARLIEST <= now < one.ends_at
        if runs and one.key not in course.opened and course.may_open(one):
            return one
    return None


def things_to_count(post_id: int) -> tuple[CountedItem, ...]:
    """Return what a post keeps, as if all of it were there."""
    return tuple(
        CountedItem(one.name, one.kind, one.count, one.count)
        for one in items_of(post_id)
        if one.is_active
    )


def open_matters(post_id: int) -> tuple[Matter, ...]:
    """Return what the last signed handover of a post left open."""
    last = (
        Handover.objects.filter(post_id=post_id, taken_at__isnull=False)
        .order_by("-ends_at", "-id")
        .first()
    )
    return carried(matters_from(last.open_matters)) if last else ()


def shift_called(post_id: int, day: date, band_code: str, *, now: datetime) -> Shift:
    """
    Return a shift of a post by its day and band.

    :raises NotYours: when no published roster has it in these days
    """
    for one in shifts_of(post_id, around=now):
        if (one.day, one.band_code) == (day, band_code):
            return one
    raise NotYours(f"shift {post_id} {day} {band_code}")


def handover_called(handover_id: int, *, actor: Actor, now: datetime) -> Handover:
    """
    Return a handover of a post that the actor may open.

    :raises NotYours: and Refused as `opened_post` does
    """
    row = _with_people().filter(id=handover_id).first()
    if row is None:
        raise NotYours(f"handover {handover_id}")
    opened_post(row.post_id, actor=actor, now=now)
    return row


def shift_began_at(row: Handover) -> datetime | None:
    """Return when the shift of a handover began; None when its roster is gone."""
    key = (row.post_id, row.day, row.band_code)
    shifts = shifts_of(row.post_id, around=row.ends_at)
    return next((one.starts_at for one in shifts if one.key == key), None)


def item_called(item_id: int, *, actor: Actor) -> tuple[PostItem, OpenedPost]:
    """
    Return a thing of a post that the actor leads, and the post.

    :raises NotYours: when there is none
    """
    row = PostItem.objects.filter(id=item_id).first()
    if row is None:
        raise NotYours(f"item {item_id}")
    return row, led_post(row.post_id, actor=actor)
