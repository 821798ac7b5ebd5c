"""Whether words name somebody: rumours are about claims, never about persons."""

from sejuk.foundation.operations.queries import shared_area
from sejuk.foundation.places.queries import without_persons
from sejuk.sense.signals import queries as signals


def personal_kinds(text: str) -> tuple[str, ...]:
    """Return the kinds of personal data that stand in a text, in the reader's language."""
    found = without_persons(text, area_code=shared_area()).counts
    return tuple(one.kind for one in signals.taken_out_words(dict(found)))
