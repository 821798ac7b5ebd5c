"""The index workshop: its table, its weights, its indicators, and what decides it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from django.core.paginator import Page, Paginator
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.models import IndexScore, IndexSnapshot
from sejuk.assess.risk.rules import Variable
from sejuk.assess.risk.web import index_words, words
from sejuk.assess.risk.web.bars import interval_bar
from sejuk.engines.warning.shares import shared_out
from sejuk.kit.svg import Svg

ROWS_A_PAGE = 15
"""Chosen: on a phone each row is a card, and fifty of them are thirty screens."""
Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """A variable with its share of the weights; why and from where, for the published ones."""

    variable: str
    dimension: str
    share: str
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One village of the index table; without a bar where too little is known."""

    rank: int
    name: str
    within: str
    url: str
    score: str
    interval: str
    bar: Svg | None
    chance: str
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
class MeasuredRow:
    """An indicator: of which variable it tells, from where and when, and how much is known."""

    name: str
    variable: str
    dimension: str
    source: str
    as_of: str
    known: int
    missing: int


@dataclass(frozen=True, slots=True)
class Factor:
    """What share of the differences between the draws one thing makes."""

    name: str
    share: str
    percent: int


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
    draws: int
    weights: tuple[Weight, ...]
    weights_note: str
    grades: tuple[Grade, ...]
    measured: tuple[MeasuredRow, ...]
    factors: tuple[Factor, ...]
    past: tuple[PastWeights, ...]
    page: Page[IndexScore] | None
    rows: tuple[ScoreRow, ...]


def index_page(
    scope: Scope, day: date, page_number: str, *, history: Sequence[queries.HeldWeights]
) -> IndexPage:
    """Return the page of a scope on a day; `history` are the weights set last, newest first."""
    held = history[0]
    snapshot = queries.snapshot_in_force(day)
    grades = queries.grade_counts(snapshot, scope) if snapshot else {}
    villages = sum(grades.values())
    page = _page(snapshot, scope, page_number, villages) if snapshot else None
    return IndexPage(
        as_of=_day(snapshot.as_of) if snapshot else "",
        made_by=snapshot.made_by if snapshot else "",
        draws=(snapshot.draws or 0) if snapshot else 0,
        weights=tuple(_weights(held.weights, is_published=held.set_at is None)),
        weights_note=_weights_note(held),
        grades=tuple(
            Grade(letter, count, gettext(index_words.GRADES[letter]))
            for letter, count in grades.items()
        ),
        measured=tuple(_measured(scope, day, villages)),
        factors=tuple(_factors(snapshot, scope)) if snapshot else (),
        past=tuple(_past(one) for one in history if one.set_at),
        page=page,
        rows=tuple(_rows(page)) if page else (),
    )


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _weights(weights: queries.Weights, *, is_published: bool) -> Iterator[Weight]:
    told = {one.variable: one for one in queries.published_weights()} if is_published else {}
    is_indonesian = (get_language() or "").startswith("id")
    for variable in Variable:
        why = told.get(variable)
        yield Weight(
            index_words.variable_name(variable),
            index_words.dimension_name(variable),
            index_words.share(weights[variable]),
            (why.reason_id if is_indonesian else why.reason_en) if why else "",
            why.source if why else "",
        )


def _weights_note(held: queries.HeldWeights) -> str:
    if held.set_at is None:
        return gettext(
            "The published weights, all equal: Bawaslu publishes none, and nobody has set others."
        )
    return gettext("Set by %(name)s on %(day)s: %(reason)s") % {
        "name": held.set_by,
        "day": _day(held.set_at.date()),
        "reason": held.reason,
    }


def _past(held: queries.HeldWeights) -> PastWeights:
    weights = tuple(_weights(held.weights, is_published=False))
    day = _day(held.set_at.date()) if held.set_at else ""
    return PastWeights(day, held.set_by, held.reason, weights)


def _measured(scope: Scope, day: date, villages: int) -> Iterator[MeasuredRow]:
    # Before the first index nobody has counted the villages.
    villages = villages or len(queries.territory(scope).codes)
    known = queries.known_counts(scope, day)
    for indicator in queries.indicators():
        found = known.get(indicator.code)
        count = found.villages if found else 0
        variable = indicator.variable
        yield MeasuredRow(
            indicator.name,
            index_words.variable_name(variable) if variable else gettext("no variable yet"),
            index_words.dimension_name(variable) if variable else "",
            indicator.source,
            _day(found.newest) if found else "–",
            count,
            max(0, villages - count),
        )


def _factors(snapshot: IndexSnapshot, scope: Scope) -> Iterator[Factor]:
    """Yield what decides the order in the districts of a scope, and what is left over."""
    shares = [
        one
        for district, one in snapshot.sensitivity.items()
        if one and any(district.startswith(code) or code.startswith(district) for code in scope)
    ]
    if not shares:
        return
    mean = {factor: fmean(one[factor] for one in shares) for factor in shares[0]}
    named = [(index_words.factor_name(one), part) for one, part in index_words.by_size(mean)]
    rest = max(0.0, 1 - sum(mean.values()))
    shown = [*named, (gettext("Missing values, and factors together"), rest)]
    # What is shown sums to 100; each rounded for itself would not.
    percents = shared_out(100, [max(0.0, part) for _, part in shown])
    for (name, _), percent in zip(shown, percents, strict=True):
        yield Factor(name, f"{percent} %", percent)


def _page(snapshot: IndexSnapshot, scope: Scope, number: str, count: int) -> Page[IndexScore]:
    paginator = Paginator(queries.scores_of(snapshot, scope), ROWS_A_PAGE)
    # The counts by grade have told it already.
    vars(paginator)["count"] = count
    return paginator.get_page(number)


def _rows(page: Page[IndexScore]) -> Iterator[ScoreRow]:
    for rank, score in enumerate(page, start=page.start_index()):
        parent = score.area.parent
        yield ScoreRow(
            rank,
            score.area.name,
            parent.name if parent else "",
            words.index_url(score.area_id),
            words.thousandths(score.thousandths),
            index_words.interval(score.low, score.high),
            score_bar(score.low, score.thousandths, score.high),
            index_words.chance(score.p_top_decile),
            words.percent(score.completeness),
            score.grade,
        )


def score_bar(low: int | None, score: int | None, high: int | None) -> Svg | None:
    """Return the index with its interval as a drawing, None where too little is known."""
    if low is None or score is None or high is None:
        return None
    title = gettext("%(score)s, 8 of 10 draws between %(interval)s") % {
        "score": words.thousandths(score),
        "interval": index_words.interval(low, high),
    }
    return interval_bar(low, score, high, title=title)
