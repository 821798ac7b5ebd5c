"""The index of one village: exact shares, what is missing, and what it was before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.models import IndexScore
from sejuk.assess.risk.queries import KnownValue, PastScore
from sejuk.assess.risk.rules import Aggregation, Variable
from sejuk.assess.risk.web import index_words, words
from sejuk.assess.risk.web.index import score_bar
from sejuk.foundation.places import queries as places
from sejuk.kit.numbers import rounded
from sejuk.kit.svg import Svg

MOST_FACTORS = 4
# In thousandths, as in the engine: what the parts are counted from.
MIDDLE = 500
Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a village: its value, where it stands, and where that comes from."""

    name: str
    value: str
    source: str
    standing: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class VariablePart:
    """One variable of a village's index: what it adds or takes, and its indicators."""

    name: str
    dimension: str
    adds: str
    thousandths: int
    standing: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class PastRow:
    day: str
    score: str
    interval: str
    chance: str
    known: str


@dataclass(frozen=True, slots=True)
class VillageIndexPage:
    name: str
    within: str
    url: str
    score: str
    middle: str
    interval: str
    bar: Svg | None
    chance: str
    as_of: str
    completeness: str
    grade: str
    is_known: bool
    parts: tuple[VariablePart, ...]
    missing: tuple[str, ...]
    factors: tuple[str, ...]
    past: tuple[PastRow, ...]


def village_index(area_code: str, scope: Scope, day: date) -> VillageIndexPage:
    """
    Return the index of one village, variable by variable.

    :raises NotYours: when the village is not in the scope
    """
    area = places.area_called(area_code, scope)
    score = queries.score_of(area_code, day)
    return VillageIndexPage(
        name=area.name,
        within=area.parent.name if area.parent else "",
        url=words.village_url(area_code),
        score=words.thousandths(score.thousandths if score else None),
        middle=words.thousandths(MIDDLE),
        interval=index_words.interval(score.low, score.high) if score else "–",
        bar=score_bar(score.low, score.thousandths, score.high) if score else None,
        chance=index_words.chance(score.p_top_decile if score else None),
        as_of=_day(score.snapshot.as_of) if score else "",
        completeness=words.percent(score.completeness if score else 0),
        grade=score.grade if score else "",
        is_known=score is not None and score.thousandths is not None,
        parts=tuple(_parts(score, area_code)) if score else (),
        missing=tuple(_missing(score)) if score else (),
        factors=tuple(_factors(score)) if score else (),
        past=tuple(_past(one) for one in queries.past_scores(area_code)),
    )


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _parts(score: IndexScore, area_code: str) -> Iterator[VariablePart]:
    """Yield the variables that are known or measured, those that raise it most first."""
    known = queries.values_within((area_code,), score.snapshot.as_of).get(area_code, {})
    parts = {variable: (standing, adds) for variable, standing, adds in score.parts}
    found = []
    for variable in Variable:
        measured = [one for one in score.snapshot.indicators if one["variable"] == variable.value]
        standing, adds = parts.get(variable.value, (None, 0))
        rows = tuple(_indicator_row(one, known, score.standings) for one in measured)
        if not rows:
            continue
        part = VariablePart(
            index_words.variable_name(variable),
            index_words.dimension_name(variable),
            "–" if standing is None else index_words.signed_thousandths(adds),
            adds,
            "–" if standing is None else rounded(standing, 2),
            rows,
        )
        found.append(part)
    yield from sorted(found, key=lambda part: -part.thousandths)


def _indicator_row(
    indicator: Mapping[str, str],
    known: Mapping[str, KnownValue],
    standings: Mapping[str, float],
) -> IndicatorRow:
    value, standing = known.get(indicator["code"]), standings.get(indicator["code"])
    if value is None or standing is None:
        missing = gettext("not known")
        return IndicatorRow(indicator["name"], missing, "", "–", is_missing=True)
    return IndicatorRow(
        indicator["name"],
        _value(value, indicator),
        ", ".join(part for part in (value.source, _day(value.as_of)) if part),
        rounded(standing, 2),
        is_missing=False,
    )


def _value(value: KnownValue, indicator: Mapping[str, str]) -> str:
    shown = rounded(value.value, 2).rstrip("0").rstrip(",.")
    if value.effort is not None:
        return gettext("%(count)s in %(days)s days of looking") % {
            "count": shown,
            "days": rounded(value.effort, 0),
        }
    if not value.stations:
        return f"{shown} {indicator['unit']}".strip()
    blanks = {"count": value.stations, "value": shown, "share": words.percent(value.value)}
    if indicator["aggregation"] == Aggregation.SHARE:
        sentence = ngettext(
            "found for %(share)s of the voters (%(count)s polling station)",
            "found for %(share)s of the voters (%(count)s polling stations)",
            value.stations,
        )
    else:
        sentence = ngettext(
            "%(value)s on average (%(count)s polling station)",
            "%(value)s on average (%(count)s polling stations)",
            value.stations,
        )
    return sentence % blanks


def _missing(score: IndexScore) -> Iterator[str]:
    """Yield the indicators without a value, and the variables that nobody measures."""
    names = {one["code"]: one["name"] for one in score.snapshot.indicators}
    yield from (names.get(code, code) for code in score.missing)
    measured = {one["variable"] for one in score.snapshot.indicators}
    for variable in Variable:
        if variable.value not in measured:
            yield index_words.variable_name(variable)


def _factors(score: IndexScore) -> Iterator[str]:
    """Yield what decides most where this village stands."""
    for factor, part in index_words.by_size(score.sensitivity)[:MOST_FACTORS]:
        if part:
            yield gettext("%(factor)s: %(share)s") % {
                "factor": index_words.factor_name(factor),
                "share": words.percent(part),
            }


def _past(one: PastScore) -> PastRow:
    return PastRow(
        _day(one.as_of),
        words.thousandths(one.thousandths),
        index_words.interval(one.low, one.high),
        index_words.chance(one.p_top_decile),
        words.percent(one.completeness),
    )
