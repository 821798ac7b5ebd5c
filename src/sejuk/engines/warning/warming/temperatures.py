"""
How warm a place is, from 0 to 100, as a sum of parts that each name their evidence.

The formula
-----------
T = 100 * (1 - 2^(-S / 4)), where S is the mass of the evidence about the place.

1.  A piece of evidence has the strength w * 2^(-age / half-life of its kind), where w is the
    weight of its grades (`verification_weight`); from the hour its matter is settled the half-life
    is one day; refuted it is 0, and so is what is heard after the instant asked for.
    The age counts from the hour at which the same source first said as much about the matter: at
    least as grave, confirmed if this is confirmed, of a kind that fades no sooner (see `tellings`).
2.  Pieces about one matter are not added. For each severity level the chance that at least one
    *independent source* is right is q = 1 - product over sources of (1 - strength), with a
    source's strongest piece only. The mass of the matter is the sum over levels of q times the
    level's step (1, 1, 2, 4: the differences of the severity weights 1, 2, 4, 8). With one
    severity s this is the plain noisy-or s * q. Repeating oneself changes nothing, on the same day
    or later; telling more (graver, now confirmed) counts with the more, from when it is told.
3.  Verified mass is the mass from confirmed pieces alone; what the other pieces of the matter add
    to it is unverified mass. Over all matters of the place the unverified mass counts at most 3,
    so that no flood of hearsay lifts a place beyond *hangat* (40.5).
    S = verified mass + min(unverified mass, 3). A fresh confirmed matter of severity 3 (S = 4) goes
    half of the way to 100.
4.  Each piece has the part of T that its mass has of S; inside a matter the mass is shared by
    strength times severity weight.
5.  The *corrected* temperature divides both masses by the propensity p with which the place reports
    (`reporting_propensity`, 0.5 to 2) before the cap: S' = verified / p + min(unverified / p, 3).
    It is shown beside T and never instead of it.

Structure (the vulnerability index), visits, patrols and any other work are not in it.

Everything shown is in tenths of a degree, shared out by largest remainders: the parts shown sum to
the temperature shown, exactly.

Worked example
--------------
One confirmed brawl of severity 3, ten days old (half-life 10 days); two rumours, fresh and
ungraded, of severity 2, about one matter, from two sources.

* brawl: strength 1 * 2^-1 = 0.5, mass 4 * 0.5 = 2, verified
* rumours: strength 0.15 each, q = 1 - 0.85^2 = 0.2775, mass 2 * 0.2775 = 0.555, unverified
* S = 2.555; T = 100 * (1 - 2^(-0.63875)) = 35.8, *hangat*
* brawl 35.8 * 2 / 2.555 = 28.0; each rumour 35.8 * 0.2775 / 2.555 = 3.9
* a place that reports twice as readily as others: S' = 1.2775, corrected 19.9

>>> from datetime import UTC, datetime, timedelta
>>> from sejuk.engines.warning import EvidenceKind
>>> now = datetime(2024, 11, 5, 1, tzinfo=UTC)
>>> brawl = Evidence("brawl", "16.01.08.2018", EvidenceKind.INCIDENT, 3, now - timedelta(days=10),
...                  content_grade=1)
>>> rumours = [Evidence(name, "16.01.08.2018", EvidenceKind.RUMOUR, 2, now, cluster="ballots",
...                     source=name) for name in ("r1", "r2")]
>>> found = temperature([brawl, *rumours], at=now, propensity=2.0)
>>> found.degrees, [(part.reference, part.degrees) for part in found.contributions]
(35.8, [('brawl', 28.0), ('r1', 3.9), ('r2', 3.9)])
>>> found.corrected_degrees
19.9

Where the constants come from
-----------------------------
The half-lives, the weights, the cap of 3 and the 4 of the exponent are chosen, and wait for a pilot
district's data. They give 5 for one anonymous rumour of severity 2, 40.5 for fifty rumours and 50
for a fresh confirmed matter of severity 3. The noisy-or is Pearl's (Probabilistic Reasoning in
Intelligent Systems, 1988, 4.3.2). That areas which report more readily look worse, and what follows
from it: Akpinar, De-Arteaga and Chouldechova, FAccT 2021.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.shares import shared_out
from sejuk.engines.warning.warming.evidence import Evidence
from sejuk.engines.warning.warming.levels import Band, band_of
from sejuk.engines.warning.warming.mass import (
    CLAIM_CAP,
    Claims,
    Floats,
    Masses,
    Pieces,
    as_claim,
    day_of,
    in_reading_order,
)

HALVING_MASS = 4.0
LEAST_PROPENSITY, MOST_PROPENSITY = 0.5, 2.0
NOBODY_CORRECTED: Mapping[str, float] = MappingProxyType({})

Tenths = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one piece of evidence adds to a temperature."""

    reference: str
    tenths: int
    is_verified: bool = False
    is_settled: bool = False

    @property
    def degrees(self) -> float:
        return self.tenths / 10


@dataclass(frozen=True, slots=True)
class Temperature:
    """
    A temperature with the parts it is the sum of, the largest first.

    `corrected_tenths` is what it would be if the place reported as readily as others (with a
    propensity of 1 the same).
    """

    tenths: int
    corrected_tenths: int
    contributions: tuple[Contribution, ...]
    is_capped: bool
    """Whether unverified evidence was left out of the count because it reached its limit."""

    @property
    def degrees(self) -> float:
        return self.tenths / 10

    @property
    def corrected_degrees(self) -> float:
        return self.corrected_tenths / 10

    @property
    def band(self) -> Band:
        return band_of(self.tenths)


@dataclass(frozen=True, slots=True)
class TemperatureGrid:
    """Temperatures in tenths of a degree: a row for each place, a column for each instant."""

    area_codes: tuple[str, ...]
    tenths: tuple[tuple[int, ...], ...]

    def by_area(self) -> dict[str, tuple[int, ...]]:
        return dict(zip(self.area_codes, self.tenths, strict=True))


def temperature(
    evidence: Iterable[Evidence], *, at: datetime, propensity: float = 1.0
) -> Temperature:
    """
    Return how warm one place is at an instant, and why.

    `evidence` is any number of pieces about one area; `propensity` is how readily it reports, 1
    being as others do (see `reporting_propensity`), and changes the corrected temperature only. The
    answer is in tenths of a degree, 0 to 1000. Source: the formula at the head of this module.

    >>> from datetime import UTC
    >>> from sejuk.engines.warning import EvidenceKind
    >>> at = datetime(2024, 11, 5, tzinfo=UTC)
    >>> heard = Evidence("r", "16.01.08.2018", EvidenceKind.RUMOUR, 2, at)
    >>> temperature([heard], at=at).degrees, temperature([], at=at).degrees
    (5.1, 0.0)

    :raises ValueError: when the evidence is about more than one area, or for a propensity outside
        0.5 to 2
    """
    pieces = in_reading_order(evidence)
    areas = sorted({piece.area_code for piece in pieces})
    if len(areas) > 1:
        raise ValueError(f"One temperature is of one area, not of {', '.join(areas)}.")
    areas = areas or [""]
    [found] = _explained(pieces, areas, at, _propensities(areas, dict.fromkeys(areas, propensity)))
    return found


def temperatures(
    evidence: Iterable[Evidence], *, places: Sequence[str], instants: Sequence[datetime]
) -> TemperatureGrid:
    """
    Return how warm each of the places is at each of the instants; the same numbers as
    `temperature`.

    `places` are area codes, each once. The answer is in tenths of a degree, one row for each place
    and one column for each instant. For a nation see `warming.tenths_of_places`, which takes
    columns. Source: the formula at the head of this module.

    >>> from datetime import UTC
    >>> grid = temperatures([], places=["16.01.08"],
    ...                     instants=[datetime(2024, 11, day, tzinfo=UTC) for day in (5, 6)])
    >>> grid.by_area()
    {'16.01.08': (0, 0)}

    :raises ValueError: when evidence is about an area that is not among the places
    """
    pieces = in_reading_order(evidence)
    _refuse_strangers(pieces, places)
    days = np.array([day_of(at) for at in instants])
    tenths = tenths_of_places(Pieces.of(pieces, places, as_claim), len(places), days)
    return TemperatureGrid(tuple(places), tuple(map(tuple, tenths.tolist())))


def explained_temperatures(
    evidence: Iterable[Evidence],
    *,
    places: Sequence[str],
    at: datetime,
    propensities: Mapping[str, float] = NOBODY_CORRECTED,
) -> tuple[Temperature, ...]:
    """
    Return how warm each of the places is at an instant, and why, in their order.

    The same as `temperature` of each, in tenths of a degree; for very many, what is common to them
    is computed at once. A place that is not among the `propensities` has 1. Source: the formula at
    the head of this module.

    >>> from datetime import UTC
    >>> at = datetime(2024, 11, 5, tzinfo=UTC)
    >>> explained_temperatures([], places=["16.01.08"], at=at)[0].degrees
    0.0

    :raises ValueError: when evidence is about an area that is not among the places
    """
    pieces = in_reading_order(evidence)
    _refuse_strangers(pieces, places)
    return tuple(_explained(pieces, places, at, _propensities(places, propensities)))


def tenths_of_places(
    pieces: Pieces, places: int, days: Floats, propensity: Floats | float = 1.0
) -> Tenths:
    """
    Return the temperatures of `places` places on `days` in tenths: an array of (places, days).

    The way for a nation: no object for each piece of evidence. `propensity` (one number, or one for
    each place) makes them the corrected ones.
    """
    claims = Claims(pieces, places)
    found = np.zeros((places, len(days)), dtype=np.int16)
    for column, day in enumerate(days.tolist()):
        found[:, column] = _in_tenths(claims.masses_at(day).counted(propensity))
    return found


def _explained(
    pieces: Sequence[Evidence], places: Sequence[str], at: datetime, propensity: Floats
) -> list[Temperature]:
    claims = Claims(Pieces.of(pieces, places, as_claim), len(places))
    masses = claims.masses_at(day_of(at))
    by_row = _counted_by_row(claims, masses)
    tenths = _in_tenths(masses.counted()).tolist()
    corrected = _in_tenths(masses.counted(propensity)).tolist()
    ends = np.searchsorted(claims.pieces.area, np.arange(len(places) + 1)).tolist()
    given = claims.given.tolist()
    return [
        Temperature(
            tenths[row],
            corrected[row],
            _contributions(
                [pieces[one] for one in given[ends[row] : ends[row + 1]]],
                by_row[ends[row] : ends[row + 1]].tolist(),
                tenths[row],
                at,
            ),
            bool(masses.unverified[row] > CLAIM_CAP),
        )
        for row in range(len(places))
    ]


def _propensities(places: Sequence[str], known: Mapping[str, float]) -> Floats:
    found = np.array([known.get(code, 1.0) for code in places])
    if not ((found >= LEAST_PROPENSITY) & (found <= MOST_PROPENSITY)).all():
        raise ValueError("A propensity to report lies between 0.5 and 2.")
    return found


def _refuse_strangers(pieces: Sequence[Evidence], places: Sequence[str]) -> None:
    if strangers := sorted({piece.area_code for piece in pieces} - set(places)):
        raise ValueError(f"There is evidence about unknown areas: {', '.join(strangers[:5])}.")


def _in_tenths(counted: Floats) -> Tenths:
    """Return T in whole tenths for each S."""
    degrees = 100.0 * (1.0 - np.exp2(-counted / HALVING_MASS))
    # First to a millionth, so that 7.4999999 and 7.5000001, which are both 7.5, round alike.
    return np.floor(np.round(degrees * 10, 6) + 0.5).astype(np.int16)


def _counted_by_row(claims: Claims, masses: Masses) -> Floats:
    """Return what each piece adds to S: step 4 of the formula."""
    one = claims.pieces
    strength = masses.strength * np.exp2(one.severity - 1)
    kept = CLAIM_CAP / np.maximum(masses.unverified, CLAIM_CAP)
    verified_mass = masses.verified_by_matter
    unverified_mass = masses.unverified_by_matter * kept[claims.area_of_matter]
    counted = np.zeros(len(strength))
    for rows, mass in ((one.is_verified, verified_mass), (~one.is_verified, unverified_mass)):
        matter = claims.matter_of_row[rows]
        whole = np.bincount(matter, strength[rows], minlength=len(mass))
        share = np.divide(mass, whole, out=np.zeros(len(mass)), where=whole > 0)
        counted[rows] = strength[rows] * share[matter]
    return counted


def _contributions(
    pieces: Sequence[Evidence], counted: Sequence[float], total: int, at: datetime
) -> tuple[Contribution, ...]:
    """Return the parts of one place's total."""
    heaviest = sorted(range(len(pieces)), key=lambda row: (-counted[row], pieces[row].reference))
    # S may be so small that nothing is shown of it: then there is nothing to share out either.
    shares = shared_out(total, [counted[row] for row in heaviest]) if total else ()
    parts = []
    for row, share in zip(heaviest, shares, strict=False):
        if share:
            piece = pieces[row]
            is_settled = piece.settled_at is not None and piece.settled_at <= at
            parts.append(Contribution(piece.reference, share, piece.is_verified, is_settled))
    return tuple(sorted(parts, key=lambda part: (-part.tenths, part.reference)))
