"""
What somebody wrote: can it be kept, and kept whole?

A refusal carries `where`, the name of the field, so that a form can show the sentence beside it.
"""

import re

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

# Chosen: five A4 pages. Longer texts are refused whole, never cut.
LONGEST_TEXT = 10_000
# What a sender may call one message.
LONGEST_KEY = 200
SHORTEST_REASON = 5
# Chosen: a reason is a sentence or two, and stays in the ledger for ever.
LONGEST_REASON = 500
# As long as the columns that hold them.
LONGEST_WORDS = {
    "created_by": 150,
    "cluster": 64,
    "source_key": 64,
    "came_from": 120,
    "idempotency_key": 100,
    "number": 60,
}
# Chosen: half a line. Shorter runs of words occur in both by chance.
LONGEST_QUOTE = 40
# Indonesian mobile numbers however they are spaced, and the 16 digits of an identity card.
PRIVATE_NUMBER = re.compile(r"(?<!\d)(?:\+?62|0)[ -]?8[\d .-]{7,}|(?<!\d)\d{16}(?!\d)")


def may_be_worded(text: str) -> Decision:
    """
    Test whether the text of a signal can be kept whole.

    >>> may_be_worded("Ada\\0kabar").reason
    'The text holds a null character at position 4, which cannot be stored.'
    """
    return may_be_whole(text, empty=N_("Write what was seen or heard."))


def may_be_whole(text: str, *, empty: str) -> Decision:
    """
    Test whether what somebody wrote can be kept whole; `empty` is said when it is nothing.

    >>> may_be_whole(" ", empty="Write what happened.").reason
    'Write what happened.'
    """
    if not text.strip():
        return Decision.no(empty, where="text")
    if len(text) > LONGEST_TEXT:
        return Decision.no(
            N_("The text has %(count)s characters; at most %(limit)s are taken."),
            where="text",
            count=len(text),
            limit=LONGEST_TEXT,
        )
    return may_be_stored("text", text)


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


def may_leave_unquoted(reason: str, text: str) -> Decision:
    """
    Test whether a reason keeps the text of the report out of the ledger.

    >>> may_leave_unquoted("Sudah dijelaskan kades.", "Surat suara sudah dicoblos.").allowed
    True
    """
    said, written = " ".join(text.casefold().split()), " ".join(reason.casefold().split())
    starts = range(max(0, len(written) - LONGEST_QUOTE + 1))
    if any(written[start : start + LONGEST_QUOTE] in said for start in starts):
        return Decision.no(
            N_("The reason repeats the report. Say in other words what was found or done."),
            where="reason",
        )
    return Decision.yes()


def may_be_told_by(created_by: str) -> Decision:
    """Test whether it is said whose word it is."""
    if not created_by.strip():
        return Decision.no(
            N_("Say whose word it is, by function: resident, village head, officer."),
            where="created_by",
        )
    return may_be_short("created_by", created_by)


def may_be_short(where: str, words: str) -> Decision:
    """Test whether `words` fit the column named `where`."""
    if len(words) > LONGEST_WORDS[where]:
        return Decision.no(
            N_("%(where)s has %(count)s characters; at most %(limit)s are taken."),
            where=where,
            count=len(words),
            limit=LONGEST_WORDS[where],
        )
    return may_be_stored(where, words)


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
