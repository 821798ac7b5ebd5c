"""Changes to risk: one function, one transaction, one ledger entry."""

from sejuk.assess.risk.actions.days import store_temperatures
from sejuk.assess.risk.actions.index import set_weights, take_index_snapshot

__all__ = ["set_weights", "store_temperatures", "take_index_snapshot"]
