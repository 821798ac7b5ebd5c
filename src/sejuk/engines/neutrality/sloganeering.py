"""Slogans: said, cut short, or said in another order."""

from collections.abc import Iterator, Sequence

from sejuk.engines.neutrality.hits import Contestant, Hit, HitCode, HitKind, HitReason
from sejuk.engines.neutrality.tokens import Token, keys_of
from sejuk.engines.neutrality.words import NeutralityWords

# Chosen: two words of its own and most of the rest, or it is what everybody says.
FEWEST_OWN_WORDS = 2
CUT_SHARE, REWORDED_SHARE = 0.6, 0.75
MOST_WORDS_BETWEEN = 3
FEWEST_LETTERS = 4
_PREFIXES = ("memper", "meng", "mem", "men", "me", "ber", "ter", "di", "ke", "se", "pe")
_SUFFIXES = ("kan", "nia", "an", "i")


def stem_of(key: str) -> str:
    """
    Return a word without its affixes, roughly.

    >>> stem_of("membangun"), stem_of("pembangunan"), stem_of("maju")
    ('bangun', 'bangun', 'maju')
    """
    for prefix in ("pem", "pen", *_PREFIXES):
        if key.startswith(prefix) and len(key) - len(prefix) >= FEWEST_LETTERS:
            key = key[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if key.endswith(suffix) and len(key) - len(suffix) >= FEWEST_LETTERS:
            return key[: -len(suffix)]
    return key


def slogan_hits(
    tokens: Sequence[Token],
    text: str,
    contestants: Sequence[Contestant],
    known: NeutralityWords,
) -> Iterator[Hit]:
    """Return where a text says a slogan, and how much of it."""
    stems = [stem_of(token.key) for token in tokens]
    for slogan in (slogan for contestant in contestants for slogan in contestant.slogans):
        keys = keys_of(slogan)
        if not keys:
            continue
        found = (
            _whole(keys, tokens)
            or _longest_part(keys, tokens, known)
            or _reworded([stem_of(key) for key in keys], stems, known)
        )
        if found is not None:
            code, first, last = found
            start, end = tokens[first].start, tokens[last].end
            yield Hit(HitKind.SLOGAN, start, end, text[start:end], HitReason(code, slogan))


Found = tuple[HitCode, int, int]


def _whole(keys: Sequence[str], tokens: Sequence[Token]) -> Found | None:
    """Return the slogan with its words joined or apart."""
    joined = "".join(keys)
    for first in range(len(tokens)):
        written = ""
        for last in range(first, min(first + len(keys) + 1, len(tokens))):
            written += tokens[last].key
            if written == joined:
                return HitCode.SLOGAN, first, last
    return None


def _own(keys: Sequence[str], known: NeutralityWords) -> int:
    return sum(key not in known.everyday for key in keys)


def _longest_part(
    keys: Sequence[str], tokens: Sequence[Token], known: NeutralityWords
) -> Found | None:
    written = [token.key for token in tokens]
    for size in range(len(keys) - 1, 1, -1):
        if size < CUT_SHARE * len(keys):
            return None
        for begin in range(len(keys) - size + 1):
            part = list(keys[begin : begin + size])
            if _own(part, known) < FEWEST_OWN_WORDS:
                continue
            for first in range(len(written) - size + 1):
                if written[first : first + size] == part:
                    return HitCode.SLOGAN_CUT, first, first + size - 1
    return None


def _reworded(slogan: Sequence[str], stems: Sequence[str], known: NeutralityWords) -> Found | None:
    """Return where most words of a slogan stand close together, in any order."""
    own = {stem for stem in slogan if stem not in known.everyday}
    if len(own) < FEWEST_OWN_WORDS:
        return None
    size = len(slogan) + MOST_WORDS_BETWEEN
    for first in range(len(stems)):
        if stems[first] not in own:
            continue
        said = [at for at in range(first, min(first + size, len(stems))) if stems[at] in own]
        share = len({stems[at] for at in said}) / len(own)
        if share >= REWORDED_SHARE and len({stems[at] for at in said}) >= FEWEST_OWN_WORDS:
            return HitCode.SLOGAN_REWORDED, first, said[-1]
    return None
