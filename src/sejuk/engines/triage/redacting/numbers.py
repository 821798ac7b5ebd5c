"""Numbers that belong to a person: identity cards, telephones, bank accounts."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sejuk.engines.triage.redacting.digits import (
    Group,
    joined,
    runs_in,
    with_digits,
)
from sejuk.engines.triage.redacting.kinds import Personal, PersonalKind
from sejuk.engines.triage.redacting.phones import phone_at
from sejuk.engines.triage.redacting.signs import Cues, signs

CARD = 16
"""The digits of an identity or family card (UU 24/2013 on population administration)."""
BORN = re.compile(r"[1-9]\d{5}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}")
"""Area code, day of birth (women 40 more), month, year, serial number: how a NIK is made."""
MONEY_BEFORE = re.compile(r"(?i)(?:\brp|\bidr|\$)\s?\.?\s?$")
AMOUNT_AFTER = re.compile(
    r"(?i)\s?(?:,-|%|(?:ribu|rb|juta|jt|miliar|milyar|rupiah|orang|suara|persen|kg|km|meter)\b)"
)
ROUND = re.compile(r"\d+0{5}")
ACCOUNT_WORDS = re.compile(r"(?i)\b(?:no(?:mor)?\.?\s?rek|norek|rekening)")
BANK_AFTER = re.compile(r"(?i)\s?[(,]?\s?(?:bank\s|rek\s)?(?:bri|bca|bni|btn|bsi|mandiri|bsb)\b")
ACCOUNT = range(8, 18)
"""Accounts of Indonesian banks have ten to sixteen digits; two less or one more when mistyped."""
LONE_ACCOUNT = range(10, 17)
IDENTITY = range(6, 21)
LEAST_DIGITS = 6
LOOK_AHEAD = IDENTITY.stop
"""So many groups are looked at from one: no number has more digits, and a message of digits alone
is read in one go."""
LONG, MISTYPED = 9, range(14, 18)
"""A longer row of digits than any count needs is somebody's, whatever it is; chosen."""
BEGINS_LIKE_A_PHONE = re.compile(r"(?:00)?(?:62)?0?8[1-35-9]")
STAMP = re.compile(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])(?:[0-5]\d){1,2}"
)
"""A day and a time in one, as files are named."""
PARCEL = re.compile(r"(?i)(?<![^\W_])[a-z]{2}\d{9}[a-z]{2}(?![^\W_])")
"""The number of a parcel (UPU S10): two letters, nine digits, two letters."""
LINK = re.compile(r"(?i)://|^www\.|\.(?:com|id|org|net)/")
LONGEST_LINK = 200
"""So many characters before a number are looked at for the beginning of a link; chosen."""
THOUSAND, YEAR, DATE_GROUPS = 3, 4, 3
LAST_DAY, LAST_MONTH = 31, 12


class Taken(NamedTuple):
    """What begins at a group: its kind, its last group, the rule."""

    kind: PersonalKind
    last: int
    rule: str


class Place(NamedTuple):
    """A group in its run, in its text."""

    text: str
    groups: tuple[Group, ...]
    first: int
    is_about_accounts: bool
    cues: Cues

    def until(self, lengths: range, *, parts: str = "") -> int | None:
        """Return the last group of so many digits, parted all alike or by one of `parts`."""
        told: int | None = None
        digits = 0
        for last in range(self.first, len(self.groups)):
            digits += len(self.groups[last].digits)
            if digits >= lengths.stop:
                break
            if last > self.first + 1 and not self._is_parted_alike(last - 1, parts):
                break
            if digits in lengths:
                told = last
        return told

    def _is_parted_alike(self, at: int, parts: str) -> bool:
        parted_by = self.groups[at].parted_by
        return parted_by == self.groups[self.first].parted_by or parted_by in tuple(parts)


def numbers_in(text: str, cues: Cues) -> Iterator[Personal]:
    """
    Return identity cards, telephones and bank accounts.

    >>> text = "NIK 1601.0812.0485.0003, WA +62 812-345-6789"
    >>> [one.rule for one in numbers_in(text, Cues(text))]
    ['sixteen digits', 'telephone']
    >>> text = "TPS 12, 27-11-2024 jam 07.00-13.00, Rp 1.500.000"
    >>> list(numbers_in(text, Cues(text)))
    []
    """
    about_accounts = bool(ACCOUNT_WORDS.search(text))
    for groups in runs_in(with_digits(text)):
        first = 0
        while _has_enough(groups, first):
            place = Place(text, groups, first, about_accounts, cues)
            first += _harmless(place)
            taken = _taken(place) if first == place.first else None
            if taken:
                end = groups[taken.last].end
                yield Personal(taken.kind, _opened(text, groups[first].start, end), end, taken.rule)
                first = taken.last
            first += first == place.first or taken is not None


def _has_enough(groups: tuple[Group, ...], first: int) -> bool:
    return len(joined(groups, first, first + LEAST_DIGITS)) >= LEAST_DIGITS


def _opened(text: str, start: int, end: int) -> int:
    """Return where the number begins, with the bracket or plus sign before it."""
    for _ in range(2):
        before = text[start - 1 : start] if start else ""
        if before == "+" or (before == "(" and ")" in text[start:end]):
            start -= 1
    return start


def _taken(place: Place) -> Taken | None:
    cues = place.cues.before(place.groups[place.first].start)
    return (
        _card(place, cues)
        or _cued(place, cues[:1])
        or _phone(place, cues)
        or _lone(place)
        or _long(place)
    )


def _card(place: Place, cues: tuple[str, ...]) -> Taken | None:
    last = place.until(range(CARD, CARD + 1), parts=".- ")
    if last is None:
        return None
    is_born = bool(BORN.fullmatch(joined(place.groups, place.first, last)))
    known = next((cue for cue in cues if cue not in signs().phone_cues), "")
    if not (last == place.first or is_born or known):
        return None
    if known in signs().family_cues:
        return Taken(PersonalKind.KK, last, "sixteen digits of a family card")
    if known in signs().bank_cues and not is_born:
        return Taken(PersonalKind.ACCOUNT, last, "bank")
    return Taken(PersonalKind.NIK, last, "sixteen digits")


def _cued(place: Place, nearest: tuple[str, ...]) -> Taken | None:
    """Return the account or identity number that the word just before it announces."""
    for cue in nearest:
        if cue in signs().bank_cues:
            return _account(place, ACCOUNT, "bank")
        if cue in signs().identity_cues | signs().family_cues:
            last = place.until(IDENTITY, parts=".-")
            kind = PersonalKind.KK if cue in signs().family_cues else PersonalKind.NIK
            return None if last is None else Taken(kind, last, "number of an identity")
    return None


def _phone(place: Place, cues: tuple[str, ...]) -> Taken | None:
    last = phone_at(place.text, place.groups, place.first, cues)
    return None if last is None else Taken(PersonalKind.PHONE, last, "telephone")


def _lone(place: Place) -> Taken | None:
    """Return a long number where a text speaks of accounts, or a bank stands behind it."""
    last = place.until(LONE_ACCOUNT)
    if last is None:
        return None
    end = place.groups[last].end
    if place.is_about_accounts or BANK_AFTER.match(place.text, end):
        return _account(place, LONE_ACCOUNT, "long number beside a bank")
    return None


def _long(place: Place) -> Taken | None:
    """Return a long row of digits that has no other sense, and a telephone with digits too many."""
    group, last = place.groups[place.first], place.first
    digits = group.digits
    is_phone = bool(BEGINS_LIKE_A_PHONE.match(digits)) or _opened_by_plus(place)
    if len(digits) < LONG:
        told = place.until(MISTYPED) if is_phone else None
        if told is None or min(map(_size, place.groups[place.first : told + 1])) < THOUSAND:
            return None
        last = told
    if is_phone:
        return Taken(PersonalKind.PHONE, last, "telephone with digits too many")
    is_other = (
        ROUND.fullmatch(digits)
        or STAMP.fullmatch(digits)
        or AMOUNT_AFTER.match(place.text, group.end)
        or PARCEL.match(place.text, max(0, group.start - 2))
        or LINK.search(_word_before(place.text, group.start))
    )
    return None if is_other else Taken(PersonalKind.ACCOUNT, last, "long number")


def _opened_by_plus(place: Place) -> bool:
    return place.text.startswith("+", max(0, place.groups[place.first].start - 1))


def _size(group: Group) -> int:
    return len(group.digits)


def _word_before(text: str, end: int) -> str:
    begin = max(0, end - LONGEST_LINK)
    return text[max(begin, *(text.rfind(blank, begin, end) + 1 for blank in " \n")) : end]


def _account(place: Place, lengths: range, rule: str) -> Taken | None:
    last = place.until(lengths)
    if last is None:
        return None
    is_sum = ROUND.fullmatch(joined(place.groups, place.first, last)) or AMOUNT_AFTER.match(
        place.text, place.groups[last].end
    )
    return None if is_sum else Taken(PersonalKind.ACCOUNT, last, rule)


def _harmless(place: Place) -> int:
    """Return how many groups from here are a sum of money or a date."""
    group = place.groups[place.first]
    rest = place.groups[place.first : place.first + LOOK_AHEAD]
    before = place.text[max(0, group.start - 6) : group.start]
    if _is_date(rest[:DATE_GROUPS]):
        return DATE_GROUPS
    if MONEY_BEFORE.search(before):
        return _thousands(rest)
    if group.digits[0] == "0" or before.endswith("+") or len(group.digits) > THOUSAND:
        return 0
    told = _thousands(rest)
    is_whole = rest[told - 1].parted_by != "." or told == len(rest)
    return told if told > 1 and is_whole else 0


def _thousands(groups: tuple[Group, ...]) -> int:
    """Return how many groups are one number parted by dots before each three digits."""
    for number, (one, following) in enumerate(pairwise(groups), start=1):
        if one.parted_by != "." or len(following.digits) != THOUSAND:
            return number
    return len(groups)


def _is_date(groups: tuple[Group, ...]) -> bool:
    if len(groups) < DATE_GROUPS:
        return False
    ordered = groups if len(groups[0].digits) <= 2 else groups[::-1]  # noqa: PLR2004
    day, month, year = (group.digits for group in ordered)
    return (
        groups[0].parted_by == groups[1].parted_by
        and len(year) == YEAR
        and year[:2] in {"19", "20"}
        and 1 <= int(day[:3]) <= LAST_DAY
        and 1 <= int(month[:3]) <= LAST_MONTH
    )
