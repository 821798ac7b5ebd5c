"""People, units and organisations, by scope: a person belongs to the area of his unit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sejuk.foundation.accounts import queries as accounts
from sejuk.foundation.forces.models import Leave, Organisation, Person, Unit, VillageCare
from sejuk.foundation.forces.rules import Qualification
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

if TYPE_CHECKING:
    from sejuk.foundation.accounts.models import User

Scope = tuple[str, ...]

UNIT_AREA = "unit__area_id"


def people(
    scope: Scope,
    *,
    text: str = "",
    has_account: bool | None = None,
    unit: str = "",
    organisation: str = "",
    qualification: Qualification | None = None,
    away_on: date | None = None,
) -> QuerySet[Person]:
    """Return active people of units in `scope`, by name; the filters narrow the list."""
    found = Person.objects.filter(within(scope, UNIT_AREA), is_active=True)
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(service_number__startswith=word))
    if has_account is not None:
        found = found.filter(user__isnull=not has_account)
    if unit:
        found = found.filter(unit__code=unit)
    if organisation:
        found = found.filter(unit__organisation__code=organisation)
    if qualification is not None:
        found = found.filter(qualifications__contains=[qualification.value])
    if away_on is not None:
        found = found.filter(Exists(_leave_on(away_on)))
    return found.select_related("unit__organisation").order_by("name", "id")


def _leave_on(day: date) -> QuerySet[Leave]:
    return Leave.objects.filter(person_id=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)


def away_on(day: date, person_ids: list[int]) -> dict[int, str]:
    """Return the kind of leave of those of `person_ids` who are away on `day`."""
    rows = Leave.objects.filter(person_id__in=person_ids, starts_on__lte=day, ends_on__gte=day)
    return dict(rows.order_by("person_id", "starts_on").values_list("person_id", "kind"))


def get_active_person(person_id: int, *, scope: Scope) -> Person:
    """
    Return a person who serves.

    :raises NotYours: when he is not there, serves no more, or lies outside `scope`
    """
    found = people(scope).filter(id=person_id).first()
    if found is None:
        raise NotYours(f"person {person_id}")
    return found


def person_called(person_id: int, scope: Scope) -> Person:
    """
    Return a person, also one who serves no more.

    :raises NotYours: when he is not there, or lies outside `scope`
    """
    found = (
        Person.objects.filter(within(scope, UNIT_AREA), id=person_id)
        .select_related("unit__organisation", "unit__area", "user")
        .defer("unit__area__boundary", "unit__area__outline")
        .first()
    )
    if found is None:
        raise NotYours(f"person {person_id}")
    return found


def person_of(user: User | int) -> Person | None:
    """Return the person behind an account, by the account or its number; None for others."""
    user_id = user if isinstance(user, int) else user.pk
    return Person.objects.filter(user_id=user_id, is_active=True).select_related("unit").first()


def accounts_to_link(actor: Actor) -> list[tuple[int, str]]:
    """Return the accounts that the actor administers and that are nobody's yet, with names."""
    free = accounts.people(actor=actor).filter(is_active=True, person__isnull=True)
    rows = free.values_list("pk", "display_name", "username")
    return [(pk, f"{name} ({username})" if name else username) for pk, name, username in rows]


def leaves_of(person_id: int) -> QuerySet[Leave]:
    return Leave.objects.filter(person_id=person_id).order_by("-starts_on")


def leaves_between(scope: Scope, *, first: date, last: date) -> QuerySet[Leave]:
    """Return the leaves of people in `scope` that fall on some day from `first` to `last`."""
    found = Leave.objects.filter(within(scope, "person__unit__area_id"))
    return found.filter(starts_on__lte=last, ends_on__gte=first).order_by("person_id", "starts_on")


def units(scope: Scope, *, organisation: str = "") -> QuerySet[Unit]:
    """Return units in `scope`, by organisation and code."""
    found = Unit.objects.filter(within(scope))
    if organisation:
        found = found.filter(organisation__code=organisation)
    return (
        found.select_related("organisation", "parent", "area")
        .defer("area__boundary", "area__outline")
        .order_by("organisation__name", "code")
    )


def people_by_unit(unit_ids: Collection[int]) -> dict[int, int]:
    """Return how many people serve in each unit that has any."""
    rows = Person.objects.filter(unit_id__in=unit_ids, is_active=True).values_list("unit_id")
    return dict(rows.annotate(count=Count("id")).order_by())


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def organisations_there(actor: Actor) -> QuerySet[Organisation]:  # noqa: ARG001 - of one shape
    return Organisation.objects.all()


def units_there(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.filter(within(actor.scope))


def people_there(actor: Actor) -> QuerySet[Person]:
    return Person.objects.filter(within(actor.scope, UNIT_AREA), is_active=True)


def leaves_there(actor: Actor) -> QuerySet[Leave]:
    return Leave.objects.filter(within(actor.scope, "person__unit__area_id"))


def care_there(actor: Actor) -> QuerySet[VillageCare]:
    return VillageCare.objects.filter(within(actor.scope), ends_on__isnull=True)
