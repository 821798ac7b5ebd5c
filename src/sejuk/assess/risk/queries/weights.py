"""The weights of the variables: those published in the repository, and those a district set."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from django.db.models import QuerySet

from sejuk.assess.risk.models import Weighting
from sejuk.assess.risk.rules import Variable

Weights = dict[Variable, float]


@dataclass(frozen=True, slots=True)
class PublishedWeight:
    """One weight of `weights.toml`, with why it is so in both languages, and from where."""

    variable: Variable
    weight: float
    reason_en: str
    reason_id: str
    source: str


@dataclass(frozen=True, slots=True)
class HeldWeights:
    """The weights that hold, and who set them; nobody while the published ones hold."""

    weights: Weights
    reason: str = ""
    set_by: str = ""
    set_at: datetime | None = None


@cache
def published_weights() -> tuple[PublishedWeight, ...]:
    """Return the reviewed weights of the repository, read once in a process."""
    text = files("sejuk.assess.risk").joinpath("weights.toml").read_text(encoding="utf-8")
    return tuple(
        PublishedWeight(
            Variable(one["variable"]),
            float(one["weight"]),
            one["reason_en"],
            one["reason_id"],
            one["source"],
        )
        for one in tomllib.loads(text)["weight"]
    )


def weights_in_force() -> HeldWeights:
    """Return the weights set last; the published ones until somebody sets others."""
    return weights_history(most=1)[0]


def weights_history(*, most: int) -> tuple[HeldWeights, ...]:
    """Return the weights set last, newest first; the published ones where nobody set any."""
    held = tuple(
        HeldWeights(variable_weights(one.weights), one.reason, one.set_by, one.set_at)
        for one in weightings()[:most]
    )
    return held or (HeldWeights({one.variable: one.weight for one in published_weights()}),)


def variable_weights(stored: Mapping[str, float]) -> Weights:
    return {variable: float(stored[variable.value]) for variable in Variable}


def weightings() -> QuerySet[Weighting]:
    """Return all weights of variables ever set, newest first."""
    # Those of the first version weighed dimensions, and say nothing about variables.
    return Weighting.objects.filter(weights__has_key=Variable.SECURITY.value).order_by(
        "-set_at", "-id"
    )
