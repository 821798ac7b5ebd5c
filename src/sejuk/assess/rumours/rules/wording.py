"""What may be written about a rumour: short, whole, and never a name or a number of a person."""

import re

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import may_be_stored

# Chosen: a claim is a sentence or two, so that two people see at once whether it is the same.
SHORTEST_CLAIM, LONGEST_CLAIM = 15, 300
LONGEST_WORDS = 500
LONGEST_ANSWER = 2_000
LONGEST_RESOLUTION = 2_000
SHORTEST_RESOLUTION = 20
LONGEST_NAME = 120
LONGEST_REFERENCE = 200

# Shouting and judging words: a claim is kept as it is told, without what we think of it. The list
# is chosen, and short on purpose: what is missing does no harm.
LOADED = re.compile(
    r"\b(hoaks?|hoax|fitnah|bohong|sesat|biadab|provokator|antek|kafir|pki|cebong|kampret|kadrun)\b",
    re.IGNORECASE,
)


def may_be_claimed(claim: str) -> Decision:
    """
    Test whether a claim is worded so that it can head a page: short, quiet and without judgement.

    >>> may_be_claimed("Surat suara dikabarkan sudah dicoblos sebelum hari pemungutan.").allowed
    True
    >>> may_be_claimed("Hoaks surat suara sudah dicoblos").reason
    'Leave out “Hoaks”: the claim says what is told, and the veracity says what it is worth.'
    """
    length = len(claim.strip())
    if length < SHORTEST_CLAIM:
        return Decision.no(N_("Write the claim as one whole sentence."), where="claim")
    if length > LONGEST_CLAIM:
        return _too_long("claim", length, LONGEST_CLAIM)
    loaded = LOADED.search(claim)
    if loaded:
        return Decision.no(
            N_("Leave out “%(word)s”: the claim says what is told, and the veracity says what it"
               " is worth."),
            where="claim",
            word=loaded[0],
        )  # fmt: skip
    if "!!" in claim or claim.isupper():
        return Decision.no(N_("Write the claim calmly: no shouting."), where="claim")
    return may_be_stored("claim", claim)


def may_be_said(where: str, words: str, *, most: int, least: int = 0) -> Decision:
    """
    Test whether `words` fit a field named `where`.

    >>> may_be_said("answer", "Tidak benar.", most=100).allowed
    True
    >>> may_be_said("resolution", " ", most=100, least=5).reason
    'Write at least 5 characters.'
    """
    length = len(words.strip())
    if length < least:
        return Decision.no(N_("Write at least %(count)s characters."), where=where, count=least)
    if length > most:
        return _too_long(where, length, most)
    return may_be_stored(where, words)


def may_stay_nameless(where: str, kinds: tuple[str, ...]) -> Decision:
    """
    Test whether words name nobody: `kinds` are the kinds of personal data that were found in them.

    >>> may_stay_nameless("claim", ("name",)).allowed, may_stay_nameless("claim", ()).allowed
    (False, True)
    """
    if not kinds:
        return Decision.yes()
    return Decision.no(
        N_("It names a person or a private number (%(kinds)s). Say it without, by function."),
        where=where,
        kinds=", ".join(kinds),
    )


def _too_long(where: str, count: int, limit: int) -> Decision:
    return Decision.no(
        N_("The text has %(count)s characters; at most %(limit)s are taken."),
        where=where,
        count=count,
        limit=limit,
    )
