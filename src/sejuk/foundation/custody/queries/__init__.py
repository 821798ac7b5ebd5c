"""Questions about seals: how they stand, what is counted, how long they are kept, their keys."""

from sejuk.foundation.custody.queries.counts import Counts, Month, counts
from sejuk.foundation.custody.queries.keeping import Kept, due, kept, retention_of
from sejuk.foundation.custody.queries.keys import fingerprint, key_ring, openable
from sejuk.foundation.custody.queries.seals import (
    Seal,
    Standing,
    checked_file,
    in_custody,
    running,
    seal_of,
    seals,
    seals_of_sender,
    standing_of,
    standings_about,
    standings_of,
)

__all__ = [
    "Counts",
    "Kept",
    "Month",
    "Seal",
    "Standing",
    "checked_file",
    "counts",
    "due",
    "fingerprint",
    "in_custody",
    "kept",
    "key_ring",
    "openable",
    "retention_of",
    "running",
    "seal_of",
    "seals",
    "seals_of_sender",
    "standing_of",
    "standings_about",
    "standings_of",
]
