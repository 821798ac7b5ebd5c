"""Where somebody lives: a street with a house number. A street alone is a public place."""

from collections.abc import Iterator, Sequence

from sejuk.engines.triage.redacting.kinds import Personal, PersonalKind
from sejuk.engines.triage.redacting.signs import signs
from sejuk.engines.triage.redacting.tokens import Token

AREA_WORDS = frozenset({"rt", "rw"})
FURTHEST = 12
"""So many words and signs from the street to the number of the house; chosen."""
LONGEST_NUMBER = 4


def streets_in(tokens: Sequence[Token]) -> Iterator[Personal]:
    """
    Return streets with the number of a house, and what follows of neighbourhood numbers.

    >>> from sejuk.engines.triage.redacting.tokens import tokens_of
    >>> text = "Rumahnya Jl. A. Yani No. 12B RT 03/02, jalan rusak 5 km, jalan ke TPS nomor 3"
    >>> [text[one.start : one.end] for one in streets_in(tokens_of(text))]
    ['Jl. A. Yani No. 12B RT 03/02']
    """
    at = 0
    while at < len(tokens):
        last = _house(tokens, at) if tokens[at].small in signs().streets else None
        if last is not None:
            last = _neighbourhood(tokens, last)
            yield Personal(
                PersonalKind.ADDRESS, tokens[at].start, tokens[last].end, "street and number"
            )
            at = last
        at += 1


def _house(tokens: Sequence[Token], at: int) -> int | None:
    """Return the token with the number of the house in the street that begins here."""
    is_numbered = False
    names = 0
    for here in range(at + 1, min(at + FURTHEST, len(tokens))):
        token = tokens[here]
        if token.text.isdigit():
            is_short = len(token.text) <= LONGEST_NUMBER
            is_house = is_numbered or (names and tokens[here - 1].is_capital)
            if is_short and is_house and not _counts(tokens, here):
                return _with_letter(tokens, here)
            if is_numbered or not names:
                return None
        elif token.small in signs().house_numbers:
            is_numbered = True
        elif token.is_word and token.small not in signs().not_in_streets:
            names += 1
        elif token.text not in ".,:-/'":
            return None
    return None


def _counts(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].small in signs().quantities


def _with_letter(tokens: Sequence[Token], at: int) -> int:
    """Return the letter behind the number when it belongs to it: 12B."""
    if at + 1 < len(tokens):
        following = tokens[at + 1]
        if len(following.text) == 1 and following.is_word and following.start == tokens[at].end:
            return at + 1
    return at


def _neighbourhood(tokens: Sequence[Token], last: int) -> int:
    """Return the last token of RT 03 RW 02 or RT 03/02 behind the number."""
    here = last + 1
    while here < len(tokens) and here - last < FURTHEST:
        token = tokens[here]
        if token.text.isdigit() and here - 1 > last:
            if tokens[here - 1].small in {*AREA_WORDS, ".", "/"}:
                last = here
            else:
                break
        elif token.small not in AREA_WORDS and token.text not in {".", "/", ","}:
            break
        here += 1
    return last
