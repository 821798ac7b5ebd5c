"""Weigh the variables, and make the index."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from sejuk.assess.risk import queries, rules
from sejuk.assess.risk.models import IndexScore, IndexSnapshot, Weighting
from sejuk.assess.risk.rules import Variable
from sejuk.engines import warning
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import EVERYWHERE, Actor

ROWS_AT_ONCE = 5_000


@traced
def set_weights(
    *, weights: Mapping[Variable, float], reason: str, actor: Actor, now: datetime
) -> Weighting:
    """
    Weigh the variables anew from now on, and make the index that follows from it.

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
        detail={"as_of": as_of, "weights": snapshot.weights, "seed": snapshot.seed},
    )
    return snapshot


def _stored(weights: Mapping[Variable, float]) -> dict[str, float]:
    return {variable.value: weights[variable] for variable in Variable}


def _make_snapshot(
    as_of: date, weights: Mapping[Variable, float], actor: Actor, now: datetime
) -> IndexSnapshot:
    codes = queries.territory((EVERYWHERE,)).codes
    # A snapshot is never changed, so it is written when its districts are computed.
    scores: list[warning.VillageIndex] = []
    sensitivity = {}
    for district in queries.measured_districts(as_of, codes):
        found = district.index(dict(weights))
        sensitivity[district.code] = queries.mean_sensitivity(found)
        scores += found
    snapshot = IndexSnapshot.objects.create(
        as_of=as_of,
        weights=_stored(weights),
        indicators=list(
            queries.indicators().values(
                "code", "name", "variable", "weight", "direction", "aggregation", "low", "high",
                "unit", "source",
            )
        ),
        seed=queries.seed_of(as_of),
        draws=queries.DRAWS,
        sensitivity=sensitivity,
        made_by=actor.name,
        made_at=now,
    )  # fmt: skip
    IndexScore.objects.bulk_create(_rows(snapshot, scores), batch_size=ROWS_AT_ONCE)
    return snapshot


def _rows(snapshot: IndexSnapshot, scores: Sequence[warning.VillageIndex]) -> Iterator[IndexScore]:
    for score in scores:
        yield IndexScore(
            snapshot=snapshot,
            area_id=score.area_code,
            thousandths=score.thousandths,
            low=score.low,
            high=score.high,
            p_top_decile=score.p_top_decile,
            completeness=score.completeness,
            grade=score.grade,
            parts=[[one.variable.value, one.standing, one.thousandths] for one in score.parts],
            standings=dict(score.standings),
            missing=list(score.missing),
            sensitivity=dict(score.sensitivity),
        )
