"""A reason that stays in the ledger for ever: what it must say, and what it must not."""

import re

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

SHORTEST_REASON = 5
# Chosen: a reason is a sentence or two, and stays in the ledger for ever.
LONGEST_REASON = 500
# Indonesian mobile numbers however they are spaced, and the 16 digits of an identity card.
PRIVATE_NUMBER = re.compile(r"(?<!\d)(?:\+?62|0)[ -]?8[\d .-]{7,}|(?<!\d)\d{16}(?!\d)")


def may_be_reason(reason: str) -> Decision:
    """
    Test whether a reason can stand in the ledger, where nothing is ever erased.

    >>> may_be_reason("Dijelaskan kades kepada warga.").allowed
    True
    >>> may_be_reason("Telepon 0812-3456-7890 tidak diangkat").allowed
    False
    """
    if len(reason.strip()) < SHORTEST_REASON:
        return Decision.no(N_("Write the reason in a few words."), where="reason")
    if len(reason) > LONGEST_REASON:
        return Decision.no(
            N_("The reason has %(count)s characters; at most %(limit)s are taken."),
            where="reason",
            count=len(reason),
            limit=LONGEST_REASON,
        )
    if PRIVATE_NUMBER.search(reason):
        return Decision.no(
            N_(
                "The reason stays in the ledger for ever: leave out telephone and identity numbers."
            ),
            where="reason",
        )
    return may_be_stored("reason", reason)


def may_be_stored(where: str, words: str) -> Decision:
    """Test whether PostgreSQL can hold `words`: no null character, no half of a character."""
    if "\0" in words:
        return Decision.no(
            N_("The text holds a null character at position %(position)s, which cannot be stored."),
            where=where,
            position=words.index("\0") + 1,
        )
    broken = re.search("[\ud800-\udfff]", words)
    if broken:
        return Decision.no(
            N_("The text holds half a character at position %(position)s, which cannot be stored."),
            where=where,
            position=broken.start() + 1,
        )
    return Decision.yes()
