"""Which posts are watched, how long they have been silent, and who has not come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from sejuk.act.guard.models import Absence, Alarm, CheckIn, Watch
from sejuk.act.guard.rules import Attendance, Rung, attendance_of, watching
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.queries.duties import StandingDuty, published_duties
from sejuk.plan.deployment.rules import COVERT_READERS

POST_AREA = "watch__post__area_id"
DUTY_AREA = "duty__post__area_id"
# Chosen: the longest band lasts two days.
LOOKED_BACK = timedelta(days=2)
# Chosen: half a day after a duty began it is no alarm any more that somebody did not come.
RAISED_WITHIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class DueAlarm:
    """A rung that a silent post has reached and that was not called yet."""

    watch: Watch
    due_at: datetime
    rung: Rung


@dataclass(frozen=True, slots=True)
class DueAbsence:
    """Somebody who is late, or did not come, which was not raised yet."""

    duty: StandingDuty
    kind: Attendance


@dataclass(frozen=True, slots=True)
class WatchedPost:
    """A post that has to answer: when it did, when it is due, and which rung it has reached."""

    watch_id: int
    post_id: int
    post_name: str
    area_code: str
    period_minutes: int
    grace_minutes: int
    is_on: bool
    answered_at: datetime | None
    answered_by: str
    due_at: datetime | None
    rung: Rung | None


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """A silence that nobody has answered yet, by its highest rung."""

    alarm_id: int
    post_id: int
    post_name: str
    rung: Rung
    due_at: datetime
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class ShownAbsence:
    """Somebody who is late or did not come, until a leader has seen it."""

    absence_id: int
    duty_id: int
    post_id: int
    post_name: str
    person: str
    starts_at: datetime
    kind: Attendance


def watch_of(post_id: int) -> Watch | None:
    return Watch.objects.filter(post_id=post_id).first()


def alarms_due(now: datetime) -> list[DueAlarm]:
    """Return the rungs that silent posts have reached and that were not called yet."""
    watches = list(Watch.objects.filter(is_on=True).order_by("pk"))
    shifts = _shifts(now) if watches else {}
    due = [
        DueAlarm(watch, due_at, rung)
        for watch in watches
        if (due_at := due_at_of(watch, shifts.get(watch.post_id, ()), now))
        for rung in watching.rungs_reached(
            due_at=due_at, grace_minutes=watch.grace_minutes, now=now
        )
    ]
    raised = set(
        Alarm.objects.filter(watch__in=watches, due_at__in=[one.due_at for one in due]).values_list(
            "watch_id", "due_at", "rung"
        )
    )
    return [one for one in due if (one.watch.pk, one.due_at, one.rung.value) not in raised]


def due_at_of(
    watch: Watch, shifts: Iterable[tuple[datetime, datetime]], now: datetime
) -> datetime | None:
    """Return when a post has to answer next; None while nobody is on duty there."""
    manned = watching.manned_since(shifts, now)
    if manned is None:
        return None
    return watching.answer_due_at(
        answered_at=watch.answered_at,
        set_at=watch.set_at,
        counts_from=watch.counts_from,
        manned_since=manned,
        period_minutes=watch.period_minutes,
    )


def absences_due(now: datetime) -> list[DueAbsence]:
    """Return who is late or did not come by now and was not raised as such."""
    begun = [
        duty
        for duty in published_duties(starts_at=now - RAISED_WITHIN, ends_at=now, covert=True)
        if duty.person_id is not None and duty.starts_at >= now - RAISED_WITHIN
    ]
    ids = [duty.duty_id for duty in begun]
    came = dict(_arrivals(ids))
    raised = set(Absence.objects.filter(duty_id__in=ids).values_list("duty", "person", "kind"))
    due = [
        DueAbsence(duty, kind)
        for duty in begun
        if (kind := _attendance(duty, came, now)) in (Attendance.LATE, Attendance.MISSING)
    ]
    return [
        one for one in due if (one.duty.duty_id, one.duty.person_id, one.kind.value) not in raised
    ]


def _arrivals(duty_ids: list[int]) -> Iterable[tuple[tuple[int, int], datetime]]:
    rows = CheckIn.objects.filter(duty_id__in=duty_ids)
    return (((row.duty_id, row.person_id), row.arrived_at) for row in rows)


def _attendance(
    duty: StandingDuty, came: dict[tuple[int, int], datetime], now: datetime
) -> Attendance:
    return attendance_of(
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
        has_person=True,
        arrived_at=came.get((duty.duty_id, duty.person_id or 0)),
        left_at=None,
        now=now,
    )


def _shifts(now: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for duty in published_duties(
        starts_at=now - LOOKED_BACK, ends_at=now + timedelta(minutes=1), covert=True
    ):
        if duty.person_id is not None:
            found.setdefault(duty.post_id, []).append((duty.starts_at, duty.ends_at))
    return found


def watched_posts(actor: Actor, *, now: datetime, post_id: int | None = None) -> list[WatchedPost]:
    """Return the watched posts of the actor's area, the longest silent first."""
    rows = Watch.objects.filter(within(actor.scope, "post__area_id")).select_related("post")
    if post_id is not None:
        rows = rows.filter(post_id=post_id)
    shifts = _shifts(now)
    shown = [_watched(row, shifts.get(row.post_id, ()), now) for row in rows.order_by("post__code")]
    far_away = now + timedelta(days=365)
    return sorted(shown, key=lambda one: (not one.is_on, one.due_at or far_away))


def watch_shown(post_id: int, *, now: datetime) -> WatchedPost | None:
    """Return the watch of a post for its own screen; None while it has none."""
    row = Watch.objects.filter(post_id=post_id).select_related("post").first()
    return _watched(row, _shifts(now).get(post_id, ()), now) if row else None


def _watched(row: Watch, shifts: Iterable[tuple[datetime, datetime]], now: datetime) -> WatchedPost:
    due_at = due_at_of(row, shifts, now) if row.is_on else None
    reached = (
        watching.rungs_reached(due_at=due_at, grace_minutes=row.grace_minutes, now=now)
        if due_at
        else ()
    )
    return WatchedPost(
        watch_id=row.pk,
        post_id=row.post_id,
        post_name=row.post.name,
        area_code=row.post.area_id,
        period_minutes=row.period_minutes,
        grace_minutes=row.grace_minutes,
        is_on=row.is_on,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        due_at=due_at,
        rung=reached[-1] if reached else None,
    )


def open_alarms(actor: Actor) -> list[ShownAlarm]:
    """Return the silences of the actor's area that nobody has answered, by their highest rung."""
    rows = open_rows().filter(within(actor.scope, POST_AREA)).select_related("watch__post")
    highest: dict[tuple[int, datetime], Alarm] = {}
    order = list(Rung)
    for row in rows:
        known = highest.get((row.watch_id, row.due_at))
        if known is None or order.index(Rung(row.rung)) > order.index(Rung(known.rung)):
            highest[row.watch_id, row.due_at] = row
    return sorted((_shown(row) for row in highest.values()), key=lambda one: one.due_at)


def open_rows() -> QuerySet[Alarm]:
    return Alarm.objects.filter(answered_at__isnull=True)


def alarm_called(alarm_id: int, *, actor: Actor) -> Alarm:
    """
    Return an alarm of the actor's area.

    :raises NotYours: when there is none
    """
    rows = Alarm.objects.filter(within(actor.scope, POST_AREA)).select_related("watch__post")
    row = rows.filter(pk=alarm_id).first()
    if row is None:
        raise NotYours(f"alarm {alarm_id}")
    return row


def _shown(row: Alarm) -> ShownAlarm:
    return ShownAlarm(
        alarm_id=row.pk,
        post_id=row.watch.post_id,
        post_name=row.watch.post.name,
        rung=Rung(row.rung),
        due_at=row.due_at,
        raised_at=row.raised_at,
    )


def open_absences(actor: Actor, *, post_id: int | None = None) -> list[ShownAbsence]:
    """Return who is late or did not come in the actor's area, until a leader has seen it."""
    rows = absence_rows(actor).filter(seen_at__isnull=True)
    if post_id is not None:
        rows = rows.filter(duty__post_id=post_id)
    # Of one who was late and then did not come, the last word.
    latest = {(row.duty_id, row.person_id): row for row in rows.order_by("raised_at", "pk")}
    came = dict(_arrivals([duty_id for duty_id, _ in latest]))
    return [_absent(row) for key, row in latest.items() if key not in came]


def absence_rows(actor: Actor) -> QuerySet[Absence]:
    """Return the absences that the actor sees: of duties in plain clothes only where he may."""
    rows = Absence.objects.filter(within(actor.scope, DUTY_AREA))
    seen = ~Q(duty__posture="covert") | within(actor.only(*COVERT_READERS).scope, DUTY_AREA)
    rows = rows.filter(seen)
    return rows.select_related("duty__post", "person")


def absence_called(absence_id: int, *, actor: Actor) -> Absence:
    """
    Return an absence of the actor's area.

    :raises NotYours: when there is none that he sees
    """
    row = absence_rows(actor).filter(pk=absence_id).first()
    if row is None:
        raise NotYours(f"absence {absence_id}")
    return row


def _absent(row: Absence) -> ShownAbsence:
    return ShownAbsence(
        absence_id=row.pk,
        duty_id=row.duty_id,
        post_id=row.duty.post_id,
        post_name=row.duty.post.name,
        person=str(row.person),
        starts_at=row.duty.starts_at,
        kind=Attendance(row.kind),
    )
