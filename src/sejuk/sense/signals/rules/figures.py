"""
What may be published of how many reports came from where: figures that give no small count away.

Method. Every report counts in exactly one published figure, or in none. A count below five is not
published; it is added to the rest of its kecamatan, what is still too small there to the rest of
the district, what is too small there to the other kinds of the district, and what is too small
even then is not published at all. No total is published beside its parts, so nothing is left to
subtract: whatever one adds up or takes away from figures over parts that do not overlap is again a
union of those parts, and a cell that was left out is none of them. This takes the place of the
complementary suppression that tables with totals need. Where a rest would be the count of one
place, or so large that small counts could not add up to it without each being nearly known, it is
not published either, but goes on upwards (`_hides_each`).

Sources: the minimum frequency rule, complementary suppression and the audit by linear combinations
are told in Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapters 4 and 5; the
audit goes back to L. H. Cox, Suppression methodology and statistical disclosure control, Journal
of the American Statistical Association 75 (1980) 377-385. That the parts do not overlap, and that
a week is published once, when nothing of it changes any more, is our own, simpler way.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sejuk.foundation.places.rules import kecamatan_of
from sejuk.sense.signals.rules.portal import NEVER_BY_VILLAGE
from sejuk.sense.signals.rules.words import Kind

# The issue: counts below five are suppressed.
LEAST_SHOWN = 5
# Chosen: in a smaller village five reports in a week are five families; nor does one whose number
# of residents nobody entered get figures of its own.
LEAST_RESIDENTS = 1_000
# What was answered within it counts as answered: afterwards the figures of a week stand still.
ANSWERED_WITHIN = timedelta(days=7)
# A week is published when its last report has had that time.
PUBLISHED_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many reports of a kind came from an area in a week, and how many were answered."""

    area_code: str
    kind: Kind
    reported: int
    answered: int


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A count that is published. `kind` None is all other kinds; `is_rest` is an area without those
    parts of it that have a figure of their own. `answered` is None where it would give away a
    small count.
    """

    area_code: str
    kind: Kind | None
    is_rest: bool
    reported: int
    answered: int | None


@dataclass(frozen=True, slots=True)
class _Count:
    """
    A sum on its way up, and of how many parts it is made, also of those without any report.

    `free` are the parts of which nobody knows that they are below five: they never stand alone.
    """

    reported: int = 0
    answered: int = 0
    parts: int = 0
    free: int = 0

    def __add__(self, other: "_Count") -> "_Count":
        return _Count(
            self.reported + other.reported,
            self.answered + other.answered,
            self.parts + other.parts,
            self.free + other.free,
        )

    def as_part(self) -> "_Count":
        """Return the sum as one part of the next one."""
        return replace(self, parts=1, free=0)


def last_monday_to_publish(today: date) -> date:
    """
    Return the Monday of the latest week whose figures stand still.

    >>> last_monday_to_publish(date(2024, 11, 19))
    datetime.date(2024, 11, 4)
    """
    return today - timedelta(days=today.weekday()) - PUBLISHED_AFTER


def figures_of(
    cells: Iterable[Cell], *, residents: Mapping[str, int | None], district: str
) -> tuple[Figure, ...]:
    """
    Return what of a week's cells may be published, each report in one figure at most.

    `residents` are the villages of the district with how many live there, None where unknown.
    """
    counts: dict[Kind, dict[str, _Count]] = defaultdict(lambda: defaultdict(_Count))
    for cell in cells:
        counts[cell.kind][cell.area_code] += _Count(cell.reported, cell.answered)
    figures: list[Figure] = []
    others = _Count()
    for kind in Kind:
        others += _upwards(kind, counts[kind], residents, district, figures)
    if _may_show(others):
        figures.append(_figure(district, None, others, is_rest=True))
    return tuple(figures)


def _upwards(
    kind: Kind,
    counts: Mapping[str, _Count],
    residents: Mapping[str, int | None],
    district: str,
    figures: list[Figure],
) -> _Count:
    """Add the figures of a kind, place by place; return what is left, a part of other kinds."""
    rests: dict[str, _Count] = defaultdict(_Count)
    for code in sorted({*residents, *counts}):
        count, is_free = counts.get(code, _Count()), not _stands_alone(kind, residents.get(code))
        if not is_free and count.reported >= LEAST_SHOWN:
            figures.append(_figure(code, kind, count, is_rest=False))
        else:
            rests[kecamatan_of(code)] += replace(count, parts=1, free=int(is_free))
    left = _Count()
    for code, rest in rests.items():
        if code != district and _may_show(rest):
            figures.append(_figure(code, kind, rest, is_rest=True))
        else:
            left += rest.as_part()
    if _may_show(left):
        figures.append(_figure(district, kind, left, is_rest=True))
        return _Count()
    return left.as_part()


def _stands_alone(kind: Kind, residents: int | None) -> bool:
    return kind not in NEVER_BY_VILLAGE and (residents or 0) >= LEAST_RESIDENTS


def _may_show(count: _Count) -> bool:
    return count.reported >= LEAST_SHOWN and _hides_each(count)


def _hides_each(count: _Count) -> bool:
    """
    Test whether each part of a sum can still be anything from none to four.

    Of a part that could stand alone it is known that it is below five. With k such parts the sum
    leaves each of them open when the other k - 1 could make it up: total <= 4 (k - 1). Two parts
    of which that is not known hide all, and each other. One part never hides.

    >>> [_hides_each(_Count(9, 0, parts, free)) for parts, free in ((1, 1), (3, 0), (4, 0), (2, 2))]
    [False, False, True, True]
    """
    return count.free > 1 or count.reported <= (LEAST_SHOWN - 1) * (count.parts - 1)


def _figure(code: str, kind: Kind | None, count: _Count, *, is_rest: bool) -> Figure:
    return Figure(code, kind, is_rest, count.reported, _answered(count))


def _answered(count: _Count) -> int | None:
    """Return how many were answered; None where that, or what is left open, is small."""
    small = range(1, LEAST_SHOWN)
    is_told = count.answered in small or count.reported - count.answered in small
    return None if is_told else count.answered
