"""
Falsehoods that circulate: rumours known to be false that are still told.

They are a channel of their own. A refuted rumour adds nothing to a temperature, since what it says
is not so; but that it is told can itself set people against each other, and what helps then is to
put it right, not to patrol. Each counts 0.3 (chosen: twice an unverified rumour, for that it was
told is certain) times its severity, fades by half in five days, and is combined as in
`temperatures`: many tellings of one matter are a noisy-or, matters are added.

Five days are chosen, longer than the three of a rumour: a false story is told on after it has been
put right (the continued influence effect: Lewandowsky et al., Psychological Science in the Public
Interest 13(3), 2012). From the hour its matter is settled (put right in the village) half goes each
day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sejuk.engines.warning.shares import shared_out
from sejuk.engines.warning.warming.evidence import Evidence, EvidenceKind
from sejuk.engines.warning.warming.mass import (
    Claims,
    Pieces,
    Weighed,
    day_of,
    in_reading_order,
)
from sejuk.engines.warning.warming.temperatures import HALVING_MASS

FALSEHOOD_WEIGHT = 0.3
FALSEHOOD_HALF_LIFE_DAYS = 5.0
CLARIFY_FROM_TENTHS = 25
"""Chosen: a rumour of the slightest severity asks to be put right for as long as half is left."""


@dataclass(frozen=True, slots=True)
class Falsehood:
    """One false matter that is told in a place: its tellings, from how many voices, how much."""

    references: tuple[str, ...]
    voices: int
    tenths: int


@dataclass(frozen=True, slots=True)
class Falsehoods:
    """
    What is told in a place and known to be false, from 0 to 1000 tenths; the matters sum to it.

    It never adds to a temperature.
    """

    tenths: int
    matters: tuple[Falsehood, ...]

    @property
    def needs_clarification(self) -> bool:
        return self.tenths >= CLARIFY_FROM_TENTHS


def falsehoods(evidence: Iterable[Evidence], *, at: datetime) -> Falsehoods:
    """
    Return which false rumours circulate in one place at an instant, the heaviest first.

    The answer is in tenths of a scale from 0 to 1000 of its own. Source: the head of this module.

    >>> from datetime import UTC
    >>> now = datetime(2024, 11, 5, tzinfo=UTC)
    >>> hoax = Evidence("h", "16.01.08.2018", EvidenceKind.RUMOUR, 2, now, content_grade=5)
    >>> told = falsehoods([hoax], at=now)
    >>> told.tenths, told.needs_clarification, told.matters[0].references
    (99, True, ('h',))

    :raises ValueError: when the evidence is about more than one area
    """
    pieces = [
        piece
        for piece in in_reading_order(evidence)
        if piece.kind is EvidenceKind.RUMOUR and _is_told(piece, at)
    ]
    if not pieces:
        return Falsehoods(0, ())
    areas = sorted({piece.area_code for piece in pieces})
    if len(areas) > 1:
        raise ValueError(f"Falsehoods are of one area, not of {', '.join(areas)}.")
    claims = Claims(Pieces.of(pieces, areas, as_falsehood), len(areas))
    masses = claims.masses_at(day_of(at))
    by_matter = masses.verified_by_matter + masses.unverified_by_matter
    whole = 1000.0 * (1.0 - 2.0 ** (-float(by_matter.sum()) / HALVING_MASS))
    total = int(np.floor(round(whole, 6) + 0.5))
    shares = shared_out(total, by_matter.tolist()) if total else ()
    found = [
        Falsehood(_references(pieces, claims, matter), _voices(claims, matter), share)
        for matter, share in enumerate(shares)
        if share
    ]
    return Falsehoods(total, tuple(sorted(found, key=lambda one: (-one.tenths, one.references))))


def _is_told(piece: Evidence, at: datetime) -> bool:
    known = piece.false_from is not None and piece.false_from <= at
    return known and piece.heard_at <= at and not (piece.withdrawn_at and piece.withdrawn_at <= at)


def as_falsehood(piece: Evidence) -> Weighed:
    """Return what a piece weighs as a falsehood that is told."""
    return Weighed(
        FALSEHOOD_WEIGHT,
        FALSEHOOD_HALF_LIFE_DAYS,
        day_of(piece.heard_at),
        day_of(piece.settled_at),
        max(day_of(piece.heard_at), day_of(piece.false_from)),
        day_of(piece.withdrawn_at),
    )


def _references(pieces: list[Evidence], claims: Claims, matter: int) -> tuple[str, ...]:
    rows = claims.given[claims.matter_of_row == matter].tolist()
    return tuple(sorted(pieces[row].reference for row in rows))


def _voices(claims: Claims, matter: int) -> int:
    return len(np.unique(claims.pieces.source[claims.matter_of_row == matter]))
