"""From kept forecasts to what pages show, in the reader's language."""

from sejuk.assess.forecast.web.card import ForecastCard, forecast_card
from sejuk.assess.forecast.web.layer import LAYER
from sejuk.assess.forecast.web.page import WeekAhead, week_ahead

__all__ = ["LAYER", "ForecastCard", "WeekAhead", "forecast_card", "week_ahead"]
