"""Personal data taken out of a message before anything is stored."""

from sejuk.engines.triage.redacting.kinds import PLACEHOLDERS, Personal, PersonalKind, Redacted
from sejuk.engines.triage.redacting.texts import redacted

__all__ = ["PLACEHOLDERS", "Personal", "PersonalKind", "Redacted", "redacted"]
