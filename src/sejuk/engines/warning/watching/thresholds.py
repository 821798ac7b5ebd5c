"""From which score on something is an alarm, and how rare a score is."""

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from math import exp, log

from sejuk.engines.warning.watching.cases import Detector


@dataclass(frozen=True, slots=True)
class Bar:
    """
    The bar of one detector for one stream.

    `once_in_days[i]` is the mean number of quiet days between alarms with at least `scores[i]`;
    both ascend.
    """

    stream: str
    detector: Detector
    threshold: float
    scores: tuple[float, ...]
    once_in_days: tuple[float, ...]

    def recurrence(self, score: float) -> float:
        """
        Return in how many quiet days such a score comes once, between table entries in logarithms.

        Above the table the last entry stands: that, or rarer.

        >>> bar = Bar("", Detector.VILLAGE, 3.0, (2.0, 4.0), (10.0, 1000.0))
        >>> bar.recurrence(3.0), bar.recurrence(9.0), bar.recurrence(1.0)
        (100.0, 1000.0, 10.0)
        """
        after = bisect_right(self.scores, score)
        if after == 0:
            return self.once_in_days[0]
        if after == len(self.scores):
            return self.once_in_days[-1]
        low, high = self.scores[after - 1], self.scores[after]
        rare, rarer = log(self.once_in_days[after - 1]), log(self.once_in_days[after])
        return round(exp(rare + (rarer - rare) * (score - low) / (high - low)), 3)


@dataclass(frozen=True, slots=True)
class Null:
    """
    What a quiet stream looks like, as calibration saw it.

    `cap`: so many cases of a village and day count, and `scan_cap` for the scan. `burst`: variance
    over mean of uncapped counts of the day on which things happened; `dispersion`: the same of
    capped counts. `completeness`: which share of a day is known after 0, 1, ... 7 days.
    """

    stream: str
    cap: int
    scan_cap: int
    burst: float
    dispersion: float
    completeness: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """
    The bars of all streams and detectors, and how they were found.

    `quiet_days_seen` are the days of history behind them; below 28 (four weeks) they rest on a
    rough picture of what is usual, and should be calibrated anew soon.
    """

    bars: tuple[Bar, ...]
    nulls: tuple[Null, ...]
    budget_days: float
    replays: int
    seed: int
    calibrated_on: date
    quiet_days_seen: int

    @property
    def streams(self) -> tuple[str, ...]:
        return tuple(null.stream for null in self.nulls)

    @property
    def is_rough(self) -> bool:
        return self.quiet_days_seen < ENOUGH_QUIET_DAYS

    def bar(self, stream: str, detector: Detector) -> Bar | None:
        """Return the bar of a detector for a stream, None when it takes no part."""
        found = (bar for bar in self.bars if (bar.stream, bar.detector) == (stream, detector))
        return next(found, None)


ENOUGH_QUIET_DAYS = 28
"""Calibration needs 4 to 6 quiet weeks (chosen: the lower end)."""


def thresholds_to_json(thresholds: Thresholds) -> str:
    """
    Return thresholds as JSON text, keys in order.

    >>> kept = Thresholds((), (), 30.0, 10, 0, date(2024, 11, 5), 60)
    >>> thresholds_from_json(thresholds_to_json(kept)) == kept
    True
    """
    return json.dumps(asdict(thresholds), default=date.isoformat, sort_keys=True)


def thresholds_from_json(text: str) -> Thresholds:
    """
    Return the thresholds that `thresholds_to_json` wrote.

    Those of before reports had a day on which things happened are refused: calibrate anew.

    >>> thresholds_from_json("{}")
    Traceback (most recent call last):
    ...
    ValueError: These are no thresholds of the watch: 'bars' is missing.

    :raises ValueError: when the text is something else
    """
    try:
        kept = json.loads(text)
        return Thresholds(
            bars=tuple(_bar(bar) for bar in kept["bars"]),
            nulls=tuple(_null(null) for null in kept["nulls"]),
            budget_days=float(kept["budget_days"]),
            replays=int(kept["replays"]),
            seed=int(kept["seed"]),
            calibrated_on=date.fromisoformat(kept["calibrated_on"]),
            quiet_days_seen=int(kept["quiet_days_seen"]),
        )
    except KeyError as missing:
        raise ValueError(f"These are no thresholds of the watch: {missing} is missing.") from None
    except (TypeError, ValueError) as wrong:
        raise ValueError(f"These are no thresholds of the watch: {wrong}.") from None


def _bar(kept: Mapping[str, object]) -> Bar:
    return Bar(
        str(kept["stream"]),
        Detector(str(kept["detector"])),
        _number(kept["threshold"]),
        _numbers(kept["scores"]),
        _numbers(kept["once_in_days"]),
    )


def _null(kept: Mapping[str, object]) -> Null:
    return Null(
        str(kept["stream"]),
        int(_number(kept["cap"])),
        int(_number(kept["scan_cap"])),
        _number(kept["burst"]),
        _number(kept["dispersion"]),
        _shares(kept["completeness"]),
    )


def _shares(kept: object) -> tuple[float, ...]:
    shares = _numbers(kept)
    if not shares or not all(0 <= share <= 1 for share in shares):
        raise ValueError("completeness is a list of shares from 0 to 1")
    return shares


def _number(kept: object) -> float:
    if isinstance(kept, int | float):
        return float(kept)
    raise ValueError(f"{kept!r} is no number")


def _numbers(kept: object) -> tuple[float, ...]:
    if isinstance(kept, list):
        return tuple(_number(one) for one in kept)
    raise ValueError(f"{kept!r} is no list of numbers")
