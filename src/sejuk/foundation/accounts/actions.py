"""Changes to who has access: one function, one transaction, one ledger entry."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from sejuk.foundation.accounts import queries, rules
from sejuk.foundation.accounts.models import HeldRole, Invitation, User
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor, Grant, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation with its token, which exists here and on the link and nowhere else."""

    invitation: Invitation
    token: str


@traced
def invite_person(
    *,
    display_name: str,
    grants: Sequence[Grant],
    person_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> Invited:
    """
    Make a one-time link for somebody who will hold `grants`.

    With `person_id` the account will be that person's of the joint force; earlier links for him
    lapse. Whether he may be linked is for the caller to know.

    :raises Refused: when a role or area is not the actor's to give.
    """
    rules.may_invite(grants, actor=actor).or_refuse()
    if person_id is not None:
        earlier = Invitation.objects.filter(person_id=person_id, used_at__isnull=True)
        earlier.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
    return _invite(display_name, grants, None, actor, now, person_id=person_id)


@traced
def invite_first(*, grants: Sequence[Grant], actor: Actor, now: datetime) -> Invited:
    """
    Make the link by which the first person comes in, and let earlier ones of its kind lapse.

    :raises Refused: when somebody can already sign in.
    """
    rules.may_invite_first(active_users=queries.active_users()).or_refuse()
    earlier = Invitation.objects.filter(used_at__isnull=True, invited_by=actor.name)
    earlier.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
    return _invite("", grants, None, actor, now)


@traced
def renew_access(*, user_id: int, actor: Actor, now: datetime) -> Invited:
    """
    Make a one-time link for somebody who lost his password or his second factor.

    Nothing changes until the link is used; then the password is new, the second factor is gone
    and every session has ended. Earlier links of this kind lapse, and this one does when his roles
    change before he uses it.

    :raises NotYours: for somebody outside the actor's area.
    :raises Refused: when he also holds roles outside it.
    """
    person = queries.get_person(user_id, actor=actor)
    grants = queries.grants_of(person)
    rules.may_decide_about(grants, actor=actor).or_refuse()
    # Two who renew at once wait here for each other: one link stays open.
    User.objects.select_for_update().get(pk=person.pk)
    earlier = Invitation.objects.filter(renews=person, used_at__isnull=True)
    earlier.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
    return _invite(person.display_name, grants, person, actor, now)


@traced
def withdraw_invitation(*, invitation_id: int, actor: Actor, now: datetime) -> Invitation:
    """
    Close a one-time link before anybody used it.

    :raises NotYours: when it gives what is not the actor's to give, or does not exist.
    :raises Refused: when it is no longer open.
    """
    invitation = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if invitation is None or not rules.may_decide_about(queries.grants_in(invitation), actor=actor):
        raise NotYours
    rules.may_withdraw(_state(invitation, now)).or_refuse()
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(
        verb="accounts.invitation.withdrawn",
        subject=invitation,
        actor=actor,
        now=now,
        area_code=rules.area_of(queries.grants_in(invitation)),
    )
    return invitation


@traced
def accept_invitation(
    *, token: str, username: str, password: str, display_name: str, actor: Actor, now: datetime
) -> User:
    """
    Let the bearer of a link choose a name and a password, and give him the roles on it.

    For a renewal `username` and `display_name` are not read: the account stays what it was.

    :raises Refused: when the link opens nothing any more, or a name is taken.
    """
    known = queries.hash_of_token(token)
    # Two who accept at once wait here for each other; the second finds the link used.
    invitation = Invitation.objects.select_for_update().filter(token_hash=known).first()
    state = _state(invitation, now) if invitation else rules.InvitationState.EXPIRED
    stands = invitation is not None and queries.holds_as_then(invitation)
    rules.may_accept(state, holds_as_then=stands).or_refuse()
    assert invitation is not None  # noqa: S101 - only an open one passes
    if invitation.renews is None:
        user = _joined(username, password, display_name, queries.grants_in(invitation))
        _link(invitation, user)
    else:
        user = _renewed(invitation.renews, password)
    invitation.used_at, invitation.used_by = now, user
    invitation.save(update_fields=["used_at", "used_by"])
    himself = replace(actor, name=str(user), account=user.username, user_id=user.pk)
    if invitation.person_id is not None and invitation.renews is None:
        record(
            verb="forces.person.linked",
            subject=f"forces.person:{invitation.person_id}",
            actor=himself,
            now=now,
            area_code=rules.area_of(queries.grants_in(invitation)),
            detail={"user": user.pk, "invited_by": invitation.invited_by},
        )
    record(
        verb="accounts.user.renewed" if invitation.renews else "accounts.user.joined",
        subject=user,
        actor=himself,
        now=now,
        area_code=rules.area_of(queries.grants_in(invitation)),
        detail={"roles": invitation.roles, "invited_by": invitation.invited_by},
    )
    return user


@traced
def grant_role(*, user_id: int, grant: Grant, reason: str, actor: Actor, now: datetime) -> HeldRole:
    """
    Give somebody one more role; to hold it twice is the same as once.

    :raises NotYours: for somebody outside the actor's area.
    :raises Refused: when the role or area is not the actor's to give.
    """
    person = queries.get_person(user_id, actor=actor)
    rules.may_grant(grant, to_user_id=person.pk, actor=actor).or_refuse()
    held, _ = HeldRole.objects.update_or_create(
        user=person,
        role=grant.role,
        area_id=grant.area_code or None,
        # A role that once ended begins again.
        defaults={"starts_on": None, "ends_on": None},
    )
    _record_role("accounts.role.granted", person, grant, reason=reason, actor=actor, now=now)
    return held


@traced
def revoke_role(*, held_role_id: int, reason: str, actor: Actor, now: datetime) -> User:
    """
    Take a role away.

    :raises NotYours: for a role outside the actor's area.
    :raises Refused: when nobody would be left as administrator of its area.
    """
    _lock_administrators()
    held = HeldRole.objects.select_related("user").filter(pk=held_role_id).first()
    if held is None or not actor.holds(Role.ADMINISTRATOR, area_code=held.area_id or ""):
        raise NotYours
    grant = Grant(Role(held.role), held.area_id or "")
    rules.may_revoke(
        grant, actor=actor, another_administrator=_another(grant, held.user, now)
    ).or_refuse()
    held.delete()
    _record_role("accounts.role.revoked", held.user, grant, reason=reason, actor=actor, now=now)
    return held.user


@traced
def deactivate_user(*, user_id: int, reason: str, actor: Actor, now: datetime) -> User:
    """
    Close an account: its owner is signed out everywhere and cannot come in.

    :raises NotYours: for somebody outside the actor's area.
    :raises Refused: for oneself, the last administrator, or one with roles elsewhere.
    """
    _lock_administrators()
    person = queries.get_person(user_id, actor=actor)
    grants = queries.grants_of(person)
    rules.may_deactivate(
        grants,
        user_id=person.pk,
        actor=actor,
        another_administrator=all(
            _another(grant, person, now) for grant in grants if grant.role is Role.ADMINISTRATOR
        ),
    ).or_refuse()
    person.is_active = False
    return _stored(
        person, ["is_active"], "accounts.user.deactivated", reason=reason, actor=actor, now=now
    )


@traced
def activate_user(*, user_id: int, reason: str, actor: Actor, now: datetime) -> User:
    """
    Open a closed account again, with the roles that it still holds.

    :raises NotYours: for somebody outside the actor's area.
    :raises Refused: for one with roles elsewhere.
    """
    person = queries.get_person(user_id, actor=actor)
    rules.may_decide_about(queries.grants_of(person), actor=actor).or_refuse()
    person.is_active = True
    return _stored(
        person, ["is_active"], "accounts.user.activated", reason=reason, actor=actor, now=now
    )


@traced
def end_sessions(*, actor: Actor, now: datetime) -> User:
    """
    Sign the actor out on every device, this one too.

    :raises NotYours: for an actor without an account, such as a job.
    """
    person = User.objects.filter(pk=actor.user_id or 0).first()
    if person is None:
        raise NotYours
    return _stored(person, [], "accounts.user.signed_out_everywhere", actor=actor, now=now)


def _invite(
    display_name: str,
    grants: Sequence[Grant],
    renews: User | None,
    actor: Actor,
    now: datetime,
    *,
    person_id: int | None = None,
) -> Invited:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    roles = [[grant.role.value, grant.area_code] for grant in grants]
    invitation = Invitation.objects.create(
        token_hash=queries.hash_of_token(token),
        display_name=display_name,
        roles=roles,
        invited_by=actor.name,
        invited_at=now,
        expires_at=now + rules.INVITATION_LASTS,
        renews=renews,
        person_id=person_id,
    )
    record(
        verb="accounts.invitation.made" if renews is None else "accounts.invitation.renewed",
        subject=invitation if renews is None else renews,
        actor=actor,
        now=now,
        area_code=rules.area_of(grants),
        detail={"roles": roles, "expires_at": invitation.expires_at},
    )
    return Invited(invitation, token)


def _state(invitation: Invitation, now: datetime) -> rules.InvitationState:
    return rules.invitation_state(
        used_at=invitation.used_at,
        withdrawn_at=invitation.withdrawn_at,
        expires_at=invitation.expires_at,
        now=now,
    )


def _joined(username: str, password: str, display_name: str, grants: Sequence[Grant]) -> User:
    rules.may_be_called(display_name, others=queries.names_taken()).or_refuse()
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username=username.lower(), password=password, display_name=display_name
            )
    except IntegrityError:
        raise Refused(N_("Somebody already has this user name. Choose another.")) from None
    HeldRole.objects.bulk_create(
        HeldRole(user=user, role=grant.role, area_id=grant.area_code or None) for grant in grants
    )
    return user


def _link(invitation: Invitation, user: User) -> None:
    """
    Let the account be the person's for whom the invitation was made.

    :raises Refused: when he has been linked with another meanwhile
    """
    person = invitation.person
    if person is None:
        return
    # By the column: forces know accounts, so accounts cannot import forces.
    free = type(person)._default_manager.filter(pk=person.pk, is_active=True, user__isnull=True)
    if not free.update(user=user):
        rules.may_accept(rules.InvitationState.WITHDRAWN).or_refuse()


def _renewed(user: User, password: str) -> User:
    user.set_password(password)
    user.session_generation = F("session_generation") + 1
    user.save(update_fields=["password", "session_generation"])
    Authenticator.objects.filter(user=user).delete()
    user.refresh_from_db()
    return user


def _stored(
    person: User, fields: list[str], verb: str, *, reason: str = "", actor: Actor, now: datetime
) -> User:
    """Store an account with all its sessions ended, and write it down."""
    person.session_generation = F("session_generation") + 1
    person.save(update_fields=[*fields, "session_generation"])
    person.refresh_from_db()
    record(
        verb=verb,
        subject=person,
        actor=actor,
        now=now,
        area_code=rules.area_of(queries.grants_of(person)),
        detail={"reason": reason} if reason else {},
    )
    return person


def _lock_administrators() -> None:
    """Let nobody take away administrators at the same time: each might leave the other as last."""
    administrators = HeldRole.objects.filter(role=Role.ADMINISTRATOR).order_by("pk")
    list(administrators.select_for_update().values_list("pk", flat=True))


def _another(grant: Grant, user: User, now: datetime) -> bool:
    return queries.another_administrator(grant, than_user_id=user.pk, today=localdate(now))


def _record_role(
    verb: str, person: User, grant: Grant, *, reason: str, actor: Actor, now: datetime
) -> None:
    record(
        verb=verb,
        subject=person,
        actor=actor,
        now=now,
        area_code=grant.area_code,
        detail={"role": grant.role.value, "reason": reason},
    )
