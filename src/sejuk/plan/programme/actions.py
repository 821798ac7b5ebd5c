"""Changes to the programme: one function, one transaction, one ledger entry."""

from dataclasses import asdict
from datetime import date, datetime

from django.utils.timezone import localdate

from sejuk.assess.risk import actions as risk
from sejuk.engines import itinerary
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.plan.programme import rules
from sejuk.plan.programme.models import FeedbackAudit, Proposal, VisitNote
from sejuk.plan.programme.queries import audits, planning, weeks
from sejuk.plan.programme.queries.reasons import StoredPart
from sejuk.plan.programme.rules import ProposalState, Turn
from sejuk.sense.signals.rules import may_be_reason

DECIDED_FIELDS = (
    "state", "turn", "planned_on", "planned_officer",
    "decided_by", "decided_at", "decision_reason",
)  # fmt: skip
REFRESHED_FIELDS = (
    "rank", "score_tenths", "turn", "reasons", "proposed_at",
    "selection_probability", "draw_seed", "chance",
)  # fmt: skip


@traced
def propose_week(
    *, week_starts_on: date, area_code: str, actor: Actor, now: datetime
) -> list[Proposal]:
    """
    Propose to each village officer of an area which village next, and return the open proposals.

    Done again for the same week it refreshes what nobody has decided yet; the rest stays.

    :raises Refused: when the day is no Monday, the week is over, or the actor plans nothing there.
    """
    rules.may_propose(
        week_starts_on, today=localdate(now), area_code=area_code, actor=actor
    ).or_refuse()
    weeks.lock_week(week_starts_on)
    kept, open_ones = weeks.kept_and_open(week_starts_on, area_code=area_code)
    found = planning.found_proposals(week_starts_on, area_code=area_code, kept=kept, now=now)
    proposals = _store(found, kept=kept, open_ones=open_ones, week=week_starts_on, now=now)
    record(
        verb="programme.week.proposed",
        subject=f"programme.week:{week_starts_on.isoformat()}",
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"proposed": len(proposals), "kept": len(kept)},
    )
    return proposals


def _store(
    found: planning.Found,
    *,
    kept: list[Proposal],
    open_ones: list[Proposal],
    week: date,
    now: datetime,
) -> list[Proposal]:
    """Write what the engine found over the open proposals; drop those it no longer makes."""
    there = {(one.officer_id, one.area_id): one for one in open_ones}
    new: list[Proposal] = []
    again: list[Proposal] = []
    for rank, one in planning.ranked_beside(found.drawn, kept):
        proposal = one.proposal
        key = int(proposal.officer), proposal.area_code
        known = there.pop(key, None)
        row = known or Proposal(week_starts_on=week, officer_id=key[0], area_id=key[1])
        row.rank, row.score_tenths, row.turn = rank, proposal.score_tenths, one.turn
        row.selection_probability, row.draw_seed = one.probability, one.seed
        row.chance = one.chance
        row.reasons = [_stored(part, found.hint_for(part, key[1])) for part in proposal.parts]
        row.proposed_at = now
        (again if known else new).append(row)
    Proposal.objects.filter(pk__in=[one.pk for one in there.values()]).delete()
    Proposal.objects.bulk_update(again, REFRESHED_FIELDS, batch_size=1_000)
    return [*again, *Proposal.objects.bulk_create(new, batch_size=2_000)]


@traced
def audit_feedback(
    *, week_starts_on: date, area_code: str, actor: Actor, now: datetime
) -> FeedbackAudit:
    """
    Keep the feedback audit of the two weeks up to the end of this one, and return it.

    Done again it adds a newer one; the older one stays as it was.

    :raises Refused: when the day is no Monday, the week is not over, or the actor plans nothing
        there.
    """
    rules.may_audit(
        week_starts_on, today=localdate(now), area_code=area_code, actor=actor
    ).or_refuse()
    found = audits.found_feedback(week_starts_on, area_code=area_code, now=now)
    audit = FeedbackAudit.objects.create(
        area_id=area_code,
        week_starts_on=week_starts_on,
        figures=asdict(found),
        gini=found.gini,
        never_visited=len(found.never_visited),
        shadow_correlation=found.shadow_correlation,
        made_by=actor.name,
        made_at=now,
    )
    record(
        verb="programme.feedback.audited",
        subject=audit,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={
            "week": week_starts_on.isoformat(),
            "gini": round(found.gini, 3),
            "never_visited": len(found.never_visited),
            "shadow_correlation": found.shadow_correlation,
        },
    )
    return audit


def _stored(part: itinerary.Part, hint: str) -> StoredPart:
    return StoredPart(code=part.code.value, tenths=part.tenths, value=part.value, hint=hint)


@traced
def accept_proposal(*, proposal_id: int, planned_on: date, actor: Actor, now: datetime) -> Proposal:
    """
    Plan the proposed visit for a day of its week.

    :raises NotYours: when the proposal does not exist for this actor.
    :raises Refused: when he may not decide about it, or the day does not fit.
    """
    proposal = _decided_by(proposal_id, ProposalState.ACCEPTED, actor=actor)
    rules.may_plan_on(
        planned_on, week_starts_on=proposal.week_starts_on, today=localdate(now)
    ).or_refuse()
    proposal.planned_on = planned_on
    proposal.planned_officer_id = proposal.officer_id
    return _keep_decision(proposal, ProposalState.ACCEPTED, reason="", actor=actor, now=now)


@traced
def change_proposal(
    *,
    proposal_id: int,
    planned_on: date,
    officer_id: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Proposal:
    """
    Plan the visit for another day or by another officer, and say why.

    :raises NotYours: when the proposal, or the officer, does not exist for this actor.
    :raises Refused: when he may not, the day does not fit, or the reason is missing.
    """
    proposal = _decided_by(proposal_id, ProposalState.CHANGED, actor=actor)
    may_be_reason(reason).or_refuse()
    rules.may_plan_on(
        planned_on, week_starts_on=proposal.week_starts_on, today=localdate(now)
    ).or_refuse()
    rules.may_give_away(
        is_same_officer=officer_id == proposal.officer_id, area_code=proposal.area_id, actor=actor
    ).or_refuse()
    if officer_id != proposal.officer_id:
        officer_id = forces.get_active_person(officer_id, scope=actor.scope).pk
    proposal.planned_on = planned_on
    proposal.planned_officer_id = officer_id
    return _keep_decision(proposal, ProposalState.CHANGED, reason=reason, actor=actor, now=now)


@traced
def refuse_proposal(*, proposal_id: int, reason: str, actor: Actor, now: datetime) -> Proposal:
    """
    Refuse a proposed visit, and say why.

    :raises NotYours: when the proposal does not exist for this actor.
    :raises Refused: when he may not decide about it, or the reason is missing.
    """
    proposal = _decided_by(proposal_id, ProposalState.REFUSED, actor=actor)
    may_be_reason(reason).or_refuse()
    proposal.planned_on = proposal.planned_officer_id = None
    return _keep_decision(proposal, ProposalState.REFUSED, reason=reason, actor=actor, now=now)


def _decided_by(proposal_id: int, to: ProposalState, *, actor: Actor) -> Proposal:
    """Return the proposal, locked, once it is certain that `actor` may move it to `to`."""
    proposal = weeks.get_proposal_for_change(proposal_id, actor=actor)
    rules.may_decide(
        is_his_own=weeks.is_his_own(proposal, actor), area_code=proposal.area_id, actor=actor
    ).or_refuse()
    rules.may_move(ProposalState(proposal.state), to).or_refuse()
    return proposal


def _keep_decision(
    proposal: Proposal, state: ProposalState, *, reason: str, actor: Actor, now: datetime
) -> Proposal:
    proposal.state = state
    if state in rules.PLANNED_STATES:
        proposal.turn = rules.turn_once_planned(Turn(proposal.turn))
    proposal.decided_by, proposal.decided_at = actor.name, now
    proposal.decision_reason = reason.strip()
    proposal.save(update_fields=DECIDED_FIELDS)
    planned_on = proposal.planned_on
    record(
        verb=f"programme.proposal.{state}",
        subject=proposal,
        actor=actor,
        now=now,
        area_code=proposal.area_id,
        detail={
            "planned_on": planned_on.isoformat() if planned_on else None,
            "officer": proposal.planned_officer_id,
            "turn": proposal.turn,
            "reason": proposal.decision_reason,
        },
    )
    return proposal


@traced
def note_visit(
    *,
    area_code: str,
    held_on: date,
    visit_id: int,
    has_photo: bool,
    proposal_id: int | None,
    actor: Actor,
    now: datetime,
) -> VisitNote:
    """
    Note that a village was visited, for planning and coverage.

    Without `proposal_id` it counts for the proposal of that village and week, if there is one.
    """
    proposal = weeks.proposal_of_visit(proposal_id, area_code=area_code, held_on=held_on)
    note = VisitNote.objects.create(
        area_id=area_code,
        held_on=held_on,
        visit_id=visit_id,
        has_photo=has_photo,
        proposal=proposal,
        noted_by=actor.name,
        noted_at=now,
    )
    risk.note_contact(area_code=area_code, held_on=held_on, actor=actor, now=now)
    record(
        verb="programme.visit.noted",
        subject=note,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={
            "visit": visit_id,
            "held_on": held_on.isoformat(),
            "proposal": proposal.pk if proposal else None,
        },
    )
    return note
