"""Questions about signals: what an actor sees, the inbox, the evidence, what is secret."""

from sejuk.sense.signals.queries.evidence import (
    Evidence,
    KindCount,
    counts_by_kind_and_state,
    evidence_for,
    evidence_version,
    open_concerns,
    signals_of,
)
from sejuk.sense.signals.queries.reception import OperationBounds, area_exists, operation_bounds
from sejuk.sense.signals.queries.secrecy import (
    key_hash,
    network_hash,
    receipt_hash,
    sealed,
    unsealed,
)
from sejuk.sense.signals.queries.visibility import in_custody_of, visible_signals, visible_to

__all__ = [
    "Evidence",
    "KindCount",
    "OperationBounds",
    "area_exists",
    "counts_by_kind_and_state",
    "evidence_for",
    "evidence_version",
    "in_custody_of",
    "key_hash",
    "network_hash",
    "open_concerns",
    "operation_bounds",
    "receipt_hash",
    "sealed",
    "signals_of",
    "unsealed",
    "visible_signals",
    "visible_to",
]
