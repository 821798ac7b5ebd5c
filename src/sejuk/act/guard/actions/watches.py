"""The dead-man timer: set, answered, escalated; and who did not come."""

from datetime import datetime

from django.db.models import Q

from sejuk.act.guard.actions.book import write_entry
from sejuk.act.guard.models import Absence, Alarm, Watch
from sejuk.act.guard.queries import watches as queries
from sejuk.act.guard.queries.book_words import alarm_words, answered_words
from sejuk.act.guard.queries.people import shift_led
from sejuk.act.guard.rules import EntryKind, Rung, may_lead
from sejuk.act.guard.rules.checking import may_mind_post
from sejuk.act.guard.rules.watching import may_be_watched
from sejuk.foundation.ledger.actions import Deed, record, record_many, subject_of, traced
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment.queries.posts import post_called


@traced
def set_watch(
    *,
    post_id: int,
    period_minutes: int,
    grace_minutes: int,
    is_on: bool,
    actor: Actor,
    now: datetime,
) -> Watch:
    """
    Say how often a post answers and how long its silence is borne; counting begins now.

    :raises NotYours: when the post is none of the actor's area
    :raises Refused: when he may not, or the times make no sense
    """
    post = post_called(post_id, actor.scope)
    may_lead(actor, area_code=post.area_id).or_refuse()
    may_be_watched(period_minutes=period_minutes, grace_minutes=grace_minutes).or_refuse()
    watch, _ = Watch.objects.update_or_create(
        post_id=post_id,
        defaults={
            "period_minutes": period_minutes,
            "grace_minutes": grace_minutes,
            "is_on": is_on,
            "set_by": actor.name,
            "set_at": now,
        },
    )
    _close(watch, actor, now, answer="")
    record(
        verb="guard.watch.set",
        subject=watch,
        actor=actor,
        now=now,
        area_code=post.area_id,
        detail={"post": post_id, "period": period_minutes, "grace": grace_minutes, "on": is_on},
    )
    return watch


@traced
def answer_watch(*, post_id: int, actor: Actor, now: datetime) -> Watch:
    """
    Say for a post that all is well: by who leads its shift, or by a leader who has reached it.

    :raises NotYours: when the post is none of the actor's area and he does not lead its shift
    :raises Refused: when he may not answer for it, or it is not watched
    """
    leads = shift_led(actor, post_id=post_id, now=now) is not None
    post = post_called(post_id, (EVERYWHERE,) if leads else actor.scope)
    may_mind_post(actor, area_code=post.area_id, leads_shift=leads).or_refuse()
    return _answered(post_id, post.area_id, "", actor, now)


@traced
def answer_alarm(*, alarm_id: int, answer: str, actor: Actor, now: datetime) -> Watch:
    """
    Say what was found where a post had stayed silent; all rungs of that silence are answered.

    :raises NotYours: when the alarm is none of the actor's area
    :raises Refused: when he may not, or does not say what was found
    """
    alarm = queries.alarm_called(alarm_id, actor=actor)
    post = alarm.watch.post
    may_lead(actor, area_code=post.area_id).or_refuse()
    if not answer.strip():
        raise Refused(N_("Say what was found at the post."), where="answer")
    return _answered(post.pk, post.area_id, answer.strip(), actor, now)


@traced
def see_absence(*, absence_id: int, actor: Actor, now: datetime) -> Absence:
    """
    Take note that somebody did not come.

    :raises NotYours: when it is none of the actor's area
    :raises Refused: when he does not lead there
    """
    row = queries.absence_called(absence_id, actor=actor)
    area_code = row.duty.post.area_id
    may_lead(actor, area_code=area_code).or_refuse()
    same = Absence.objects.filter(duty_id=row.duty_id, person_id=row.person_id)
    same.filter(seen_at__isnull=True).update(seen_at=now, seen_by=actor.name)
    record(verb="guard.absence.seen", subject=row, actor=actor, now=now, area_code=area_code)
    return row


@traced
def raise_alarms(*, actor: Actor, now: datetime) -> int:
    """
    Call the next rung for each silent post and raise who has not come; return how many it were.

    What was raised before is not raised again, however often this runs.
    """
    # Two that look at once wait here for each other.
    list(Watch.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    alarms = [_alarm(one, now) for one in queries.alarms_due(now)]
    absences = [_absence(one, now) for one in queries.absences_due(now)]
    Alarm.objects.bulk_create(alarms)
    Absence.objects.bulk_create(absences)
    for alarm in alarms:
        words = alarm_words(Rung(alarm.rung), alarm.due_at)
        _write_in_book(alarm.watch.post_id, alarm.watch.post.area_id, words, actor, now)
    deeds = [
        Deed(
            "guard.alarm.raised",
            subject_of(alarm),
            actor,
            now,
            alarm.watch.post.area_id,
            {"post": alarm.watch.post_id, "rung": alarm.rung, "due_at": alarm.due_at},
        )
        for alarm in alarms
    ]
    deeds += [
        Deed(
            f"guard.absence.{absence.kind}",
            subject_of(absence),
            actor,
            now,
            absence.duty.post.area_id,
            {"duty": absence.duty_id, "person": absence.person_id},
        )
        for absence in absences
    ]
    # Another run may have raised them a moment before.
    record_many(deeds or [Deed("guard.alarm.none_due", "guard.watches", actor, now)])
    return len(alarms) + len(absences)


@traced
def count_anew(*, actor: Actor, now: datetime) -> int:
    """Count all silences from now, because the installation was off and nobody could answer."""
    count = Watch.objects.filter(
        Q(counts_from__isnull=True) | Q(counts_from__lt=now), is_on=True
    ).update(counts_from=now)
    record(
        verb="guard.watch.counted_anew",
        subject="guard.watches",
        actor=actor,
        now=now,
        detail={"watches": count},
    )
    return count


def _alarm(due: queries.DueAlarm, now: datetime) -> Alarm:
    return Alarm(watch=due.watch, due_at=due.due_at, rung=due.rung.value, raised_at=now)


def _absence(due: queries.DueAbsence, now: datetime) -> Absence:
    return Absence(
        duty_id=due.duty.duty_id,
        person_id=due.duty.person_id or 0,
        kind=due.kind.value,
        raised_at=now,
    )


def _answered(post_id: int, area_code: str, answer: str, actor: Actor, now: datetime) -> Watch:
    watch = Watch.objects.select_for_update().filter(post_id=post_id).first()
    if watch is None:
        raise Refused(N_("This post is not watched. A leader sets how often it answers."))
    watch.answered_at, watch.answered_by = now, actor.name
    watch.save(update_fields=["answered_at", "answered_by"])
    closed = _close(watch, actor, now, answer=answer)
    if closed:
        _write_in_book(post_id, area_code, answered_words(answer), actor, now)
    record(
        verb="guard.watch.answered",
        subject=watch,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"post": post_id, "alarms": closed},
    )
    return watch


def _close(watch: Watch, actor: Actor, now: datetime, *, answer: str) -> int:
    rows = queries.open_rows().filter(watch=watch)
    return rows.update(answered_at=now, answered_by=actor.name, answer=answer)


def _write_in_book(post_id: int, area_code: str, text: str, actor: Actor, now: datetime) -> None:
    write_entry(
        post_id=post_id,
        area_code=area_code,
        kind=EntryKind.OTHER,
        text=text,
        happened_at=now,
        actor=actor,
        now=now,
    )
