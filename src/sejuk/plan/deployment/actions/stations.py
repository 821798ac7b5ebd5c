"""Changes to the plan of polling stations: one function, one transaction, one ledger entry."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models.functions import Now
from procrastinate.contrib.django import app

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.actions.seating import BATCH
from sejuk.plan.deployment.actions.solving import QUEUE
from sejuk.plan.deployment.models import Padal, Platoon, StationGroup, StationPlan
from sejuk.plan.deployment.queries import station_problems as problems
from sejuk.plan.deployment.queries.rosters import lock_versions
from sejuk.plan.deployment.queries.station_checks import gone_people, wrong_with
from sejuk.plan.deployment.queries.station_plans import (
    is_computing,
    plan_to_change,
    was_asked_within,
)
from sejuk.plan.deployment.queries.station_problems import Asked, Begun
from sejuk.plan.deployment.queries.telling import kept, told
from sejuk.plan.deployment.rules import RosterState

if TYPE_CHECKING:
    from sejuk.foundation.forces.models import Person

COMPUTE = "deployment.compute_station_plan"
# Chosen: a refusal names as many as one reads; the rest is counted.
NAMED = 10


@traced
def plan_stations(
    *, operation_id: int, name: str, day: date, asked: Asked, actor: Actor, now: datetime
) -> StationPlan:
    """
    Have the officers of an operation deployed to its polling stations; computed in the background.

    :raises NotYours: when the operation does not exist for this actor.
    :raises Refused: when he plans nothing there, a pattern cannot be meant, or stations lack a
        class and none was given for them.
    """
    operation = operations.operation_called(operation_id, actor.scope)
    rules.may_plan(actor, area_code=operation.area_id).or_refuse()
    for text in asked.patterns.values():
        _refuse_garbles(text)
    missing = problems.ungraded_count(operation.pk, operation.area_id)
    rules.may_leave_ungraded(missing, ungraded=asked.ungraded).or_refuse()
    plan = StationPlan.objects.create(
        operation=operation,
        name=name,
        day=day,
        asked=asdict(asked),
        created_by=actor.name,
        created_at=now,
    )
    app.configure_task(COMPUTE, queue=QUEUE).defer(plan_id=plan.pk)
    detail = {"patterns": asked.patterns, "within": asked.within, "ungraded": missing}
    _record("asked", plan, actor, now, detail)
    return plan


def _refuse_garbles(text: str) -> None:
    try:
        engine.pattern_of(text)
    except engine.DeploymentRefused as error:
        raise Refused(error.sentence.text, **error.sentence.values) from error


@traced
def store_station_plan(
    *, begun: Begun, found: engine.Deployment, actor: Actor, now: datetime
) -> StationPlan:
    """
    Keep what was computed: its groups, their people, Padal and platoons.

    A result that does not hold, when it is verified, is not kept; the page says what is wrong.

    :raises NotYours: when the plan does not exist for this actor.
    :raises Refused: when it is no draft any more, or was asked for anew or kept meanwhile.
    """
    plan = plan_to_change(begun.plan_id, actor)
    rules.may_edit(RosterState(plan.state)).or_refuse()
    is_waiting = plan.computed_at is None and plan.asked_at == begun.asked_at
    rules.may_compute_plan(is_waiting=is_waiting).or_refuse()
    wrong = engine.verify_deployment(begun.problem, found)
    if wrong:
        plan.message = kept(wrong[0])
        plan.save(update_fields=["message"])
        _record("failed", plan, actor, now, {"wrong": len(wrong)})
        return plan
    _store(plan, begun, found)
    plan.figures, plan.message, plan.computed_at = _figures(found), {}, now
    plan.save(update_fields=["figures", "message", "computed_at"])
    detail = {"officers": found.officers, "least": found.least_officers, "short": found.short}
    _record("computed", plan, actor, now, detail)
    return plan


def _store(plan: StationPlan, begun: Begun, found: engine.Deployment) -> None:
    plan.groups.all().delete()
    plan.padal.all().delete()
    plan.platoons.all().delete()
    _store_groups(plan, problems.named(found, begun.officers))
    Padal.objects.bulk_create(
        Padal(plan=plan, area_id=force.kecamatan, person_id=int(force.padal) or None)
        for force in found.forces
        if force.padal
    )
    Platoon.objects.bulk_create(
        Platoon(
            plan=plan, number=int(one.platoon), site_id=int(one.place), size=one.size,
            stations=one.stations,
        )
        for one in found.reserve.placed
    )  # fmt: skip


def _store_groups(
    plan: StationPlan, groups: Iterable[tuple[engine.StationGroup, list["Person"]]]
) -> None:
    named = list(groups)
    rows = StationGroup.objects.bulk_create(
        (
            StationGroup(
                plan=plan,
                number=number,
                area_id=group.village or group.kecamatan,
                kecamatan_id=group.kecamatan,
                grade=group.station_class,
                officers=group.officers,
                linmas=group.linmas,
                longest_minutes=group.longest_minutes,
            )
            for number, (group, _) in enumerate(named, start=1)
        ),
        batch_size=BATCH,
    )
    sites, people = StationGroup.sites.through, StationGroup.people.through
    sites.objects.bulk_create(
        (
            sites(stationgroup_id=row.pk, site_id=int(station))
            for row, (group, _) in zip(rows, named, strict=True)
            for station in group.stations
        ),
        batch_size=BATCH,
    )
    people.objects.bulk_create(
        (
            people(stationgroup_id=row.pk, person_id=person.pk)
            for row, (_, sent) in zip(rows, named, strict=True)
            for person in sent
        ),
        batch_size=BATCH,
    )


def _figures(found: engine.Deployment) -> dict[str, object]:
    return {
        "officers": found.officers,
        "least_officers": found.least_officers,
        "linmas": found.linmas,
        "short": found.short,
        "way_minutes": found.way_minutes,
        "least_way_minutes": found.least_way_minutes,
        "forces": [asdict(force) for force in found.forces],
        "late_stations": len(found.reserve.late_stations),
        "least_late": found.reserve.least_late,
        "reserve_longest_minutes": found.reserve.longest_minutes,
        "reserve_mean_minutes": found.reserve.mean_minutes,
        "complaints": [kept(sentence) for sentence in found.complaints],
        "shortfalls": [
            {
                "kecamatan": one.kecamatan,
                "sentence": kept(one.sentence),
                "ways_out": [
                    {"sentence": kept(way.sentence), "officers": way.officers}
                    for way in one.ways_out
                ],
            }
            for one in found.shortfalls
        ],
    }


@traced
def ask_again(*, plan_id: int, actor: Actor, now: datetime) -> StationPlan:
    """
    Have a draft computed anew in the background.

    :raises NotYours: when the plan does not exist for this actor.
    :raises Refused: when he plans nothing there, it is no draft, or was asked for just now.
    """
    plan = plan_to_change(plan_id, actor)
    rules.may_plan(actor, area_code=plan.operation.area_id).or_refuse()
    rules.may_edit(RosterState(plan.state)).or_refuse()
    rules.may_ask_again(
        waits_since_a_minute=is_computing(plan)
        and was_asked_within(plan, rules.STATIONS_ASKED_AGAIN_AFTER)
    ).or_refuse()
    plan.computed_at, plan.message = None, {}
    plan.save(update_fields=["computed_at", "message"])
    StationPlan.objects.filter(pk=plan.pk).update(asked_at=Now())
    app.configure_task(COMPUTE, queue=QUEUE).defer(plan_id=plan.pk)
    _record("asked_again", plan, actor, now, {})
    return plan


@traced
def note_failed_computing(*, plan_id: int, actor: Actor, now: datetime) -> StationPlan:
    """Say on the page that a plan could not be computed; the log says why."""
    plan = plan_to_change(plan_id, actor)
    plan.message = {"text": N_("The computing failed. Ask for it again, or look into the log.")}
    plan.save(update_fields=["message"])
    _record("failed", plan, actor, now, {})
    return plan


@traced
def move_station_plan(
    *, plan_id: int, to: RosterState, reason: str = "", actor: Actor, now: datetime
) -> StationPlan:
    """
    Propose a plan, publish it as the second person, give it back, or drop it.

    A published plan of the same day takes the place of the one before. Who gives back or drops
    says why.

    :raises NotYours: when the plan does not exist for this actor.
    :raises Refused: when he may not, the plan is not there yet, somebody in it is away or on duty
        by now, it does not hold any more, or a reason is missing.
    """
    plan = plan_to_change(plan_id, actor)
    if to is RosterState.PUBLISHED:
        _publish(plan, actor, now)
    elif to is RosterState.PROPOSED:
        _propose(plan, actor, now)
    else:
        _take_back(plan, to, reason, actor)
    plan.state = to
    plan.save(
        update_fields=[
            "state", "proposed_by", "proposed_at", "published_by", "published_at", "note",
        ]
    )  # fmt: skip
    _record(to.value, plan, actor, now, {})
    return plan


def _propose(plan: StationPlan, actor: Actor, now: datetime) -> None:
    state = RosterState(plan.state)
    rules.may_plan(actor, area_code=plan.operation.area_id).or_refuse()
    rules.may_move(state, RosterState.PROPOSED).or_refuse()
    rules.may_propose_plan(
        is_computed=plan.computed_at is not None, to=RosterState.PROPOSED
    ).or_refuse()
    plan.proposed_by_id, plan.proposed_at = actor.user_id, now


def _take_back(plan: StationPlan, to: RosterState, reason: str, actor: Actor) -> None:
    area_code = plan.operation.area_id
    may = rules.may_return if to is RosterState.DRAFT else rules.may_plan
    may(actor, area_code=area_code).or_refuse()
    rules.may_move(RosterState(plan.state), to).or_refuse()
    rules.may_be_reason(reason).or_refuse()
    plan.note = reason.strip()
    plan.proposed_by_id = None


def _publish(plan: StationPlan, actor: Actor, now: datetime) -> None:
    rules.may_publish(
        actor,
        area_code=plan.operation.area_id,
        proposed_by_id=plan.proposed_by_id,
        state=RosterState(plan.state),
    ).or_refuse()
    lock_versions(plan)
    gone = gone_people(plan)
    if gone:
        more = f" (+{len(gone) - NAMED})" if len(gone) > NAMED else ""
        raise Refused(
            N_(
                "By now these are away or on another duty that day: %(names)s. Give the plan back "
                "and compute it again."
            ),
            names=", ".join(gone[:NAMED]) + more,
        )
    for wrong in wrong_with(plan):
        raise Refused(
            N_("This plan does not hold any more; compute it again. %(sentence)s"),
            sentence=told(wrong),
        )
    plan.published_by_id, plan.published_at = actor.user_id, now
    _supersede_others(plan)


def _supersede_others(plan: StationPlan) -> None:
    StationPlan.objects.filter(
        operation_id=plan.operation_id, day=plan.day, state=RosterState.PUBLISHED
    ).exclude(pk=plan.pk).update(state=RosterState.SUPERSEDED)


def _record(
    deed: str, plan: StationPlan, actor: Actor, now: datetime, detail: Mapping[str, object]
) -> None:
    record(
        verb=f"deployment.stationplan.{deed}",
        subject=plan,
        actor=actor,
        now=now,
        area_code=plan.operation.area_id,
        detail=detail,
    )
