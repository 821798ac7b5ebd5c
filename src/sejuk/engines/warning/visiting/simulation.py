"""
A district in which visits make records: does a way of choosing visits run away from the truth?

The world. Two halves with the same villages in pairs; incidents come as Poisson counts, their daily
rates drawn from a gamma distribution (shape 2, mean 0.05). Before the first day half a year went by
in which the first half was visited three times as often. Residents report an incident with a
probability that may differ between the halves. A visit finds half of the day's incidents, and 0.12
nuisances beside, which are recorded like everything else. The setting follows Ensign et al. (2018)
and Lum & Isaac (2016); that residents of one part report less is Akpinar et al. (2021).

What the sampling does about it (`FeedbackPolicy.SAMPLED`):

* a village's rate is a gamma-Poisson mean of its reports, and of what visits found there with
  weight 1/4 and against the number of visits (effort offset): being looked at is no incident;
* reports move visits *within* a half only. How many visits a half gets hangs on its number of
  villages and on what visits found in it: the incidents found, over those that one expects from the
  reports after the same visits if both halves were alike. Reporting cancels out of that ratio, as
  in capture and recapture. `prior_found` incidents speak for "alike";
* a fifth of the slots goes by turn, the rest by lot with score^3 (see `sampling`).

`UNCORRECTED` is the same without the second point.

`BY_OFFICER` is the programme as it runs: each officer has his own villages and two visits a week,
drawn on the first day of the week by `sample_visits` itself, one by turn and one by lot, and paid
on days of chance. The chance of at least one matter in the week is that of a gamma-Poisson rate of
reports and, with weight 1/4, of what visits found; nothing is held against the number of visits.
What keeps reporting from moving visits is that no officer has more than another. Where villages of
one officer report unequally (`are_beats_mixed`), nothing does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.visiting.auditing import gini
from sejuk.engines.warning.visiting.sampling import (
    MOST_DAYS_SHARE,
    SCORE_POWER,
    Numbers,
    VisitCandidate,
    VisitTurn,
    contact_saturation,
    drawn,
    inclusion_probabilities,
    sample_visits,
    slots_by_turn,
)

PAST_EFFORT: Final = 3.0
RATE_SHAPE, RATE_MEAN = 2.0, 0.05
FOUND_SHARE, NUISANCES = 0.5, 0.12
DISCOVERED_WEIGHT: Final = 0.25
PRIOR_FOUND: Final = 20.0
"""Chosen: as many incidents as the verification weights of the engine are shrunk by."""
CONTACT_HALF_DAYS: Final = 0.5
"""Chosen: here visits are chosen each day, and the day after one a quarter of it is still there."""
REPORTS_AFTER_DAYS: Final = 28
CAP_DAYS: Final = 30
WEEK: Final = 7
VISITS_OF_AN_OFFICER: Final = 2
"""Two planned visits a week, as the programme has it."""
NEVER: Final = -10_000

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


class FeedbackPolicy(StrEnum):
    """
    How visits are chosen.

    `BY_OFFICER` is the programme as it runs, `SAMPLED` a draw from all villages each day, and
    `KNOWING` the latter with the true rates: the most there is.
    """

    RANDOM = "random"
    NAIVE_TOP = "naive_top"
    NAIVE_PROPORTIONAL = "naive_proportional"
    UNCORRECTED = "uncorrected"
    SAMPLED = "sampled"
    BY_OFFICER = "by_officer"
    KNOWING = "knowing"


@dataclass(frozen=True, slots=True)
class FeedbackOutcome:
    """
    Means over the runs, with the standard error of the first.

    `excess_points` is by how many points the share of visits to the first half is above one half;
    `never_visited` the share of villages without a visit in the second half of the time; `reach`
    the share of incidents on days on which their village was visited; `gini` that of visits;
    `most_days` the greatest share of days on which one village was visited.
    """

    policy: FeedbackPolicy
    runs: int
    excess_points: float
    excess_error: float
    never_visited: float
    reach: float
    gini: float
    most_days: float


@dataclass
class _Known:
    """What the district knows on a day; the truth is for `KNOWING` alone."""

    half_of: Counts
    truth: Numbers
    slots: int
    beats: tuple[Counts, ...]
    day: int = 0
    week: list[Flags] = field(default_factory=list)
    reports: Numbers = field(init=False)
    records: Numbers = field(init=False)
    visits: Numbers = field(init=False)
    lately: Numbers = field(init=False)
    last: Counts = field(init=False)
    # Of each half: incidents that visits found, and reports a day after these visits.
    found: Numbers = field(init=False)
    reported_after: Numbers = field(init=False)

    def __post_init__(self) -> None:
        size = len(self.half_of)
        self.reports, self.records = np.zeros(size), np.zeros(size)
        self.visits, self.lately = np.zeros(size), np.zeros(size)
        self.last = np.full(size, NEVER)
        self.found, self.reported_after = np.zeros(2), np.zeros(2)


def simulate_feedback(
    policy: FeedbackPolicy,
    *,
    reporting: tuple[float, float] = (0.3, 0.3),
    hotter: float = 1.0,
    villages: int = 157,
    visits_a_day: int = 16,
    days: int = 365,
    past_days: int = 180,
    runs: int = 60,
    seed: int = 0,
    are_beats_mixed: bool = False,
) -> FeedbackOutcome:
    """
    Return what a way of choosing visits comes to, see the module for the world.

    `reporting` are the probabilities that an incident is reported in the two halves, the one that
    was visited more in the past first; `hotter` multiplies the incidents of that half. Officers
    (of `BY_OFFICER` alone) are as many as `visits_a_day` takes; with `are_beats_mixed` each has
    villages of both halves.

    >>> found = simulate_feedback(FeedbackPolicy.NAIVE_TOP, villages=21, visits_a_day=2, days=60,
    ...                           past_days=30, runs=3)
    >>> found.never_visited > 0.5, found.gini > 0.6
    (True, True)

    :raises ValueError: when a number makes no sense
    """
    if not (all(0 < share <= 1 for share in reporting) and hotter > 0):
        raise ValueError("Shares of reported incidents lie above 0 and at most at 1.")
    if not 0 < visits_a_day < villages or min(days, past_days, runs) < 1:
        raise ValueError("There must be villages, fewer visits a day, and at least one day.")
    half_of = np.arange(villages) // (villages // 2)
    half_of[half_of > 1] = 1
    beats = _beats(half_of, WEEK * visits_a_day // VISITS_OF_AN_OFFICER, are_mixed=are_beats_mixed)
    world = _World(policy, reporting, hotter, half_of, visits_a_day, beats, days, past_days)
    found = np.array([world.run(np.random.default_rng([seed, run])) for run in range(runs)])
    error = float(found[:, 0].std(ddof=1)) / runs**0.5 if runs > 1 else 0.0
    excess, never, reach, unequal, _ = found.mean(axis=0).tolist()
    most = float(found[:, 4].max())
    return FeedbackOutcome(policy, runs, excess, error, never, reach, unequal, most)


@dataclass(frozen=True)
class _World:
    policy: FeedbackPolicy
    reporting: tuple[float, float]
    hotter: float
    half_of: Counts
    slots: int
    beats: tuple[Counts, ...]
    days: int
    past_days: int

    def run(self, rng: np.random.Generator) -> tuple[float, float, float, float, float]:
        """Let the days go by; return excess points, share never visited, reach, Gini, most days."""
        rates = self._rates(rng)
        days = self.past_days + self.days
        incidents = rng.poisson(rates, (days, len(rates)))
        reports = rng.binomial(incidents, np.array(self.reporting)[self.half_of])
        visited = np.zeros(incidents.shape, dtype=np.bool_)
        found = np.zeros(incidents.shape)
        known = _Known(self.half_of, rates, self.slots, self.beats)
        for day in range(days):
            known.day = day
            choose = _by_habit if day < self.past_days else CHOOSERS[self.policy]
            visited[day] = choose(known, rng)
            found[day] = visited[day] * rng.binomial(incidents[day], FOUND_SHARE)
            known.records += found[day] + visited[day] * rng.poisson(NUISANCES, len(rates))
            _learn(known, visited, found, reports)
        return self._outcome(incidents[self.past_days :], visited[self.past_days :])

    def _rates(self, rng: np.random.Generator) -> Numbers:
        """Return a rate for each village, the same ones in both halves; an odd one has the mean."""
        pairs = len(self.half_of) // 2
        drawn_rates = rng.gamma(RATE_SHAPE, RATE_MEAN / RATE_SHAPE, pairs)
        odd = [RATE_MEAN] * (len(self.half_of) - 2 * pairs)
        return np.concatenate([self.hotter * drawn_rates, drawn_rates, odd])

    def _outcome(
        self, incidents: Counts, visited: Flags
    ) -> tuple[float, float, float, float, float]:
        counts = visited.sum(axis=0).astype(np.float64)
        pairs = len(counts) // 2
        first, second = counts[:pairs].sum(), counts[pairs : 2 * pairs].sum()
        return (
            float(100 * (first / max(first + second, 1) - 0.5)),
            float((visited[self.days // 2 :].sum(axis=0) == 0).mean()),
            float((incidents * visited).sum() / max(incidents.sum(), 1)),
            gini(counts),
            float(visited.mean(axis=0).max()),
        )


def _learn(known: _Known, visited: Flags, found: Numbers, reports: Counts) -> None:
    """Take in what a day brought to light."""
    day = known.day
    known.reports += reports[day]
    known.visits += visited[day]
    known.lately += visited[day]
    if day >= CAP_DAYS:
        known.lately -= visited[day - CAP_DAYS]
    known.last[visited[day]] = day
    then = day - REPORTS_AFTER_DAYS + 1
    if then >= 0:
        # What came after a visit has nothing to do with why it was paid.
        after = reports[then : day + 1].mean(axis=0) * visited[then]
        known.reported_after += np.bincount(known.half_of, after, 2)
        known.found += np.bincount(known.half_of, found[then], 2)


def _lot(weights: Numbers, slots: float, rng: np.random.Generator) -> Flags:
    chances = inclusion_probabilities(weights, slots)
    return drawn(chances, rng.random(len(weights)), rng.random())


def _by_habit(known: _Known, rng: np.random.Generator) -> Flags:
    return _lot(np.where(known.half_of == 0, PAST_EFFORT, 1.0), known.slots, rng)


def _at_random(known: _Known, rng: np.random.Generator) -> Flags:
    return _lot(np.ones(len(known.half_of)), known.slots, rng)


def _most_recorded(known: _Known, rng: np.random.Generator) -> Flags:
    order = np.lexsort((rng.random(len(known.half_of)), -(known.reports + known.records)))
    hits = np.zeros(len(order), dtype=np.bool_)
    hits[order[: known.slots]] = True
    return hits


def _as_recorded(known: _Known, rng: np.random.Generator) -> Flags:
    return _lot(known.reports + known.records + 0.5, known.slots, rng)


def _by_sampling(known: _Known, rng: np.random.Generator) -> Flags:
    shares = _shares_of_halves(known, rated_by_reports(known))
    return _sampled(known, rated_by_reports(known), rng, shares)


def _by_officer(known: _Known, rng: np.random.Generator) -> Flags:
    if not known.week:
        chances = chances_of_any(known)
        days = np.zeros((WEEK, len(chances)), dtype=np.bool_)
        for beat in known.beats:
            candidates = [_candidate(known, village, chances) for village in beat.tolist()]
            seed = int(rng.integers(2**32))
            for one in sample_visits(candidates, slots=VISITS_OF_AN_OFFICER, seed=seed):
                if one.turn is not VisitTurn.NOT_DRAWN:
                    days[rng.integers(WEEK), int(one.area_code)] = True
        known.week = list(days)
    return known.week.pop(0)


def _candidate(known: _Known, village: int, chances: Numbers) -> VisitCandidate:
    last = int(known.last[village])
    days = None if last == NEVER else known.day - last
    return VisitCandidate(
        str(village),
        chance=float(chances[village]),
        saturation=contact_saturation(days),
        days_since_contact=days,
        visited_share=float(known.lately[village]) / CAP_DAYS,
    )


def _beats(half_of: Counts, officers: int, *, are_mixed: bool) -> tuple[Counts, ...]:
    """Return the villages of each officer: of one half, or pairs from both one after the other."""
    villages = np.arange(len(half_of))
    if are_mixed:
        pairs = len(half_of) // 2
        order = np.argsort(np.where(villages < 2 * pairs, villages % pairs, pairs), kind="stable")
        return tuple(np.array_split(order, officers))
    first, second = officers // 2, officers - officers // 2
    return (
        *np.array_split(villages[half_of == 0], max(first, 1)),
        *np.array_split(villages[half_of == 1], second),
    )


def _without_correction(known: _Known, rng: np.random.Generator) -> Flags:
    return _sampled(known, rated_by_reports(known), rng, None)


def _with_the_truth(known: _Known, rng: np.random.Generator) -> Flags:
    return _sampled(known, known.truth, rng, None)


def rated_by_reports(known: _Known) -> Numbers:
    """Return the gamma-Poisson mean of each village's daily reports, prior by moments."""
    looked_at = known.visits * (known.records.sum() / max(known.visits.sum(), 1.0))
    heard = known.reports.sum() / (len(known.reports) * max(known.day, 1))
    # A visit brings as many records as so many days of listening.
    exposure = known.day + DISCOVERED_WEIGHT * looked_at / max(heard, 1e-9)
    shapes, days = _shrunk(_weighed_events(known), exposure)
    return np.asarray(shapes / days)


def chances_of_any(known: _Known) -> Numbers:
    """Return the chance of at least one matter in a week, as the programme is told it."""
    listened = np.full(len(known.reports), float(max(known.day, 1)))
    shapes, days = _shrunk(_weighed_events(known), listened)
    return np.asarray(-np.expm1(-shapes * np.log1p(WEEK / days)))


def _weighed_events(known: _Known) -> Numbers:
    return np.asarray(known.reports + DISCOVERED_WEIGHT * known.records)


def _shrunk(events: Numbers, exposure: Numbers) -> tuple[Numbers, Numbers]:
    """Return shape and days of each village's gamma of daily rates, its prior by moments."""
    mean = events.sum() / exposure.sum()
    spread = float(np.average((events / exposure - mean) ** 2, weights=exposure))
    variance = max(spread - mean * len(events) / exposure.sum(), (0.2 * mean) ** 2)
    shape = mean**2 / variance if variance else 1.0
    return shape + events, shape / max(mean, 1e-9) + exposure


def _shares_of_halves(known: _Known, rates: Numbers) -> Numbers:
    """Return the share of the slots of each half: by its villages and by what visits found."""
    sizes = np.bincount(known.half_of, minlength=2).astype(np.float64)
    heard = np.bincount(known.half_of, known.reports, 2) / sizes
    alike = known.reported_after / np.maximum(heard, 1e-9)
    alike *= known.found.sum() / max(float(alike.sum()), 1e-9)
    need = sizes * (known.found + PRIOR_FOUND) / (alike + PRIOR_FOUND)
    return np.asarray(need / need.sum()) if rates.any() else sizes / sizes.sum()


def _sampled(
    known: _Known, rates: Numbers, rng: np.random.Generator, shares: Numbers | None
) -> Flags:
    fresh = 2.0 ** (-(known.day - known.last) / CONTACT_HALF_DAYS)
    scores = (1 - np.exp(-rates)) * (1 - fresh)
    by_turn = slots_by_turn(known.slots)
    waiting = np.lexsort((rng.random(len(rates)), known.last))
    hits = np.zeros(len(rates), dtype=np.bool_)
    hits[waiting[:by_turn]] = True
    weights = np.where(hits | (known.lately >= MOST_DAYS_SHARE * CAP_DAYS), 0, scores**SCORE_POWER)
    keys, slots = rng.random(len(rates)), known.slots - by_turn
    if shares is None:
        return hits | drawn(inclusion_probabilities(weights, slots), keys, rng.random())
    chances = np.zeros(len(rates))
    for half, share in enumerate(shares.tolist()):
        there = known.half_of == half
        chances[there] = inclusion_probabilities(weights[there], slots * share)
    # One pass over both halves, one after the other, keeps the number of visits whole.
    return hits | drawn(chances, keys + known.half_of, rng.random())


CHOOSERS: dict[FeedbackPolicy, Callable[[_Known, np.random.Generator], Flags]] = {
    FeedbackPolicy.RANDOM: _at_random,
    FeedbackPolicy.NAIVE_TOP: _most_recorded,
    FeedbackPolicy.NAIVE_PROPORTIONAL: _as_recorded,
    FeedbackPolicy.UNCORRECTED: _without_correction,
    FeedbackPolicy.SAMPLED: _by_sampling,
    FeedbackPolicy.BY_OFFICER: _by_officer,
    FeedbackPolicy.KNOWING: _with_the_truth,
}
