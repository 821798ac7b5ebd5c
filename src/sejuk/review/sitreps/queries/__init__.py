"""Questions about situation reports: which there are, and the figures that go into one."""

from sejuk.review.sitreps.queries.compiled import compiled_figures
from sejuk.review.sitreps.queries.reports import (
    account_of_signer,
    draft_of,
    is_as_signed,
    last_version,
    signed_content,
    sitrep_for,
    sitrep_to_change,
    sitreps_for,
    versions_of,
)

__all__ = [
    "account_of_signer",
    "compiled_figures",
    "draft_of",
    "is_as_signed",
    "last_version",
    "signed_content",
    "sitrep_for",
    "sitrep_to_change",
    "sitreps_for",
    "versions_of",
]
