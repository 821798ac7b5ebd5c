"""Who may let whom in, and in which roles. No Django, no clock, no database."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from unicodedata import category, normalize

from sejuk.kit.actors import EVERYWHERE, Actor, Grant, Role, as_looked_at, is_no_person
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

# Chosen: a link given on Friday still opens on Monday, and one lost in a chat soon opens nothing.
INVITATION_LASTS = timedelta(hours=72)

# Chosen: who gives out access, who opens sealed identities, and whose signature counts most. A
# stolen password of one of these does more harm than the trouble of a code at each sign-in.
SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR, Role.CUSTODIAN, Role.CHIEF})

# These two watch over others: whoever gives them to himself watches nobody.
NEVER_FOR_ONESELF = frozenset({Role.CUSTODIAN, Role.AUDITOR})

AREA_CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")

# Latin letters, as names in Indonesian papers are written (Permendagri 73/2022); letters of other
# scripts look the same and are not. Chosen: the signs beside them, as in "Ma’ruf, S.H. (Polsek 2)".
WRITTEN_NAME = re.compile(r"(?=.*[a-z])[a-z0-9 .,'’‘`()/&+–-]+")


class InvitationState(Choice):
    """What has become of a one-time link."""

    OPEN = "open", N_("Open")
    USED = "used", N_("Used")
    WITHDRAWN = "withdrawn", N_("Withdrawn")
    EXPIRED = "expired", N_("Expired")


def invitation_state(
    *,
    used_at: datetime | None,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    now: datetime,
) -> InvitationState:
    """
    Tell what has become of a one-time link.

    >>> from datetime import UTC
    >>> noon = datetime(2024, 11, 19, 5, tzinfo=UTC)
    >>> invitation_state(used_at=None, withdrawn_at=None, expires_at=noon, now=noon).value
    'expired'
    """
    if used_at is not None:
        return InvitationState.USED
    if withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if now >= expires_at else InvitationState.OPEN


def may_accept(state: InvitationState, *, holds_as_then: bool = True) -> Decision:
    """
    Test whether a one-time link still opens the door.

    A link to renew access was made by one who decided about the roles held then; whoever gained
    others since may be beyond him.

    >>> bool(may_accept(InvitationState.USED))
    False
    >>> bool(may_accept(InvitationState.OPEN, holds_as_then=False))
    False
    """
    if state is InvitationState.OPEN and holds_as_then:
        return Decision.yes()
    # One sentence for all: a stranger who tries links learns nothing from the answer.
    return Decision.no(N_("This link opens nothing any more. Ask for a new one."))


def may_withdraw(state: InvitationState) -> Decision:
    if state is InvitationState.OPEN:
        return Decision.yes()
    return Decision.no(N_("Only an open link can be withdrawn."))


def may_administer(actor: Actor, area_code: str) -> Decision:
    """
    Test whether an actor decides about access for an area.

    >>> chief = Actor("alya", frozenset({Grant(Role.ADMINISTRATOR, "16.01")}))
    >>> bool(may_administer(chief, "16.01.08")), bool(may_administer(chief, EVERYWHERE))
    (True, False)
    """
    if actor.holds(Role.ADMINISTRATOR, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("That area is wider than the one for which you are administrator."))


def may_grant(grant: Grant, *, to_user_id: int | None, actor: Actor) -> Decision:
    """
    Test whether an actor may give a role; `to_user_id` is None for one who has yet to join.

    >>> alya = Actor("alya", frozenset({Grant(Role.ADMINISTRATOR, "16.01")}), user_id=1)
    >>> bool(may_grant(Grant(Role.AUDITOR, "16.01"), to_user_id=2, actor=alya))
    True
    >>> may_grant(Grant(Role.AUDITOR, "16.01"), to_user_id=1, actor=alya).reason
    'Nobody can make himself custodian or auditor.'
    """
    if grant.role in NEVER_FOR_ONESELF and to_user_id is not None and to_user_id == actor.user_id:
        return Decision.no(N_("Nobody can make himself custodian or auditor."))
    return may_administer(actor, grant.area_code)


def may_invite(grants: Sequence[Grant], *, actor: Actor) -> Decision:
    if not grants:
        return Decision.no(N_("An invitation needs at least one role."))
    decisions = (may_grant(grant, to_user_id=None, actor=actor) for grant in grants)
    return next((no for no in decisions if not no), Decision.yes())


def may_invite_first(*, active_users: int) -> Decision:
    """
    Test whether the first door may be opened: only while nobody can sign in.

    >>> bool(may_invite_first(active_users=0))
    True
    """
    if active_users:
        return Decision.no(N_("Somebody can already sign in. Ask an administrator for a link."))
    return Decision.yes()


def may_revoke(grant: Grant, *, actor: Actor, another_administrator: bool) -> Decision:
    """Test whether a role may be taken away; somebody must stay administrator of its area."""
    if grant.role is Role.ADMINISTRATOR and not another_administrator:
        return Decision.no(N_("This is the last administrator of that area. Name another first."))
    return may_administer(actor, grant.area_code)


def may_deactivate(
    grants: Sequence[Grant], *, user_id: int, actor: Actor, another_administrator: bool
) -> Decision:
    """Test whether an account may be closed; `grants` are what its owner holds."""
    if user_id == actor.user_id:
        return Decision.no(N_("You cannot close your own account. Ask another administrator."))
    if not another_administrator:
        return Decision.no(N_("This is the last administrator of that area. Name another first."))
    return may_decide_about(grants, actor=actor)


def may_decide_about(grants: Sequence[Grant], *, actor: Actor) -> Decision:
    """Test whether an actor decides about the whole account of somebody who holds `grants`."""
    # An account without roles belongs to no area: who administers everywhere looks after it.
    areas = {grant.area_code for grant in grants} or {EVERYWHERE}
    if all(may_administer(actor, area) for area in areas):
        return Decision.yes()
    return Decision.no(N_("This person also holds roles outside your area."))


def written_name(text: str) -> str:
    """
    Return a name as it is kept: single blanks, and nothing that nobody sees.

    >>> written_name(" Kompol\u00a0 Contoh\u200b")
    'Kompol Contoh'
    """
    seen = (sign for sign in normalize("NFKC", text) if category(sign) != "Cf")
    return " ".join("".join(seen).split())


def may_be_written(name: str) -> Decision:
    """
    Test whether a name can be that of a person, and shows who it is.

    >>> [bool(may_be_written(name)) for name in ("Iptu Ma’ruf, S.H.", "Sejuk", "\u0455ystem:x")]
    [True, False, False]
    """
    if is_no_person(name):
        return Decision.no(N_("The program itself is called so. Write a name."))
    if not WRITTEN_NAME.fullmatch(as_looked_at(name)):
        return Decision.no(
            N_("Write the name in Latin letters, without other signs than . , ' ( ) / & + and -.")
        )
    return Decision.yes()


def may_be_called(name: str, *, others: Iterable[str]) -> Decision:
    """
    Test whether somebody may take a name; `others` are the names and user names of all others.

    >>> may_be_called("kompol  contoh", others=["Kompol Contoh"]).reason[:31]
    'Somebody is already called so. '
    """
    mine = as_looked_at(name)
    if any(as_looked_at(other) == mine for other in others):
        return Decision.no(
            N_(
                "Somebody is already called so. Add your rank, another of your names, or where "
                "you serve: by this name others read who did something."
            )
        )
    return may_be_written(name)


def needs_second_factor(actor: Actor) -> bool:
    """
    Test whether a password alone is too little for what this actor may do.

    >>> needs_second_factor(Actor("alya", frozenset({Grant(Role.CHIEF, "16.01")})))
    True
    """
    return not SECOND_FACTOR_ROLES.isdisjoint(actor.roles)


def area_code_in(text: str) -> str | None:
    """
    Read the area code that somebody typed or chose from the list; None when there is none.

    >>> area_code_in("Ujan Mas, Pengandonan (16.01.08.2018)"), area_code_in(" 16.01 ")
    ('16.01.08.2018', '16.01')
    >>> area_code_in("Ujan Mas") is None
    True
    """
    inner = text.strip().removesuffix(")").rpartition("(")[2].strip()
    return inner if AREA_CODE.fullmatch(inner) else None


def area_of(grants: Sequence[Grant]) -> str:
    """
    Name the one area of some roles, or "" when they are for several.

    >>> area_of([Grant(Role.GUARD, "16.01"), Grant(Role.OPERATOR, "16.01")])
    '16.01'
    """
    areas = {grant.area_code for grant in grants}
    return areas.pop() if len(areas) == 1 else EVERYWHERE
