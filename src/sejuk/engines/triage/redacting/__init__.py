"""Personal data taken out of a message before anything is stored."""

from sejuk.engines.triage.redacting.kinds import PLACEHOLDERS, Personal, PersonalKind, Redacted
from sejuk.engines.triage.redacting.names import Names, names_of, standard_names, with_places
from sejuk.engines.triage.redacting.receipts import ReceiptRead, receipts_read, without_receipts
from sejuk.engines.triage.redacting.texts import redacted

__all__ = [
    "PLACEHOLDERS",
    "Names",
    "Personal",
    "PersonalKind",
    "ReceiptRead",
    "Redacted",
    "names_of",
    "receipts_read",
    "redacted",
    "standard_names",
    "with_places",
    "without_receipts",
]
