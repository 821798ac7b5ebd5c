"""Which known messages tell the same as a new one, in other words or about another place."""

from sejuk.engines.triage.matching.clustering import ClusterStream, clusters
from sejuk.engines.triage.matching.comparing import closest, compared
from sejuk.engines.triage.matching.indexes import MatchIndex, UnknownNumber
from sejuk.engines.triage.matching.tolds import (
    Comparison,
    Conflict,
    Match,
    Relation,
    Slot,
    Told,
)

__all__ = [
    "ClusterStream",
    "Comparison",
    "Conflict",
    "Match",
    "MatchIndex",
    "Relation",
    "Slot",
    "Told",
    "UnknownNumber",
    "closest",
    "clusters",
    "compared",
]
