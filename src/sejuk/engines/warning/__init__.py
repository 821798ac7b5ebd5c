"""
Early warning, first version: how vulnerable and how warm is each place, and why.

Places, never people: nothing here takes a person, and nothing takes an activity of the police. A
visit cools a village only through what it brings to light (see `EvidenceKind`).

    >>> from datetime import UTC, datetime, timedelta
    >>> now = datetime(2024, 11, 5, 1, tzinfo=UTC)
    >>> brawl = Evidence("S-1", "16.01.08.2018", EvidenceKind.INCIDENT, severity=3,
    ...                  heard_at=now - timedelta(days=10), source_grade="B", content_grade=1)
    >>> warm = temperature([brawl], index=IndexPart(0.4), at=now)
    >>> warm.degrees, str(warm.band)
    (33.5, 'hangat')
    >>> [(str(part.kind), part.degrees) for part in warm.contributions]
    [('evidence', 27.5), ('index', 6.0)]
"""

from sejuk.engines.warning.changes import Cooling, what_would_cool
from sejuk.engines.warning.charting import (
    BoundKind,
    ChartPoint,
    EarsKind,
    Filtered,
    FilterState,
    UnusableSeries,
    ears,
    farrington,
    gamma_poisson,
)
from sejuk.engines.warning.columns import PersonalColumn, refuse_personal_columns
from sejuk.engines.warning.evidence import (
    HALF_LIFE_DAYS,
    SETTLED_HALF_LIFE_DAYS,
    SEVERITY_WEIGHTS,
    Evidence,
    EvidenceKind,
    verification_weight,
)
from sejuk.engines.warning.forecasting import (
    ComponentWeight,
    Forecast,
    ForecastComponent,
    ForecastMethod,
    ForecastPart,
    ForecastPlace,
    PlaceForecast,
    WeekScore,
    forecast,
    forecast_score,
)
from sejuk.engines.warning.temperatures import (
    Band,
    Contribution,
    ContributionKind,
    IndexPart,
    Temperature,
    TemperatureGrid,
    band_of,
    explained_temperatures,
    temperature,
    temperatures,
)
from sejuk.engines.warning.visiting import (
    EXPLORE_ONE_IN,
    MOST_DAYS_SHARE,
    SHADOW_AT_LEAST,
    AuditedVillage,
    EffortTercile,
    FeedbackAudit,
    FeedbackOutcome,
    FeedbackPolicy,
    VisitCandidate,
    VisitChoice,
    VisitTurn,
    contact_saturation,
    feedback_audit,
    sample_visits,
    simulate_feedback,
    slots_by_turn,
)
from sejuk.engines.warning.vulnerability import (
    DEFAULT_DIMENSION_WEIGHTS,
    Dimension,
    Indicator,
    IndicatorPart,
    Vulnerability,
    vulnerability_index,
)
from sejuk.engines.warning.watching import (
    Bar,
    Case,
    Detector,
    Finding,
    Null,
    Place,
    SetRule,
    Thresholds,
    calibrate,
    thresholds_from_json,
    thresholds_to_json,
    watch,
)

__all__ = [
    "DEFAULT_DIMENSION_WEIGHTS",
    "EXPLORE_ONE_IN",
    "HALF_LIFE_DAYS",
    "MOST_DAYS_SHARE",
    "SETTLED_HALF_LIFE_DAYS",
    "SEVERITY_WEIGHTS",
    "SHADOW_AT_LEAST",
    "AuditedVillage",
    "Band",
    "Bar",
    "BoundKind",
    "Case",
    "ChartPoint",
    "ComponentWeight",
    "Contribution",
    "ContributionKind",
    "Cooling",
    "Detector",
    "Dimension",
    "EarsKind",
    "EffortTercile",
    "Evidence",
    "EvidenceKind",
    "FeedbackAudit",
    "FeedbackOutcome",
    "FeedbackPolicy",
    "FilterState",
    "Filtered",
    "Finding",
    "Forecast",
    "ForecastComponent",
    "ForecastMethod",
    "ForecastPart",
    "ForecastPlace",
    "IndexPart",
    "Indicator",
    "IndicatorPart",
    "Null",
    "PersonalColumn",
    "Place",
    "PlaceForecast",
    "SetRule",
    "Temperature",
    "TemperatureGrid",
    "Thresholds",
    "UnusableSeries",
    "VisitCandidate",
    "VisitChoice",
    "VisitTurn",
    "Vulnerability",
    "WeekScore",
    "band_of",
    "calibrate",
    "contact_saturation",
    "ears",
    "explained_temperatures",
    "farrington",
    "feedback_audit",
    "forecast",
    "forecast_score",
    "gamma_poisson",
    "refuse_personal_columns",
    "sample_visits",
    "simulate_feedback",
    "slots_by_turn",
    "temperature",
    "temperatures",
    "thresholds_from_json",
    "thresholds_to_json",
    "verification_weight",
    "vulnerability_index",
    "watch",
    "what_would_cool",
]
