"""Temperature: what is heard of a place, weighed; what is false, apart; how readily it reports."""

from sejuk.engines.warning.warming.changes import Cooling, what_would_cool
from sejuk.engines.warning.warming.evidence import (
    HALF_LIFE_DAYS,
    SETTLED_HALF_LIFE_DAYS,
    SEVERITY_WEIGHTS,
    Evidence,
    EvidenceKind,
    verification_weight,
)
from sejuk.engines.warning.warming.falsehoods import Falsehood, Falsehoods, falsehoods
from sejuk.engines.warning.warming.levels import BAND_WIDTH, Band, band_of, level_of
from sejuk.engines.warning.warming.mass import Pieces, as_claim, day_of
from sejuk.engines.warning.warming.propensity import (
    Propensity,
    reported_matters,
    reporting_propensity,
)
from sejuk.engines.warning.warming.temperatures import (
    Contribution,
    Temperature,
    TemperatureGrid,
    explained_temperatures,
    temperature,
    temperatures,
    tenths_of_places,
)

__all__ = [
    "BAND_WIDTH",
    "HALF_LIFE_DAYS",
    "SETTLED_HALF_LIFE_DAYS",
    "SEVERITY_WEIGHTS",
    "Band",
    "Contribution",
    "Cooling",
    "Evidence",
    "EvidenceKind",
    "Falsehood",
    "Falsehoods",
    "Pieces",
    "Propensity",
    "Temperature",
    "TemperatureGrid",
    "as_claim",
    "band_of",
    "day_of",
    "explained_temperatures",
    "falsehoods",
    "level_of",
    "reported_matters",
    "reporting_propensity",
    "temperature",
    "temperatures",
    "tenths_of_places",
    "verification_weight",
    "what_would_cool",
]
