"""The forecast on the page of a village."""

from dataclasses import dataclass
from datetime import date

from sejuk.assess.forecast import queries
from sejuk.assess.forecast.rules import Method
from sejuk.assess.forecast.web import words
from sejuk.kit.numbers import rounded


@dataclass(frozen=True, slots=True)
class ForecastCard:
    """What may come in one village, and on what it rests."""

    days: str
    chance: str
    interval: str
    expected: str
    counts: str
    rests: tuple[words.Rest, ...]
    note: str


def forecast_card(area_code: str, day: date) -> ForecastCard | None:
    """Return what is shown of one village after a day; None when there is no forecast of it."""
    kept = queries.forecast_of(area_code, day)
    if kept is None:
        return None
    has_note = kept.is_cold_start or kept.is_fallback
    method = Method.BEGINNING if kept.is_cold_start else Method.SIMPLE
    return ForecastCard(
        days=words.days_words(kept.day),
        chance=words.percent(kept.p_any),
        interval=words.interval(kept.p_low, kept.p_high),
        expected=rounded(kept.expected, 1),
        counts=words.counts(kept.low, kept.high),
        rests=words.rests(kept.parts),
        note=words.method_note(method, kept.weeks) if has_note else "",
    )
