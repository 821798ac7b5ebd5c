"""Scores that reach a bar, as findings: which places, which days, how many against how many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.watching.cases import Case, Detector
from sejuk.engines.warning.watching.findings import Finding
from sejuk.engines.warning.watching.ground import Ground
from sejuk.engines.warning.watching.scores import Scored, known_shares
from sejuk.engines.warning.watching.thresholds import Bar, Null
from sejuk.engines.warning.watching.usual import Numbers, Usual, usual

SCAN = Detector.SCAN


@dataclass(frozen=True, eq=False)
class Day:
    """
    A day of one stream: its capped history as known on it, and its scores.

    `counts` are days x places by the day on which things happened, the last row today.
    """

    null: Null
    today: date
    counts: Numbers
    weekday: int
    scored: Scored
    at: int  # which day of `scored` it is

    def counted_by(self, detector: Detector) -> Numbers:
        """Return the counts as a detector sees them: the scan has a cap of its own."""
        return np.minimum(self.counts, self.null.scan_cap) if detector is SCAN else self.counts

    def usual(self, counts: Numbers, ground: Ground) -> Usual:
        shares = known_shares(self.null)
        return usual(counts, self.weekday, ground.neighbours, self.null.dispersion, shares)


def noticed(day: Day, ground: Ground, bars: Mapping[Detector, Bar]) -> list[Finding]:
    """Return the findings of a day that reach their bar, without references."""
    return [
        _finding(day, ground, row, bars[row.detector].recurrence(row.score))
        for row in _reached(day, ground, bars)
    ]


@dataclass(frozen=True)
class _Row:
    detector: Detector
    places: tuple[int, ...]
    days: int
    ended_ago: int
    score: float


def _reached(day: Day, ground: Ground, bars: Mapping[Detector, Bar]) -> list[_Row]:
    rows: list[_Row] = []
    scored, at = day.scored, day.at
    if (bar := bars.get(Detector.VILLAGE)) is not None:
        rows += [
            _Row(bar.detector, (int(one),), *_days_of(scored.windows[at, one]), float(score))
            for one in np.flatnonzero(scored.village[at] >= bar.threshold)
            if (score := scored.village[at, one]) > 0
        ]
    if (bar := bars.get(SCAN)) is not None:
        rows += _cylinders(scored, at, ground, bar.threshold)
    if (bar := bars.get(Detector.DISTRICT)) is not None:
        score = float(scored.district[at])
        if score >= bar.threshold and score > 0:
            ago = int(scored.ends[at])
            counts = day.counts[-1 - ago]
            fullest = np.argsort(-counts, kind="stable")
            places = tuple(int(one) for one in fullest if counts[one] > 0)
            rows.append(_Row(bar.detector, places, 1, ago, score))
    return rows


def _days_of(window: NDArray[np.int64]) -> tuple[int, int]:
    return int(window[0]), int(window[1])


def _cylinders(scored: Scored, at: int, ground: Ground, threshold: float) -> list[_Row]:
    """Return the best cylinder, the best that shares no place with it, and so on."""
    values, taken = scored.scan[at], set[int]()
    rows: list[_Row] = []
    for centre in np.argsort(-values, kind="stable"):
        if values[centre] < threshold or values[centre] <= 0:
            break
        size, days, ago = (int(one) for one in scored.cylinders[at, centre])
        places = ground.disc(int(centre), size)
        if taken.isdisjoint(places):
            taken.update(places)
            rows.append(_Row(SCAN, places, days, ago, float(values[centre])))
    return rows


def _finding(day: Day, ground: Ground, row: _Row, once_in_days: float) -> Finding:
    counts = day.counted_by(row.detector)
    known = day.usual(counts, ground)
    end = len(counts) - row.ended_ago
    days = slice(end - row.days, end)
    inside = counts[days, row.places].sum(axis=0)
    levels = (known.level * known.complete)[days]
    expected = levels.sum() * known.share[list(row.places)].sum()
    if row.detector is Detector.DISTRICT:
        expected = known.foretold[end - 1] * known.complete[end - 1]
    # A disc is told by its centre and by the places in it where something was.
    places = [one for at, one in enumerate(row.places) if not at or inside[at]]
    return Finding(
        detector=row.detector,
        stream=day.null.stream,
        area_codes=tuple(ground.codes[one] for one in places),
        first_day=day.today - timedelta(days=row.ended_ago + row.days - 1),
        last_day=day.today - timedelta(days=row.ended_ago),
        count=round(float(inside.sum()), 2),
        expected=round(float(expected), 3),
        score=round(row.score, 6),
        once_in_days=once_in_days,
        references=(),
        raised_on=day.today,
    )


def references_of(finding: Finding, cases: Iterable[Case]) -> tuple[str, ...]:
    """Return the references of the cases behind a finding: what happened there on its days."""
    return tuple(
        sorted(
            case.reference
            for case in cases
            if case.stream == finding.stream
            and finding.first_day <= case.happened <= finding.last_day
            and case.area_code in finding.area_codes
        )
    )
