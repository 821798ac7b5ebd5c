"""Telephone numbers, however their digits are parted."""

import re

from sejuk.engines.triage.redacting.digits import Group, joined
from sejuk.engines.triage.redacting.signs import signs

MOBILE = re.compile(r"08[1-35-9]\d{7,10}")
"""Ten to thirteen digits, the third one of an operator (national numbering plan, PM 14/2018)."""
LANDLINE = re.compile(r"0[2-79]\d{7,10}")
BARE = re.compile(r"8[1-35-9]\d{7,10}")
LOCAL = re.compile(r"[2-8]\d{5,7}")
COUNTRY = re.compile(r"^(?:00)?62(?:0?)(?=[2-9])")
MOST, LEAST, LEAST_ABROAD, MOST_ABROAD = 13, 10, 9, 15
LISTED = 3
HOUR, MINUTES = re.compile(r"[0-2]\d"), re.compile(r"[0-5]\d")


def phone_at(text: str, groups: tuple[Group, ...], first: int, cues: tuple[str, ...]) -> int | None:
    """Return the last group of the telephone number that begins with this group, if one does."""
    start = groups[first].start
    abroad = text[start - 1 : start] == "+" if start else False
    if groups[first].digits[0] not in "068" and not abroad:
        return _local(groups, first, cues)
    if _is_time(groups, first) or _is_list(groups, first):
        return None
    told: int | None = None
    digits = ""
    for last in range(first, len(groups)):
        digits += groups[last].digits
        if len(digits) > MOST_ABROAD:
            break
        if told is not None and not _goes_on(groups, first, last):
            break
        if _is_phone(digits, groups, first, cues, is_abroad=abroad):
            told = last
    return told if told is not None else _local(groups, first, cues)


def _is_phone(
    digits: str, groups: tuple[Group, ...], first: int, cues: tuple[str, ...], *, is_abroad: bool
) -> bool:
    national = COUNTRY.sub("0", digits, count=1)
    if MOBILE.fullmatch(national):
        return True
    if LANDLINE.fullmatch(national):
        code = groups[first].digits
        return is_abroad or code in signs().area_codes or national[:4] in signs().area_codes
    if BARE.fullmatch(digits):
        is_whole = len(digits) >= LEAST and groups[first].digits == digits
        return is_whole or _has_phone_cue(cues)
    is_foreign = is_abroad and not digits.startswith(("62", "0"))
    return is_foreign and LEAST_ABROAD <= len(digits) <= MOST_ABROAD


def _goes_on(groups: tuple[Group, ...], first: int, last: int) -> bool:
    """Test whether a number that is long enough goes on with this group: parted as before it."""
    if last - 1 == first:
        return False
    return groups[last - 1].parted_by == groups[last - 2].parted_by


def _is_time(groups: tuple[Group, ...], first: int) -> bool:
    """Test whether this is an hour with its minutes: 08.30 - 10.15."""
    if first + 1 >= len(groups) or groups[first].parted_by != ".":
        return False
    one, two = groups[first : first + 2]
    is_time = HOUR.fullmatch(one.digits) and MINUTES.fullmatch(two.digits)
    return bool(is_time) and two.parted_by != "."


def _is_list(groups: tuple[Group, ...], first: int) -> bool:
    """Test whether these are days or numbers after commas: 08,12,13,14."""
    return groups[first].parted_by.startswith((",", "/")) and len(groups[first].digits) < LISTED


def _local(groups: tuple[Group, ...], first: int, cues: tuple[str, ...]) -> int | None:
    """Return the group when it is a number without area code, and words say that it is one."""
    if cues and cues[0] in signs().phone_cues:
        for last in (first, first + 1):
            if last < len(groups) and LOCAL.fullmatch(joined(groups, first, last)):
                return last
    return None


def _has_phone_cue(cues: tuple[str, ...]) -> bool:
    return any(cue in signs().phone_cues for cue in cues)
