"""Whether words name somebody: rumours are about claims, never about persons."""

from sejuk.kit.reasons import PRIVATE_NUMBER


def personal_kinds(text: str) -> tuple[str, ...]:
    """Return the kinds of personal data that stand in a text."""
    return ("telephone",) if PRIVATE_NUMBER.search(text) else ()
