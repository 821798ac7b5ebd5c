"""Questions about accounts."""

from datetime import date

from django.db.models import Q, QuerySet

from sejuk.foundation.accounts.models import HeldRole, User
from sejuk.kit.actors import EVERYWHERE, Actor, Grant, Role


def roles_held(user: User, *, today: date) -> QuerySet[HeldRole]:
    """Return the roles that a user holds on a day."""
    return HeldRole.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        user=user,
    ).order_by("role", "area_id")


def actor_for(user: User, *, today: date) -> Actor:
    """Return the user as an actor with what he holds on that day."""
    held = roles_held(user, today=today).values_list("role", "area_id")
    return Actor(
        name=user.get_username(),
        user_id=user.pk,
        grants=frozenset(Grant(Role(role), code or EVERYWHERE) for role, code in held),
    )
