"""Questions about partners: what the other folders may ask."""

from sejuk.foundation.partners.queries.partners import (
    contacts_by_function,
    contacts_there,
    kinds_present,
    partner_called,
    partners,
    partners_there,
)

__all__ = [
    "contacts_by_function",
    "contacts_there",
    "kinds_present",
    "partner_called",
    "partners",
    "partners_there",
]
