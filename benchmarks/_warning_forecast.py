"""The forecast on nine years of points in Chicago, whole and thinned, beside what others use."""

import csv
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from scipy.spatial.distance import cdist

from benchmarks._limits import Limit
from benchmarks._plain_forecasts import four_weeks, hawkes, kernel_density, last_year, weeks_before
from sejuk.engines.warning.forecasting import ForecastPlace
from sejuk.engines.warning.forecasting.arrays import Counts, Floats
from sejuk.engines.warning.forecasting.beginnings import begun
from sejuk.engines.warning.forecasting.histories import history_of_beginnings
from sejuk.engines.warning.forecasting.ingredients import INGREDIENTS, PLAIN_MIXTURE, Ingredient
from sejuk.engines.warning.forecasting.mixtures import expected_counts, fitted_mixture
from sejuk.engines.warning.forecasting.neighbourhoods import Ground, ground_of
from sejuk.engines.warning.forecasting.rhythms import fitted_rhythm
from sejuk.engines.warning.forecasting.scoring import caught, crps, paired
from sejuk.engines.warning.forecasting.simple import simple_counts
from sejuk.engines.warning.forecasting.spreads import (
    fitted_size,
    log_scores,
    spread_of,
    with_bursts,
)

POINTS = "chicago_assaults_2010_2018.csv"
COLUMNS, ROWS = 20, 16
"""A grid over the city's bounding box in which exactly 168 cells have events."""
DENSITIES = 1.0, 0.1, 0.02
LEARNT_AFTER, TESTED = 104, 156
"""Two years to fill the memories; the last three years are the test, in which nothing is learnt."""
BEATEN = {
    "moving average 52 w": 0.0,
    "kernel density 52 w": 0.0,
    "Hawkes": 0.0,
    # What is used when the mixture does not beat it: a draw is no loss.
    "share of 2 years x season": -0.002,
}
"""By how much the mixture's log score has to be above each at least."""
OURS, BEFORE = "mixture", "plainer mixture"
HISTORIES = 4, 8, 26
SEED = 20241127


@dataclass(frozen=True)
class Land:
    counts: Counts
    places: tuple[ForecastPlace, ...]
    away_km: Floats


def measure(full: bool) -> list[Limit]:  # noqa: FBT001 - as the other parts
    """Print the tables and return the limits."""
    folder = os.environ.get("SEJUK_EVAL_DATA", "")
    points = Path(folder) / POINTS
    if not folder or not points.is_file():
        print(f"Left out: set SEJUK_EVAL_DATA to the folder that has {POINTS}.")
        return []
    land = read_land(points)
    limits: list[Limit] = []
    for density in DENSITIES if full else DENSITIES[1:]:
        counts = thinned(land.counts, density)
        limits += rolling(land, counts, density)
    for density in DENSITIES[1:]:
        limits += cold_start(land, thinned(land.counts, density), density, every=4 if full else 20)
    return limits


def read_land(points: Path) -> Land:
    """Return weekly counts of the cells that have events."""
    with points.open(encoding="utf-8") as file:
        rows = [
            (
                date.fromisoformat(row["date"]).toordinal(),
                float(row["longitude"]),
                float(row["latitude"]),
            )
            for row in csv.DictReader(file)
        ]
    days, *where = (np.array(column) for column in zip(*rows, strict=True))
    cells = [
        np.minimum((at - at.min()) / np.ptp(at) * many, many - 1).astype(int)
        for at, many in zip(where, (COLUMNS, ROWS), strict=True)
    ]
    found, cell = np.unique(cells[0] * ROWS + cells[1], return_inverse=True)
    weeks = ((days - days.min()) // 7).astype(int)
    whole = weeks < int(np.ptp(days) + 1) // 7
    counts = np.zeros((weeks[whole].max() + 1, len(found)))
    np.add.at(counts, (weeks[whole], cell[whole]), 1)
    middles = [
        at.min() + (one + 0.5) * np.ptp(at) / many
        for at, one, many in zip(where, (found // ROWS, found % ROWS), (COLUMNS, ROWS), strict=True)
    ]
    places = tuple(
        ForecastPlace(str(code), float(latitude), float(longitude))
        for code, longitude, latitude in zip(found, *middles, strict=True)
    )
    km = np.column_stack([middles[0] * 111.2 * np.cos(np.radians(middles[1])), middles[1] * 111.2])
    return Land(counts, places, cdist(km, km))


def thinned(counts: Counts, density: float) -> Counts:
    """Return the counts with each event kept by chance."""
    if density == 1:
        return counts
    kept = np.random.default_rng(SEED).binomial(counts.astype(int), density)
    return kept.astype(float)


def rolling(land: Land, counts: Counts, density: float) -> list[Limit]:
    """Print how each forecast did, week by week, in the years nothing was learnt from."""
    last = len(counts) - TESTED
    ground = ground_of(land.places)
    began = time.perf_counter()
    means = {OURS: mixed(counts, ground, INGREDIENTS, last)}
    took = time.perf_counter() - began
    means[BEFORE] = mixed(counts, ground, PLAIN_MIXTURE, last)
    means |= others(land, counts, ground, last)
    sizes = {
        name: fitted_size(counts[LEARNT_AFTER:last], mean[LEARNT_AFTER:last])
        for name, mean in means.items()
    }
    print(f"\nChicago, {counts.shape[1]} cells, {counts.mean():.3f} a week, {TESTED} weeks of test")
    print(f"{'':28}log score   ours - this          CRPS     PAI 5/10/20 %     hit 20 %")
    ours = log_scores(counts[last:], means[OURS][last:], sizes[OURS]).mean(axis=1)
    apart = {}
    for name, mean in means.items():
        score = log_scores(counts[last:], mean[last:], sizes[name]).mean(axis=1)
        pair = apart[name] = paired(ours, score)
        hits = [caught(counts[last:], mean[last:], part) for part in (0.05, 0.1, 0.2)]
        pai = "/".join(f"{hit.pai:.2f}" for hit in hits)
        error = crps(counts[last:], mean[last:], sizes[name]).mean()
        print(
            f"{name:28}{score.mean():9.4f}  {pair.mean:+.5f} ± {pair.error:.5f}"
            f"{error:10.4f}    {pai}   {hits[2].hit_rate:6.0%}"
        )
    spread = spread_of(means[OURS][last:], np.array(sizes[OURS]), np.array(np.inf))
    inside = (counts[last:] >= spread.low) & (counts[last:] <= spread.high)
    print(f"80 % intervals held {inside.mean():.0%} (counts are whole); ours took {took:.1f} s")
    named = caught(counts[last:], means[OURS][last:], 0.1)
    at = f"at {density:.0%}"
    return [
        *beaten({name: pair.mean for name, pair in apart.items()}, at),
        Limit(f"PAI of 10 % of places {at}", took=named.pai, at_least=3, unit=""),
    ]


def beaten(gains: Mapping[str, float], at: str) -> list[Limit]:
    """Return what is promised of the mixture's gains in log score over others."""
    return [
        Limit(f"log score above {name} {at}", took=gains[name], at_least=least, unit="")
        for name, least in BEATEN.items()
    ]


def mixed(counts: Counts, ground: Ground, ingredients: tuple[Ingredient, ...], last: int) -> Floats:
    """Return what the mixture expected, learnt before week `last`, and print its weights."""
    mixture = fitted_mixture(counts, ground, LEARNT_AFTER, last, ingredients)
    weights: dict[str, float] = {}
    for one, weight in zip(ingredients, mixture.weights, strict=True):
        weights[one.component] = weights.get(one.component, 0.0) + weight
    print(", ".join(f"{name} {weight:.0%}" for name, weight in weights.items()))
    return expected_counts(mixture, counts, ground, 0)


def others(land: Land, counts: Counts, ground: Ground, last: int) -> dict[str, Floats]:
    rhythm = fitted_rhythm(counts.sum(axis=1), LEARNT_AFTER, last)
    simple = simple_counts(counts, rhythm, 0)
    excited = hawkes(counts, ground.neighbours.toarray(), LEARNT_AFTER, last)

    def held_out(mean: Floats) -> float:
        size = fitted_size(counts[LEARNT_AFTER:last], mean[LEARNT_AFTER:last])
        return float(log_scores(counts[last:], mean[last:], size).mean())

    return {
        "moving average 52 w": simple.moving_average[:-1],
        "kernel density 52 w": kernel_density(counts, land.away_km, LEARNT_AFTER, last),
        # The better of the two on the test itself: as kind as can be.
        "Hawkes": max(excited, key=held_out),
        "share of 2 years x season": simple.share_and_season[:-1],
        "same weeks last year": last_year(counts),
        "mean of 4 weeks": four_weeks(counts),
    }


def cold_start(land: Land, counts: Counts, density: float, *, every: int) -> list[Limit]:
    """Print how well four weeks are told from a few weeks of history."""
    ground = ground_of(land.places)
    nowhere = ground_of([ForecastPlace(place.area_code) for place in land.places])
    print(f"\ncold start, {counts.mean():.3f} a week; mean log score of the next 4 weeks")
    print(f"{'weeks':6}{'raw mean':>12}{'uniform':>12}{'global EB':>12}{'local EB':>12}")
    limits = []
    for history in HISTORIES:
        scores = np.array(
            [
                begun_scores(counts[week - history : week + 4], history, ground, nowhere)
                for week in weeks_before(history, len(counts), every=every)
            ]
        )
        print(f"{history:<6}" + "".join(f"{score:12.4f}" for score in scores.mean(axis=0)))
        for name, column in (("raw mean", 0), ("uniform", 1)):
            pair = paired(scores[:, 3], scores[:, column])
            print(f"      local EB - {name}: {pair.mean:+.4f} ± {pair.error:.4f}")
            title = f"cold start above {name}, {history} weeks at {density:.0%}"
            limits.append(Limit(title, took=pair.mean, at_least=0, unit=""))
    return limits


def begun_scores(
    counts: Counts, history: int, ground: Ground, nowhere: Ground
) -> tuple[float, float, float, float]:
    """Return the scores of raw mean, uniform, global and local empirical Bayes."""
    past, coming = counts[:history], counts[history:]
    # A hundredth of an event where there was none: without it the score would be infinite.
    raw = np.maximum(past.sum(axis=0), 0.01) / history
    uniform = np.full(past.shape, past.mean() + 0.5 / past.size)
    size = fitted_size(past, uniform)
    local, everywhere = begun(past, ground), begun(past, nowhere)
    bursts = history_of_beginnings(past, ground, None).bursts
    return (
        float(log_scores(coming, raw, 10_000.0).mean()),
        float(log_scores(coming, uniform[0], size).mean()),
        float(log_scores(coming, everywhere.means, everywhere.shapes).mean()),
        float(log_scores(coming, local.means, with_bursts(local.shapes, bursts)).mean()),
    )


if __name__ == "__main__":
    from benchmarks._limits import conclude

    raise SystemExit(conclude(measure(full=True)))
