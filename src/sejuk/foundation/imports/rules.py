"""How long files are kept, and who may load them. No Django, no clock, no database."""

from datetime import timedelta

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision, Refused

# A file holds names and numbers of people: it is not kept longer than mending it takes.
KEPT_FOR = timedelta(days=7)
# More findings than this nobody reads; the count is always the whole one.
MOST_FINDINGS_KEPT = 5_000


class AlreadyLoaded(Refused):
    """The file has been loaded, perhaps by a second press of the same button."""


def may_import(roles: tuple[Role, ...], *, actor: Actor) -> Decision:
    """
    Test whether the actor may load files of a kind that `roles` load.

    >>> from sejuk.kit.actors import Grant
    >>> may_import((Role.OPERATOR,), actor=Actor("x", frozenset({Grant(Role.GUARD, "")}))).reason
    'You may not load this kind of file.'
    """
    if actor.holds(*roles):
        return Decision.yes()
    return Decision.no(N_("You may not load this kind of file."))


def may_load(*, errors: int | None) -> Decision:
    """
    Test whether a file may be loaded after a check that found so many errors.

    >>> may_load(errors=0).allowed, may_load(errors=None).allowed
    (True, False)
    """
    if errors is None:
        return Decision.no(N_("Check the file first."))
    if errors:
        return Decision.no(
            N_("The file has %(count)s errors. Nothing was loaded: mend the file first."),
            count=errors,
        )
    return Decision.yes()
