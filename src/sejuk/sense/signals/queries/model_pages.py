"""What the pages of models show: each version beside the one before it, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext

from sejuk.engines.triage import VerdictCode
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours
from sejuk.kit.numbers import rounded
from sejuk.sense.signals.models import ModelTurn, ModelVersion
from sejuk.sense.signals.queries.learning import kinds_decided, speaking
from sejuk.sense.signals.rules import Kind
from sejuk.sense.signals.rules.learning import FEWEST_BY_LOT, FEWEST_TO_LEARN, ModelDeed, ModelState

SHORT = 12
# Chosen: two months of nights; older ones stay in the ledger and in the table.
MOST_VERSIONS = 60
BADGES = {
    ModelState.CANDIDATE: "info",
    ModelState.ACTIVE: "good",
    ModelState.REFUSED: "warning",
    ModelState.RETIRED: "",
}
VERDICTS = {
    VerdictCode.NO_DROP: N_("Among those drawn by lot neither figure fell."),
    VerdictCode.DROPS: N_("Among those drawn by lot it did worse than the one before."),
    VerdictCode.TOO_FEW_AT_RANDOM: N_("Too few drawn by lot were left to compare by."),
    VerdictCode.OTHER_MESSAGES: N_("The two were judged by other messages."),
}
Figures = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """What became of a model, why, by whom and when."""

    deed: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version with its two figures beside those of the one before."""

    id: int
    version: str
    made_at: datetime
    trained_on: int
    trained_until: date
    left_out: int
    judged_on: int
    by_lot: int
    macro_f1: str
    macro_f1_before: str
    exact: str
    exact_before: str
    compared_with: str
    state: str
    badge: str
    is_active: bool
    may_come_back: bool
    turns: tuple[ShownTurn, ...]


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """How one kind was found: by the model, and by what spoke before."""

    kind: str
    decided: int
    found: int
    wrongly: int
    f1: str
    f1_before: str


@dataclass(frozen=True, slots=True)
class ModelsPage:
    """All versions, what there is to learn from, and whether the rules speak alone."""

    versions: tuple[ShownVersion, ...]
    rules_alone: bool
    decided: int
    by_lot: int
    fewest: int
    fewest_by_lot: int
    left_out: int

    @property
    def missing(self) -> int:
        """How many drawn by lot are still to be decided before any model can be judged."""
        return max(0, self.fewest_by_lot - self.by_lot)


def models_page() -> ModelsPage:
    """
    Return the newest versions with what became of each. Six queries.

    What was left out is as it was on the last night that taught one: only then texts are read.
    """
    versions = list(_versions().order_by("-made_at", "-pk")[:MOST_VERSIONS])
    now = speaking()
    decided, by_lot = kinds_decided()
    return ModelsPage(
        tuple(_shown(one, now) for one in versions),
        now is None,
        decided,
        by_lot,
        FEWEST_TO_LEARN,
        FEWEST_BY_LOT,
        versions[0].left_out if versions else 0,
    )


def version_page(version_id: int) -> tuple[ShownVersion, tuple[CategoryRow, ...]]:
    """
    Return one version with its figures by kind.

    :raises NotYours: when there is none
    """
    version = _versions().filter(pk=version_id).first()
    if version is None:
        raise NotYours(f"model {version_id}")
    return _shown(version, speaking()), _categories(version)


def state_of(version: ModelVersion) -> ModelState:
    """Return how a version stands now. Two queries."""
    return _state(version, list(version.turns.order_by("pk")), speaking())


def _versions() -> QuerySet[ModelVersion]:
    return ModelVersion.objects.defer("content").prefetch_related("turns")


def _state(
    version: ModelVersion, turns: Sequence[ModelTurn], now: ModelVersion | None
) -> ModelState:
    if now is not None and now.pk == version.pk:
        return ModelState.ACTIVE
    if any(turn.deed == ModelDeed.REFUSED for turn in turns):
        return ModelState.REFUSED
    return ModelState.RETIRED if turns else ModelState.CANDIDATE


def _shown(version: ModelVersion, now: ModelVersion | None) -> ShownVersion:
    turns = sorted(version.turns.all(), key=lambda turn: turn.pk)
    state = _state(version, turns, now)
    after, before = version.figures, version.figures_before
    return ShownVersion(
        id=version.pk,
        version=version.version[:SHORT],
        made_at=version.made_at,
        trained_on=version.trained_on,
        trained_until=version.trained_until,
        left_out=version.left_out,
        judged_on=after["messages"],
        by_lot=after["drawn_by_lot"],
        macro_f1=_figure(after["macro_f1_at_random"]),
        macro_f1_before=_figure(before["macro_f1_at_random"]),
        exact=_figure(after["at_random"]),
        exact_before=_figure(before["at_random"]),
        compared_with=version.compared_with[:SHORT],
        state=gettext(state.label),
        badge=BADGES[state],
        is_active=state is ModelState.ACTIVE,
        may_come_back=state is ModelState.RETIRED,
        turns=tuple(map(_turn, turns)),
    )


def _turn(turn: ModelTurn) -> ShownTurn:
    why = gettext(VERDICTS[VerdictCode(turn.verdict)]) if turn.verdict else turn.reason
    return ShownTurn(gettext(ModelDeed(turn.deed).label), why, turn.by, turn.at)


def _figure(told: Mapping[str, float]) -> str:
    """Return a share with its interval, in hundredths."""
    value, low, high = (rounded(told[name], 2) for name in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


def _categories(version: ModelVersion) -> tuple[CategoryRow, ...]:
    before = {one["category"]: one["f1"] for one in version.figures_before["categories"]}
    return tuple(
        CategoryRow(
            gettext(Kind(one["category"]).label),
            one["decided"],
            one["found"],
            one["wrongly"],
            rounded(one["f1"], 2),
            rounded(before.get(one["category"], 0.0), 2),
        )
        for one in version.figures["categories"]
    )
