"""Which of an officer's villages take the visits of a week: by turn, by lot, with what chance."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count

from sejuk.assess.forecast import queries as forecasts
from sejuk.assess.risk import queries as risk
from sejuk.engines import itinerary, warning
from sejuk.kit.scoping import within
from sejuk.plan.programme.models import Proposal, VisitNote
from sejuk.plan.programme.rules import (
    PLANNED_STATES,
    VISITS_A_WEEK,
    Turn,
    chance_of,
    draw_seed,
)

LATELY_DAYS = 30
"""Chosen: a month is long enough for a share of its days to mean something."""
TURNS = {
    warning.VisitTurn.SCORE: Turn.SCORE,
    warning.VisitTurn.EXPLORATION: Turn.EXPLORATION,
    warning.VisitTurn.NOT_DRAWN: Turn.BEYOND_CAPACITY,
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a draw needs to know of the villages of an area."""

    week_starts_on: date
    chances: Mapping[str, float]
    last_visits: Mapping[str, date]
    visited_days: Mapping[str, int]
    index: Mapping[str, float | None]

    def candidate(self, area_code: str) -> warning.VisitCandidate:
        last = self.last_visits.get(area_code)
        days = None if last is None else (self.week_starts_on - last).days
        return warning.VisitCandidate(
            area_code,
            chance=self.chances[area_code],
            saturation=warning.contact_saturation(days),
            index=self.index.get(area_code) or 0.0,
            days_since_contact=days,
            visited_share=min(1.0, self.visited_days.get(area_code, 0) / LATELY_DAYS),
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A proposal with how it came to its place, and the chance that it had to."""

    proposal: itinerary.Proposal
    turn: Turn
    probability: float
    seed: int
    chance: float


def ground(
    scope: tuple[str, ...],
    week_starts_on: date,
    *,
    picture: risk.Picture,
    last_visits: Mapping[str, date],
) -> Ground:
    """Return what a draw needs to know of the villages of a scope."""
    before = week_starts_on - timedelta(days=1)
    return Ground(
        week_starts_on,
        chances_of_any(picture, max(before, picture.day)),
        last_visits,
        _visited_days(scope, before),
        {code: one.score for code, one in risk.index_on(scope, before).items()},
    )


def chances_of_any(picture: risk.Picture, day: date) -> dict[str, float]:
    """
    Return P(at least one signal) in the week after a day, village by village, from the forecast.

    Where no forecast was made yet, the temperature stands for it (see `rules.chance_of`).
    """
    land = picture.territory
    told = forecasts.chances_of_any(land.scope, day)
    tenths = dict(zip(land.codes, picture.tenths.tolist(), strict=True))
    return {code: chance_of(code, told, tenths) for code in land.codes}


def _visited_days(scope: tuple[str, ...], until: date) -> dict[str, int]:
    first = until - timedelta(days=LATELY_DAYS - 1)
    rows = VisitNote.objects.filter(within(scope), held_on__range=(first, until))
    counted = rows.values("area_id").annotate(days=Count("held_on", distinct=True))
    return dict(counted.values_list("area_id", "days"))


def drawn_proposals(
    found: Iterable[itinerary.Proposal], kept: Sequence[Proposal], known: Ground
) -> Iterator[Drawn]:
    """
    Yield the engine's proposals as the draw has them, officer by officer, in a new order.

    Who goes, and what speaks for it, stays as the itinerary has it. Villages that are settled take
    their slots with them; where an officer has time for all the others, nothing is drawn.
    """
    planned, by_turn = _taken(kept)
    for officer, listed in groupby(found, key=lambda one: int(one.officer)):
        proposals = {one.area_code: one for one in listed}
        settled = [one.area_id for one in kept if one.officer_id == officer]
        seed = draw_seed(known.week_starts_on, officer, settled)
        slots = max(VISITS_A_WEEK - planned[officer], 0)
        turns = max(warning.slots_by_turn(VISITS_A_WEEK) - by_turn[officer], 0)
        choices = warning.sample_visits(
            map(known.candidate, proposals), slots=slots, seed=seed, explorations=min(turns, slots)
        )
        is_pressed = slots < len(proposals)
        drawn = [
            Drawn(
                proposals[one.area_code],
                TURNS[one.turn] if is_pressed else Turn.SCORE,
                # Of a sum of fractions a chance may come out a hair above 1.
                min(1.0, one.probability),
                seed,
                known.chances[one.area_code],
            )
            for one in choices
        ]
        yield from sorted(drawn, key=_order)


def _taken(kept: Iterable[Proposal]) -> tuple[Counter[int], Counter[int]]:
    """Return how many visits of each officer are planned, and how many of these by turn."""
    planned, by_turn = Counter[int](), Counter[int]()
    for one in kept:
        if one.state in PLANNED_STATES:
            goer = one.planned_officer_id or one.officer_id
            planned[goer] += 1
            by_turn[goer] += one.turn == Turn.EXPLORATION
    return planned, by_turn


def _order(one: Drawn) -> tuple[int, int, str]:
    places = (Turn.SCORE, Turn.EXPLORATION, Turn.BEYOND_CAPACITY)
    return places.index(one.turn), -one.proposal.score_tenths, one.proposal.area_code
