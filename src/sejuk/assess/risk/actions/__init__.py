"""Changes to risk: one function, one transaction, one ledger entry."""

from sejuk.assess.risk.actions.days import note_contact, store_stale_days, store_temperatures
from sejuk.assess.risk.actions.index import set_weights, take_index_snapshot

__all__ = [
    "note_contact",
    "set_weights",
    "store_stale_days",
    "store_temperatures",
    "take_index_snapshot",
]
