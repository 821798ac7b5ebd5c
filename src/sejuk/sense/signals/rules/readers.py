"""Who writes signals down, and who reads which of them."""

from sejuk.kit.actors import Actor, Role, area_covers
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules.words import Form, Kind

DESK = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)
LEADERS = (Role.OPS_HEAD, Role.CHIEF)
# Who writes signals down, and who reads them.
FIELD = (*DESK, Role.VILLAGE_OFFICER)
READERS = (*FIELD, Role.PUBLIC_RELATIONS, Role.PARTNER)

READABLE_KINDS: dict[Role, frozenset[Kind]] = {
    **dict.fromkeys(DESK, frozenset(Kind)),
    # A report about the neutrality of officials may be about the village's own.
    Role.VILLAGE_OFFICER: frozenset(Kind) - {Kind.OFFICIAL_NEUTRALITY},
    # What needs a public answer.
    Role.PUBLIC_RELATIONS: frozenset(
        {Kind.RUMOUR, Kind.SARA_PROVOCATION, Kind.SERVICE, Kind.DISASTER, Kind.POSITIVE}
    ),
    # What KPU, Bawaslu and the camat can mend; never who is afraid of whom.
    Role.PARTNER: frozenset({Kind.LOGISTICS, Kind.VOTER_ROLL, Kind.SERVICE, Kind.DISASTER}),
}
"""Which kinds a role reads, in its area. A role that is not named reads no signal at all."""


def may_enter(form: Form, *, area_code: str, actor: Actor, stands_there: bool = False) -> Decision:
    """
    Test whether `actor` may bring a signal of this form in: a resident reports, staff all.

    Whoever stands on duty there says what he sees, also in a role that writes nothing elsewhere.

    >>> from sejuk.kit.actors import Grant
    >>> guard = Actor("budi", frozenset({Grant(Role.GUARD, "16.01")}))
    >>> [may_enter(Form.INCIDENT, area_code="16.01", actor=guard, stands_there=there).allowed
    ...  for there in (True, False)]
    [True, False]
    """
    if not actor.roles:
        if form is Form.REPORT:
            return Decision.yes()
        return Decision.no(N_("Residents send reports."), where="form")
    if stands_there:
        return Decision.yes()
    if not actor.holds(*FIELD):
        return Decision.no(N_("Your role does not write signals down."))
    if not actor.holds(*FIELD, area_code=area_code):
        return Decision.no(
            N_("The area %(code)s lies outside yours."), where="area", code=area_code
        )
    return Decision.yes()


def may_see(kind: Kind, *, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may read a signal of this kind there."""
    if any(
        kind in READABLE_KINDS.get(grant.role, frozenset())
        and area_covers(grant.area_code, area_code)
        for grant in actor.grants
    ):
        return Decision.yes()
    return Decision.no(N_("Your role does not read signals of this kind."))


def may_manage_keys(*, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may make and revoke keys by which gateways post signals of an area."""
    if actor.user_id is not None and actor.holds(Role.ADMINISTRATOR, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Only an administrator of the area makes keys."))
