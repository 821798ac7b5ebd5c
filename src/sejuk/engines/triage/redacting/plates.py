"""Number plates: area, number, letters; and what only looks like one."""

import re
from collections.abc import Iterator

from sejuk.engines.triage.redacting.kinds import Personal, PersonalKind
from sejuk.engines.triage.redacting.signs import Cues, signs

GAP = r"([ .\-\u2010-\u2015\u00a0]{0,2})"
BEGIN = rf"(?<![^\W_])([A-Za-z]{{1,2}}){GAP}([1-9]\d{{0,3}})"
PLATE = re.compile(rf"{BEGIN}{GAP}([A-Za-z]{{1,3}})(?![^\W_])")
WITHOUT_END = re.compile(rf"{BEGIN}(?![^\W_])")
OFFICIAL = re.compile(r"(?<![\w-])\d{2,6}-(?:[IVX]{1,4}|\d{2})(?![\w-])")
"""Plates of the police and the army: a number, a hyphen, the unit."""
FEW, MANY = 2, 3
AROUND = 40
"""So many letters on each side tell whether a text is in capitals; chosen."""


def plates_in(text: str, words: frozenset[str], cues: Cues) -> Iterator[Personal]:
    """
    Return number plates. `words` are words of the language, which end no plate.

    >>> text = "BG 1234 XY, b4391kd motornya; G30S, BP2MI, TPS 12, ad 1500 org"
    >>> [text[one.start : one.end] for one in plates_in(text, frozenset({"org"}), Cues(text))]
    ['BG 1234 XY']
    """
    for found in PLATE.finditer(text):
        if _is_plate(found, text, words, cues):
            yield Personal(PersonalKind.PLATE, found.start(), found.end(), "plate")
    for shape in (WITHOUT_END, OFFICIAL):
        for found in shape.finditer(text):
            nearest = cues.before(found.start())[:1]
            area = found[1].casefold() if shape is WITHOUT_END else ""
            is_area = not area or area in signs().plate_areas
            announcing = signs().plate_cues
            if area and found[1].isupper() and len(found[1] + found[3]) > len("BG12"):
                announcing |= signs().vehicles
            if is_area and set(nearest) & announcing:
                yield Personal(PersonalKind.PLATE, found.start(), found.end(), "announced plate")


def _is_plate(found: re.Match[str], text: str, words: frozenset[str], cues: Cues) -> bool:
    area, before, number, after, end = (found[at] or "" for at in range(1, 6))
    if area.casefold() not in signs().plate_areas:
        return False
    if set(cues.before(found.start())) & (signs().plate_cues | signs().vehicles):
        return True
    if end.casefold() in signs().units and not (area.isupper() and len(area + end) > MANY):
        return False
    if (area + end).isupper() and not _is_shouted(text, found):
        least = FEW if len(area) > 1 and before and after else MANY
        return len(number) >= least and len(area + end) > FEW
    return end.casefold() not in words and _is_plain(area, number, end)


def _is_shouted(text: str, found: re.Match[str]) -> bool:
    """Test whether the text around it is in capitals too, so that capitals say nothing."""
    around = text[max(0, found.start() - AROUND) : found.start()]
    around += text[found.end() : found.end() + AROUND]
    letters = [letter for letter in around if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters)


def _is_plain(area: str, number: str, end: str) -> bool:
    """Test what capitals do not show: only a full number and letters that are no word."""
    return len(area) == len("bg") and len(number) >= MANY and len(end) >= FEW
