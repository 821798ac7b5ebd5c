"""
The forecast (prakiraan): how many signals each place may have in the coming seven days, and why.

For planning ahead: it says where it is usually busy, and by measurement it foretells no new
outbreak. That is what the alarms are for.
"""

from sejuk.engines.warning.forecasting.asked import FEWEST_RESIDENTS, ForecastPlace
from sejuk.engines.warning.forecasting.forecasts import (
    WEEKS_TO_MIX,
    ComponentWeight,
    Forecast,
    ForecastMethod,
    ForecastPart,
    PlaceForecast,
    forecast,
    forecast_score,
)
from sejuk.engines.warning.forecasting.histories import WeekScore
from sejuk.engines.warning.forecasting.ingredients import ForecastComponent

__all__ = [
    "FEWEST_RESIDENTS",
    "WEEKS_TO_MIX",
    "ComponentWeight",
    "Forecast",
    "ForecastComponent",
    "ForecastMethod",
    "ForecastPart",
    "ForecastPlace",
    "PlaceForecast",
    "WeekScore",
    "forecast",
    "forecast_score",
]
