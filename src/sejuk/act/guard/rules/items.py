"""What a post keeps and hands over. No Django, no clock."""

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import may_be_stored

LONGEST_NAME = 120
# Chosen: more of one thing than that is a store, not a post.
MOST_OF_ONE = 10_000


def may_be_kept(*, name: str, count: int) -> Decision:
    """
    Test whether a post can keep so many of a thing.

    >>> may_be_kept(name="Kunci gudang", count=2).allowed, may_be_kept(name=" ", count=2).allowed
    (True, False)
    """
    if not name.strip():
        return Decision.no(N_("Say what it is."), where="name")
    if len(name) > LONGEST_NAME:
        return Decision.no(
            N_("The text has %(count)s characters; at most %(limit)s are taken."),
            where="name",
            count=len(name),
            limit=LONGEST_NAME,
        )
    if not 0 <= count <= MOST_OF_ONE:
        return Decision.no(
            N_("A post keeps from 0 to %(most)s of a thing."), where="count", most=MOST_OF_ONE
        )
    return may_be_stored("name", name)
