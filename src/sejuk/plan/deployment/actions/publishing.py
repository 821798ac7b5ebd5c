"""From draft to what people stand by: proposed by one person, published by another."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Override, Roster
from sejuk.plan.deployment.queries import rosters, verdicts
from sejuk.plan.deployment.queries.telling import told
from sejuk.plan.deployment.rules import RosterState


@traced
def propose_roster(*, roster_id: int, actor: Actor, now: datetime) -> Roster:
    """
    Lay a draft before whoever publishes it, with the verdict on it.

    :raises NotYours: when it does not exist for this actor
    :raises Refused: when he may not, it is being computed, breaks a hard rule, or does not know
        what changed hands meanwhile
    """
    roster = rosters.roster_to_change(roster_id, actor=actor)
    rules.may_plan(actor, area_code=roster.operation.area_id).or_refuse()
    rules.may_move(RosterState(roster.state), RosterState.PROPOSED).or_refuse()
    _refuse_outdated(roster, now)
    verdict = verdicts.verdict_of(roster)
    figures = verdicts.figures_of(roster, verdict)
    is_solving = rosters.open_solve(roster) is not None
    rules.may_propose(
        user_id=actor.user_id, hard=figures["hard"], is_solving=is_solving
    ).or_refuse()
    roster.state = RosterState.PROPOSED.value
    roster.proposed_by_id, roster.proposed_at = actor.user_id, now
    roster.figures = figures
    roster.save(update_fields=["state", "proposed_by", "proposed_at", "figures"])
    detail = {"empty": figures["empty"], "warn": figures["warn"], "cost": figures["cost"]}
    return _recorded("proposed", roster, actor, now, detail)


@traced
def return_roster(*, roster_id: int, reason: str, actor: Actor, now: datetime) -> Roster:
    """
    Give a proposed roster back to be worked on, and say why.

    :raises NotYours: when it does not exist for this actor
    :raises Refused: when he neither plans nor publishes there, it is not proposed, or no reason
    """
    roster = rosters.roster_to_change(roster_id, actor=actor)
    rules.may_return(actor, area_code=roster.operation.area_id).or_refuse()
    rules.may_move(RosterState(roster.state), RosterState.DRAFT).or_refuse()
    rules.may_be_reason(reason).or_refuse()
    roster.state = RosterState.DRAFT.value
    roster.proposed_by = roster.proposed_at = None
    roster.note = reason.strip()
    roster.save(update_fields=["state", "proposed_by", "proposed_at", "note"])
    # The reason stays in the note: it may tell of an illness, and an entry cannot be erased.
    return _recorded("returned", roster, actor, now, {})


@traced
def publish_roster(
    *,
    roster_id: int,
    overrides: Mapping[str, str],
    order_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Roster:
    """
    Publish a proposed roster as the second person; from now on people stand by it.

    `overrides` gives for each rule of level "warn" that it breaks the reason why it is published
    in spite of that. Whole rosters of the same days are superseded.

    :raises NotYours: when the roster or the order does not exist for this actor
    :raises Refused: when he may not, a hard rule is broken, a reason is missing, the days cut
        through those of a published roster, or duties changed hands meanwhile
    """
    roster = rosters.roster_to_change(roster_id, actor=actor)
    rules.may_publish(
        actor,
        area_code=roster.operation.area_id,
        proposed_by_id=roster.proposed_by_id,
        state=RosterState(roster.state),
    ).or_refuse()
    if order_id is not None:
        roster.order = operations.order_called(order_id, actor.scope)
        _refuse_foreign_order(roster)
    rosters.lock_versions(roster)
    rosters.lock_in_force(roster)
    _refuse_outdated(roster, now)
    verdict = verdicts.verdict_of(roster)
    _refuse_hard(verdict)
    _keep_overrides(roster, verdict.breaches, overrides, actor, now)
    older = _supersede(roster, now)
    roster.state = RosterState.PUBLISHED.value
    roster.version = rosters.next_version(roster)
    roster.published_by_id, roster.published_at = actor.user_id, now
    roster.holds_from = now if older else None
    roster.figures = verdicts.figures_of(roster, verdict)
    roster.save(
        update_fields=[
            "state", "version", "published_by", "published_at", "holds_from", "figures", "order",
        ]
    )  # fmt: skip
    detail = {"version": roster.version, "supersedes": older, "overrides": sorted(overrides)}
    return _recorded("published", roster, actor, now, detail)


def _refuse_outdated(roster: Roster, now: datetime) -> None:
    missed = next(rosters.missed_substitutions(roster, now=now), None)
    if missed is None:
        return
    duty = {"post": missed.post, "band": missed.band, "day": missed.day, "was": missed.was}
    if not missed.was:
        duty.pop("was")
        raise Refused(
            N_(
                "Since this draft was made, %(now)s was placed on the empty duty of %(day)s "
                "(%(post)s, %(band)s) in the published roster. Do so in the draft too."
            ),
            now=missed.now,
            **duty,
        )
    if missed.now:
        raise Refused(
            N_(
                "Since this draft was made, %(was)s was replaced by %(now)s on %(day)s "
                "(%(post)s, %(band)s) in the published roster. Place them so in the draft too."
            ),
            now=missed.now,
            **duty,
        )
    raise Refused(
        N_(
            "Since this draft was made, %(was)s was taken off the duty of %(day)s "
            "(%(post)s, %(band)s) in the published roster. Do so in the draft too."
        ),
        **duty,
    )


def _refuse_foreign_order(roster: Roster) -> None:
    if roster.order is not None and roster.order.operation_id != roster.operation_id:
        raise NotYours(f"order {roster.order_id}")


def _refuse_hard(verdict: engine.Verdict) -> None:
    for breach in verdict.breaches:
        if breach.level is engine.Level.HARD:
            raise Refused(
                N_("This roster breaks a rule that nobody may break: %(sentence)s"),
                sentence=told(breach.sentence),
            )


def _keep_overrides(
    roster: Roster,
    breaches: Iterable[engine.Breach],
    overrides: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> None:
    """Keep for each broken warning who published in spite of it, and why."""
    warned = (group for group in verdicts.by_rule(breaches) if group[0].level is engine.Level.WARN)
    for group in warned:
        rule = group[0].rule
        reason = overrides.get(rule.value, "").strip()
        if not rules.may_be_reason(reason):
            raise Refused(
                N_("Say why it is published although this is broken %(count)s times: %(rule)s"),
                count=len(group), rule=told(engine.Sentence(engine.SENTENCES[rule])),
            )  # fmt: skip
        Override.objects.create(
            roster=roster,
            rule=rule.value,
            sentences=verdicts.kept_sentences(group),
            breaches=len(group),
            reason=reason,
            overridden_by=actor.name,
            overridden_at=now,
        )


def _supersede(roster: Roster, now: datetime) -> list[int]:
    """Let the published rosters of these days end here, and return their numbers."""
    there = list(rosters.in_force(roster.operation_id, first=roster.starts_on, last=roster.ends_on))
    for older in there:
        if not (roster.starts_on <= older.starts_on and older.ends_on <= roster.ends_on):
            raise Refused(
                N_(
                    "“%(name)s” is published for %(first)s to %(last)s. A new version has to hold "
                    "all of these days; a later roster begins after them."
                ),
                name=older.name, first=older.starts_on, last=older.ends_on,
            )  # fmt: skip
    for older in there:
        older.state = RosterState.SUPERSEDED.value
        older.holds_until = now
        older.save(update_fields=["state", "holds_until"])
    return [older.pk for older in there]


def _recorded(
    deed: str, roster: Roster, actor: Actor, now: datetime, detail: Mapping[str, object]
) -> Roster:
    record(
        verb=f"deployment.roster.{deed}",
        subject=roster,
        actor=actor,
        now=now,
        area_code=roster.operation.area_id,
        detail=detail,
    )
    return roster
