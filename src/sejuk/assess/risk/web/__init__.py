"""From numbers to what pages show, in the reader's language."""

from sejuk.assess.risk.web.why import Why, why_this_warm

__all__ = ["Why", "why_this_warm"]
