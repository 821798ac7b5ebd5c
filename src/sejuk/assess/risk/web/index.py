"""The index: its table, its weights, what other weights would change, and one village's parts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.models import IndexScore, IndexSnapshot, Weighting
from sejuk.assess.risk.queries import KnownValue, ScoreChange, Weights
from sejuk.assess.risk.rules import Dimension
from sejuk.assess.risk.web import words
from sejuk.foundation.places import queries as places

ROWS_A_PAGE = 50
MOST_WEIGHTINGS = 10
Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """A dimension with its share: of the weights, or of an index."""

    dimension: str
    share: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One village of the index table; a dimension of which nothing is known is "–"."""

    rank: int
    name: str
    within: str
    url: str
    score: str
    dimensions: tuple[Weight, ...]
    completeness: str
    grade: str


@dataclass(frozen=True, slots=True)
class PastWeights:
    """Weights that somebody set, with when and why."""

    day: str
    by: str
    reason: str
    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """An indicator, and of how many villages it is not known."""

    name: str
    dimension: str
    known: int
    missing: int


@dataclass(frozen=True, slots=True)
class Grade:
    letter: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """Everything the index page shows but the form."""

    as_of: str
    made_by: str
    weights: tuple[Weight, ...]
    weights_note: str
    dimensions: tuple[str, ...]
    grades: tuple[Grade, ...]
    lacks: tuple[Lack, ...]
    past: tuple[PastWeights, ...]
    page: Page[IndexScore] | None
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True)
class ChangedScore:
    """What other weights would make of one village."""

    name: str
    url: str
    before: str
    after: str
    change: float
    rank_before: int
    rank_after: int


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a village: its value, where it stands, and what it adds."""

    name: str
    value: str
    source: str
    normalised: str
    adds: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class DimensionPart:
    """One dimension of a village's index with its indicators."""

    name: str
    adds: str
    thousandths: int
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class VillageIndex:
    name: str
    within: str
    url: str
    score: str
    thousandths: int
    as_of: str
    completeness: str
    grade: str
    dimensions: tuple[DimensionPart, ...]
    past: tuple[tuple[str, str, str], ...]


def index_page(
    scope: Scope, day: date, page_number: str, *, held: queries.HeldWeights
) -> IndexPage:
    snapshot = queries.snapshot_in_force(day)
    grades = queries.grade_counts(snapshot, scope) if snapshot else {}
    page = _page(snapshot, scope, page_number, sum(grades.values())) if snapshot else None
    return IndexPage(
        as_of=_day(snapshot.as_of) if snapshot else "",
        made_by=snapshot.made_by if snapshot else "",
        weights=tuple(_weights(held.weights)),
        weights_note=_weights_note(held),
        dimensions=tuple(gettext(one.label) for one in Dimension),
        grades=tuple(_grades(grades)),
        lacks=tuple(_lacks(scope, day, sum(grades.values()))),
        past=tuple(_past(one) for one in queries.weightings()[:MOST_WEIGHTINGS]),
        page=page,
        rows=tuple(_rows(page, snapshot)) if page and snapshot else (),
    )


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _weights(weights: Weights) -> Iterator[Weight]:
    for dimension in Dimension:
        share = number_format(weights[dimension] * 100, 2).rstrip("0").rstrip(",.")
        yield Weight(gettext(dimension.label), f"{share} %")


def _weights_note(held: queries.HeldWeights) -> str:
    if held.set_at is None:
        return gettext("Equal weights: Bawaslu publishes none, and nobody has set others.")
    return gettext("Set by %(name)s on %(day)s: %(reason)s") % {
        "name": held.set_by,
        "day": _day(held.set_at.date()),
        "reason": held.reason,
    }


def _past(weighting: Weighting) -> PastWeights:
    weights = tuple(_weights(queries.dimension_weights(weighting.weights)))
    return PastWeights(_day(weighting.set_at.date()), weighting.set_by, weighting.reason, weights)


def _grades(counts: dict[str, int]) -> Iterator[Grade]:
    said = {
        "A": gettext("90 % known or more"),
        "B": gettext("75 % to 89 % known"),
        "C": gettext("60 % to 74 % known"),
        "D": gettext("less than 60 %: no index"),
    }
    for letter, count in counts.items():
        yield Grade(letter, count, said[letter])


def _lacks(scope: Scope, day: date, villages: int) -> Iterator[Lack]:
    # Before the first index nobody has counted the villages.
    villages = villages or len(queries.territory(scope).codes)
    known = queries.known_counts(scope, day)
    for indicator in queries.indicators():
        count = known.get(indicator.code, 0)
        label = gettext(Dimension(indicator.dimension).label)
        yield Lack(indicator.name, label, count, max(0, villages - count))


def _page(snapshot: IndexSnapshot, scope: Scope, number: str, count: int) -> Page[IndexScore]:
    paginator = Paginator(queries.scores_of(snapshot, scope), ROWS_A_PAGE)
    # The counts by grade have told it already.
    vars(paginator)["count"] = count
    return paginator.get_page(number)


def _rows(page: Page[IndexScore], snapshot: IndexSnapshot) -> Iterator[ScoreRow]:
    dimension_of = {one["code"]: one["dimension"] for one in snapshot.indicators}
    for rank, score in enumerate(page, start=page.start_index()):
        sums: dict[str, int] = defaultdict(int)
        for code, _, thousandths in score.parts:
            sums[dimension_of[code]] += thousandths
        parent = score.area.parent
        yield ScoreRow(
            rank,
            score.area.name,
            parent.name if parent else "",
            words.index_url(score.area_id),
            words.thousandths(score.thousandths),
            tuple(
                Weight(gettext(dimension.label), words.thousandths(sums.get(dimension.value)))
                for dimension in Dimension
            ),
            words.percent(score.completeness),
            queries.completeness_grade(score.completeness),
        )


def changed_scores(changes: Sequence[ScoreChange]) -> tuple[ChangedScore, ...]:
    """Return what other weights would do, in words and with the names of the villages."""
    labels = places.area_labels([one.area_code for one in changes])
    return tuple(
        ChangedScore(
            labels.get(one.area_code, one.area_code),
            words.index_url(one.area_code),
            words.thousandths(one.before),
            words.thousandths(one.after),
            one.difference / 1000,
            one.rank_before,
            one.rank_after,
        )
        for one in changes
    )


def village_index(area_code: str, scope: Scope, day: date) -> VillageIndex:
    """
    Return the index of one village, indicator by indicator.

    :raises NotYours: when the village is not in the scope
    """
    area = places.area_called(area_code, scope)
    score = queries.score_of(area_code, day)
    return VillageIndex(
        name=area.name,
        within=area.parent.name if area.parent else "",
        url=words.village_url(area_code),
        score=words.thousandths(score.thousandths if score else None),
        thousandths=(score.thousandths if score else None) or 0,
        as_of=_day(score.snapshot.as_of) if score else "",
        completeness=words.percent(score.completeness) if score else words.percent(0),
        grade=queries.completeness_grade(score.completeness if score else 0),
        dimensions=tuple(_dimension_parts(score, area_code)) if score else (),
        past=tuple(
            (_day(one.as_of), words.thousandths(one.thousandths), words.percent(one.completeness))
            for one in queries.past_scores(area_code)
        ),
    )


def _dimension_parts(score: IndexScore, area_code: str) -> Iterator[DimensionPart]:
    known = queries.values_of(area_code, score.snapshot.as_of)
    parts = {code: (normalised, adds) for code, normalised, adds in score.parts}
    for dimension in Dimension:
        measured = [one for one in score.snapshot.indicators if one["dimension"] == dimension.value]
        total = sum(parts[one["code"]][1] for one in measured if one["code"] in parts)
        rows = tuple(
            _indicator_row(one, known.get(one["code"]), parts.get(one["code"])) for one in measured
        )
        if rows:
            name = gettext(dimension.label)
            yield DimensionPart(name, words.thousandths(total), total, rows)


def _indicator_row(
    indicator: dict[str, str], known: KnownValue | None, part: tuple[float, int] | None
) -> IndicatorRow:
    if known is None or part is None:
        missing = gettext("not known")
        return IndicatorRow(indicator["name"], missing, "", "–", "–", is_missing=True)
    return IndicatorRow(
        indicator["name"],
        f"{number_format(known.value, 2).rstrip('0').rstrip(',.')} {indicator['unit']}".strip(),
        ", ".join(part for part in (known.source, _day(known.as_of)) if part),
        number_format(part[0], 2),
        words.thousandths(part[1]),
        is_missing=False,
    )
