"""Signs that turn the direction of text: they can make a reader see what is not written. Pure."""

import re

_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown_turns(text: str) -> str:
    """
    Return the text with a visible mark for each sign that would turn its direction.

    >>> shown_turns("a\\u202egpj.exe"), shown_turns("Aman.")
    ('a[U+202E]gpj.exe', 'Aman.')
    """
    if text.isascii():
        return text
    return _TURNS.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
