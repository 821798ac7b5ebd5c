"""How strong the joint force is: counted from its people, beside what was stated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from sejuk.foundation.forces.models import Organisation
from sejuk.foundation.forces.rules import Part, Strength
from sejuk.kit.actors import area_covers
from sejuk.kit.scoping import within

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation


def strength(operation: Operation, day: date | None = None, *, area_code: str = "") -> Strength:
    """
    Return the force by organisation, in the operation's area or in an `area_code` inside it.

    With a `day` each part says how many of it are away then. The order states a number for the
    whole operation only.
    """
    area_code = area_code or operation.area_id
    serving = Q(units__people__is_active=True) & within((area_code,), "units__area_id")
    on_leave = Q(units__people__leaves__starts_on__lte=day, units__people__leaves__ends_on__gte=day)
    rows = (
        Organisation.objects.annotate(
            count=Count("units__people", filter=serving, distinct=True),
            away=Count("units__people", filter=serving & on_leave, distinct=True)
            if day
            else Count("pk", filter=Q(pk__in=[])),
        )
        .filter(count__gt=0)
        .order_by("-count", "name")
    )
    parts = tuple(Part(row.name, row.kind, row.count, row.away) for row in rows)
    is_whole = area_covers(area_code, operation.area_id)
    return Strength(parts, operation.stated_strength if is_whole else None)
