"""A daily situation report, its states and who may sign it. No Django, no clock, no database."""

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision


class SitrepState(Choice):
    """A report is written, then signed; after that it is frozen."""

    DRAFT = "draft", N_("Draft")
    SIGNED = "signed", N_("Signed")


NEXT_STATES: dict[SitrepState, frozenset[SitrepState]] = {
    SitrepState.DRAFT: frozenset({SitrepState.SIGNED}),
    SitrepState.SIGNED: frozenset(),
}

WRITERS = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF)
SIGNERS = (Role.OPS_HEAD, Role.CHIEF)


def may_write(state: SitrepState, *, area_code: str, actor: Actor) -> Decision:
    if not actor.holds(*WRITERS, area_code=area_code):
        return Decision.no(N_("Only the command post writes the situation report."))
    if state is SitrepState.SIGNED:
        return Decision.no(N_("A signed report is frozen. Write a correction as a new report."))
    return Decision.yes()


def may_sign(state: SitrepState, *, area_code: str, actor: Actor) -> Decision:
    if not actor.holds(*SIGNERS, area_code=area_code):
        return Decision.no(N_("Only the Kabag Ops or the Kapolres signs the situation report."))
    if state is SitrepState.SIGNED:
        return Decision.no(N_("This report is signed already."))
    return Decision.yes()
