"""Plain enums with words for people, so that rules need not import Django."""

from enum import StrEnum
from typing import Self


def N_(msgid: str) -> str:  # noqa: N802 - the name gettext tools look for
    """
    Mark a text for the catalogue; it is translated later, at the edge.

    >>> N_("Rumour")
    'Rumour'
    """
    return msgid


class Choice(StrEnum):
    """
    A closed list whose members carry a label (an English msgid).

    >>> class Colour(Choice):
    ...     RED = "red", N_("Red")
    >>> Colour.RED.label, Colour("red") == "red"
    ('Red', True)
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


def choices_of(words: type[Choice]) -> list[tuple[str, str]]:
    """Return (value, msgid) pairs in the order of the list, as a Django column takes them."""
    return [(word.value, word.label) for word in words]
