"""What other weights would do to the index, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from sejuk.assess.risk.queries import ScoreChange, Standing, WeightEffect
from sejuk.assess.risk.web import index_words, words
from sejuk.assess.risk.web.index import score_bar
from sejuk.foundation.places import queries as places
from sejuk.kit.svg import Svg


@dataclass(frozen=True, slots=True)
class Stand:
    """How one village stands by one set of weights."""

    rank: int
    score: str
    interval: str
    bar: Svg | None
    chance: str


@dataclass(frozen=True, slots=True)
class MovedVillage:
    name: str
    url: str
    now: Stand
    then: Stand


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """Who would come among the most vulnerable tenth, who would leave it, and who moves most."""

    entering: tuple[MovedVillage, ...]
    leaving: tuple[MovedVillage, ...]
    moving: tuple[MovedVillage, ...]
    moved: int
    scored: int


def shown_effect(effect: WeightEffect) -> ShownEffect:
    """Return what other weights would do, with the names of the villages."""
    everyone = (*effect.entering, *effect.leaving, *effect.moving)
    labels = places.area_labels([one.area_code for one in everyone])

    def shown(changes: Sequence[ScoreChange]) -> tuple[MovedVillage, ...]:
        return tuple(
            MovedVillage(
                labels.get(one.area_code, one.area_code),
                words.index_url(one.area_code),
                _stand(one.before, one.rank_before),
                _stand(one.after, one.rank_after),
            )
            for one in changes
        )

    return ShownEffect(
        shown(effect.entering),
        shown(effect.leaving),
        shown(effect.moving),
        effect.moved,
        effect.scored,
    )


def _stand(score: Standing, rank: int) -> Stand:
    return Stand(
        rank,
        words.thousandths(score.thousandths),
        index_words.interval(score.low, score.high),
        score_bar(score.low, score.thousandths, score.high),
        index_words.chance(score.p_top_decile),
    )
