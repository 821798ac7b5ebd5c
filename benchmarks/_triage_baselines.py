"""Plain ways to find the nearest known message, measured in the same process as ours."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from benchmarks._triage_pairs import matrix, plain
from sejuk.engines.triage import folded_all
from sejuk.engines.triage.matching.shingles import Sets, shingle_sets

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]
Found = tuple[Numbers, Scores]
CHUNK = 256


def tf_idf(queries: list[str], known: list[str]) -> Found:
    """Return the nearest by the cosine of runs of 3 to 5 letters, weighed by their rarity."""
    sets = [_runs([plain(text) for text in texts]) for texts in (known, queries)]
    columns = np.unique(sets[0].members)
    there, asked = (matrix(one, columns) for one in sets)
    rarity = np.log((1 + len(known)) / (1 + np.asarray(there.sum(axis=0)).ravel())) + 1
    return _nearest(_unit(asked, rarity), _unit(there, rarity))


def _unit(rows: sparse.csr_matrix, rarity: Scores) -> sparse.csr_matrix:
    weighed = (rows @ sparse.diags(rarity.astype(np.float32))).tocsr()
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit: sparse.csr_matrix = sparse.diags(1 / np.maximum(lengths, 1e-9)) @ weighed
    return sparse.csr_matrix(unit, dtype=np.float32)


def _nearest(asked: sparse.csr_matrix, there: sparse.csr_matrix) -> Found:
    best, scores = [], []
    turned = there.T.tocsr()
    for first in range(0, asked.shape[0], CHUNK):
        cosines = np.asarray((asked[first : first + CHUNK] @ turned).todense())
        best.append(cosines.argmax(axis=1))
        scores.append(cosines.max(axis=1))
    return np.concatenate(best), np.concatenate(scores).astype(np.float64)


def _runs(texts: list[str], sizes: tuple[int, ...] = (3, 4, 5)) -> Sets:
    """Return all runs of these sizes as numbers of 32 bits."""
    members, starts = [], [0]
    for text in texts:
        letters = np.frombuffer(f" {text} ".encode(), dtype=np.uint8).astype(np.uint64)
        found = [_hashed(letters, size) for size in sizes if len(letters) >= size]
        runs = np.unique(np.concatenate(found)) if found else np.zeros(0, np.uint32)
        members.append(runs)
        starts.append(starts[-1] + len(runs))
    return Sets(np.concatenate(members), np.array(starts, dtype=np.int64))


def _hashed(letters: NDArray[np.uint64], size: int) -> NDArray[np.uint32]:
    code = np.zeros(len(letters) - size + 1, dtype=np.uint64)
    for at in range(size):
        code = code * np.uint64(257) + letters[at : at + len(code)]
    return _spread(code * np.uint64(0x9E3779B97F4A7C15) + np.uint64(size))


def _spread(code: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return ((code ^ (code >> np.uint64(29))) >> np.uint64(16)).astype(np.uint32)


def min_hash(
    queries: list[str], known: list[str], *, is_folded: bool = False, run: int = 5
) -> Found:
    """Return the nearest by MinHash of 128 permutations in 32 bands, of texts as they are spelt."""
    signed = []
    rng = np.random.default_rng(1)
    factors = rng.integers(1, 2**32, (128, 1), dtype=np.uint64) | np.uint64(1)
    terms = rng.integers(0, 2**32, (128, 1), dtype=np.uint64)
    for texts in (known, queries):
        spelt = list(folded_all(texts)) if is_folded else [plain(text) for text in texts]
        sets = _runs(spelt, (run,))
        rows = np.full((len(texts), 128), 2**32 - 1, dtype=np.uint64)
        for number in range(len(texts)):
            if len(runs := sets.of(number)):
                codes = (runs.astype(np.uint64) * factors + terms) & np.uint64(2**32 - 1)
                rows[number] = codes.min(axis=1)
        signed.append(rows)
    return _in_a_band(signed[0], signed[1])


def _in_a_band(there: NDArray[np.uint64], asked: NDArray[np.uint64]) -> Found:
    bands: list[dict[bytes, list[int]]] = [{} for _ in range(32)]
    for number, row in enumerate(there):
        for band, key in _keys(row):
            bands[band].setdefault(key, []).append(number)
    best, scores = np.full(len(asked), -1), np.zeros(len(asked))
    for number, row in enumerate(asked):
        met = sorted({one for band, key in _keys(row) for one in bands[band].get(key, ())})
        if met:
            agreeing = (there[met] == row).mean(axis=1)
            best[number], scores[number] = met[int(agreeing.argmax())], agreeing.max()
    return best, scores


def _keys(row: NDArray[np.uint64]) -> Iterator[tuple[int, bytes]]:
    for band in range(32):
        yield band, row[4 * band : 4 * band + 4].tobytes()


def sim_hash(queries: list[str], known: list[str]) -> Found:
    """Return the nearest by a SimHash of 64 bits over the runs of folded texts."""
    codes = []
    for texts in (known, queries):
        sets = shingle_sets(list(folded_all(texts)))
        code = np.zeros(len(texts), dtype=np.uint64)
        for number in range(len(texts)):
            spread = (sets.of(number).astype(np.uint64) + np.uint64(1)) * np.uint64(
                0x9E3779B97F4A7C15
            )
            spread ^= spread >> np.uint64(31)
            spread *= np.uint64(0xBF58476D1CE4E5B9)
            bits = np.unpackbits(spread.view(np.uint8).reshape(-1, 8), axis=1)
            votes = 2 * bits.sum(axis=0).astype(np.int64) > len(bits)
            code[number] = np.packbits(votes).view(np.uint64)[0]
        codes.append(code)
    apart = [np.bitwise_count(codes[0] ^ one) for one in codes[1]]
    best = np.array([int(one.argmin()) for one in apart])
    return best, np.array([1 - int(one.min()) / 64 for one in apart])
