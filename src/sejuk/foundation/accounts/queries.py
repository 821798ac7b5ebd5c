"""Questions about accounts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from sejuk.foundation.accounts.models import HeldRole, Invitation, User
from sejuk.kit.actors import EVERYWHERE, Actor, Grant, Role
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is as an actor, and whether he proves it with more than a password."""

    actor: Actor
    has_second_factor: bool


def roles_held(user: User, *, today: date) -> QuerySet[HeldRole]:
    """Return the roles that a user holds on a day."""
    return _in_force(today).filter(user=user).order_by("role", "area_id")


def standing_of(user: User, *, today: date) -> Standing:
    """Return the actor and his second factor, in one query: every page asks for both."""
    held = list(
        roles_held(user, today=today)
        .annotate(has_second_factor=_has_second_factor("user_id"))
        .values_list("role", "area_id", "has_second_factor")
    )
    return Standing(
        Actor(
            name=str(user),
            account=user.get_username(),
            user_id=user.pk,
            grants=frozenset(Grant(Role(role), code or EVERYWHERE) for role, code, _ in held),
        ),
        # Who holds no role opens nothing that would ask for a second factor.
        has_second_factor=any(second for *_, second in held),
    )


def accounts_called(name: str) -> list[User]:
    """Return whom somebody means by a name: one who is called so or signs in with it."""
    return list(User.objects.filter(Q(username=name) | Q(display_name=name)))


def user_names(user_ids: Collection[int]) -> dict[int, str]:
    """Return what accounts sign in with, by their number."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "username"))


def names_taken() -> set[str]:
    """Return what all accounts are called and sign in with, also closed ones: histories stay."""
    rows = User.objects.values_list("display_name", "username")
    return {name for row in rows for name in row if name}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a role, and over which area."""

    role: Role
    area_code: str
    name: str


def holders_of(roles: Collection[Role], *, today: date) -> list[Holder]:
    """Return who holds some roles on a day and may sign in, by name. One query."""
    held = _in_force(today).filter(role__in=roles, user__is_active=True).select_related("user")
    return [
        Holder(Role(one.role), one.area_id or EVERYWHERE, str(one.user))
        for one in held.order_by("user__display_name", "user__username")
    ]


def people(*, actor: Actor, search: str = "") -> QuerySet[User]:
    """Return who holds a role in the areas that `actor` administers, by name."""
    scope = actor.only(Role.ADMINISTRATOR).scope
    found = _visible_to(scope).prefetch_related(
        Prefetch(
            "held_roles",
            HeldRole.objects.filter(within(scope)).select_related("area").order_by("role"),
            to_attr="shown_roles",
        )
    )
    if search:
        found = found.filter(Q(username__icontains=search) | Q(display_name__icontains=search))
    return found.annotate(has_second_factor=_has_second_factor("pk")).order_by(
        "-is_active", "display_name", "username"
    )


def get_person(user_id: int, *, actor: Actor) -> User:
    """
    Return one of the people whom `actor` administers.

    :raises NotYours: for somebody who holds nothing there, or does not exist.
    """
    person = people(actor=actor).filter(pk=user_id).first()
    if person is None:
        raise NotYours
    return person


def grants_of(user: User) -> list[Grant]:
    """Return all that a user holds, also what begins later or has ended."""
    held = HeldRole.objects.filter(user=user).values_list("role", "area_id")
    return [Grant(Role(role), code or EVERYWHERE) for role, code in held]


def another_administrator(grant: Grant, *, than_user_id: int, today: date) -> bool:
    """Tell whether somebody else who can sign in administers the area of `grant`."""
    above = Q(area__isnull=True)
    parts = grant.area_code.split(".") if grant.area_code else []
    for length in range(1, len(parts) + 1):
        above |= Q(area_id=".".join(parts[:length]))
    return (
        _in_force(today)
        .filter(above, role=Role.ADMINISTRATOR, user__is_active=True)
        .exclude(user_id=than_user_id)
        .exists()
    )


def open_invitations(*, actor: Actor) -> list[Invitation]:
    """Return links that were neither used nor withdrawn, newest first, if all is his to give."""
    waiting = Invitation.objects.filter(used_at__isnull=True, withdrawn_at__isnull=True)
    return [
        invitation
        for invitation in waiting.select_related("renews").order_by("-invited_at")[:200]
        if all(
            actor.holds(Role.ADMINISTRATOR, area_code=grant.area_code)
            for grant in grants_in(invitation)
        )
    ]


def invitation_by_token(token: str) -> Invitation | None:
    """Return the invitation that a link names, whatever has become of it."""
    return Invitation.objects.filter(token_hash=hash_of_token(token)).first()


def hash_of_token(token: str) -> str:
    """Return what is kept of a link. It has 256 random bits: nobody finds it by trying."""
    return sha256(token.encode()).hexdigest()


def holds_as_then(invitation: Invitation) -> bool:
    """
    Test whether what a link was made for still stands.

    Who is to come in again holds what he held then; whom it links with a person is the first.
    """
    person = invitation.person
    if person is not None and (person.user_id is not None or not person.is_active):
        return False
    if invitation.renews is None:
        return True
    return set(grants_of(invitation.renews)) == set(grants_in(invitation))


def grants_in(invitation: Invitation) -> list[Grant]:
    """Return the roles that an invitation gives."""
    return [Grant(Role(role), code) for role, code in invitation.roles]


def area_names(codes: set[str]) -> dict[str, str]:
    """Return the names of the areas of roles, by code; unknown codes are left out."""
    return dict(_areas().filter(pk__in=codes - {EVERYWHERE}).values_list("pk", "name"))


def active_users() -> int:
    """Count who can sign in."""
    return User.objects.filter(is_active=True).count()


def _areas() -> QuerySet[models.Model]:
    # Places know accounts (their pages have guards), so accounts cannot import places: the areas
    # of roles are reached through the column that points at them.
    areas = HeldRole._meta.get_field("area").related_model
    assert isinstance(areas, type)  # noqa: S101 - a class once all apps are loaded
    return areas._default_manager.all()


def _visible_to(scope: tuple[str, ...]) -> QuerySet[User]:
    if EVERYWHERE in scope:
        return User.objects.all()
    inside = HeldRole.objects.filter(within(scope), user=OuterRef("pk"))
    return User.objects.filter(Exists(inside))


def _in_force(today: date) -> QuerySet[HeldRole]:
    return HeldRole.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
    )


def _has_second_factor(user_column: str) -> Exists:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Exists(Authenticator.objects.filter(user_id=OuterRef(user_column), type__in=kinds))
