"""Sentences that the engine says: an English text with blanks, and what fills them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(msgid: str) -> str:  # noqa: N802 - the name gettext tools look for
    """
    Mark a text for the catalogue; it is translated where it is shown.

    >>> N_("Rest")
    'Rest'
    """
    return msgid


@dataclass(frozen=True, slots=True)
class Sentence:
    """
    A text (a msgid) and the values of its blanks: text, whole numbers, dates or sentences.

    >>> str(Sentence("%(name)s rests %(hours)s hours.", {"name": "Budi", "hours": 8}))
    'Budi rests 8 hours.'
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text
