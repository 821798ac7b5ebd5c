"""Questions about signals: what an actor sees, the inbox, the evidence, what is secret."""

from sejuk.sense.signals.queries.evidence import (
    Evidence,
    KindCount,
    Version,
    changed_since,
    counts_by_kind_and_state,
    evidence_for,
    evidence_version,
    first_days_of,
    open_at_end_of,
    open_concerns,
    reported_matters,
    signals_of,
)
from sejuk.sense.signals.queries.inbox import (
    Page,
    Row,
    Totals,
    inbox,
    inbox_rows,
    matching,
    totals,
)
from sejuk.sense.signals.queries.keys import actor_with_key, api_keys
from sejuk.sense.signals.queries.matters import Matter, matter_of, matters_heard
from sejuk.sense.signals.queries.receipts import (
    ReceiptStatus,
    receipt_status,
    signal_of_receipt,
)
from sejuk.sense.signals.queries.reception import OperationBounds, area_exists, operation_bounds
from sejuk.sense.signals.queries.redaction import (
    TakenOut,
    not_sealed_after,
    taken_out_of,
    taken_out_words,
    would_be_taken_out,
)
from sejuk.sense.signals.queries.secrecy import (
    key_hash,
    network_hash,
    receipt_hash,
    row_key,
    sealed,
    unsealed,
)
from sejuk.sense.signals.queries.signal_page import SignalPage, signal_page
from sejuk.sense.signals.queries.statistics import (
    KECAMATAN_PARTS,
    VILLAGE_PARTS,
    Answered,
    Answering,
    answered_in,
)
from sejuk.sense.signals.queries.visibility import visible_signals, visible_to
from sejuk.sense.signals.queries.wanted import SIZES, Filter, Shown, Whose, holder_named

__all__ = [
    "KECAMATAN_PARTS",
    "SIZES",
    "VILLAGE_PARTS",
    "Answered",
    "Answering",
    "Evidence",
    "Filter",
    "KindCount",
    "Matter",
    "OperationBounds",
    "Page",
    "ReceiptStatus",
    "Row",
    "Shown",
    "SignalPage",
    "TakenOut",
    "Totals",
    "Version",
    "Whose",
    "actor_with_key",
    "answered_in",
    "api_keys",
    "area_exists",
    "changed_since",
    "counts_by_kind_and_state",
    "evidence_for",
    "evidence_version",
    "first_days_of",
    "holder_named",
    "inbox",
    "inbox_rows",
    "key_hash",
    "matching",
    "matter_of",
    "matters_heard",
    "network_hash",
    "not_sealed_after",
    "open_at_end_of",
    "open_concerns",
    "operation_bounds",
    "receipt_hash",
    "receipt_status",
    "reported_matters",
    "row_key",
    "sealed",
    "signal_of_receipt",
    "signal_page",
    "signals_of",
    "taken_out_of",
    "taken_out_words",
    "totals",
    "unsealed",
    "visible_signals",
    "visible_to",
    "would_be_taken_out",
]
