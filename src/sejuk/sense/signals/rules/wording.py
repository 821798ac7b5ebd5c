"""
What somebody wrote: can it be kept, and kept whole?

A refusal carries `where`, the name of the field, so that a form can show the sentence beside it.
"""

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_stored

# Chosen: five A4 pages. Longer texts are refused whole, never cut.
LONGEST_TEXT = 10_000
# What a sender may call one message.
LONGEST_KEY = 200
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
