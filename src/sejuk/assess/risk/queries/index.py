"""The vulnerability index: what goes into it, what it says, and what other weights would say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import F, QuerySet

from sejuk.assess.risk.models import (
    IndexScore,
    IndexSnapshot,
    Indicator,
    IndicatorValue,
    Weighting,
)
from sejuk.assess.risk.rules import Dimension, Direction
from sejuk.engines import warning
from sejuk.kit.actors import Actor
from sejuk.kit.scoping import within

DISTRICT_CODE_LENGTH = len("16.01")
Weights = dict[Dimension, float]


@dataclass(frozen=True, slots=True)
class HeldWeights:
    """The weights of the dimensions that hold, and who set them; nobody while they are equal."""

    weights: Weights
    reason: str = ""
    set_by: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """What other weights would make of one village: its index in thousandths and its rank."""

    area_code: str
    before: int | None
    after: int | None
    rank_before: int
    rank_after: int

    @property
    def difference(self) -> int:
        return (self.after or 0) - (self.before or 0)


def weights_in_force() -> HeldWeights:
    """Return the weights set last; equal ones until somebody sets others."""
    held = Weighting.objects.order_by("-set_at", "-id").first()
    if held is None:
        return HeldWeights(dict.fromkeys(Dimension, 1 / len(Dimension)))
    return HeldWeights(dimension_weights(held.weights), held.reason, held.set_by, held.set_at)


def dimension_weights(stored: Mapping[str, float]) -> Weights:
    return {dimension: float(stored[dimension.value]) for dimension in Dimension}


def weightings() -> QuerySet[Weighting]:
    """Return all weights ever set, newest first."""
    return Weighting.objects.order_by("-set_at", "-id")


def indicators() -> QuerySet[Indicator]:
    return Indicator.objects.order_by("dimension", "code")


def known_values(actor: Actor) -> QuerySet[IndicatorValue]:
    """Return the values that are known of the actor's villages."""
    return IndicatorValue.objects.filter(within(actor.scope))


def values_as_of(day: date) -> Iterator[tuple[str, str, float]]:
    """Yield (area code, indicator code, value): the newest value not younger than `day`."""
    rows = (
        IndicatorValue.objects.filter(as_of__lte=day)
        .order_by("area_id", "indicator_id", "-as_of")
        .distinct("area_id", "indicator_id")
        .values_list("area_id", "indicator__code", "value")
    )
    yield from rows.iterator(chunk_size=20_000)


def computed_index(
    day: date, *, weights: Weights, area_codes: Sequence[str]
) -> list[warning.Vulnerability]:
    """
    Return the index of the villages as of a day, computed now.

    Each district is normalised in itself: a percentile tells where a village stands among its
    neighbours, not among the nation's.
    """
    known: dict[str, dict[str, float | None]] = {code: {} for code in sorted(area_codes)}
    for area_code, indicator_code, value in values_as_of(day):
        if area_code in known:
            known[area_code][indicator_code] = value
    measured = [as_engine_indicator(one) for one in indicators()]
    scores: list[warning.Vulnerability] = []
    for _, district in groupby(known, key=lambda code: code[:DISTRICT_CODE_LENGTH]):
        scores += warning.vulnerability_index(
            {code: known[code] for code in district},
            indicators=measured,
            dimension_weights=as_engine_weights(weights),
        )
    return scores


def as_engine_indicator(indicator: Indicator) -> warning.Indicator:
    low, high = indicator.low, indicator.high
    return warning.Indicator(
        code=indicator.code,
        dimension=warning.Dimension(indicator.dimension),
        weight=indicator.weight,
        more_is_worse=indicator.direction == Direction.RAISES,
        bounds=None if low is None or high is None else (low, high),
    )


def as_engine_weights(weights: Weights) -> dict[warning.Dimension, float]:
    return {warning.Dimension(one.value): weight for one, weight in weights.items()}


def score_changes(
    day: date, *, weights: Weights, area_codes: Sequence[str], most: int = 10
) -> list[ScoreChange]:
    """Return the villages whose index other weights would change most, the most changed first."""
    held = weights_in_force().weights
    before = computed_index(day, weights=held, area_codes=area_codes)
    after = computed_index(day, weights=weights, area_codes=area_codes)
    ranks_before, ranks_after = _ranks(before), _ranks(after)
    changes = [
        ScoreChange(
            old.area_code,
            old.thousandths,
            new.thousandths,
            ranks_before[old.area_code],
            ranks_after[old.area_code],
        )
        for old, new in zip(before, after, strict=True)
        if old.thousandths != new.thousandths
    ]
    changes.sort(key=lambda one: (-abs(one.difference), one.area_code))
    return changes[:most]


def _ranks(scores: Sequence[warning.Vulnerability]) -> dict[str, int]:
    """Return the place of each area, 1 for the most vulnerable; equal scores share a place."""
    in_order = sorted(scores, key=lambda one: -(one.thousandths or 0))
    ranks: dict[str, int] = {}
    last: int | None = None
    for place, score in enumerate(in_order, start=1):
        is_tied = last is not None and score.thousandths == in_order[last - 1].thousandths
        last = last if is_tied and last is not None else place
        ranks[score.area_code] = last
    return ranks


def snapshot_in_force(day: date) -> IndexSnapshot | None:
    """Return the newest snapshot that is not dated after `day`."""
    return IndexSnapshot.objects.filter(as_of__lte=day).order_by("-as_of", "-id").first()


def snapshots() -> QuerySet[IndexSnapshot]:
    return IndexSnapshot.objects.order_by("-as_of", "-id")


def scores_of(snapshot: IndexSnapshot, scope: tuple[str, ...]) -> QuerySet[IndexScore]:
    """Return the scores of a snapshot in a scope, the most vulnerable first, the unknown last."""
    return (
        IndexScore.objects.filter(within(scope), snapshot=snapshot)
        .select_related("area__parent")
        .order_by(F("thousandths").desc(nulls_last=True), "area_id")
    )


def score_of(area_code: str, day: date) -> IndexScore | None:
    """Return the score of a village in the newest snapshot not dated after `day`, or None."""
    return (
        IndexScore.objects.filter(area_id=area_code, snapshot__as_of__lte=day)
        .select_related("snapshot")
        .order_by("-snapshot__as_of", "-snapshot_id")
        .first()
    )
