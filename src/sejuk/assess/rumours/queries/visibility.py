"""Which rumours somebody sees, and one of them kept for a change."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from sejuk.assess.rumours.models import Rumour, Sighting
from sejuk.assess.rumours.rules import RumourState, Standing, Veracity
from sejuk.foundation.operations import queries as operations
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.scoping import within
from sejuk.sense.signals.rules import Claim

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

Scope = tuple[str, ...]


def rumours_in(scope: Scope) -> QuerySet[Rumour]:
    """
    Return the rumours that begin in a scope or were heard in it, in no order.

    The scope is that of the roles that read rumours: `@allow` narrows an actor to them before a
    view asks. A task or an interface that calls from elsewhere narrows him itself.
    """
    heard_here = Sighting.objects.filter(
        within(scope), rumour=OuterRef("pk"), withdrawn_at__isnull=True
    )
    return Rumour.objects.filter(within(scope) | Q(Exists(heard_here)))


def rumour_called(rumour_id: int, scope: Scope) -> Rumour:
    """
    Return one rumour of a scope.

    :raises NotYours: when there is none
    """
    found = rumours_in(scope).select_related("taken_by").filter(pk=rumour_id).first()
    if found is None:
        raise NotYours(f"rumour {rumour_id}")
    return found


def rumour_to_work_on(rumour_id: int, scope: Scope) -> Rumour:
    """
    Return a rumour of a scope and keep others from changing it until this transaction ends.

    :raises NotYours: when there is none
    """
    [found] = rumours_to_work_on([rumour_id], scope)
    return found


def rumours_to_work_on(rumour_ids: list[int], scope: Scope) -> list[Rumour]:
    """
    Return rumours in the order asked for, locked by their numbers: two never wait in a ring.

    :raises NotYours: when one is not there
    """
    # Without a join: after waiting PostgreSQL reads the locked row anew, but not what is joined.
    locked = rumours_in(scope).select_for_update().filter(pk__in=rumour_ids).order_by("pk")
    by_number = {rumour.pk: rumour for rumour in locked}
    if missing := set(rumour_ids) - set(by_number):
        raise NotYours(f"rumours {sorted(missing)}")
    return [by_number[number] for number in rumour_ids]


def standing_of(rumour: Rumour) -> Standing:
    """Return how a rumour stands, for the rules."""
    hand = None
    if rumour.taken_by is not None and rumour.taken_until is not None:
        hand = Claim(rumour.taken_by.pk, str(rumour.taken_by), rumour.taken_until)
    return Standing(
        number=rumour.pk,
        state=RumourState(rumour.state),
        veracity=Veracity(rumour.veracity),
        area_code=rumour.area_id,
        version=rumour.version,
        last_by=rumour.changed_by,
        hand=hand,
    )


def operation_now() -> "Operation":
    """
    Return the operation that runs.

    :raises Refused: when there is none
    """
    operation = operations.current_operation()
    if operation is None:
        raise Refused(N_("There is no operation. Open one first."))
    return operation


def sightings_of(rumour: Rumour) -> QuerySet[Sighting]:
    """Return what was heard of a rumour, oldest first, without what was withdrawn."""
    return rumour.sightings.filter(withdrawn_at__isnull=True).order_by("heard_at", "id")


def sightings_among(numbers: list[int], scope: Scope) -> list[Sighting]:
    """Return what was heard of some rumours in the areas of a scope, oldest first. One query."""
    found = Sighting.objects.filter(
        within(scope), rumour__in=numbers, withdrawn_at__isnull=True
    ).select_related("rumour", "area")
    return list(found.defer("area__boundary", "area__outline").order_by("heard_at", "id"))


def rumour_of_signal(signal_id: int) -> Rumour | None:
    """Return the rumour that a signal tells of, where somebody has linked it."""
    found = (
        Sighting.objects.filter(signal_id=signal_id, withdrawn_at__isnull=True)
        .select_related("rumour")
        .first()
    )
    return found.rumour if found else None


def merged_into(rumour_id: int) -> list[int]:
    """Return the rumours that were merged into one, also by way of others."""
    found: list[int] = []
    into = [rumour_id]
    while into:
        rows = Rumour.objects.filter(merged_into__in=into).exclude(pk__in=[rumour_id, *found])
        into = list(rows.values_list("pk", flat=True))
        found += into
    return found
