"""
Folding beside plain small letters: how much closer two spellings of one text come, strangers not.

Real pairs, read from SEJUK_EVAL_DATA: informal to formal Indonesian (STIF), Indonesian to Musi,
which is Palembang Malay. The engine's lexicons were written by hand and not drawn from them.
"""

import csv
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import numpy as np
from scipy import sparse

from benchmarks._limits import Limit
from sejuk.engines.triage import Lexicon, folded, folded_all, normalised, standard_lexicon

SETS = {
    "STIF train": "rewording_informal_formal_train.csv",
    "STIF dev": "rewording_informal_formal_dev.csv",
    "Musi": "indonesian_musi_train.csv",
}
PUBLISHED = {"STIF": 0.655, "Musi": 0.497}
"""What a prototype of the same idea reached on the test parts of these sets."""
RUN = 4
WORD = re.compile(r"\w+")

Fold = Callable[[str], str]
Pairs = list[tuple[str, str]]


def measure(full: bool) -> list[Limit]:  # noqa: FBT001 - as the other parts
    """Print the tables and return the limits."""
    folder = os.environ.get("SEJUK_EVAL_DATA")
    if not folder:
        print("SEJUK_EVAL_DATA is not set: folding is not measured")
        return []
    pairs = {name: pairs_of(Path(folder) / file) for name, file in SETS.items()}
    rules = Lexicon()
    ways: dict[str, Fold] = {
        "small letters": lambda text: " ".join(WORD.findall(text.casefold())),
        "normalised": lambda text: " ".join(WORD.findall(normalised(text).casefold())),
        "folded by rules alone": lambda text: folded(text, rules),
        "folded": folded,
    }
    limits = closeness(pairs, ways)
    limits += found_again(pairs, ways, most=None if full else 800)
    return [*limits, *cost(pairs)]


def pairs_of(path: Path) -> Pairs:
    with path.open(encoding="utf-8") as file:
        return [(first, second) for first, second in csv.reader(file)][1:]


def closeness(pairs: dict[str, Pairs], ways: dict[str, Fold]) -> list[Limit]:
    """Print the shared share of the words of two spellings of one text."""
    print("mean Jaccard of the words of both sides (in brackets: of two pairs)")
    print(
        f"  {'':24}" + "".join(f"{name + f' ({len(many):,})':>20}" for name, many in pairs.items())
    )
    shares: dict[str, float] = {}
    for way, fold in ways.items():
        line = ""
        for name, many in pairs.items():
            sides = [
                (set(fold(first).split()), set(fold(second).split())) for first, second in many
            ]
            shares[name] = fmean(jaccard(*side) for side in sides)
            strange = fmean(
                jaccard(one[0], other[1]) for one, other in zip(sides, sides[7:], strict=False)
            )
            line += f"{shares[name]:13.3f} ({strange:.3f})"
        print(f"  {way:24}{line}")
    print(f"  prototype: STIF test {PUBLISHED['STIF']}, Musi test {PUBLISHED['Musi']}")
    return [
        Limit("words shared, STIF dev", at_least=0.62, took=shares["STIF dev"], unit=""),
        Limit("words shared, Musi", at_least=0.48, took=shares["Musi"], unit=""),
    ]


def jaccard(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second) if first | second else 1.0


def found_again(pairs: dict[str, Pairs], ways: dict[str, Fold], most: int | None) -> list[Limit]:
    """Print how often the other spelling is the closest of all, and clear of strangers."""
    print(
        f"\nthe other side is the closest by runs of {RUN} letters (in brackets: and above 99 % of"
    )
    print("the closest to texts of the other set, so that one in a hundred is taken for nothing)")
    sets = {"STIF train": pairs["STIF train"][:most], "Musi": pairs["Musi"][:most]}
    print(f"  {'':24}" + "".join(f"{name:>20}" for name in sets))
    clear = 0.0
    for way, fold in ways.items():
        line = ""
        for name, many in sets.items():
            others = next(other for title, other in sets.items() if title != name)
            queries, known = ([fold(pair[side]) for pair in many] for side in (0, 1))
            likeness = likenesses(queries, known)
            own, best = np.diag(likeness), likeness.max(axis=1)
            strange = likenesses([fold(first) for first, _ in others], known).max(axis=1)
            bar = float(np.quantile(strange, 0.99))
            clear = float(np.mean((own >= best) & (own > bar)))
            line += f"{np.mean(own >= best):13.3f} ({clear:.3f})"
        print(f"  {way:24}{line}")
    return [Limit("Musi found again, clear of strangers", at_least=0.97, took=clear, unit="")]


def likenesses(first: Sequence[str], second: Sequence[str]) -> np.ndarray:
    """Return the Jaccard likeness of the runs of letters, each of the first to each second."""
    columns: dict[str, int] = {}
    both = runs_of([*first, *second], columns)
    left, right = both[: len(first)], both[len(first) :]
    shared = (left @ right.T).toarray()
    sizes = np.asarray(left.sum(axis=1)) + np.asarray(right.sum(axis=1)).T
    told: np.ndarray = shared / np.maximum(sizes - shared, 1)
    return told


def runs_of(texts: Sequence[str], columns: dict[str, int]) -> sparse.csr_matrix:
    rows: list[int] = []
    at: list[int] = []
    for row, text in enumerate(texts):
        padded = f" {text} "
        runs = {padded[start : start + RUN] for start in range(max(1, len(padded) - RUN + 1))}
        rows += [row] * len(runs)
        at += [columns.setdefault(run, len(columns)) for run in runs]
    return sparse.csr_matrix((np.ones(len(at)), (rows, at)), shape=(len(texts), len(columns)))


def cost(pairs: dict[str, Pairs]) -> list[Limit]:
    """Print what a message takes when its words were seen before, and when none was."""
    texts = [text for many in pairs.values() for pair in many for text in pair]
    fresh = replace(standard_lexicon())
    cold, warm = (seconds(texts, fresh) / len(texts) * 1e6 for _ in range(2))
    letters = fmean(map(len, texts))
    print(f"\n{len(texts):,} texts of {letters:.0f} letters: {cold:.1f} µs each at first, ", end="")
    print(f"{warm:.1f} µs when the words were seen (CPU)")
    return [
        Limit("folding a message, words seen before", at_most=40, took=warm, unit="µs"),
        Limit("folding a message, no word seen before", at_most=80, took=cold, unit="µs"),
    ]


def seconds(texts: Sequence[str], lexicon: Lexicon) -> float:
    began = time.process_time()
    folded_all(texts, lexicon)
    return time.process_time() - began


if __name__ == "__main__":
    for limit in measure(full=False):
        print(limit.line())
