"""Find an area by what somebody types. Never guess: several that fit are several answers."""

import re
from dataclasses import dataclass

from django.db.models import Q

from sejuk.foundation.places.models import Area, AreaName
from sejuk.foundation.places.rules import AREA_CODE, VILLAGE_LEVELS, search_key, spoken_key
from sejuk.kit.scoping import within

Scope = tuple[str, ...]

MOST_FOUND = 12
# An area stands under each word of its names: this many rows hold a page of areas.
NAMES_READ = 120

_CHOSEN = re.compile(r".*\(([\d.]+)\)\s*")


@dataclass(frozen=True, slots=True)
class FoundArea:
    """An area as the picker shows it: `within` is the kecamatan of a village."""

    code: str
    name: str
    within: str
    level: str
    # The variant that was found, where it was not the name itself.
    known_as: str = ""


def found_areas(
    text: str, scope: Scope, *, villages_only: bool = True, most: int = MOST_FOUND
) -> list[FoundArea]:
    """Return areas whose code, name or variant begins so; whole names come first."""
    text = text.strip()[:100]
    if re.fullmatch(r"\d[\d.]*", text):
        return _shown(_codes_beginning(text, scope, most, villages_only=villages_only), {})
    key, spoken = search_key(text), spoken_key(text)
    if not key:
        return []
    begins = Q(key__startswith=key)
    if spoken and spoken != key:
        begins |= Q(key__startswith=spoken)
    names = AreaName.objects.filter(begins, within(scope))
    if villages_only:
        names = names.filter(area__level__in=VILLAGE_LEVELS)
    # In the order of the key the index ends the search early, and whole names come first.
    rows = names.order_by("key", "area_id").values_list("area_id", "name", "is_variant")
    found: dict[str, str] = {}
    begins_so = set()
    for code, name, is_variant in rows[:NAMES_READ]:
        found[code] = "" if not is_variant else found.get(code, name)
        if search_key(name).startswith((key, spoken)):
            begins_so.add(code)
    # "Tanjung Baru" before "Bunga Tanjung".
    codes = sorted(found, key=lambda code: code not in begins_so)
    return _shown(codes[:most], found)


def likely_areas(text: str, scope: Scope, *, most: int = MOST_FOUND) -> list[FoundArea]:
    """Return what a name partly typed may mean, whole kecamatan before villages. Two queries."""
    found = found_areas(text, scope, villages_only=False, most=NAMES_READ)
    return sorted(found, key=lambda area: area.level in VILLAGE_LEVELS)[:most]


def _codes_beginning(text: str, scope: Scope, most: int, *, villages_only: bool) -> list[str]:
    areas = Area.objects.filter(within(scope, "code"), code__startswith=text)
    if villages_only:
        areas = areas.filter(level__in=VILLAGE_LEVELS)
    return list(areas.order_by("code").values_list("code", flat=True)[:most])


def _shown(codes: list[str], variants: dict[str, str]) -> list[FoundArea]:
    rows = Area.objects.filter(code__in=codes).values_list("code", "name", "parent__name", "level")
    by_code = {row[0]: row for row in rows}
    return [
        FoundArea(code, by_code[code][1], by_code[code][2] or "", by_code[code][3], variant)
        for code in codes
        for variant in [variants.get(code, "")]
    ]


def area_named(text: str, scope: Scope, *, villages_only: bool = True) -> list[FoundArea]:
    """
    Return every area that `text` names in full: one is an answer, several are a question.

    Understood are a code, "Name", "Name, Kecamatan" and "Name, Kecamatan (code)".
    """
    text = text.strip()
    if chosen := _CHOSEN.fullmatch(text):
        text = chosen[1]
    if AREA_CODE.fullmatch(text):
        areas = Area.objects.filter(within(scope, "code"), code=text)
        if villages_only:
            areas = areas.filter(level__in=VILLAGE_LEVELS)
        return _shown(list(areas.values_list("code", flat=True)), {})
    name, _, above = (part.strip() for part in text.partition(","))
    keys = {search_key(name), spoken_key(name)} - {""}
    names = AreaName.objects.filter(within(scope), key__in=keys).select_related("area__parent")
    if villages_only:
        names = names.filter(area__level__in=VILLAGE_LEVELS)
    # A key may also begin at a later word: only a whole name counts as named.
    codes = {
        row.area_id
        for row in names
        if search_key(row.name) in keys
        and (not above or _lies_in(row.area.parent.name if row.area.parent else "", above))
    }
    return _shown(sorted(codes), {})


def _lies_in(name: str, said: str) -> bool:
    return search_key(name) in (search_key(said), spoken_key(said))
