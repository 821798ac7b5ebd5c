"""Ask who knows, note the answer, and decide what a rumour is worth."""

from datetime import date, datetime

from django.utils import timezone

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.actions.working import Work
from sejuk.assess.rumours.models import Check, Rumour
from sejuk.assess.rumours.rules import (
    LONGEST_ANSWER,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    LONGEST_WORDS,
    Authority,
    Deed,
    RumourState,
    Veracity,
    may_be_said,
    may_decide,
    may_inquire,
    may_work_on,
    state_after_decision,
)
from sejuk.foundation.ledger.actions import traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.sense.signals.rules import first_no


@traced
def ask_authority(
    *,
    rumour_id: int,
    authority: Authority,
    authority_name: str,
    question: str,
    actor: Actor,
    now: datetime,
) -> Check:
    """
    Note whom we asked and what; a new rumour is being verified from then on.

    :raises NotYours: when there is none
    :raises Refused: when the actor may not, or an office or the question is missing
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    first_no(
        may_inquire(work.standing, actor),
        may_be_said("authority_name", authority_name, most=LONGEST_NAME, least=3),
        may_be_said("question", question, most=LONGEST_WORDS, least=5),
    ).or_refuse()
    work.name_nobody(authority_name=authority_name, question=question)
    check = Check.objects.create(
        rumour=work.rumour,
        authority=authority.value,
        authority_name=authority_name.strip(),
        question=question.strip(),
        asked_by=actor.name,
        asked_at=now,
    )
    if work.rumour.state == RumourState.NEW:
        work.keep(state=RumourState.VERIFYING.value)
    work.step(Deed.ASKED, authority=check.authority_name)
    work.note("asked", authority=authority, check=check.pk)
    return check


@traced
def note_answer(
    *,
    rumour_id: int,
    check_id: int,
    answer: str,
    reference: str,
    answered_on: date,
    actor: Actor,
    now: datetime,
) -> Check:
    """
    Note what an authority answered, and where that can be read. It decides nothing yet.

    :raises NotYours: when there is none
    :raises Refused: when an answer was noted meanwhile, or the reference is missing
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    check = queries.check_called(work.rumour, check_id)
    first_no(
        may_inquire(work.standing, actor),
        may_be_said("answer", answer, most=LONGEST_ANSWER, least=5),
        may_be_said("reference", reference, most=LONGEST_REFERENCE, least=3),
    ).or_refuse()
    if check.noted_at is not None:
        raise Refused(
            N_("%(name)s has noted the answer meanwhile. Ask again for another one."),
            where="answer",
            name=check.noted_by,
        )
    asked_on, today = timezone.localdate(check.asked_at), timezone.localdate(now)
    if not asked_on <= answered_on <= today:
        raise Refused(
            N_("The answer came between the question, %(asked)s, and today."),
            where="answered_on",
            asked=asked_on,
        )
    work.name_nobody(answer=answer, reference=reference)
    check.answer, check.reference = answer.strip(), reference.strip()
    check.answered_on, check.noted_by, check.noted_at = answered_on, actor.name, now
    check.save(update_fields=["answer", "reference", "answered_on", "noted_by", "noted_at"])
    work.step(Deed.ANSWER_NOTED, authority=check.authority_name)
    work.note("answer_noted", check=check.pk, reference=check.reference)
    return check


@traced
def decide_veracity(
    *,
    rumour_id: int,
    veracity: Veracity,
    check_id: int | None,
    reason: str,
    version_seen: int,
    actor: Actor,
    now: datetime,
) -> Rumour:
    """
    Decide what a rumour is worth. The temperature of each village that heard it hears it at once.

    :raises NotYours: when there is none
    :raises Refused: when it is proven by nobody, in another's hand, or was changed meanwhile
    """
    work = Work(queries.rumour_to_work_on(rumour_id, actor.scope), actor, now)
    check = queries.answered_check(work.rumour, check_id)
    first_no(
        may_work_on(work.standing, version_seen=version_seen, actor=actor, now=now),
        may_decide(work.standing, veracity, has_answer=check is not None, reason=reason),
    ).or_refuse()
    work.name_nobody(reason=reason)
    before, after = work.rumour.veracity, state_after_decision(veracity)
    known = {
        "veracity": veracity.value,
        "rests_on": check,
        "decided_reason": reason.strip(),
        "decided_by": actor.name,
        "decided_at": now,
        "state": after.value,
        **work.owed_in(after),
    }
    work.change(**(work.undecided() if veracity is Veracity.UNVERIFIED else known))
    work.judge_all()
    work.step(Deed.DECIDED, reason=reason, before=before, after=veracity.value)
    work.note(
        "decided",
        before=before,
        after=veracity,
        authority=check.authority_name if check else "",
        reference=check.reference if check else "",
        reason=reason.strip(),
    )
    return work.rumour
