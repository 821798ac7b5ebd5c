"""
The index of a nation: 83,000 villages, 25 indicators, 500 draws, one value in ten missing.

Villages and values are invented: each has a nature that all its indicators share in part, as places
do. Beside it stand two plain ways to the same: one numpy pass over all villages for each draw, and
loops over villages and draws as one would write them first. Both are measured on a part and scaled
up; the loops must come to the same intervals and chances on a district without gaps. Times are
seconds of the processor, so that other work on the machine does not count.
"""

import math
import resource
import sys
import time
from collections.abc import Sequence

import numpy as np

from benchmarks._limits import Limit, conclude
from sejuk.engines.warning import EQUAL_WEIGHTS, Indicator
from sejuk.engines.warning.indexing import IndexArrays, index_arrays
from sejuk.engines.warning.indexing.normalising import Floats, Normalisation, Rows, normalised
from sejuk.engines.warning.indexing.plans import (
    FLOOR,
    PEACE,
    VARIABLES,
    WAYS,
    DrawPlan,
    Layout,
    draw_plan,
    layout_of,
)

SIZES, QUICK_SIZES = (157, 1_000, 10_000, 83_000), (157, 1_000, 10_000)
NATION = 83_000
A_DISTRICT = 160
DRAWS = 500
PLAIN_DRAWS = 5
MISSING = 0.1
SEED = 2024
INDICATORS = sorted(
    (
        Indicator(f"i_{n}", VARIABLES[n % len(VARIABLES)], more_is_worse=n % 10 != PEACE)
        for n in range(25)
    ),
    key=lambda one: VARIABLES.index(one.variable),
)


def national_index(*, full: bool) -> list[Limit]:
    """Print the curve over the number of villages with its baselines; return the limits."""
    print(f"index: {len(INDICATORS)} indicators, {MISSING:.0%} missing, {DRAWS} draws")
    print(f"{'villages':>10}{'ours':>10}{'numpy, draw by draw':>22}{'plain loops':>14}{'times':>8}")
    # Compiled tables and the allocator are warm before the clock runs.
    _timed_index(A_DISTRICT)
    a_loop = _loop_seconds()
    limits: list[Limit] = []
    for villages in SIZES if full else QUICK_SIZES:
        found, took = _timed_index(villages)
        by_draw = _by_draw_seconds(villages)
        loops = a_loop * villages
        print(
            f"{villages:>10,}{took:>8.2f} s{by_draw:>20.1f} s{loops:>12.0f} s"
            f"{by_draw / took:>8.0f}",
            flush=True,
        )
        if villages == NATION:
            limits.append(Limit("national index, 500 draws", 10.0, took))
    _print_found(found)
    return limits


def _values(villages: int, missing: float = MISSING) -> Floats:
    chance = np.random.default_rng(SEED)
    signs = np.array([1.0 if one.more_is_worse else -1.0 for one in INDICATORS])
    nature = chance.normal(size=(villages, 1))
    values: Floats = 1.2 * nature * signs + chance.normal(size=(villages, len(INDICATORS)))
    values[chance.random(values.shape) < missing] = np.nan
    return values


def _districts(villages: int) -> Rows:
    return np.arange(villages) // A_DISTRICT


def _timed_index(villages: int) -> tuple[IndexArrays, float]:
    values, districts = _values(villages), _districts(villages)
    began = time.process_time()
    found = index_arrays(values, districts, indicators=INDICATORS, draws=DRAWS, seed=SEED)
    return found, time.process_time() - began


def _print_found(found: IndexArrays) -> None:
    known = ~np.isnan(found.score)
    p_top, width = found.p_top[known], (found.high - found.low)[known]
    ambiguous = float(((p_top > 0.1) & (p_top < 0.9)).mean())
    top = p_top > 0.5
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nvillages with P(top tenth) between 0.1 and 0.9: {ambiguous:.1%}")
    print(f"of those more likely at the top than not, surely so (P >= 0.9): "
          f"{float((p_top[top] >= 0.9).mean()):.0%}")  # fmt: skip
    print(f"width of the 80 % interval: median {np.median(width):.3f}")
    print(f"memory of the whole run at its peak: {peak:.0f} MB\n", flush=True)


# One pass over all villages for each draw.


def _by_draw_seconds(villages: int) -> float:
    """Return the seconds of all draws from those of a few, without interval or sensitivity."""
    values, districts = _values(villages), _districts(villages)
    layout, plan = _plan()
    placed = {how: _placed_within(values, districts, how) for how in Normalisation}
    chance = np.random.default_rng(SEED)
    began = time.process_time()
    for draw in range(PLAIN_DRAWS):
        how, mean = WAYS[plan.way[draw]]
        filled = placed[how].copy()
        rows, columns = np.nonzero(np.isnan(filled))
        filled[rows, columns] = placed[how][chance.integers(0, villages, len(rows)), columns]
        filled[np.isnan(filled)] = 0.5
        score = _scores(filled, layout, plan.weights[draw], mean)
        np.lexsort((score, districts))
    return (time.process_time() - began) / PLAIN_DRAWS * DRAWS


def _plan() -> tuple[Layout, DrawPlan]:
    layout = layout_of(INDICATORS, EQUAL_WEIGHTS)
    return layout, draw_plan(layout, draws=DRAWS, seed=SEED)


def _placed_within(values: Floats, districts: Rows, how: Normalisation) -> Floats:
    starts = np.flatnonzero(np.diff(districts, prepend=-1))
    parts = np.split(values, starts[1:])
    return np.concatenate([normalised(part, INDICATORS, how) for part in parts])


def _scores(filled: Floats, layout: Layout, weights: Floats, mean: str) -> Floats:
    standing = np.zeros((len(filled), len(VARIABLES)))
    for column, variable in enumerate(layout.variable_of):
        standing[:, variable] += layout.inside[column] * filled[:, column]
    standing = np.maximum(standing, FLOOR)
    risks = weights[:PEACE] / weights[:PEACE].sum()
    peace = min(1.0, weights[PEACE] / weights[:PEACE].sum()) * np.log(standing[:, PEACE])
    if mean == "geometric":
        together: Floats = np.log(standing[:, :PEACE]) @ risks + peace
    else:
        together = np.log(standing[:, :PEACE] @ risks) + peace
    return together


# Loops, as one would write them first.


def _loop_seconds() -> float:
    """Return the seconds that loops take for one village, having come to the same numbers."""
    values = _values(A_DISTRICT, missing=0.0)
    layout, plan = _plan()
    found = index_arrays(
        values, np.zeros(len(values), dtype=np.int64), indicators=INDICATORS, draws=DRAWS, seed=SEED
    )
    places = {how: normalised(values, INDICATORS, how).tolist() for how in Normalisation}
    nominal = sorted(found.score.tolist())
    began = time.process_time()
    taken: list[list[float]] = [[] for _ in range(len(values))]
    top = [0] * len(values)
    for draw, weights in enumerate(plan.weights.tolist()):
        how, mean = WAYS[plan.way[draw]]
        scores = [_score(row, layout, weights, mean) for row in places[how]]
        order = sorted(range(len(scores)), key=scores.__getitem__)
        for place, village in enumerate(order):
            taken[village].append(nominal[place])
            top[village] += place >= len(order) - math.ceil(len(order) / 10)
    outside = DRAWS // 10
    low = [sorted(one)[outside] for one in taken]
    took = time.process_time() - began
    near = np.allclose(np.minimum(low, found.score), found.low)
    if not near or not np.allclose(np.array(top) / DRAWS, found.p_top):
        raise AssertionError("Plain loops come to other intervals or chances.")
    return took / len(values)


def _score(row: Sequence[float], layout: Layout, weights: Sequence[float], mean: str) -> float:
    standing = [0.0] * len(VARIABLES)
    for place, variable, inside in zip(row, layout.variable_of, layout.inside, strict=True):
        standing[variable] += inside * place
    standing = [max(one, FLOOR) for one in standing]
    whole = sum(weights[:PEACE])
    pairs = list(zip(weights[:PEACE], standing[:PEACE], strict=True))
    if mean == "geometric":
        risks = sum(weight * math.log(one) for weight, one in pairs) / whole
    else:
        risks = math.log(sum(weight * one for weight, one in pairs) / whole)
    return risks + min(1.0, weights[PEACE] / whole) * math.log(standing[PEACE])


if __name__ == "__main__":
    sys.exit(conclude(national_index(full="--quick" not in sys.argv)))
