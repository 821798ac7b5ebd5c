"""
The vulnerability index of villages (Indeks Kerawanan Desa): how vulnerable by structure, and how
surely.

Values of polling stations become values of villages (`aggregated`), past incidents are corrected
for how hard anybody looked (`effort_corrected`), and `vulnerability_index` joins them. For
hundreds of districts at once `index_arrays` takes and returns arrays.
"""

from sejuk.engines.warning.indexing.aggregating import (
    Aggregated,
    Aggregation,
    StationValue,
    aggregated,
)
from sejuk.engines.warning.indexing.efforts import CorrectedIncidents, effort_corrected
from sejuk.engines.warning.indexing.plans import VARIABLES
from sejuk.engines.warning.indexing.scoring import IndexArrays, index_arrays
from sejuk.engines.warning.indexing.standing import FACTORS
from sejuk.engines.warning.indexing.variables import (
    DIMENSION_OF,
    EQUAL_WEIGHTS,
    Dimension,
    Indicator,
    Variable,
    completeness_grade,
)
from sejuk.engines.warning.indexing.villages import (
    VariablePart,
    VillageIndex,
    vulnerability_index,
)

__all__ = [
    "DIMENSION_OF",
    "EQUAL_WEIGHTS",
    "FACTORS",
    "VARIABLES",
    "Aggregated",
    "Aggregation",
    "CorrectedIncidents",
    "Dimension",
    "IndexArrays",
    "Indicator",
    "StationValue",
    "Variable",
    "VariablePart",
    "VillageIndex",
    "aggregated",
    "completeness_grade",
    "effort_corrected",
    "index_arrays",
    "vulnerability_index",
]
