"""What the pages of operations show, as plain values."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from sejuk.foundation.operations.models import Operation, Order
from sejuk.foundation.operations.queries.operations import (
    StageHistory,
    calendar_of,
    orders_of,
    regime_of,
)
from sejuk.foundation.operations.rules import StageDates
from sejuk.kit.official import official_date


@dataclass(frozen=True, slots=True)
class ShownDates:
    first: str
    last: str
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class ShownStage:
    stage_id: int
    code: str
    name: str
    phase: str
    dates: ShownDates
    before: tuple[ShownDates, ...]
    is_running: bool
    is_over: bool
    day_number: int


@dataclass(frozen=True, slots=True)
class OperationPage:
    operation_id: int
    code: str
    name: str
    area: str
    area_code: str
    first: str
    last: str
    days: int
    day_number: int
    stated_strength: int | None
    is_current: bool
    regime: str
    # Nobody has said it yet: it follows from the name.
    is_regime_derived: bool
    stages: tuple[ShownStage, ...]


@dataclass(frozen=True, slots=True)
class ListedOrder:
    order_id: int
    number: str
    text: str
    first: str
    last: str
    issued_on: str
    issued_by: str
    people: int


@dataclass(frozen=True, slots=True)
class OrderPage:
    operation_id: int
    operation: str
    number: str
    basis: str
    text: str
    first: str
    last: str
    issued_on: str
    issued_by: str


def operation_page(operation: Operation, today: date) -> OperationPage:
    return OperationPage(
        operation_id=operation.pk,
        code=operation.code,
        name=operation.name,
        area=operation.area.name,
        area_code=operation.area_id,
        first=official_date(operation.starts_on),
        last=official_date(operation.ends_on),
        days=(operation.ends_on - operation.starts_on).days + 1,
        day_number=(today - operation.starts_on).days + 1,
        stated_strength=operation.stated_strength,
        is_current=operation.is_current,
        regime=gettext(regime_of(operation).label),
        is_regime_derived=not operation.regime,
        stages=tuple(stage_shown(history, today) for history in calendar_of(operation)),
    )


def stage_shown(history: StageHistory, today: date | None = None) -> ShownStage:
    """Return a stage with the dates that hold and, newest first, those that held before."""
    holds = history.now_holds
    return ShownStage(
        stage_id=history.stage_id,
        code=holds.code,
        name=holds.name,
        phase=gettext(history.phase.label),
        dates=_dates(holds),
        before=tuple(_dates(dates) for dates in history.before),
        is_running=today is not None and holds.covers(today),
        is_over=today is not None and holds.ends_on < today,
        day_number=holds.day_number(today) if today else 0,
    )


def _dates(dates: StageDates) -> ShownDates:
    return ShownDates(
        first=official_date(dates.starts_on),
        last=official_date(dates.ends_on),
        days=dates.day_number(dates.ends_on),
        source=dates.source,
    )


def listed_orders(operation: Operation) -> list[ListedOrder]:
    return [
        ListedOrder(
            order_id=order.pk,
            number=order.number,
            text=order.text,
            first=official_date(order.starts_on),
            last=official_date(order.ends_on),
            issued_on=official_date(order.issued_on),
            issued_by=order.issued_by,
            people=count,
        )
        for order, count in orders_of(operation)
    ]


def order_page(order: Order) -> OrderPage:
    return OrderPage(
        operation_id=order.operation_id,
        operation=order.operation.name,
        number=order.number,
        basis=order.basis,
        text=order.text,
        first=official_date(order.starts_on),
        last=official_date(order.ends_on),
        issued_on=official_date(order.issued_on),
        issued_by=order.issued_by,
    )
