"""Changes to operations: open one, set and move its stages, record its orders."""

from collections.abc import Collection
from datetime import date, datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries, rules
from sejuk.foundation.operations.models import (
    Contestant,
    Operation,
    Order,
    Stage,
    StageVersion,
)
from sejuk.foundation.operations.rules import Phase
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.legal_clocks import Regime
from sejuk.kit.storing import refused_when_there

SECONDS_AN_HOUR = 3600


@traced
def open_operation(
    *,
    code: str,
    name: str,
    area_code: str,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    now: datetime,
    stated_strength: int | None = None,
    is_demonstration: bool = False,
    clock_shift_seconds: int = 0,
) -> Operation:
    """
    Open an operation; the one that was current is current no more.

    :raises Refused: when the actor may not, also not end the one that was current; when the
        period is none, the code is taken, or a real one would stand on invented records
    """
    rules.may_lead(actor, area_code=area_code).or_refuse()
    rules.may_be_dated(starts_on, ends_on).or_refuse()
    if Operation.objects.filter(code=code).exists():
        raise Refused(N_("There is an operation %(code)s already."), code=code)
    _end_current(is_demonstration=is_demonstration, actor=actor)
    with refused_when_there(N_("Somebody opened an operation just now. Look at it first.")):
        operation = Operation.objects.create(
            code=code,
            name=name,
            area_id=area_code,
            starts_on=starts_on,
            ends_on=ends_on,
            stated_strength=stated_strength,
            is_demonstration=is_demonstration,
            clock_shift_seconds=clock_shift_seconds,
        )
    record(
        verb="operations.operation.opened",
        subject=operation,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"code": code, "starts_on": starts_on, "ends_on": ends_on},
    )
    return operation


def _end_current(*, is_demonstration: bool, actor: Actor) -> None:
    current = Operation.objects.select_for_update().filter(is_current=True).first()
    if current is None:
        return
    rules.may_replace(
        actor,
        area_code=current.area_id,
        was_demonstration=current.is_demonstration,
        is_demonstration=is_demonstration,
    ).or_refuse()
    current.is_current = False
    current.save(update_fields=["is_current"])


@traced
def turn_clock(*, operation_id: int, hours: int, actor: Actor, now: datetime) -> Operation:
    """
    Let the clock of a demonstration run ahead, to show what becomes of things.

    :raises NotYours: when the operation is none of the actor's
    :raises Refused: when the actor may not, the operation is real, or the clock would go back
    """
    operation = queries.operation_called(operation_id, actor.scope)
    rules.may_lead(actor, area_code=operation.area_id).or_refuse()
    rules.may_turn_clock(is_demonstration=operation.is_demonstration, hours=hours).or_refuse()
    operation.clock_shift_seconds += hours * SECONDS_AN_HOUR
    operation.save(update_fields=["clock_shift_seconds"])
    record(
        verb="operations.clock.turned",
        subject=operation,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"hours": hours},
    )
    return operation


@traced
def set_regime(*, operation_id: int, regime: Regime, actor: Actor, now: datetime) -> Operation:
    """
    Say under which election law matters of an operation are counted from now on.

    :raises NotYours: when the operation is none of the actor's
    :raises Refused: when the actor may not
    """
    operation = queries.operation_called(operation_id, actor.scope)
    rules.may_set_regime(actor, area_code=operation.area_id).or_refuse()
    before, operation.regime = operation.regime, regime.value
    operation.save(update_fields=["regime"])
    record(
        verb="operations.regime.set",
        subject=operation,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"from": before, "to": regime.value},
    )
    return operation


@traced
def add_stage(
    *,
    operation_id: int,
    code: str,
    name: str,
    phase: Phase,
    starts_on: date,
    ends_on: date,
    source: str,
    actor: Actor,
    now: datetime,
) -> Stage:
    """
    Put a stage into the calendar, with its first dates and where they come from.

    :raises NotYours: when the operation is none of the actor's
    :raises Refused: when the actor may not, the period is none, or the code is taken
    """
    operation = queries.operation_called(operation_id, actor.scope)
    rules.may_lead(actor, area_code=operation.area_id).or_refuse()
    rules.may_be_dated(starts_on, ends_on).or_refuse()
    if operation.stages.filter(code=code).exists():
        raise Refused(N_("The calendar has a stage %(code)s already."), code=code)
    stage = Stage.objects.create(operation=operation, code=code, name=name, phase=phase.value)
    _add_version(stage, 1, dates=(starts_on, ends_on), source=source, actor=actor, now=now)
    record(
        verb="operations.stage.added",
        subject=stage,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"code": code, "starts_on": starts_on, "ends_on": ends_on, "source": source},
    )
    return stage


@traced
def move_stage(
    *, stage_id: int, starts_on: date, ends_on: date, source: str, actor: Actor, now: datetime
) -> StageVersion:
    """
    Set new dates of a stage. The old ones stay as history, with their source.

    :raises NotYours: when the stage is none of the actor's
    :raises Refused: when the actor may not, or the dates hold already
    """
    stage = queries.stage_called(stage_id, actor.scope)
    rules.may_lead(actor, area_code=stage.operation.area_id).or_refuse()
    # Two moves at once would both become the same version.
    Stage.objects.select_for_update().get(pk=stage.pk)
    holds = queries.dates_of(stage)
    rules.may_move_to(holds, starts_on=starts_on, ends_on=ends_on).or_refuse()
    version = _add_version(
        stage,
        holds.version + 1,
        dates=(starts_on, ends_on),
        source=source,
        actor=actor,
        now=now,
    )
    record(
        verb="operations.stage.moved",
        subject=stage,
        actor=actor,
        now=now,
        area_code=stage.operation.area_id,
        detail={
            "code": stage.code,
            "from": [holds.starts_on, holds.ends_on],
            "to": [starts_on, ends_on],
            "source": source,
        },
    )
    return version


def _add_version(
    stage: Stage,
    version: int,
    *,
    dates: tuple[date, date],
    source: str,
    actor: Actor,
    now: datetime,
) -> StageVersion:
    return StageVersion.objects.create(
        stage=stage,
        version=version,
        starts_on=dates[0],
        ends_on=dates[1],
        source=source,
        recorded_by=actor.name,
        recorded_at=now,
    )


@traced
def record_order(
    *,
    operation_id: int,
    number: str,
    basis: str,
    text: str,
    starts_on: date,
    ends_on: date,
    issued_on: date,
    issued_by: str,
    person_ids: Collection[int],
    actor: Actor,
    now: datetime,
) -> Order:
    """
    Record a written order (Sprin) with the people it sends.

    :raises NotYours: when operation or a person is none of the actor's
    :raises Refused: when the actor may not, or number and day do not fit
    """
    operation = queries.operation_called(operation_id, actor.scope)
    rules.may_record_order(actor, area_code=operation.area_id).or_refuse()
    rules.may_be_dated(starts_on, ends_on).or_refuse()
    rules.may_be_numbered(number, issued_on=issued_on).or_refuse()
    people = queries.people_to_send(person_ids, actor.scope)
    with refused_when_there(N_("There is an order %(number)s already."), number=number):
        order = Order.objects.create(
            operation=operation,
            number=number,
            basis=basis,
            text=text,
            starts_on=starts_on,
            ends_on=ends_on,
            issued_on=issued_on,
            issued_by=issued_by,
        )
    order.people.set(people)
    record(
        verb="operations.order.recorded",
        subject=order,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"number": number, "people": len(people)},
    )
    return order


@traced
def enter_contestant(
    *,
    operation_id: int,
    contest: str,
    number: int,
    names: Collection[str],
    slogans: Collection[str],
    actor: Actor,
    now: datetime,
) -> Contestant:
    """
    Enter who stands for election; from then on every text is checked for him.

    :raises NotYours: when the operation is none of the actor's
    :raises Refused: when the actor may not, without a name, or when the number is taken
    """
    operation = queries.operation_called(operation_id, actor.scope)
    rules.may_keep_contestants(actor, area_code=operation.area_id).or_refuse()
    rules.may_stand(number, names, slogans).or_refuse()
    with refused_when_there(N_("Number %(number)s stands there already."), number=number):
        contestant = Contestant.objects.create(
            operation=operation,
            contest=contest.strip(),
            number=number,
            names=[name.strip() for name in names if name.strip()],
            slogans=[slogan.strip() for slogan in slogans if slogan.strip()],
            entered_by=actor.name,
            entered_at=now,
        )
    record(
        verb="operations.contestant.entered",
        subject=contestant,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"contest": contestant.contest, "number": number},
    )
    return contestant


@traced
def remove_contestant(*, contestant_id: int, actor: Actor, now: datetime) -> Contestant:
    """
    Take a contestant out: texts are checked for him no more, the record stays.

    :raises NotYours: when the contestant is none of the actor's, or was removed
    :raises Refused: when the actor may not
    """
    contestant = queries.contestant_called(contestant_id, actor.scope)
    area_code = contestant.operation.area_id
    rules.may_keep_contestants(actor, area_code=area_code).or_refuse()
    contestant.removed_by, contestant.removed_at = actor.name, now
    contestant.save(update_fields=["removed_by", "removed_at"])
    record(
        verb="operations.contestant.removed",
        subject=contestant,
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"contest": contestant.contest, "number": contestant.number},
    )
    return contestant
