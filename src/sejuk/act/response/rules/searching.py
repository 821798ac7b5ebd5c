"""Find answers by what somebody types on a small keyboard."""

import re
from collections.abc import Iterable

from rapidfuzz import fuzz

# Chosen on the demonstration's answers: below it matches share nothing but little words.
LEAST_LIKE = 0.62
# Chosen: two letters of a word of seven may be wrong.
LEAST_WORD = 72
SHORT_WORD = 2
# What people call the same, folded; chosen from how the vote and its delay are spoken of.
ALSO_CALLED = {
    "pili pala daera": "pungut",
    "pili umum": "pungut",
    "pili": "pungut",
    "tunda": "undur",
    "mundur": "undur",
}
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
    """
    words = {word for word in _plainly(asked).split() if len(word) > SHORT_WORD}
    others = set(_plainly(known).split())
    if not words or not others:
        return 0.0
    weight = found = 0.0
    for word in sorted(words):
        best = max(fuzz.ratio(word, other) for other in others)
        weight += len(word)
        found += len(word) * (best / 100 if best >= LEAST_WORD else 0)
    return found / weight


def _plainly(folded: str) -> str:
    """Call what has several names by one."""
    return CALLED.sub(lambda found: ALSO_CALLED[found[0]], folded)


def best_of(asked: str, known: Iterable[tuple[int, str]], *, most: int) -> list[int]:
    """
    Return the numbers of the answers that fit, the best first.

    >>> best_of("kotak suara", [(1, "kotak suara utuh"), (2, "harga beras")], most=5)
    [1]
    """
    scored = [(likeness(asked, text), number) for number, text in known]
    fitting = [(score, number) for score, number in scored if score >= LEAST_LIKE]
    return [number for _, number in sorted(fitting, key=lambda one: (-one[0], -one[1]))[:most]]
