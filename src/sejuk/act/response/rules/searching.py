"""Find answers by what somebody types on a small keyboard."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

# Chosen on the demonstration's answers: below it matches share nothing but little words.
LEAST_LIKE = 0.62
# Chosen: two letters of a word of seven may be wrong.
LEAST_WORD = 72
SHORT_WORD = 2
# Chosen: a word of three or four letters, or one that begins otherwise, is nearly the same or
# another one; else money and a store (uang, gudang) are an invitation (undangan).
FEW_LETTERS, LEAST_OTHER = 4, 85
# Said with anything, folded: they ask, deny or address, and tell nothing of what is meant.
SAYS_NOTHING = frozenset(
    {"ada", "apa", "apaka", "asli", "bapa", "belum", "betul", "iksa", "itu", "kabar", "kata"}
    | {"katanya", "mas", "nar", "nya", "pak", "suda", "tidak", "tolung", "yang"}
)
# What people call the same, folded; chosen from how the vote and its delay are spoken of.
ALSO_CALLED = {
    "pili pala daera": "pungut",
    "pili umum": "pungut",
    "pili": "pungut",
    "tunda": "undur",
    "mundur": "undur",
    "surat undang": "undang",
    "c6": "undang",
}
# What is put off when people say "coblosan" is the vote; alone it is what is done to a ballot.
VOTING, PUT_OFF = re.compile(r"\bcoblus\b"), re.compile(r"\bundur\b")
CALLED = re.compile(rf"\b(?:{'|'.join(ALSO_CALLED)})\b")


def likeness(asked: str, known: str) -> float:
    """
    Return how well a question fits an answer, 0 to 1; both folded. Each word finds its nearest.

    >>> likeness("pemungutn suara di undur", "pemungutan suara tetap tidak diundur") > LEAST_LIKE
    True
    >>> likeness("pili pala daera tunda", "pungut suara tetap undur")
    1.0
    >>> likeness("jembatan rusak", "pemungutan suara tetap tidak diundur")
    0.0
    >>> likeness("coblus tunda", "pungut suara tetap undur")
    1.0
    """
    said = (word for word in _plainly(asked).split() if len(word) > SHORT_WORD)
    words = {word for word in said if word not in SAYS_NOTHING}
    others = set(_plainly(known).split())
    if not words or not others:
        return 0.0
    weight = found = 0.0
    for word in sorted(words):
        weight += len(word)
        found += len(word) * max(_nearness(word, other) for other in others)
    return found / weight


def _nearness(word: str, other: str) -> float:
    """Return how near two words are, 0 where they are different ones."""
    is_strict = len(word) <= FEW_LETTERS or word[0] != other[0]
    cutoff = LEAST_OTHER if is_strict else LEAST_WORD
    return fuzz.ratio(word, other, score_cutoff=cutoff) / 100


def _plainly(folded: str) -> str:
    """Call what has several names by one."""
    called = CALLED.sub(lambda found: ALSO_CALLED[found[0]], folded)
    return VOTING.sub("pungut", called) if PUT_OFF.search(called) else called


def best_of(asked: str, known: Iterable[tuple[int, str]], *, most: int) -> list[int]:
    """
    Return the numbers of the answers that fit, the best first.

    >>> best_of("kotak suara", [(1, "kotak suara utuh"), (2, "harga beras")], most=5)
    [1]
    """
    scored = [(likeness(asked, text), number) for number, text in known]
    fitting = [(score, number) for score, number in scored if score >= LEAST_LIKE]
    return [number for _, number in sorted(fitting, key=lambda one: (-one[0], -one[1]))[:most]]
