"""
Thresholds by replay: quiet months are drawn, watched like real ones, and their alarms counted.

1. Each stream's quiet picture is read from its history (`quiet.py`). `replays` histories are drawn
   from it, each with 30 further days, and every detector scores those days as it would have done,
   each with the reports that were there by then: they are as late as those of the history.
2. For each detector the alarms at every bar are counted, with the five quiet days after each. That
   is its table: a score comes once in so many quiet days.
3. The budget is split over streams evenly and over detectors by `SPLIT`. What two detectors find of
   one thing is one alarm, so all of them may be a little more generous together: their rates are
   raised by one factor until the alarms of the day, merged, are as many as the budget allows.

Parametric replay: Neill 2009 (International Journal of Health Geographics 8:20) found thresholds of
randomisation tests too low on real data; only a null as bursty as the district's keeps its budget.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, inf, log, nextafter

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.watching.cases import Case, Detector, Place
from sejuk.engines.warning.watching.counting import counted, history_start, known_cases
from sejuk.engines.warning.watching.findings import Finding
from sejuk.engines.warning.watching.ground import Ground, ground_of
from sejuk.engines.warning.watching.merging import (
    QUIET_AFTER_DAYS,
    is_repeated,
    one_alarm_each,
)
from sejuk.engines.warning.watching.noticing import Day, noticed
from sejuk.engines.warning.watching.quiet import Quiet, quiet_stream
from sejuk.engines.warning.watching.scores import (
    Scored,
    bursts_of,
    nothing_scored,
    score_days,
    seen_on,
)
from sejuk.engines.warning.watching.thresholds import Bar, Null, Thresholds
from sejuk.engines.warning.watching.usual import HISTORY_DAYS, WEEK, Numbers

SPLIT: Mapping[Detector, float] = {
    Detector.VILLAGE: 0.55,
    Detector.SCAN: 0.4,
    Detector.DISTRICT: 0.05,
}
"""How the budget is shared (chosen on simulated districts other than those of the benchmark: single
villages are the hardest to find, and what the whole district has, the scan mostly finds too)."""

REPLAY_DAYS = 30
TABLE_STEP = 1.25  # chosen: table entries are a quarter more alarms apart
MOST_GENEROUS = 3.0  # three detectors that always agreed would allow three times the rates
STEPS = 12
# What is noticed at all: so many days more than the budget has (chosen: three).
CANDIDATES = 3.0

Month = tuple[tuple[Finding, ...], ...]
"""What was noticed in one replay, by day; days without a finding are left out."""


def calibrate(
    cases: Iterable[Case],
    places: Sequence[Place],
    *,
    today: date,
    streams: Sequence[str],
    budget_days: float = 30.0,
    replays: int = 200,
    seed: int = 0,
) -> Thresholds:
    """
    Return thresholds that keep a quiet district at one alarm in `budget_days` days, all in all.

    `cases` are those of the last 60 days (older ones change nothing), counted on the day on which
    they happened; how late reports are is read from them (`lateness.py`). `streams` are the kinds
    of signal that are watched; a stream without cases is taken for half a case. The same arguments
    give the same thresholds. With fewer than `ENOUGH_QUIET_DAYS` of history they are rough
    (`is_rough`). Without places there is nothing to calibrate, and nothing is.

    >>> village = Place("16.01.08.2018", -4.128, 104.166)
    >>> few = calibrate([], [village], today=date(2024, 11, 5), streams=["brawl"], replays=2)
    >>> few.streams, few.quiet_days_seen, few.is_rough
    (('brawl',), 0, True)

    :raises ValueError: when the budget or the replays are not positive, or a place or stream comes
        twice
    """
    if not budget_days > 0 or replays < 1:
        raise ValueError(f"A budget of {budget_days} days in {replays} replays is none.")
    if len(set(streams)) != len(streams):
        raise ValueError("A stream is named twice.")
    ground, known = ground_of(places), known_cases(cases, today=today)
    first_day = history_start(known, today=today)
    seen_days = (today - first_day).days + 1 if known else 0
    bars: list[Bar] = []
    nulls: list[Null] = []
    for at, stream in enumerate(sorted(streams) if ground.codes else ()):
        rng = np.random.default_rng([seed, at])
        seen = counted(known, ground, stream=stream, first_day=first_day, today=today)
        quiet = quiet_stream(stream, seen, ground, rng)
        nulls.append(quiet.null)
        bars += _Replay(quiet, ground, replays, budget_days * len(streams)).bars(rng)
    return Thresholds(tuple(bars), tuple(nulls), budget_days, replays, seed, today, seen_days)


@dataclass(frozen=True, eq=False)
class _Replay:
    """The replay of one stream, to one alarm in `budget_days` days."""

    quiet: Quiet
    ground: Ground
    replays: int
    budget_days: float

    @property
    def days(self) -> int:
        return self.replays * REPLAY_DAYS

    def bars(self, rng: np.random.Generator) -> list[Bar]:
        """Return the bar of each detector."""
        drawn = [self.quiet.drawn(rng, REPLAY_DAYS) for _ in range(self.replays)]
        scored = [self._scored(by_lag.astype(np.float64)) for by_lag in drawn]
        lowest = self._lowest(scored)
        months = [
            self._month(by_lag, scores, lowest)
            for by_lag, scores in zip(drawn, scored, strict=True)
        ]
        tables = [self._table(bar, months) for bar in lowest.values()]
        return self._to_budget(tables, months)

    def _scored(self, by_lag: Numbers) -> Scored:
        ground = self.ground
        scored = nothing_scored(REPLAY_DAYS, len(ground.codes), ground.spots)
        bursts = bursts_of(self.quiet.null)
        score_days(by_lag, self.quiet.weekday, ground.terrain, bursts, scored)
        return scored

    def _lowest(self, scored: Sequence[Scored]) -> dict[Detector, Bar]:
        """Return bars low enough that all is noticed which might become an alarm."""
        part = 1 - min(0.9, CANDIDATES / self.budget_days)
        highest = {
            Detector.VILLAGE: [one.village.max(axis=1) for one in scored],
            Detector.SCAN: [one.scan.max(axis=1, initial=0.0) for one in scored],
            Detector.DISTRICT: [one.district for one in scored],
        }
        return {
            detector: Bar(
                self.quiet.null.stream,
                detector,
                max(1e-9, float(np.quantile(np.concatenate(days), part))),
                (0.0,),
                (1.0,),
            )
            for detector, days in highest.items()
        }

    def _month(
        self, drawn: NDArray[np.uint8], scored: Scored, lowest: Mapping[Detector, Bar]
    ) -> Month:
        days, by_lag = [], drawn.astype(np.float64)
        first = by_lag.shape[1] - REPLAY_DAYS
        for at in range(REPLAY_DAYS):
            start = max(0, first + at + 1 - HISTORY_DAYS)
            day = Day(
                self.quiet.null,
                date.min + timedelta(days=first + at),
                seen_on(by_lag, start, first + at + 1),
                (self.quiet.weekday + start) % WEEK,
                scored,
                at,
            )
            if found := noticed(day, self.ground, lowest):
                days.append(tuple(found))
        return tuple(days)

    def _table(self, lowest: Bar, months: Sequence[Month]) -> Bar:
        """Return the table of a detector: how many days lie between alarms at each score."""
        own = [
            [one for day in month for one in day if one.detector is lowest.detector]
            for month in months
        ]
        scores = sorted({one.score for month in own for one in month})
        if not scores:  # whatever comes is rarer than all that was replayed
            return replace(lowest, once_in_days=(float(self.days),))
        table: dict[float, float] = {}
        fewest = np.inf
        for score in _spaced(scores):
            alarms = sum(_alarms_of_one(month, score) for month in own)
            if 0 < alarms < fewest:
                fewest = alarms
                table[score] = round(self.days / alarms, 3)
        return replace(lowest, scores=tuple(table), once_in_days=tuple(table.values()))

    def _to_budget(self, tables: Sequence[Bar], months: Sequence[Month]) -> list[Bar]:
        """Return the bars at which the merged alarms of all detectors meet the budget."""
        low, high = 1.0, MOST_GENEROUS
        for _ in range(STEPS):
            middle = (low + high) / 2
            bars = self._shared(tables, middle)
            if sum(_alarms(month, bars) for month in months) * self.budget_days <= self.days:
                low = middle
            else:
                high = middle
        return list(self._shared(tables, low).values())

    def _shared(self, tables: Sequence[Bar], factor: float) -> dict[Detector, Bar]:
        whole = sum(SPLIT[bar.detector] for bar in tables)
        return {
            bar.detector: replace(
                bar,
                threshold=_score_at(bar, self.budget_days * whole / SPLIT[bar.detector] / factor),
            )
            for bar in tables
        }


def _spaced(scores: Sequence[float]) -> list[float]:
    """Return scores that are reached by fewer and fewer, each by a fifth less than the last."""
    kept, above = [], float(len(scores))
    while above >= 1:
        kept.append(scores[len(scores) - ceil(above)])
        above /= TABLE_STEP
    return sorted(set(kept))


def _score_at(bar: Bar, once_in_days: float) -> float:
    """Return the score that comes once in so many days; beyond the table, above its last entry."""
    at = bisect_left(bar.once_in_days, once_in_days)
    if at == 0:
        return bar.scores[0]
    if at == len(bar.scores):
        return nextafter(bar.scores[-1], inf)
    rare, rarer = bar.once_in_days[at - 1 : at + 1]
    low, high = bar.scores[at - 1 : at + 1]
    return low + (high - low) * (log(once_in_days) - log(rare)) / (log(rarer) - log(rare))


def _alarms_of_one(found: Sequence[Finding], threshold: float) -> int:
    """Return how many alarms a detector alone raises in a month."""
    raised: list[Finding] = []
    for one in found:
        if one.score >= threshold and not any(
            is_repeated(one, old) for old in raised if _is_recent(old, one.raised)
        ):
            raised.append(one)
    return len(raised)


def _alarms(month: Month, bars: Mapping[Detector, Bar]) -> int:
    """Return how many alarms all detectors raise in a month, merged as on a real day."""
    raised: list[Finding] = []
    for day in month:
        found = [
            replace(one, once_in_days=bar.recurrence(one.score))
            for one in day
            if (bar := bars.get(one.detector)) and one.score >= bar.threshold
        ]
        if found:
            recent = [old for old in raised if _is_recent(old, found[0].raised)]
            raised += one_alarm_each(found, recent)
    return len(raised)


def _is_recent(old: Finding, today: date) -> bool:
    return (today - old.raised).days <= QUIET_AFTER_DAYS
