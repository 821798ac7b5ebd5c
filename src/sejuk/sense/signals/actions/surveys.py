"""What who reported says of it four weeks later: once for a receipt, without a name."""

from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations.queries import shared_area
from sejuk.foundation.places.queries import without_persons
from sejuk.kit.actors import Actor
from sejuk.sense.signals import queries
from sejuk.sense.signals.actions.dialogue import seal_whole
from sejuk.sense.signals.models import SurveyAnswer
from sejuk.sense.signals.queries.redaction import taken_out_of
from sejuk.sense.signals.rules import (
    Answered,
    Safer,
    SignalState,
    may_answer_survey,
    may_be_survey,
)


@traced
def answer_survey(
    *,
    receipt_digits: str,
    answered: Answered,
    satisfied: int,
    safer: Safer,
    words: str = "",
    actor: Actor,
    now: datetime,
) -> SurveyAnswer:
    """
    Keep what who reported says of it; a second time changes nothing.

    :raises NotYours: for a receipt that there is not.
    :raises Refused: before four weeks are over, or for words that cannot be kept.
    """
    may_answer_survey(satisfied=satisfied, words=words).or_refuse()
    plain = without_persons(words.strip(), area_code=shared_area())
    signal = queries.locked_by_receipt(receipt_digits)
    known = SurveyAnswer.objects.filter(signal=signal).first()
    if known is None:
        may_be_survey(SignalState(signal.state), signal.state_changed_at, now=now).or_refuse()
        whole = (
            seal_whole(signal_id=signal.pk, text=words, actor=actor, now=now)
            if plain.found
            else None
        )
        row = SurveyAnswer.objects.create(
            signal=signal,
            answered=answered,
            satisfied=satisfied,
            safer=safer,
            words=plain.text,
            taken_out=taken_out_of(plain.text),
            whole_id=whole,
            at=now,
        )
    record(
        verb="signals.survey.sent_twice" if known else "signals.survey.answered",
        subject=signal,
        actor=actor,
        now=now,
        area_code=signal.area_id,
    )
    return known or row
