"""Write an answer, its next version, and approve it."""

from datetime import datetime

from sejuk.act.response import queries
from sejuk.act.response.actions.working import Work
from sejuk.act.response.models import Answer, Approval
from sejuk.act.response.rules import AnswerKind, Wording, may_approve, may_edit, may_write
from sejuk.assess.rumours import queries as rumours
from sejuk.foundation.ledger.actions import traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.storing import refused_when_there


@traced
def write_answer(
    *,
    words: Wording,
    rumour_id: int | None = None,
    key: str | None = None,
    actor: Actor,
    now: datetime,
) -> Answer:
    """
    Write an answer to a rumour, or (without one) a message of the programme.

    :raises NotYours: when the rumour is none of the actor's
    :raises Refused: when the actor may not, the words are not whole, or there is an answer already
    """
    if key and (there := Answer.objects.filter(key=key).first()):
        Work(there, actor, now).note("repeated")
        return there
    operation = rumours.operation_now()
    rumour = rumours.rumour_called(rumour_id, actor.scope) if rumour_id is not None else None
    area_code = rumour.area_id if rumour else operation.area_id
    may_write(area_code, actor).or_refuse()
    with refused_when_there(N_("This rumour has an answer already. Write its next version.")):
        answer = Answer.objects.create(
            operation=operation,
            area_id=area_code,
            kind=(AnswerKind.RUMOUR if rumour else AnswerKind.PARTICIPATION).value,
            rumour=rumour,
            written_by=actor.name,
            written_at=now,
            key=key,
        )
    work = Work(answer, actor, now)
    work.keep(1, words.stripped())
    work.note("written", rumour=rumour_id)
    return answer


@traced
def edit_answer(
    *, answer_id: int, words: Wording, version_seen: int, actor: Actor, now: datetime
) -> Answer:
    """
    Write the next version of an answer; approvals of the one before do not count for it.

    :raises NotYours: when the answer is none of the actor's
    :raises Refused: when the actor may not, somebody wrote meanwhile, or the words are not whole
    """
    work = Work(queries.answer_to_work_on(answer_id, actor.scope), actor, now)
    standing = queries.standing_of(work.answer)
    may_edit(standing, version_seen=version_seen, actor=actor).or_refuse()
    version = work.keep(standing.newest + 1, words.stripped())
    work.note("edited", version=version.number)
    return work.answer


@traced
def approve_answer(*, answer_id: int, number: int, actor: Actor, now: datetime) -> Answer:
    """
    Approve a version as one of Humas.

    :raises NotYours: when the answer is none of the actor's
    :raises Refused: when the actor may not, did so before, or there is a newer version
    """
    answer = queries.answer_to_work_on(answer_id, actor.scope)
    may_approve(queries.standing_of(answer), number=number, actor=actor).or_refuse()
    Approval.objects.create(
        version=queries.newest_version(answer), user_id=actor.user_id or 0, by=actor.name, at=now
    )
    Work(answer, actor, now).note("approved", version=number)
    return answer
