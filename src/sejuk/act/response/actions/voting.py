"""Count whether an answer helped. Nothing tells who voted."""

from datetime import datetime

from django.utils import timezone

from sejuk.act.response import queries
from sejuk.act.response.models import Vote
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor


@traced
def count_vote(*, answer_id: int, is_helpful: bool, actor: Actor, now: datetime) -> Vote:
    """
    Count one vote about the version that is out.

    :raises NotYours: when no such answer is out
    """
    answer = queries.public_answer(answer_id)
    version = answer.released
    assert version is not None  # noqa: S101 - only what was out is found
    vote = Vote.objects.create(version=version, is_helpful=is_helpful, on=timezone.localdate(now))
    record(
        verb="response.answer.voted",
        subject=answer,
        actor=actor,
        now=now,
        area_code=answer.area_id,
        detail={"helpful": is_helpful},
    )
    return vote
