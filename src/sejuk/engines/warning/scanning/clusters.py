"""
Kulldorff's space-time scan: is there a time and a circle with more cases than chance brings.

A cylinder is a circle around a place and a stretch of periods. Each is measured by how much
likelier its cases are if the rate inside is higher than outside; the best is compared with the
best of replicates in which the cases fell by chance, so that having looked everywhere is paid for.

Sources: Kulldorff, Athas, Feuer, Miller and Key 1998, American Journal of Public Health 88:1377
(retrospective); Kulldorff 2001, Journal of the Royal Statistical Society A 164:61 (prospective);
Neill 2009, International Journal of Health Geographics 8:20 (expectation-based).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sejuk.engines.warning.scanning.asked import (
    MOST_NAMED,
    CannotScan,
    Counts,
    Numbers,
    ScanKind,
    Statistic,
    counts_of,
    kind_of,
    numbers_of,
    statistic_of,
)
from sejuk.engines.warning.scanning.circles import Circles, prepare
from sejuk.engines.warning.scanning.cylinders import best_by_centre, measured
from sejuk.engines.warning.scanning.replicates import Gumbel, gumbel_of, highest_values

FEWEST_PLACES = 2
MOST_PERIODS = 30_000  # chosen: eighty years by the day; the loops count back in 16 bits
SMALLEST_P = 1e-300  # a Gumbel p-value may be too small for a number
VALUES_EQUAL_WITHIN = 1e-9  # values this near to each other differ by rounding only


@dataclass(frozen=True)
class ScanPlace:
    """A place: degrees north and east, or two coordinates on a plane."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Cluster:
    """
    A circle and a stretch of periods with more cases than expected.

    `area_codes` begin at the centre and go outwards. `radius` is in km, on a plane in its unit.
    `value` is the log likelihood ratio. `relative_risk` compares the rate inside with the rate
    outside (with the expectation-based statistic: with the expectation); nothing when no case is
    outside. `once_in_periods` says in how many periods chance alone would bring one as strong to a
    prospective scan that is run once each period; it uses the Gumbel p-value where there is one.
    """

    area_codes: tuple[str, ...]
    radius: float
    first_period: int
    last_period: int
    cases: int
    expected: float
    relative_risk: float | None
    value: float
    p_value: float | None
    gumbel_p_value: float | None
    once_in_periods: float | None


@dataclass(frozen=True)
class ScanResult:
    """What a scan found, strongest first; no clusters: nowhere were there more than expected."""

    clusters: tuple[Cluster, ...]
    kind: ScanKind
    statistic: Statistic
    cases: int
    places: int
    periods: int
    most_periods: int
    circles: int
    replicates: int
    seed: int


def scan(
    cases: ArrayLike,
    expected: ArrayLike,
    places: Sequence[ScanPlace],
    *,
    kind: ScanKind = ScanKind.RETROSPECTIVE,
    statistic: Statistic = Statistic.KULLDORFF,
    most_population_share: float = 0.5,
    most_period_share: float = 0.5,
    most_periods: int | None = None,
    most_neighbours: int | None = None,
    fewest_cases: int = 2,
    replicates: int = 999,
    seed: int = 0,
    most_clusters: int = 10,
    is_on_plane: bool = False,
) -> ScanResult:
    """
    Return the circles and stretches of time with more cases than chance would bring.

    `cases` are whole numbers, periods x places, the last row the newest period. `expected` has the
    same shape or one number for each place: residents, or cases expected; Kulldorff's statistic
    asks only for its proportions. RETROSPECTIVE looks at every stretch, PROSPECTIVE at those that
    last until the newest period, SPATIAL at all periods together. A circle holds at most
    `most_population_share` of all that is expected and, where given, `most_neighbours` points; a
    stretch lasts at most `most_periods` (else `most_period_share` of all periods, rounded down).
    Further clusters share no place with a stronger one. The defaults of one half and of
    two cases are those of SaTScan; more than 5,000 places need `most_neighbours`.

    >>> places = [ScanPlace(code, -4.0, 104 + east / 10) for east, code in enumerate("abcdef")]
    >>> cases = [[1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 1], [0, 1, 0, 0, 1, 0], [0, 0, 0, 1, 7, 6]]
    >>> found = scan(cases, [100] * 6, places, kind=ScanKind.PROSPECTIVE, replicates=99)
    >>> best = found.clusters[0]
    >>> best.area_codes, best.first_period, best.last_period, best.cases
    (('f', 'e'), 3, 3, 13)
    >>> round(best.expected, 2), round(best.value, 4), best.p_value
    (1.83, 18.2033, 0.01)

    :raises CannotScan: numbers are missing, negative or of different shapes, there are fewer than
        two places, cases stand where none can be expected, or an option is out of range
    """
    kind, statistic = kind_of(kind), statistic_of(statistic)
    _in_range(most_population_share, replicates, fewest_cases, most_clusters)
    if seed < 0:
        raise CannotScan(f"seed is a whole number from 0 on, not {seed}")
    counts, expectation = _asked(cases, expected, places)
    periods = len(counts)
    longest = _longest(periods, most_period_share, most_periods)
    if kind == ScanKind.SPATIAL:
        counts, expectation = counts.sum(axis=0)[None], expectation.sum(axis=0)[None]
        longest = periods
    circles = prepare(
        [place.latitude for place in places],
        [place.longitude for place in places],
        most_neighbours,
        weights=expectation.sum(axis=0),
        most_share=most_population_share,
        is_cartesian=is_on_plane,
    )
    search = _Search(
        circles,
        counts,
        expectation,
        places=places,
        kind=kind,
        statistic=statistic,
        fewest=fewest_cases,
        longest=longest,
    )
    return ScanResult(
        clusters=search.clusters(replicates, seed, most_clusters),
        kind=kind,
        statistic=statistic,
        cases=int(counts.sum()),
        places=len(places),
        periods=periods,
        most_periods=longest,
        circles=int(circles.closes.sum()),
        replicates=replicates,
        seed=seed,
    )


class _Search:
    """One scan under way: counts by spot, and the best cylinder of each centre."""

    def __init__(
        self,
        circles: Circles,
        cases: Counts,
        expected: Numbers,
        *,
        places: Sequence[ScanPlace],
        kind: ScanKind,
        statistic: Statistic,
        fewest: int,
        longest: int,
    ) -> None:
        self.circles, self.kind, self.longest = circles, kind, longest
        self.codes = [place.code for place in places]
        self.cases, self.expected = circles.by_spot(cases), circles.by_spot(expected)
        most = min(longest, len(cases))
        self.measure = measured(self.cases, self.expected, statistic, fewest=fewest, most=most)
        self._refuse_cases_out_of_nothing()
        self.values, self.found = best_by_centre(
            circles, self.cases, self.expected, self.measure, kind
        )

    def clusters(self, replicates: int, seed: int, most: int) -> tuple[Cluster, ...]:
        """Return the strongest cylinders that share no place, with their p-values."""
        centres = self._apart(most)
        if not centres:
            return ()
        by_chance = highest_values(
            self.circles, self.expected, self.measure, self.kind, replicates=replicates, seed=seed
        )
        gumbel = gumbel_of(by_chance)
        return tuple(self._cluster(centre, by_chance, gumbel) for centre in centres)

    def _refuse_cases_out_of_nothing(self) -> None:
        wrong = (self.cases > 0) & (self.expected <= 0)
        if wrong.any():
            spots = np.flatnonzero(wrong.any(axis=1))
            places = np.flatnonzero(np.isin(self.circles.spot_of, spots))
            shown = ", ".join(self.codes[place] for place in places[:MOST_NAMED])
            raise CannotScan(
                f"there are cases where none can be expected, in {len(places)} places: {shown}; "
                "give them an expectation or leave them out"
            )

    def _apart(self, most: int) -> list[int]:
        """Return the centres of the best cylinders that share no spot, strongest first."""
        names: list[str] = [""] * self.circles.spots
        for spot, code in zip(self.circles.spot_of[::-1], self.codes[::-1], strict=True):
            names[spot] = code
        # Equal cylinders are found from several centres: the smallest, then the first name wins.
        rounded = np.round(self.values / VALUES_EQUAL_WITHIN)
        order = np.lexsort((np.array(names), self.found[:, 0], -rounded))
        taken = np.zeros(self.circles.spots, dtype=np.bool_)
        chosen: list[int] = []
        for centre in order[: int((rounded > 0).sum())]:
            members = self._members(int(centre))
            if len(chosen) < most and not taken[members].any():
                taken[members] = True
                chosen.append(int(centre))
        return chosen

    def _members(self, centre: int) -> NDArray[np.int32]:
        begin = self.circles.starts[centre]
        return self.circles.members[begin : begin + self.found[centre, 0]]

    def _cluster(self, centre: int, by_chance: Numbers, gumbel: Gumbel | None) -> Cluster:
        size, first, last = (int(part) for part in self.found[centre])
        members = self._members(centre)
        inside = int(self.cases[members, first : last + 1].sum())
        expected = float(self.expected[members, first : last + 1].sum())
        value = float(self.values[centre])
        p_value = _p_value(value, by_chance)
        by_gumbel = None if gumbel is None else gumbel.p_value(value)
        likely = p_value if by_gumbel is None else by_gumbel
        is_repeated = self.kind == ScanKind.PROSPECTIVE and likely is not None
        places = self.circles.places_within(centre, size)
        apart = self.circles.apart(centre, places).tolist()
        codes = sorted(zip(apart, (self.codes[place] for place in places), strict=True))
        return Cluster(
            area_codes=tuple(code for _, code in codes),
            radius=self.circles.radius(centre, size),
            first_period=first,
            last_period=self.longest - 1 if self.kind == ScanKind.SPATIAL else last,
            cases=inside,
            expected=expected,
            relative_risk=self._relative_risk(inside, expected),
            value=value,
            p_value=p_value,
            gumbel_p_value=by_gumbel,
            once_in_periods=1 / max(likely or 0.0, SMALLEST_P) if is_repeated else None,
        )

    def _relative_risk(self, inside: int, expected: float) -> float | None:
        if not self.measure.is_kulldorff:
            return inside / expected
        outside = self.measure.total - inside
        if outside <= 0:
            return None
        return (inside / expected) / (outside / (self.measure.total - expected))


def _p_value(value: float, by_chance: Numbers) -> float | None:
    """Return the rank of a value among its replicates and itself (Dwass 1957)."""
    if not len(by_chance):
        return None
    as_high = int((by_chance >= value - VALUES_EQUAL_WITHIN).sum())
    return (as_high + 1) / (len(by_chance) + 1)


def _asked(
    cases: ArrayLike, expected: ArrayLike, places: Sequence[ScanPlace]
) -> tuple[Counts, Numbers]:
    """Return cases and expectation as periods x places."""
    counts = counts_of(cases)
    dimensions = min(2, max(1, np.ndim(expected)))
    expectation = numbers_of(expected, "expected", dimensions=dimensions)
    if len(places) < FEWEST_PLACES:
        raise CannotScan("a scan in space compares places: at least two are needed")
    if len(codes := {place.code for place in places}) < len(places):
        raise CannotScan(f"{len(places)} places have only {len(codes)} different codes")
    if counts.shape[1] != len(places) or not len(counts):
        raise CannotScan(f"cases {counts.shape} need to be periods x {len(places)} places")
    if expectation.shape not in {counts.shape, counts.shape[1:]}:
        raise CannotScan(
            f"expected {expectation.shape} need to be like cases {counts.shape} "
            f"or one number for each of {len(places)} places"
        )
    if not expectation.sum() > 0:
        raise CannotScan("nothing is expected anywhere: expected are all 0")
    return counts, np.array(np.broadcast_to(expectation, counts.shape))


def _longest(periods: int, share: float, most: int | None) -> int:
    """Return how many periods a cylinder may take."""
    if periods > MOST_PERIODS:
        raise CannotScan(f"{periods:,} periods are too many: count by longer ones")
    if most is None:
        if not 0 < share <= 1:
            raise CannotScan(f"most_period_share is more than 0 and at most 1, not {share:g}")
        return max(1, int(periods * share + VALUES_EQUAL_WITHIN))
    if not 1 <= most <= periods:
        raise CannotScan(f"most_periods is 1 to {periods} (all periods), not {most}")
    return most


def _in_range(share: float, replicates: int, fewest: int, clusters: int) -> None:
    if not 0 < share <= 1:
        raise CannotScan(f"most_population_share is more than 0 and at most 1, not {share:g}")
    if replicates < 0 or fewest < 1 or clusters < 1:
        raise CannotScan(
            "replicates are 0 or more, fewest_cases and most_clusters 1 or more, "
            f"not {replicates}, {fewest} and {clusters}"
        )
