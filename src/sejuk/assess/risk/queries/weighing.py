"""What other weights would do to the index, before anybody sets them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sejuk.assess.risk.models import IndexScore, IndexSnapshot
from sejuk.assess.risk.queries.index import (
    DISTRICT_CODE_LENGTH,
    DRAWS,
    measured_districts,
    snapshot_in_force,
)
from sejuk.assess.risk.queries.territories import LARGE, territory
from sejuk.assess.risk.queries.weights import Weights, weights_in_force
from sejuk.engines import warning

Scope = tuple[str, ...]
MOST_SHOWN = 15
FEW_DRAWS = 60
"""In a land of many districts an outlook need not be exact: nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an index says of one village, in thousandths; None where too little is known."""

    area_code: str
    thousandths: int | None
    low: int | None
    high: int | None
    p_top_decile: float | None


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What other weights would make of one village; ranks are those in its district."""

    before: Standing
    after: Standing
    rank_before: int
    rank_after: int
    # Whether it is among the most vulnerable tenth of its district.
    was_top: bool
    is_top: bool

    @property
    def area_code(self) -> str:
        return self.after.area_code


@dataclass(frozen=True, slots=True)
class WeightEffect:
    """What other weights would do: who comes into the top tenth, who leaves it, who moves most."""

    entering: tuple[ScoreChange, ...]
    leaving: tuple[ScoreChange, ...]
    moving: tuple[ScoreChange, ...]
    # How many villages move at least one rank, of how many that have a score.
    moved: int
    scored: int


def weight_effect(scope: Scope, day: date, weights: Weights) -> WeightEffect:
    """
    Return what other weights would do to the villages of a scope on a day. Nothing is kept.

    They are compared with the snapshot that holds, as the list shows it, by the values and the
    draws of its day, so that nothing but the weights differs.
    """
    codes = territory(tuple({code[:DISTRICT_CODE_LENGTH] for code in scope})).codes
    draws = FEW_DRAWS if len(codes) > LARGE else DRAWS
    snapshot = snapshot_in_force(day)
    kept = _kept(snapshot, codes) if snapshot else {}
    held = weights_in_force().weights
    changes: list[ScoreChange] = []
    for district in measured_districts(snapshot.as_of if snapshot else day, codes):
        after = _standings(district.index(weights, draws=draws))
        before = [kept[one.area_code] for one in after if one.area_code in kept]
        changes += _changes(before or _standings(district.index(held, draws=draws)), after)
    own = [one for one in changes if one.area_code.startswith(scope)]
    by_move = sorted(
        (one for one in own if one.rank_before != one.rank_after),
        key=lambda one: (-abs(one.rank_after - one.rank_before), one.area_code),
    )
    by_rank = sorted(own, key=lambda one: (one.rank_after, one.area_code))
    return WeightEffect(
        entering=tuple(one for one in by_rank if one.is_top and not one.was_top),
        leaving=tuple(one for one in by_rank if one.was_top and not one.is_top),
        moving=tuple(by_move[:MOST_SHOWN]),
        moved=len(by_move),
        scored=len(own),
    )


def _kept(snapshot: IndexSnapshot, area_codes: Sequence[str]) -> dict[str, Standing]:
    rows = IndexScore.objects.filter(snapshot=snapshot, area_id__in=area_codes).values_list(
        "area_id", "thousandths", "low", "high", "p_top_decile"
    )
    return {row[0]: Standing(*row) for row in rows}


def _standings(scores: Sequence[warning.VillageIndex]) -> list[Standing]:
    return [
        Standing(one.area_code, one.thousandths, one.low, one.high, one.p_top_decile)
        for one in scores
    ]


def _changes(before: Sequence[Standing], after: Sequence[Standing]) -> list[ScoreChange]:
    """Return what changes in one district, of the villages that have a score both times."""
    ranks_before, ranks_after = _ranks(before), _ranks(after)
    top_before, top_after = (-(-len(ranks) // 10) for ranks in (ranks_before, ranks_after))
    held = {one.area_code: one for one in before if one.area_code in ranks_before}
    return [
        ScoreChange(
            held[new.area_code],
            new,
            ranks_before[new.area_code],
            ranks_after[new.area_code],
            was_top=ranks_before[new.area_code] <= top_before,
            is_top=ranks_after[new.area_code] <= top_after,
        )
        for new in after
        if new.area_code in held and new.area_code in ranks_after
    ]


def _ranks(scores: Sequence[Standing]) -> Mapping[str, int]:
    """Return the place of each village with a score, 1 for the most; equal ones share a place."""
    known = sorted(
        (one.thousandths, one.area_code) for one in scores if one.thousandths is not None
    )
    ranks: dict[str, int] = {}
    place, last = 0, -1
    for number, (thousandths, code) in enumerate(reversed(known), start=1):
        place, last = (place, last) if thousandths == last else (number, thousandths)
        ranks[code] = place
    return ranks
