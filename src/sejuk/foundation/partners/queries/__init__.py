"""Questions about partners: what the other folders may ask."""

from sejuk.foundation.partners.queries.partners import (
    Listed,
    contacts_by_function,
    count_contacts,
    count_partners,
    kinds_present,
    partner_called,
    partners,
)

__all__ = [
    "Listed",
    "contacts_by_function",
    "count_contacts",
    "count_partners",
    "kinds_present",
    "partner_called",
    "partners",
]
