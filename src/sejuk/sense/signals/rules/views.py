"""Views of the inbox under a name: what they may be called, how many, with whom they are shared."""

from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_stored
from sejuk.sense.signals.rules.readers import READERS
from sejuk.sense.signals.rules.reception import first_no

# Chosen: what fits under each other on a phone; who keeps more searches for a view, not a signal.
MOST_VIEWS = 20
LONGEST_NAME = 40
# Chosen: every filter set, with two hundred letters to search for.
LONGEST_ADDRESS = 1_000


def may_be_called(name: str) -> Decision:
    """
    Test whether a view can have this name.

    >>> [may_be_called(name).allowed for name in ("Rumor Baturaja", "  ", "x" * 41, "a\\nb")]
    [True, False, False, False]
    """
    if not name.strip():
        return Decision.no(N_("Give the view a name."), where="name")
    if len(name.strip()) > LONGEST_NAME:
        return Decision.no(
            N_("The name has %(count)s characters; at most %(limit)s are taken."),
            where="name",
            count=len(name.strip()),
            limit=LONGEST_NAME,
        )
    if not name.strip().isprintable():
        return Decision.no(N_("The name is one line without control characters."), where="name")
    return may_be_stored("name", name)


def may_keep_view(*, name: str, address: str, own: int) -> Decision:
    """Test whether somebody who keeps `own` views may keep one more."""
    if own >= MOST_VIEWS:
        return Decision.no(
            N_("You keep %(limit)s views already. Remove one first."), limit=MOST_VIEWS
        )
    if len(address) > LONGEST_ADDRESS:
        return Decision.no(N_("The filter is too long to be kept. Search for fewer words."))
    return may_be_called(name)


def may_share_view(area_code: str | None, *, actor: Actor) -> Decision:
    """Test whether a view may be shown to colleagues of an area; None: it is one's own alone."""
    if area_code is None or area_code in areas_to_share(actor):
        return Decision.yes()
    return Decision.no(N_("You share views in your own area only."), where="shared_in")


def areas_to_share(actor: Actor) -> tuple[str, ...]:
    """Return in which areas `actor` may share: those for which he reads signals."""
    return actor.only(*READERS).scope


def may_rename_view(*, name: str, area_code: str | None, actor: Actor) -> Decision:
    """Test whether a view may be called so, and shared there."""
    return first_no(may_be_called(name), may_share_view(area_code, actor=actor))
