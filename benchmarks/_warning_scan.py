"""The scan beside SaTScan's published result, a plain numpy scan, and what chance should bring."""

import csv
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._limits import Limit
from sejuk.engines.warning.scanning import (
    Circles,
    ScanKind,
    ScanPlace,
    ScanResult,
    person_days,
    prepare,
    scan,
    scan_many,
    standardised_expectation,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# SaTScan 10.3.2 on its New Mexico sample: brain cancer 1973-91, adjusted for age and sex.
NM_VALUE, NM_CASES, NM_EXPECTED, NM_P, NM_COUNTIES = 10.979758, 236, 176.22, 0.014, 9
NM_CENSUSES = ("73", "82", "91")
NM_REPLICATES = 999
DAYS, LONGEST, NEIGHBOURS = 60, 14, 50
SIGNALS_A_DAY = 0.05  # by village: the quiet rate that the watch is measured at
NATION, NATION_SIGNALS = 83_000, 24_659
SIZES = (157, 500, 1_000, 3_000, 10_000, 30_000, NATION)
MOST_FULL = 3_000  # larger sizes: 99 replicates and Gumbel
# What `engines/warning` was to reach: seconds of one core for the whole scan, neighbours included.
AT_MOST = {157: 1.0, 3_000: 6.0, NATION: 10.0}
MEMORY_AT_MOST_MB = 1_000
QUIET_DISTRICTS = 300
POINTS = "chicago_assaults_2010_2018.csv"
COLUMNS, ROWS = 20, 16
SEED = 20241127


def measure(full: bool) -> list[Limit]:  # noqa: FBT001 - as the other parts
    """Print the tables and return the limits."""
    folder = Path(os.environ.get("SEJUK_EVAL_DATA", ""))
    limits: list[Limit] = []
    if (folder / "nm.cas").is_file():
        limits += new_mexico(folder)
    else:
        print("New Mexico is left out: set SEJUK_EVAL_DATA to the folder that has nm.cas.\n")
    limits += beside_numpy()
    limits += curve(SIZES if full else SIZES[:4])
    watching_speed()
    limits += quiet_districts(QUIET_DISTRICTS if full else 60)
    if (folder / POINTS).is_file():
        limits += real_looks(folder / POINTS, every=7 if full else 28)
    else:
        print(f"Real looks are left out: set SEJUK_EVAL_DATA to the folder that has {POINTS}.\n")
    return limits


# New Mexico.


def new_mexico(folder: Path) -> list[Limit]:
    cases, expected, places = new_mexico_table(folder)
    found = scan(cases, expected, places, replicates=NM_REPLICATES, seed=1)
    best = found.clusters[0]
    years = f"{1973 + best.first_period}-{1973 + best.last_period}"
    print("New Mexico, retrospective, 999 replicates")
    print(f"{'':10}{'counties':>9}{'years':>11}{'cases':>7}{'expected':>10}{'LLR':>12}{'p':>7}")
    print(
        f"{'SaTScan':10}{NM_COUNTIES:9}{'1985-1989':>11}{NM_CASES:7}{NM_EXPECTED:10.2f}"
        f"{NM_VALUE:12.6f}{NM_P:7.3f}"
    )
    print(
        f"{'here':10}{len(best.area_codes):9}{years:>11}{best.cases:7}{best.expected:10.2f}"
        f"{best.value:12.6f}{best.p_value or 0:7.3f}   (Gumbel {best.gumbel_p_value:.3f})\n"
    )
    # Both p-values have the error of 999 replicates: three of them around SaTScan's reach below 0.
    error = 3 * (2 * NM_P * (1 - NM_P) / NM_REPLICATES) ** 0.5
    wrong = abs(best.value / NM_VALUE - 1)
    is_same = years == "1985-1989" and best.cases == NM_CASES
    return [
        Limit("New Mexico: LLR off by", 100, 1e6 * wrong, "ppm"),
        Limit("New Mexico: counties", 9, len(best.area_codes) * is_same, "", at_least=9),
        Limit("New Mexico: p", round(NM_P + error, 3), best.p_value or 0, "", at_least=0.001),
    ]


def new_mexico_table(folder: Path) -> tuple[Ints, tuple[tuple[float, ...], ...], list[ScanPlace]]:
    """Return cases by year and county, what was expected, and the counties."""
    places = [
        ScanPlace(name, float(north), float(east))
        for name, north, east in _words(folder / "nm.geo")
    ]
    county = {place.code: at for at, place in enumerate(places)}
    cases = np.zeros((19, 32, 36), dtype=np.int64)
    people = np.zeros((3, 32, 36))
    for name, count, year, age, sex in _words(folder / "nm.cas"):
        cases[int(year) - 1973, county[name], 2 * int(age) + int(sex) - 3] += int(count)
    for name, year, count, age, sex in _words(folder / "nm.pop"):
        at = NM_CENSUSES.index(year), county[name], 2 * int(age) + int(sex) - 3
        people[at] += float(count)
    counted_on = [date(1900 + int(year), 7, 1) for year in NM_CENSUSES]
    starts = [date(year, 1, 1) for year in range(1973, 1993)]
    exposure = np.array(person_days(counted_on, people.reshape(3, -1), starts))
    expected = standardised_expectation(cases, exposure.reshape(cases.shape))
    return cases.sum(axis=2), expected, places


def _words(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as lines:
        yield from (line.split() for line in lines if line.strip())


# Speed.


@dataclass(frozen=True)
class Land:
    """Invented villages with their signals over sixty days."""

    places: list[ScanPlace]
    people: Floats
    cases: Ints

    @property
    def signals(self) -> int:
        return int(self.cases.sum())


def a_land(villages: int, signals: int, seed: int = SEED) -> Land:
    chance = np.random.default_rng(seed)
    # Villages lie about as densely as in a district of 5,000 km2.
    side = (villages / 157 * 5_000) ** 0.5 / 111
    north, east = -4 + side * chance.random(villages), 104 + side * chance.random(villages)
    people = chance.gamma(2, 800, villages)
    cells = np.repeat(people / people.sum() / DAYS, DAYS)
    drawn = chance.choice(villages * DAYS, signals, p=cells)
    cases = np.bincount(drawn, minlength=villages * DAYS).reshape(villages, DAYS).T
    places = [
        ScanPlace(f"{at:06}", lat, lon)
        for at, (lat, lon) in enumerate(zip(north.tolist(), east.tolist(), strict=True))
    ]
    return Land(places, people, cases)


def signals_of(villages: int) -> int:
    """Return the signals of sixty days; the nation has as many as the notes measured."""
    return NATION_SIGNALS if villages == NATION else round(villages * DAYS * SIGNALS_A_DAY)


def timed_scan(land: Land, replicates: int, seed: int = 1) -> tuple[ScanResult, float]:
    began = time.process_time()
    found = scan(
        land.cases,
        land.people,
        land.places,
        kind=ScanKind.PROSPECTIVE,
        most_periods=LONGEST,
        most_neighbours=NEIGHBOURS,
        replicates=replicates,
        seed=seed,
    )
    return found, time.process_time() - began


def curve(sizes: tuple[int, ...]) -> list[Limit]:
    """Print how the time grows with the number of places."""
    timed_scan(a_land(60, 100), 9)  # compiled, once for a machine
    print(f"Prospective, {DAYS} days, up to {LONGEST} days and {NEIGHBOURS} neighbours; one core")
    print(
        f"{'places':>8}{'signals':>9}{'cylinders':>12}{'replicates':>12}{'alone s':>9}{'all s':>8}"
        f"{'ms each':>9}{'p':>8}{'Gumbel':>8}{'MB':>7}"
    )
    limits = []
    for size in sizes:
        land = a_land(size, signals_of(size))
        replicates = 999 if size <= MOST_FULL else 99
        _, alone = timed_scan(land, 0)
        found, took = timed_scan(land, replicates)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        best = found.clusters[0]
        print(
            f"{size:8,}{land.signals:9,}{found.circles * LONGEST:12,}{replicates:12,}{alone:9.2f}"
            f"{took:8.2f}{1000 * (took - alone) / replicates:9.2f}{best.p_value or 0:8.3f}"
            f"{best.gumbel_p_value or 0:8.3f}{used:7.0f}"
        )
        if size in AT_MOST:
            limits.append(
                Limit(f"scan of {size:,} places, {replicates} replicates", AT_MOST[size], took)
            )
        if size == NATION:
            limits.append(Limit("scan of the nation, memory", MEMORY_AT_MOST_MB, used, "MB"))
    print()
    return limits


def beside_numpy(replicates: int = 99) -> list[Limit]:
    """Print the scan of a district beside the same scan in plain numpy."""
    land = a_land(157, signals_of(157))
    timed_scan(a_land(60, 100), 9)
    ours, took = timed_scan(land, 999)
    circles = prepare(
        [place.latitude for place in land.places],
        [place.longitude for place in land.places],
        NEIGHBOURS,
    )
    began = time.process_time()
    values = numpy_scan(land, circles, replicates)
    plain = (time.process_time() - began) / replicates
    best = ours.clusters[0]
    print("A district: 157 places, 999 replicates")
    print(f"{'':14}{'LLR':>12}{'p':>8}{'s':>9}")
    by_rank = (1 + (values[1:] >= values[0] - 1e-9).sum()) / (1 + replicates)
    print(
        f"{'plain numpy':14}{values[0]:12.6f}{by_rank:8.3f}{999 * plain:9.2f}   (from {replicates})"
    )
    print(f"{'here':14}{best.value:12.6f}{best.p_value or 0:8.3f}{took:9.2f}")
    print(f"{'ratio':14}{'':20}{999 * plain / took:9.0f}\n")
    return [
        Limit(
            "same LLR as plain numpy, off by", 0.001, 1e6 * abs(best.value / values[0] - 1), "ppm"
        )
    ]


def numpy_scan(land: Land, circles: Circles, replicates: int) -> Floats:
    """Return the highest value of the cases there are and of replicates, cylinder by cylinder."""
    chance = np.random.default_rng(1)
    members = circles.members.reshape(len(land.places), -1)
    total = land.signals
    weights = land.people / land.people.sum()
    spans = np.arange(1, LONGEST + 1) / DAYS
    expected = total * spans[:, None, None] * np.cumsum(weights[members], axis=1)
    cells = np.outer(np.full(DAYS, 1 / DAYS), weights).ravel()
    values = np.zeros(replicates + 1)
    cases = land.cases
    for row in range(replicates + 1):
        recent = np.cumsum(cases[::-1][:LONGEST], axis=0)
        inside = np.cumsum(recent[:, members], axis=2)
        outside = total - inside
        with np.errstate(divide="ignore", invalid="ignore"):
            value = inside * np.log(inside / expected)
            value += np.where(outside, outside * np.log(outside / (total - expected)), 0)
        values[row] = np.where((inside > expected) & (inside > 1), value, 0).max()
        cases = chance.multinomial(total, cells).reshape(DAYS, -1)
    return values


def watching_speed(days: int = 2_000) -> None:
    """Print what a day of a district costs a detector that scans capped counts."""
    land = a_land(157, signals_of(157))
    circles = prepare(
        [place.latitude for place in land.places], [place.longitude for place in land.places], 20
    )
    expected = np.outer(np.full(7, SIGNALS_A_DAY), land.people / land.people.mean())
    counts = np.random.default_rng(1).poisson(np.broadcast_to(expected, (days, *expected.shape)))
    scan_many(counts[:2], expected[None], circles)
    began = time.process_time()
    scan_many(counts, expected[None], circles)
    took = 1e6 * (time.process_time() - began) / days
    print(f"Expectation-based, 157 places, 7 days, 20 neighbours: {took:.0f} microseconds a day\n")


# What chance should bring.


def quiet_districts(districts: int) -> list[Limit]:
    """Print how often a quiet district has a small p: it should be as often as p says."""
    fitted, ranked = [], []
    for seed in range(districts):
        found, _ = timed_scan(a_land(157, signals_of(157), seed), 99, seed + SEED)
        fitted.append(found.clusters[0].gumbel_p_value or 0)
        ranked.append(found.clusters[0].p_value or 0)
    print(f"{districts} quiet districts, 99 replicates: how often p is below")
    print(f"{'':14}{'0.05':>8}{'0.01':>8}")
    for name, found_p in (("Gumbel", fitted), ("Monte Carlo", ranked)):
        # A rank among 99 replicates is at least 0.01, so "up to" is the same question.
        print(
            f"{name:14}"
            + "".join(f"{np.mean(np.array(found_p) <= at):8.3f}" for at in (0.05, 0.01))
        )
    print()
    # Three errors of a share of 0.05 around it.
    error = 3 * (0.05 * 0.95 / districts) ** 0.5
    share = float(np.mean(np.array(fitted) <= 0.05))
    return [Limit("quiet districts with p up to 0.05", 0.05 + error, share, "", at_least=0.0)]


def real_looks(points: Path, every: int) -> list[Limit]:
    """Print how often a scan of real counts alarms, by what it expects. No outbreak is known."""
    days, counts, places = chicago(points)
    last_year = days[-1] - timedelta(days=364)
    looks = [at for at, day in enumerate(days) if day >= last_year and at % every == 0]
    shares: dict[str, list[float]] = {"shares of the year before": [], "60 days, place x day": []}
    for at in looks:
        window = counts[at - DAYS + 1 : at + 1]
        before = counts[at - DAYS - 364 : at - DAYS + 1].sum(axis=0) + 0.5
        product = np.outer(window.sum(axis=1), window.sum(axis=0) + 1e-9)
        for name, expected in zip(shares, (before, product), strict=True):
            best = scan(
                window,
                expected,
                places,
                kind=ScanKind.PROSPECTIVE,
                most_periods=LONGEST,
                replicates=199,
                seed=at,
            ).clusters
            shares[name].append((best[0].p_value if best else None) or 1.0)
    print(
        f"Chicago, {len(places)} cells, {len(looks)} looks in the last year: how often p is up to"
    )
    print(f"{'expectation':28}{'0.05':>8}{'0.01':>8}")
    for name, found in shares.items():
        print(
            f"{name:28}" + "".join(f"{np.mean(np.array(found) <= at):8.3f}" for at in (0.05, 0.01))
        )
    print()
    rate = float(np.mean(np.array(shares["60 days, place x day"]) <= 0.05)) / 0.05
    return [Limit("real looks: alarms at 5 % by the nominal rate", 2, rate, "x")]


def chicago(points: Path) -> tuple[list[date], Ints, list[ScanPlace]]:
    """Return the days, the counts of the cells that have events, and the cells."""
    with points.open(encoding="utf-8") as file:
        rows = [
            (
                date.fromisoformat(row["date"]).toordinal(),
                float(row["latitude"]),
                float(row["longitude"]),
            )
            for row in csv.DictReader(file)
        ]
    when, north, east = (np.array(column) for column in zip(*rows, strict=True))
    cell_north, cell_east = (
        np.minimum((at - at.min()) / np.ptp(at) * many, many - 1).astype(int)
        for at, many in ((north, ROWS), (east, COLUMNS))
    )
    found, cell = np.unique(cell_east * ROWS + cell_north, return_inverse=True)
    first = int(when.min())
    counts = np.zeros((int(np.ptp(when)) + 1, len(found)), dtype=np.int64)
    np.add.at(counts, ((when - first).astype(int), cell), 1)
    places = [
        ScanPlace(
            str(code),
            float(north.min() + (code % ROWS + 0.5) * np.ptp(north) / ROWS),
            float(east.min() + (code // ROWS + 0.5) * np.ptp(east) / COLUMNS),
        )
        for code in found
    ]
    days = [date.fromordinal(first + at) for at in range(len(counts))]
    return days, counts, places


if __name__ == "__main__":
    for limit in measure(full=True):
        print(limit.line())
