"""Changes to duty as it is stood: one function, one transaction, one ledger entry."""

from sejuk.act.guard.actions.arrivals import (
    check_in,
    check_in_colleague,
    check_out,
    note_wrong_code,
    renew_code,
)

__all__ = [
    "check_in",
    "check_in_colleague",
    "check_out",
    "note_wrong_code",
    "renew_code",
]
