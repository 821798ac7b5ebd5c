"""
What was learnt, as plain numbers: it can be written as JSON, read by a person, and added up.

The two layers of the stack are both sums, and so is their product: a message scores its constant,
its rules, and its words, each with one weight for each category. `version` is the SHA-256 of all
the rest.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from sejuk.engines.triage.sorting.calibrating import Curve
from sejuk.engines.triage.sorting.categories import CATEGORIES, Category

FORMAT = 1
UNIT = 1000
"""Weights are whole thousandths of a logit: the same on each machine, and short in JSON."""

Row = tuple[int, ...]


class UnusableModel(ValueError):
    """Raised when a model is not what it says it is. The message says why."""


@dataclass(frozen=True)
class Terms:
    """
    Terms with their frequency weight and one weight for each category, in thousandths.

    `unknown` is the frequency weight of any other term.
    """

    terms: tuple[str, ...]
    frequencies: Row
    unknown: int
    weights: tuple[Row, ...]


@dataclass(frozen=True)
class SortingModel:
    """
    A model that suggests categories, made by `trained`.

    `learnt` are the categories that had enough decisions; of the others the rules speak. `groups`
    are the near-duplicate groups it was trained on, and `trained_until` the last day of them: both
    are kept so that it is never tested on what it has seen.
    """

    decisions: int
    trained_until: date
    groups: tuple[str, ...]
    learnt: tuple[Category, ...]
    words: Terms
    letters: Terms
    rules: tuple[Row, ...]
    constants: Row
    sets: tuple[tuple[Category, ...], ...]
    curves: tuple[Curve, ...]
    abstains_below: float
    version: str = ""

    def __hash__(self) -> int:
        return hash(self.version)


def stamped(model: SortingModel) -> SortingModel:
    """Return the model with the version that its content has."""
    plain = asdict(replace(model, version=""))
    text = json.dumps(plain, default=date.isoformat, sort_keys=True, separators=(",", ":"))
    return replace(model, version=hashlib.sha256(text.encode()).hexdigest()[:16])


def model_to_json(model: SortingModel) -> str:
    """
    Return a model as JSON text.

    >>> from sejuk.engines.triage.sorting import Decided, trained
    >>> days, about = [date(2024, 11, day) for day in range(1, 25)], (Category.DISASTER,)
    >>> model = trained([Decided("banjir", about, day, str(day)) for day in days], seed=1)
    >>> model_from_json(model_to_json(model)) == model
    True
    """
    plain = {"format": FORMAT, **asdict(model)}
    return json.dumps(plain, default=date.isoformat, ensure_ascii=False, separators=(",", ":"))


def model_from_json(text: str) -> SortingModel:
    """
    Return the model that `model_to_json` wrote, after looking whether it is the same.

    >>> model_from_json("{}")
    Traceback (most recent call last):
    sejuk.engines.triage.sorting.models.UnusableModel: This is no model of sorting in format 1.

    :raises UnusableModel: when the text is none, or was changed since its version was given
    """
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise UnusableModel(f"This is a model in format {told['format']}, not {FORMAT}.")
        model = SortingModel(
            int(told["decisions"]),
            date.fromisoformat(told["trained_until"]),
            tuple(told["groups"]),
            tuple(map(Category, told["learnt"])),
            _terms(told["words"]),
            _terms(told["letters"]),
            _rows(told["rules"]),
            tuple(told["constants"]),
            tuple(tuple(map(Category, one)) for one in told["sets"]),
            tuple(Curve(tuple(one["scores"]), tuple(one["chances"])) for one in told["curves"]),
            float(told["abstains_below"]),
            str(told["version"]),
        )
    except UnusableModel:
        raise
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableModel(f"This is no model of sorting in format {FORMAT}.") from error
    if len(model.constants) != len(CATEGORIES) or stamped(model).version != model.version:
        raise UnusableModel("The model was changed after its version was given: train it anew.")
    return model


def _terms(told: dict[str, list[object]]) -> Terms:
    return Terms(
        tuple(map(str, told["terms"])),
        tuple(int(str(one)) for one in told["frequencies"]),
        int(str(told["unknown"])),
        _rows(told["weights"]),
    )


def _rows(told: object) -> tuple[Row, ...]:
    if not isinstance(told, list):
        raise TypeError(told)
    return tuple(tuple(row) for row in told)
