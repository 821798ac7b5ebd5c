"""The daily strength of the joint force, from leave, duties and check-ins."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from sejuk.act.guard.queries.arrivals import on_shift
from sejuk.act.guard.rules import Attendance
from sejuk.act.guard.rules.strength import (
    Muster,
    Mustered,
    Standing,
    StrengthRow,
    muster,
    standing_of,
)
from sejuk.foundation.forces.queries.members import Member, members_on
from sejuk.kit.actors import Actor, area_covers
from sejuk.kit.grids import Cell
from sejuk.plan.deployment.queries.duties import published_duties

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

ONE_DAY = timedelta(days=1)


def muster_on(day: date, *, operation: Operation | None, actor: Actor, now: datetime) -> Muster:
    """Return the strength of the actor's area on a day, as it is known now."""
    force = members_on(actor.scope, day)
    absent = _did_not_come(day, now)
    return muster((_mustered(one, absent) for one in force), stated=_stated(operation, actor.scope))


def _mustered(member: Member, absent: set[int]) -> Mustered:
    return Mustered(
        organisation=member.organisation,
        unit=member.unit,
        is_attached=member.is_attached,
        standing=standing_of(member.leave, did_not_come=member.person_id in absent),
    )


def _stated(operation: Operation | None, scope: tuple[str, ...]) -> int | None:
    """Return what the order states: it speaks of the whole operation, not of a part."""
    if operation is None or not any(area_covers(code, operation.area_id) for code in scope):
        return None
    return operation.stated_strength


def _did_not_come(day: date, now: datetime) -> set[int]:
    """Return who missed a duty that began on the day, and came to none."""
    begins = datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
    # Also covert ones: a number by unit tells nothing about where anybody stands.
    duties = [
        duty
        for duty in published_duties(starts_at=begins, ends_at=begins + ONE_DAY, covert=True)
        if duty.day == day and duty.person_id is not None
    ]
    missed: set[int] = set()
    came: set[int] = set()
    for one in on_shift(duties, now):
        if one.attendance is Attendance.MISSING:
            missed.add(one.duty.person_id or 0)
        elif one.attendance in (Attendance.THERE, Attendance.LEFT):
            came.add(one.duty.person_id or 0)
    return missed - came


def strength_columns() -> list[str]:
    return [
        gettext("Organisation"),
        gettext("Unit"),
        gettext("Own"),
        gettext("Attached (BKO)"),
        gettext("Strength"),
        *(gettext(standing.label) for standing in Standing),
    ]


def strength_cells(found: Muster) -> list[list[Cell]]:
    """Return units, sums of organisations and the total as lines of a file."""
    total = gettext("Total")
    lines: list[list[Cell]] = []
    for one in found.organisations:
        lines += [_line(one.whole.name, row.name, row) for row in one.units]
        lines.append(_line(one.whole.name, total, one.whole))
    lines.append(_line(total, "", found.total))
    if found.stated is not None:
        lines.append([gettext("Stated in the order"), "", "", "", found.stated])
        lines.append([gettext("Difference"), "", "", "", found.difference])
    return lines


def _line(organisation: str, unit: str, row: StrengthRow) -> list[Cell]:
    return [
        organisation,
        unit,
        row.own,
        row.attached,
        row.total,
        *(count for _, count in row.counts),
    ]
