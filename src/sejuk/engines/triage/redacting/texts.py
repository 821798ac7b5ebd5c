"""A message without its personal data."""

import re
from collections import Counter

from sejuk.engines.triage.redacting.kinds import PLACEHOLDERS, Personal, PersonalKind, Redacted

MOBILE = re.compile(r"(?<![\w\d])(?:\+?62|0)[ .-]?8[1-35-9](?:[ .-]?\d){7,10}(?!\d)")
SIXTEEN = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")


def redacted(text: str) -> Redacted:
    """
    Return the message without personal data, and what was found in it.

    >>> redacted("Hubungi 0812-3456-7890").text
    'Hubungi [telepon]'
    """
    found = [
        *(
            Personal(PersonalKind.NIK, *one.span(), "sixteen digits")
            for one in SIXTEEN.finditer(text)
        ),
        *(Personal(PersonalKind.PHONE, *one.span(), "mobile") for one in MOBILE.finditer(text)),
    ]
    return without(text, found)


def without(text: str, found: list[Personal]) -> Redacted:
    """Return the text with the found spans replaced, the earlier and longer of two that overlap."""
    kept: list[Personal] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    parts: list[str] = []
    at = 0
    for one in kept:
        parts += [text[at : one.start], PLACEHOLDERS[one.kind]]
        at = one.end
    counts = Counter(one.kind for one in kept)
    return Redacted("".join([*parts, text[at:]]), tuple(kept), tuple(sorted(counts.items())))
