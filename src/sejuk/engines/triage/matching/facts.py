"""What a message claims, slot by slot, and where two messages claim different things."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from sejuk.engines.triage.folding import folded
from sejuk.engines.triage.matching.days import days_in
from sejuk.engines.triage.matching.denials import Denying, denying, word_of
from sejuk.engines.triage.matching.numbers import numbers_in
from sejuk.engines.triage.matching.tolds import Conflict, Slot, Told

LONG_AGO = 222
"""
Days after which the same words are told about another occasion: the operation for the general
election of 2023-24 lasted 222 days (Mantap Brata Musi), that for the regional election 140.
"""

MOST_REMEMBERED = 4096
"""Messages whose claims are kept in memory; chosen (some 10 MB)."""

ORDER = tuple(Slot)
_MARKS = ".,;:!?\"'()[]"
_BITS = 24


class Claim(NamedTuple):
    """
    One value that a message claims under a label.

    Two messages disagree under a label when both claim something there and nothing is in common.
    """

    slot: Slot
    label: str
    value: str
    words: str


class Facts(NamedTuple):
    """What a message claims."""

    denying: Denying
    claims: frozenset[Claim]
    text: str
    day: int | None  # of the era

    def code(self) -> list[int]:
        """Return the claims as ascending numbers: slot and label above, value below 32 bits."""
        return sorted(
            (ORDER.index(one.slot) << (32 + _BITS))
            | ((crc32(one.label.encode()) & ((1 << _BITS) - 1)) << 32)
            | crc32(one.value.encode())
            for one in self.claims
        )


def facts_of(told: Told, whole: str | None = None) -> Facts:
    """Return what a message claims; `whole` is its text folded, when that is known already."""
    whole = folded(told.text) if whole is None else whole
    claims = {
        Claim(Slot.NUMBER, one.label, str(one.value), one.told()) for one in numbers_in(told.text)
    }
    claims.update(_places(told.places))
    claims.update(Claim(Slot.DATE, *day) for day in days_in(told.text, told.day))
    return Facts(
        denying(told.text, whole),
        frozenset(claims),
        told.text,
        None if told.day is None else told.day.toordinal(),
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def remembered_facts(told: Told) -> Facts:
    """Return what a message claims: the known ones that are found are found again and again."""
    return facts_of(told)


def _places(codes: Iterable[str]) -> Iterable[Claim]:
    """Claim an area at its own level and at each one above: villages part before sub-districts."""
    for code in codes:
        parts = code.split(".")
        for level in range(1, len(parts) + 1):
            area = ".".join(parts[:level])
            yield Claim(Slot.PLACE, f"{level}", area, area)


def conflicts(first: Facts, second: Facts) -> tuple[Conflict, ...]:
    """Return where two messages disagree, in the order of the slots."""
    found = list(_denials(first, second))
    by_label = _by_label(first), _by_label(second)
    for slot, label in sorted(by_label[0].keys() & by_label[1].keys(), key=_deepest):
        one, other = (claims[slot, label] for claims in by_label)
        is_told = slot is Slot.PLACE and any(known.slot is slot for known in found)
        if not is_told and {claim.value for claim in one}.isdisjoint(c.value for c in other):
            found.append(Conflict(slot, _said(one), _said(other)))
    found += _long_ago(first, second)
    return tuple(sorted(found, key=lambda one: ORDER.index(one.slot)))


def _deepest(key: tuple[Slot, str]) -> tuple[int, str]:
    slot, label = key
    return ORDER.index(slot), f"{9 - int(label)}" if slot is Slot.PLACE else label


def _by_label(facts: Facts) -> dict[tuple[Slot, str], list[Claim]]:
    labels: dict[tuple[Slot, str], list[Claim]] = {}
    for claim in facts.claims:
        labels.setdefault((claim.slot, claim.label), []).append(claim)
    return labels


def _said(claims: list[Claim]) -> str:
    return ", ".join(sorted({claim.words for claim in claims}))


def _denials(first: Facts, second: Facts) -> Iterable[Conflict]:
    one, other = first.denying, second.denying
    if one.is_denial != other.is_denial:
        yield Conflict(Slot.DENIAL, one.cue, other.cue)
    elif not one.is_denial:
        here = {word_of(told) for told in one.negated & other.plain}
        there = {word_of(told) for told in other.negated & one.plain}
        for word in sorted(here | there):  # by the word, so that no message comes before the other
            said, also = _written(first, word), _written(second, word)
            yield Conflict(
                Slot.DENIAL,
                f"tidak {said}" if word in here else said,
                f"tidak {also}" if word in there else also,
            )


def _written(facts: Facts, fold: str) -> str:
    """Return a folded word as it stands in the message."""
    spelt = (word for word in facts.text.split() if fold in folded(word).split())
    return next(spelt, fold).strip(_MARKS)


def _long_ago(first: Facts, second: Facts) -> list[Conflict]:
    if first.day is None or second.day is None or abs(first.day - second.day) <= LONG_AGO:
        return []
    days = (date.fromordinal(day).isoformat() for day in (first.day, second.day))
    return [Conflict(Slot.DATE, *days)]
