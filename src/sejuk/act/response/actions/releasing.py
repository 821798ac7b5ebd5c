"""Let an answer out, and take it back: each with its receivers, who hear of it by themselves."""

from datetime import datetime

from procrastinate.contrib.django import app

from sejuk.act.response import queries
from sejuk.act.response.actions.working import Work
from sejuk.act.response.models import Answer, Sending, Version
from sejuk.act.response.rules import AnswerState, SendingKind, may_release, may_withdraw
from sejuk.assess.rumours import actions as rumours
from sejuk.assess.rumours.queries import standing_of as standing_of_rumour
from sejuk.assess.rumours.rules import RumourState, Veracity, may_work_on
from sejuk.foundation.ledger.actions import traced
from sejuk.kit.actors import Actor

# Named, not imported: tasks stand above actions.
SEND = "response.send"


@traced
def release_answer(
    *, answer_id: int, number: int, override_reason: str = "", actor: Actor, now: datetime
) -> Answer:
    """
    Release a version: it stands on the public page and goes to everyone who asked.

    Whom an earlier version reached gets this one as its correction.

    :raises NotYours: when the answer is none of the actor's
    :raises Refused: without two approvals, when it is not neutral and nobody said why it goes out
        all the same, or when its rumour is not verified
    """
    answer = queries.answer_to_work_on(answer_id, actor.scope)
    version = queries.newest_version(answer)
    hits = queries.neutrality_of(queries.wording_of(version).whole)
    may_release(
        queries.standing_of(answer),
        number=number,
        hit_count=len(hits),
        override_reason=override_reason,
        is_decided=answer.rumour is None or answer.rumour.veracity != Veracity.UNVERIFIED,
        actor=actor,
    ).or_refuse()
    override = override_reason.strip() if hits else ""
    _let_out(answer, version, override=override, actor=actor, now=now)
    _mark_answered(answer, actor=actor, now=now)
    receivers = queries.who_asked(answer) | queries.whom_it_reached(answer)
    receivers |= queries.who_waits(answer)
    _send(version, receivers, SendingKind.ANSWER, now)
    Work(answer, actor, now).note(
        "corrected" if version.change else "released",
        version=number,
        receivers=len(receivers),
        hits=sorted({hit.kind.value for hit in hits}),
        override=override,
    )
    return answer


@traced
def withdraw_answer(*, answer_id: int, reason: str, actor: Actor, now: datetime) -> Answer:
    """
    Withdraw an answer: its page says so, and whom it reached is told.

    :raises NotYours: when the answer is none of the actor's
    :raises Refused: when the actor may not, or without a reason
    """
    answer = queries.answer_to_work_on(answer_id, actor.scope)
    may_withdraw(queries.standing_of(answer), reason=reason, actor=actor).or_refuse()
    answer.state, answer.withdrawn_reason = AnswerState.WITHDRAWN.value, reason.strip()
    answer.withdrawn_by, answer.withdrawn_at = actor.name, now
    answer.save(update_fields=["state", "withdrawn_reason", "withdrawn_by", "withdrawn_at"])
    receivers = queries.whom_it_reached(answer)
    if answer.released is not None:
        _send(answer.released, receivers, SendingKind.WITHDRAWAL, now)
    Work(answer, actor, now).note(
        "withdrawn", reason=answer.withdrawn_reason, receivers=len(receivers)
    )
    return answer


def _let_out(
    answer: Answer, version: Version, *, override: str, actor: Actor, now: datetime
) -> None:
    version.override_reason, version.released_by, version.released_at = override, actor.name, now
    version.save(update_fields=["override_reason", "released_by", "released_at"])
    answer.released, answer.state = version, AnswerState.RELEASED.value
    answer.save(update_fields=["released", "state"])


def _mark_answered(answer: Answer, *, actor: Actor, now: datetime) -> None:
    """Let the rumour know that it is answered, unless somebody else is at it at this moment."""
    rumour = answer.rumour
    if rumour is None or rumour.state != RumourState.ANSWERING:
        return
    standing = standing_of_rumour(rumour)
    if may_work_on(standing, version_seen=rumour.version, actor=actor, now=now):
        rumours.mark_answered(
            rumour_id=rumour.pk,
            reason=f"Jawaban {answer.pk} diterbitkan.",
            version_seen=rumour.version,
            actor=actor,
            now=now,
        )


def _send(version: Version, receivers: set[int], kind: SendingKind, now: datetime) -> None:
    waiting = Sending.objects.filter(
        version__answer_id=version.answer_id, message__isnull=True, dropped_at__isnull=True
    )
    waiting.update(dropped_at=now)
    # Who asked for no more is left in peace until he asks again.
    receivers = receivers - queries.who_stopped(receivers)
    Sending.objects.bulk_create(
        [
            Sending(version=version, conversation_id=number, kind=kind.value, made_at=now)
            for number in sorted(receivers)
        ],
        batch_size=1_000,
    )
    # Also without receivers: receipts tell of it too.
    app.configure_task(SEND).defer()
