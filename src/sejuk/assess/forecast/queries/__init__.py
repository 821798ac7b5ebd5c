"""Questions about forecasts: what one is made of, what was made, and how it did."""

from sejuk.assess.forecast.queries.asking import Asked, asked_on, heard_between, is_due
from sejuk.assess.forecast.queries.kept import (
    KeptVillage,
    chances_of_any,
    forecast_called,
    forecast_in_force,
    forecast_of,
    to_score,
    villages_of,
)
from sejuk.assess.forecast.queries.scores import Totals, scores_until, totals_of
from sejuk.assess.forecast.queries.shadows import chances_without_discoveries

__all__ = [
    "Asked",
    "KeptVillage",
    "Totals",
    "asked_on",
    "chances_of_any",
    "chances_without_discoveries",
    "forecast_called",
    "forecast_in_force",
    "forecast_of",
    "heard_between",
    "is_due",
    "scores_until",
    "to_score",
    "totals_of",
    "villages_of",
]
