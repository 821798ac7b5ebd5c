"""Every layer of the command post's map, in the order in which they are offered."""

from sejuk.assess.alarms.web import LAYER as ALARMS
from sejuk.assess.forecast.web import LAYER as FORECAST
from sejuk.assess.risk.web import CHANGE, CORRECTED, FALSEHOODS, INDEX_LAYER
from sejuk.assess.rumours.web import LAYER as RUMOURS
from sejuk.kit.layers import Layer
from sejuk.plan.programme.web import COVERAGE

LAYERS: tuple[Layer, ...] = (
    ALARMS, RUMOURS, CHANGE, CORRECTED, FALSEHOODS, INDEX_LAYER, COVERAGE, FORECAST,
)  # fmt: skip
