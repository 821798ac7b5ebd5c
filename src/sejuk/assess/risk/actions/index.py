"""Weigh the dimensions, and make the index."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from sejuk.assess.risk import queries, rules
from sejuk.assess.risk.models import IndexScore, IndexSnapshot, Weighting
from sejuk.assess.risk.rules import Dimension
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import EVERYWHERE, Actor

ROWS_AT_ONCE = 5_000


@traced
def set_weights(
    *, weights: Mapping[Dimension, float], reason: str, actor: Actor, now: datetime
) -> Weighting:
    """
    Weigh the dimensions anew from now on, and make the index that follows from it.

    :raises Refused: when the weights do not sum to 1, hold already, or the actor may not.
    """
    current = queries.weights_in_force().weights
    rules.may_set_weights(
        weights, current=current, reason=reason, actor=actor, area_code=operations.shared_area()
    ).or_refuse()

    weighting = Weighting.objects.create(
        weights=_stored(weights), reason=reason.strip(), set_by=actor.name, set_at=now
    )
    snapshot = _make_snapshot(timezone.localdate(now), weights, actor, now)
    record(
        verb="risk.weighting.set",
        subject=weighting,
        actor=actor,
        now=now,
        detail={
            "weights": weighting.weights,
            "reason": weighting.reason,
            "snapshot_id": snapshot.pk,
        },
    )
    return weighting


@traced
def take_index_snapshot(*, as_of: date, actor: Actor, now: datetime) -> IndexSnapshot:
    """
    Compute the index of all villages as of a day, and keep it for good.

    :raises Refused: for a day in the future, or when the actor may not.
    """
    rules.may_take_snapshot(
        as_of,
        today=timezone.localdate(now),
        actor=actor,
        area_code=operations.shared_area(),
    ).or_refuse()

    snapshot = _make_snapshot(as_of, queries.weights_in_force().weights, actor, now)
    record(
        verb="risk.index.made",
        subject=snapshot,
        actor=actor,
        now=now,
        detail={"as_of": as_of, "weights": snapshot.weights},
    )
    return snapshot


def _stored(weights: Mapping[Dimension, float]) -> dict[str, float]:
    return {dimension.value: weights[dimension] for dimension in Dimension}


def _make_snapshot(
    as_of: date, weights: Mapping[Dimension, float], actor: Actor, now: datetime
) -> IndexSnapshot:
    snapshot = IndexSnapshot.objects.create(
        as_of=as_of,
        weights=_stored(weights),
        indicators=list(
            queries.indicators().values(
                "code", "name", "dimension", "weight", "direction", "low", "high", "unit", "source"
            )
        ),
        made_by=actor.name,
        made_at=now,
    )
    villages = queries.territory((EVERYWHERE,)).codes
    scores = queries.computed_index(as_of, weights=dict(weights), area_codes=villages)
    IndexScore.objects.bulk_create(
        (
            IndexScore(
                snapshot=snapshot,
                area_id=score.area_code,
                thousandths=score.thousandths,
                completeness=score.completeness,
                parts=[[one.indicator, one.normalised, one.thousandths] for one in score.parts],
                missing=list(score.missing),
            )
            for score in scores
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return snapshot
