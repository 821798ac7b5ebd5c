"""
Charts of series: equal to R, and how often they find an outbreak or cry wolf.

In each of the 28 scenarios of Noufaily et al. (2013) series with four past outbreaks are drawn. The
last 49 weeks are watched twice: as they are, for the share of weeks with a false alarm, and with
one outbreak of 1 to 10 standard deviations, for the share found at all and in its first week. EARS
C2 is the baseline, as it is used and at the alpha that gives it as many false alarms as Farrington.
Published for Noufaily's method: a mean false alarm rate of 0.009.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._limits import Limit
from benchmarks._noufaily import WATCHED, Drawn, drawn, scenarios
from sejuk.engines.warning.charting import (
    BoundKind,
    FarringtonSettings,
    ears_arrays,
    farrington,
    farrington_arrays,
    gamma_poisson_arrays,
)

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Chart = Callable[[Numbers], Flags]

SEED = 2013
IN_R = Path(__file__).parent.parent / "tests/engines/warning/farrington_in_r.json"
AS_MANY = 1e-8  # the alpha at which EARS C2 has the false alarms of Farrington at 0.01
LARGE, SMALL = 5, 3  # standard deviations


@dataclass(frozen=True)
class Record:
    """How a chart did over all scenarios."""

    false_alarms: Numbers  # share of quiet weeks, by scenario
    found: Flags  # by outbreak
    found_at_once: Flags
    sizes: Numbers
    seconds: float

    def line(self, name: str) -> str:
        rate = f"{self.false_alarms.mean():.4f} ({self.false_alarms.max():.3f})"
        large = self.found[self.sizes >= LARGE].mean()
        small = self.found[self.sizes <= SMALL].mean()
        shares = f"{self.found.mean():9.3f}{self.found_at_once.mean():9.3f}"
        return f"{name:38}{rate:>16}{shares}{large:9.3f}{small:9.3f}{self.seconds:9.1f}"


def _farrington(settings: FarringtonSettings) -> Chart:
    watched = np.array(WATCHED)
    return lambda counts: farrington_arrays(counts, watched, settings).are_alarms


def _filter(counts: Numbers) -> Flags:
    return gamma_poisson_arrays(counts, at=np.array(WATCHED)).are_alarms


def _ears(counts: Numbers) -> Flags:
    return ears_arrays(counts).are_alarms[:, WATCHED]


def _strict_ears(counts: Numbers) -> Flags:
    alarms = ears_arrays(counts, alpha=AS_MANY, least_deviation=0.5).are_alarms
    return alarms[:, WATCHED]


def _charts() -> dict[str, Chart]:
    plain, half = FarringtonSettings(), FarringtonSettings(alpha=0.005)
    muan = FarringtonSettings(method=BoundKind.UNCERTAIN_MEAN)
    return {
        "Farrington flexible, alpha 0.01": _farrington(plain),
        "Farrington flexible, alpha 0.005": _farrington(half),
        "Farrington flexible, muan, alpha 0.01": _farrington(muan),
        "discounted Gamma-Poisson, alpha 0.01": _filter,
        "EARS C2, as many false alarms": _strict_ears,
        "EARS C2 (baseline)": _ears,
    }


def _record(chart: Chart, draws: list[Drawn]) -> Record:
    rates, found, at_once = [], [], []
    began = time.perf_counter()
    for draw in draws:
        rates.append(chart(draw.quiet).mean())
        alarms = chart(draw.struck)
        for row, (start, end) in enumerate(zip(draw.starts, draw.ends, strict=True)):
            first = int(start) - WATCHED.start
            found.append(alarms[row, first : int(end) - WATCHED.start + 1].any())
            at_once.append(alarms[row, first])
    seconds = time.perf_counter() - began
    sizes = np.concatenate([draw.sizes for draw in draws]).astype(np.float64)
    return Record(np.array(rates), np.array(found), np.array(at_once), sizes, seconds)


def _from_r() -> tuple[float, int, int]:
    """Return the largest relative error to R, the weeks compared, and bounds that differ."""
    told_by_r = json.loads(IN_R.read_text())
    worst, weeks, other = 0.0, 0, 0
    for told in told_by_r["expected"]:
        at = range(told["first"], told["first"] + len(told["mean"]))
        series = told_by_r["series"][told["series"]]
        points = farrington(series, at=at, **told["settings"])
        for point, mean, upper in zip(points, told["mean"], told["upper"], strict=True):
            worst = max(worst, abs(point.expected / mean - 1.0))
            weeks += 1
            other += upper is not None and abs(point.upper - upper) > 1e-5 * upper
    return worst, weeks, other


def measure(*, full: bool) -> list[Limit]:
    worst, weeks, other = _from_r()
    print(f"R's surveillance 1.20.3, {weeks} fits: largest relative error of the mean {worst:.1e},")
    print(f"another bound in {other} weeks\n")
    chance = np.random.default_rng(SEED)
    series = 100 if full else 20
    draws = [drawn(scenario, series=series, chance=chance) for scenario in scenarios()]
    print(f"28 scenarios x {series} series x {len(WATCHED)} weeks, seed {SEED}")
    columns = ("POD", "week 1", "k >= 5", "k <= 3", "seconds")
    print(f"{'':38}{'FPR mean (max)':>16}{''.join(f'{one:>9}' for one in columns)}")
    records = {}
    for name, chart in _charts().items():
        records[name] = _record(chart, draws)
        print(records[name].line(name), flush=True)
    flexible = records["Farrington flexible, alpha 0.01"]
    rate, found = float(flexible.false_alarms.mean()), float(flexible.found.mean())
    return [
        Limit("Farrington: mean against R, relative error", at_most=1e-5, took=worst, unit=""),
        Limit("Farrington: bounds other than R's", at_most=0, took=float(other), unit="weeks"),
        Limit("Farrington: FPR at 0.01", at_least=0.007, at_most=0.012, took=rate, unit=""),
        Limit("Farrington: POD at 0.01", at_least=0.50, took=found, unit=""),
    ]


if __name__ == "__main__":
    for limit in measure(full=True):
        print(limit.line())
