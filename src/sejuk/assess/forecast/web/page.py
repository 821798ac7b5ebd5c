"""The page of the week ahead: what to expect where, on what it rests, and how it did before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sejuk.assess.forecast import queries
from sejuk.assess.forecast.models import Forecast, VillageForecast
from sejuk.assess.forecast.rules import Method, RestsOn
from sejuk.assess.forecast.web import words
from sejuk.assess.forecast.web.scores import ScoreHistory, score_history
from sejuk.engines.warning.forecasting import FEWEST_RESIDENTS
from sejuk.kit.numbers import rounded

ROWS_A_PAGE = 15
"""Chosen: on a phone each row is a card, and fifty of them are thirty screens."""
Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village, the likeliest to be heard of first."""

    name: str
    within: str
    url: str
    chance: str
    interval: str
    expected: str
    counts: str
    rests: str


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """Everything the page shows."""

    days: str
    made: str
    villages: int
    likely: int
    expected: str
    method_note: str
    too_small_note: str
    rests: tuple[words.Rest, ...]
    page: Page[VillageForecast]
    rows: tuple[VillageRow, ...]
    history: ScoreHistory


def week_ahead(scope: Scope, day: date, page_number: str, *, now: datetime) -> WeekAhead | None:
    """Return what a scope may expect in the seven days after a day; None without a forecast."""
    forecast = queries.forecast_in_force(scope, day)
    if forecast is None:
        return None
    totals = queries.totals_of(forecast, scope)
    paginator = Paginator(queries.villages_of(forecast, scope), ROWS_A_PAGE)
    # The totals have told it already.
    vars(paginator)["count"] = totals.villages
    page = paginator.get_page(page_number)
    scores = queries.scores_until(forecast.area_id, day, known_at=now)
    return WeekAhead(
        days=words.days_words(forecast.day),
        made=date_format(forecast.day, "j F Y"),
        villages=totals.villages,
        likely=totals.likely,
        expected=rounded(totals.expected, 1),
        method_note=words.method_note(Method(forecast.method), forecast.weeks),
        too_small_note=_too_small_note(forecast),
        rests=words.rests((RestsOn(one), many) for one, many in forecast.weights),
        page=page,
        rows=tuple(_rows(page)),
        history=score_history(scores),
    )


def _rows(page: Page[VillageForecast]) -> Iterator[VillageRow]:
    for one in page:
        above = one.area.parent
        yield VillageRow(
            name=one.area.name,
            within=above.name if above else "",
            url=words.village_url(one.area_id),
            chance=words.percent(one.p_any),
            interval=words.interval(one.p_low, one.p_high),
            expected=rounded(one.expected, 1),
            counts=words.counts(one.low, one.high),
            rests=words.rests_in_a_line((RestsOn(what), many) for what, _, many in one.parts),
        )


def _too_small_note(forecast: Forecast) -> str:
    if not forecast.too_small:
        return gettext(
            "No village is known to have fewer than %(fewest)s residents; such a one would be left"
            " out."
        ) % {"fewest": FEWEST_RESIDENTS}
    return ngettext(
        "%(count)s village with fewer than %(fewest)s residents is left out.",
        "%(count)s villages with fewer than %(fewest)s residents are left out.",
        forecast.too_small,
    ) % {"count": forecast.too_small, "fewest": FEWEST_RESIDENTS}
