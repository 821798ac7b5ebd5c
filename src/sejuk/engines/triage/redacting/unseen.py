"""Signs that nobody sees and that part what a reader reads as one: soft hyphens and their kin."""

import re

from sejuk.engines.triage.redacting.kinds import Personal

# A joiner within an emoji stands between no letters, and stays. Where a small letter is followed by
# a capital, the sign parts two words, as copying from a page leaves it.
UNSEEN = re.compile(
    r"(?<=\w)(?!(?<=[a-z])[\u00ad\u200b-\u200f\u2060\ufeff]++[A-Z])"
    r"[\u00ad\u200b-\u200f\u2060\ufeff]++(?=\w)"
)


def seen(text: str) -> tuple[str, list[int]]:
    """
    Return the text without unseen signs in its words, and where each sign of it stood.

    >>> seen("J\\u00adoko")
    ('Joko', [0, 2, 3, 4, 5])
    """
    gone = {at for found in UNSEEN.finditer(text) for at in range(*found.span())}
    kept = [at for at in range(len(text)) if at not in gone]
    return "".join(text[at] for at in kept), [*kept, len(text)]


def in_place(found: list[Personal], stood: list[int]) -> list[Personal]:
    """Return what was found without unseen signs, at its place in the text with them."""
    placed: list[Personal] = []
    end = 0
    for one in found:
        start = max(end, stood[one.start - 1] + 1) if one.start else 0
        end = stood[one.end]
        placed.append(Personal(one.kind, start, end, one.rule))
    return placed
