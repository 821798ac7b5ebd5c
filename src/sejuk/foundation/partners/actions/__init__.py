"""Changes to partners: their importers."""

from sejuk.foundation.partners.actions.files import CONTACTS, PARTNERS

__all__ = ["CONTACTS", "PARTNERS"]
