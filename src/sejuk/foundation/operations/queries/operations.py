"""Questions about operations, their calendar and orders."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.db.models import Count, Model, Prefetch, Q, QuerySet

from sejuk.foundation.operations.models import Operation, Order, Stage, StageVersion
from sejuk.foundation.operations.rules import Phase, StageDates, regime_from
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.legal_clocks import Regime
from sejuk.kit.scoping import within

Scope = tuple[str, ...]


def current_operation() -> Operation | None:
    """Return the operation that runs now, with its area; None before one is set up."""
    return (
        Operation.objects.select_related("area")
        # Asked for on every page; the outline of a district is large.
        .defer("area__boundary", "area__outline")
        .filter(is_current=True)
        .first()
    )


def regime_of(operation: Operation | None) -> Regime:
    """Return the election law of an operation: as it was said, else as its name tells."""
    if operation is not None and operation.regime:
        return Regime(operation.regime)
    return regime_from(operation.name if operation else "")


def shared_area() -> str:
    """Return the area that shares one set of settings: the operation's; everywhere without one."""
    current = Operation.objects.filter(is_current=True).values_list("area_id", flat=True).first()
    return current or EVERYWHERE


def clock_of(operation: Operation | None, *, real_now: datetime) -> datetime:
    """Return what time it is in the operation: a demonstration lives in its own year."""
    if operation is None:
        return real_now
    return real_now + timedelta(seconds=operation.clock_shift_seconds)


def current_stages(operation: Operation) -> list[StageDates]:
    """Return each stage with the dates that hold now, in order of their beginning."""
    latest = (
        StageVersion.objects.filter(stage__operation=operation)
        .select_related("stage")
        .order_by("stage_id", "-version")
        .distinct("stage_id")
    )
    stages = [_dated(version.stage, version) for version in latest]
    return sorted(stages, key=lambda stage: (stage.starts_on, stage.code))


def operation_called(operation_id: int, scope: Scope) -> Operation:
    """
    Return an operation whose area lies in `scope`, or that `scope` lies in.

    :raises NotYours: when there is none
    """
    found = _seen(Operation.objects.select_related("area"), scope).filter(id=operation_id).first()
    if found is None:
        raise NotYours(f"operation {operation_id}")
    return found


def operations_seen(scope: Scope) -> list[Operation]:
    """Return the operations of `scope`, the current one first, then the latest."""
    return list(
        _seen(Operation.objects.select_related("area"), scope).order_by(
            "-is_current", "-starts_on", "-id"
        )
    )


def _seen(operations: QuerySet[Operation], scope: Scope) -> QuerySet[Operation]:
    """Everyone below an operation is part of it: a Kapolsek sees his Polres's operation."""
    above = {
        ".".join(parts[:length])
        for code in scope
        for parts in [code.split(".")]
        for length in range(1, len(parts) + 1)
    }
    return operations.filter(within(scope) | Q(area_id__in=above)).defer(
        "area__boundary", "area__outline"
    )


def stage_called(stage_id: int, scope: Scope) -> Stage:
    """
    Return a stage of an operation of `scope`.

    :raises NotYours: when there is none
    """
    stage = Stage.objects.select_related("operation").filter(id=stage_id).first()
    if stage is None:
        raise NotYours(f"stage {stage_id}")
    operation_called(stage.operation_id, scope)
    return stage


def dates_of(stage: Stage) -> StageDates:
    """Return a stage with the dates that hold now."""
    version = stage.versions.order_by("-version")[0]
    return _dated(stage, version)


def _dated(stage: Stage, version: StageVersion) -> StageDates:
    return StageDates(
        code=stage.code,
        name=stage.name,
        starts_on=version.starts_on,
        ends_on=version.ends_on,
        source=version.source,
        version=version.version,
    )


@dataclass(frozen=True, slots=True)
class StageHistory:
    """A stage as it stands now, and the dates it had before, newest first."""

    stage_id: int
    phase: Phase
    now_holds: StageDates
    recorded_by: str
    before: tuple[StageDates, ...]


def calendar_of(operation: Operation) -> list[StageHistory]:
    """Return the stages of an operation with their history, in the order of their days."""
    stages = operation.stages.prefetch_related(
        Prefetch("versions", StageVersion.objects.order_by("-version"))
    )
    return sorted(
        (_history(stage, list(stage.versions.all())) for stage in stages),
        key=lambda one: (one.now_holds.starts_on, one.now_holds.code),
    )


def history_of(stage: Stage) -> StageHistory:
    """Return one stage with its history."""
    return _history(stage, list(stage.versions.order_by("-version")))


def _history(stage: Stage, versions: list[StageVersion]) -> StageHistory:
    latest, *before = versions
    return StageHistory(
        stage_id=stage.pk,
        phase=Phase(stage.phase),
        now_holds=_dated(stage, latest),
        recorded_by=latest.recorded_by,
        before=tuple(_dated(stage, version) for version in before),
    )


def orders_of(operation: Operation) -> list[tuple[Order, int]]:
    """Return the orders of an operation with how many people they send, newest first."""
    orders = list(operation.orders.order_by("-issued_on", "-id"))
    sent = Order.people.through.objects.filter(order__in=orders).values_list("order_id")
    counts = dict(sent.annotate(count=Count("id")).order_by())
    return [(order, counts.get(order.pk, 0)) for order in orders]


def order_called(order_id: int, scope: Scope) -> Order:
    """
    Return an order of an operation of `scope`.

    :raises NotYours: when there is none
    """
    order = Order.objects.select_related("operation").filter(id=order_id).first()
    if order is None:
        raise NotYours(f"order {order_id}")
    operation_called(order.operation_id, scope)
    return order


def orders_sending(person_ids: Collection[int] | None, day: date) -> list[Order]:
    """
    Return the orders of the current operation that send one of these, or anybody, newest first.

    Those that begin after `day` are left out. One that is over is not: what was done under it is
    also written down afterwards.
    """
    found = Order.objects.filter(operation__is_current=True, starts_on__lte=day)
    if person_ids is not None:
        found = found.filter(people__id__in=person_ids).distinct()
    return list(found.order_by("-issued_on", "-id"))


def sends(order: Order, person_id: int) -> bool:
    """Test whether an order names a person."""
    return order.people.filter(pk=person_id).exists()


SENT_COLUMNS = ("id", "service_number", "rank", "name", "unit__name")


@dataclass(frozen=True, slots=True)
class Sent:
    """One whom an order sends."""

    person_id: int
    service_number: str
    rank: str
    name: str
    unit: str


def people_of(order: Order, scope: Scope) -> list[Sent]:
    """Return whom an order sends from units of `scope`, by name."""
    rows = order.people.filter(within(scope, "unit__area_id")).order_by("name", "id")
    return [Sent(*row) for row in rows.values_list(*SENT_COLUMNS)]


def people_numbered(numbers: Collection[str], scope: Scope) -> dict[str, int]:
    """Return the people of `scope` who serve, by service number."""
    rows = _people().filter(within(scope, "unit__area_id"), service_number__in=numbers)
    return dict(rows.values_list("service_number", "id"))


def people_to_send(person_ids: Collection[int], scope: Scope) -> list[int]:
    """
    Return the numbers of people after a look whether each may be sent.

    :raises NotYours: when one is not there, or lies outside `scope`
    """
    wanted = set(person_ids)
    found = _people().filter(within(scope, "unit__area_id"), id__in=wanted)
    ids = list(found.order_by("id").values_list("id", flat=True))
    if len(ids) != len(wanted):
        raise NotYours(f"people {sorted(wanted - set(ids))}")
    return ids


def _people() -> QuerySet[Model]:
    # Forces asks operations for the stated strength; by name, so that neither imports the other.
    people: QuerySet[Model] = apps.get_model("forces", "Person")._default_manager.all()
    return people.filter(is_active=True)


def stages_there(actor: Actor) -> QuerySet[Stage]:
    """Return the stages of the current operation, for counting."""
    current = _seen(Operation.objects.filter(is_current=True), actor.scope)
    return Stage.objects.filter(operation_id__in=current.values("pk"))


def operations_there(actor: Actor) -> QuerySet[Operation]:
    """Return the operations of an actor, for counting."""
    return _seen(Operation.objects.all(), actor.scope)


def is_own_area(code: str, scope: Scope) -> bool:
    """Test whether `code` is an area of `scope`."""
    areas: QuerySet[Model] = apps.get_model("places", "Area")._default_manager.all()
    return areas.filter(within(scope, "code"), pk=code).exists()


def next_serial(operation: Operation) -> int:
    """Return the number after the highest one among the orders of an operation."""
    numbers = operation.orders.values_list("number", flat=True)
    serials = [int(found[1]) for number in numbers if (found := re.search(r"/(\d+)/", number))]
    return max(serials, default=0) + 1
