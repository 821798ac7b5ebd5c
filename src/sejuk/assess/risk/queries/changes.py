"""What made villages warmer or cooler than the day before, signal by signal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from sejuk.assess.risk.queries.temperatures import Reading
from sejuk.assess.risk.queries.warmths import AreaTemperature, Part, Warmth
from sejuk.assess.risk.rules import Reason

WORTH_TELLING = 5
"""From how many tenths on a change is told. Chosen: below half a degree it is mere fading."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason of a change: a signal, or several that only fade (then without a reference)."""

    reason: Reason
    tenths: int
    reference: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class AreaChange:
    """How much warmer or cooler a village is than the day before; the causes sum to it exactly."""

    village: AreaTemperature
    tenths: int
    causes: tuple[Cause, ...]

    @property
    def degrees(self) -> float:
        return self.tenths / 10


def change_since_yesterday(
    scope: tuple[str, ...], day: date, now: datetime, *, most: int = 12
) -> list[AreaChange]:
    """Return the villages whose temperature changed most since the day before, with the causes."""
    return changes_in(Reading(scope, day, now), most=most)


def changes_in(reading: Reading, *, most: int) -> list[AreaChange]:
    """Return the largest changes that a reading shows, with their causes."""
    before, after = reading.before, reading.picture
    differences = after.tenths.astype(int) - before.tenths
    rows = [
        int(row)
        for row in np.argsort(-np.abs(differences), kind="stable")[:most]
        if abs(differences[row]) >= WORTH_TELLING
    ]
    villages = [after.village(row) for row in rows]
    codes = [village.area_code for village in villages]
    were = reading.warmths(codes, before.day)
    are = reading.warmths(codes, after.day)
    return [
        AreaChange(
            village,
            int(differences[row]),
            tuple(causes_of(were[village.area_code], are[village.area_code])),
        )
        for row, village in zip(rows, villages, strict=True)
    ]


def causes_of(before: Warmth, after: Warmth) -> list[Cause]:
    """Return why a village's temperature changed, the largest cause first; they sum to it."""
    was = {part.reference: part for part in before.parts}
    became = {part.reference: part for part in after.parts}
    causes = list(_causes(was, became))
    told = [one for one in causes if one.reason is not Reason.FADED]
    fading = [one for one in causes if one.reason is Reason.FADED]
    if tenths := sum(one.tenths for one in fading):
        reference = fading[0].reference if len(fading) == 1 else ""
        told.append(Cause(Reason.FADED, tenths, reference, max(1, len(fading))))
    return sorted(told, key=lambda one: (-abs(one.tenths), one.reference))


def _causes(was: dict[str, Part], became: dict[str, Part]) -> Iterator[Cause]:
    for reference in sorted(was.keys() | became.keys()):
        old, new = was.get(reference), became.get(reference)
        tenths = (new.tenths if new else 0) - (old.tenths if old else 0)
        if tenths:
            yield Cause(_reason(old, new, tenths), tenths, reference)


def _reason(old: Part | None, new: Part | None, tenths: int) -> Reason:
    if old is None:
        return Reason.HEARD
    if new is not None and new.is_settled and not old.is_settled:
        return Reason.SETTLED
    # Parts share one curve that flattens: when another fades, this one grows by a little.
    if new is not None and (tenths >= WORTH_TELLING or new.is_verified > old.is_verified):
        return Reason.STRONGER
    # A part that was worth telling does not fade to nothing in one day: it was taken back.
    if new is None and old.tenths >= WORTH_TELLING:
        return Reason.WITHDRAWN
    return Reason.FADED
