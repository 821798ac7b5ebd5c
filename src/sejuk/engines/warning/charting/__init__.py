"""Charts of a district's series of counts: is this week, or this day, unusual in its own past?"""

from sejuk.engines.warning.charting.ears import EarsKind, ears, ears_arrays
from sejuk.engines.warning.charting.farrington import (
    BoundKind,
    FarringtonSettings,
    farrington,
    farrington_arrays,
)
from sejuk.engines.warning.charting.filtering import (
    Filtered,
    FilterState,
    gamma_poisson,
    gamma_poisson_arrays,
)
from sejuk.engines.warning.charting.points import ChartArrays, ChartPoint, scores
from sejuk.engines.warning.charting.series import UnusableSeries

__all__ = [
    "BoundKind",
    "ChartArrays",
    "ChartPoint",
    "EarsKind",
    "FarringtonSettings",
    "FilterState",
    "Filtered",
    "UnusableSeries",
    "ears",
    "ears_arrays",
    "farrington",
    "farrington_arrays",
    "gamma_poisson",
    "gamma_poisson_arrays",
    "scores",
]
