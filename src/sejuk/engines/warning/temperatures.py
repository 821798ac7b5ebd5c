"""
How warm a place is, from 0 to 100, as a sum of parts that each name their reason.

The formula
-----------
T = index points + evidence points.

1.  Index points = 15 * index, where the index (0 to 1) says how vulnerable the place is by its
    structure. 15 is chosen below 25, so that structure alone never leaves *sejuk*.
2.  A piece of evidence has the strength w * 2^(-age / half-life of its kind), where w is the
    weight of its grades (`verification_weight`); from the hour its matter is settled the half-life
    is one day; refuted it is 0, and so is what is heard after the instant asked for.
3.  Pieces about one matter are not added. For each severity level the chance that at least one
    *independent source* is right is q = 1 - product over sources of (1 - strength), with a
    source's strongest piece only. The mass of the matter is the sum over levels of q times the
    level's step (1, 1, 2, 4: the differences of the severity weights 1, 2, 4, 8). With one
    severity s this is the plain noisy-or s * q. Repeating oneself changes nothing.
4.  Verified mass is the mass from confirmed pieces alone; what the other pieces of the matter add
    to it is unverified mass. Over all matters of the place the unverified mass counts at most 3,
    so that no flood of hearsay lifts a place beyond *hangat* (40.5 alone, 49.5 with index 1).
    S = verified mass + min(unverified mass, 3).
5.  Evidence points = (100 - index points) * (1 - 2^(-S / 4)). A fresh confirmed matter of severity
    3 (S = 4) goes half of the way to 100.
6.  Each piece has the part of the evidence points that its mass has of S; inside a matter the mass
    is shared by strength times severity weight.

Everything shown is in tenths of a degree, shared out by largest remainders: the parts shown sum to
the temperature shown, exactly.

Worked example
--------------
Index 0.4. One confirmed brawl of severity 3, ten days old (half-life 10 days); two rumours, fresh
and ungraded, of severity 2, about one matter, from two sources.

* index points 15 * 0.4 = 6
* brawl: strength 1 * 2^-1 = 0.5, mass 4 * 0.5 = 2, verified
* rumours: strength 0.15 each, q = 1 - 0.85^2 = 0.2775, mass 2 * 0.2775 = 0.555, unverified
* S = 2.555; evidence points = 94 * (1 - 2^(-0.63875)) = 33.627; T = 39.6, *hangat*
* brawl 33.627 * 2 / 2.555 = 26.3; each rumour 33.627 * 0.2775 / 2.555 = 3.65; index 6.0. In tenths
  39.6 = 26.3 + 3.7 + 3.6 + 6.0: of the equal rumours the first by its reference gets the odd tenth.

>>> from datetime import UTC, datetime, timedelta
>>> from sejuk.engines.warning import EvidenceKind
>>> now = datetime(2024, 11, 5, 1, tzinfo=UTC)
>>> brawl = Evidence("brawl", "16.01.08.2018", EvidenceKind.INCIDENT, 3, now - timedelta(days=10),
...                  content_grade=1)
>>> rumours = [Evidence(name, "16.01.08.2018", EvidenceKind.RUMOUR, 2, now, cluster="ballots",
...                     source=name) for name in ("r1", "r2")]
>>> found = temperature([brawl, *rumours], index=IndexPart(0.4), at=now)
>>> found.degrees, [(part.reference, part.degrees) for part in found.contributions]
(39.6, [('brawl', 26.3), ('', 6.0), ('r1', 3.7), ('r2', 3.6)])

Where the constants come from
-----------------------------
The half-lives, the weights, the cap of 3 and the 4 of the exponent are chosen, and wait for a pilot
district's data. With index 0 they give 5 for one anonymous rumour of severity 2, 40.5 for fifty
rumours and 50 for a fresh confirmed matter of severity 3. The noisy-or is Pearl's (Probabilistic
Reasoning in Intelligent Systems, 1988, 4.3.2).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.warning.evidence import Evidence
from sejuk.engines.warning.mass import CLAIM_CAP, Claims, Floats, Masses
from sejuk.engines.warning.shares import shared_out

INDEX_POINTS = 15.0
HALVING_MASS = 4.0
BAND_WIDTH = 250


class Band(StrEnum):
    """The four bands, each 25 degrees wide."""

    SEJUK = "sejuk"
    HANGAT = "hangat"
    PANAS = "panas"
    KRITIS = "kritis"


class ContributionKind(StrEnum):
    INDEX = "index"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class IndexPart:
    """How vulnerable a place is by its structure, from 0 to 1; None while nobody knows."""

    value: float | None

    def __post_init__(self) -> None:
        if self.value is not None and not 0 <= self.value <= 1:
            raise ValueError(f"An index lies between 0 and 1, not at {self.value}.")

    @property
    def points(self) -> float:
        return INDEX_POINTS * (self.value or 0.0)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the index (no reference) or one piece of evidence adds to a temperature."""

    kind: ContributionKind
    reference: str
    tenths: int
    is_verified: bool = False
    is_settled: bool = False

    @property
    def degrees(self) -> float:
        return self.tenths / 10


@dataclass(frozen=True, slots=True)
class Temperature:
    """A temperature with the parts it is the sum of, the largest first."""

    tenths: int
    contributions: tuple[Contribution, ...]
    index_is_known: bool
    is_capped: bool
    """Whether unverified evidence was left out of the count because it reached its limit."""

    @property
    def degrees(self) -> float:
        return self.tenths / 10

    @property
    def band(self) -> Band:
        return band_of(self.tenths)


@dataclass(frozen=True, slots=True)
class TemperatureGrid:
    """Temperatures in tenths: a row for each area, in it one number for each instant."""

    area_codes: tuple[str, ...]
    tenths: tuple[tuple[int, ...], ...]

    def by_area(self) -> dict[str, tuple[int, ...]]:
        return dict(zip(self.area_codes, self.tenths, strict=True))


def band_of(tenths: int) -> Band:
    """
    Return the band of a temperature in tenths.

    >>> [str(band_of(tenths)) for tenths in (0, 249, 250, 500, 750, 1000)]
    ['sejuk', 'sejuk', 'hangat', 'panas', 'kritis', 'kritis']
    """
    return tuple(Band)[min(tenths // BAND_WIDTH, len(Band) - 1)]


def temperature(evidence: Iterable[Evidence], *, index: IndexPart, at: datetime) -> Temperature:
    """
    Return how warm one place is at an instant, and why.

    >>> from datetime import UTC
    >>> temperature([], index=IndexPart(1.0), at=datetime(2024, 11, 5, tzinfo=UTC)).degrees
    15.0

    :raises ValueError: when the evidence is about more than one area
    """
    claims = Claims.of(evidence)
    if len(claims.area_codes) > 1:
        raise ValueError(f"One temperature is of one area, not of {claims.area_codes}.")
    masses = claims.masses_at([at])
    counted = masses.counted().sum(axis=0, keepdims=True)
    total = int(_in_tenths(np.array([index.points]), counted)[0, 0])
    return Temperature(
        tenths=total,
        contributions=_contributions(
            claims.rows,
            _counted_by_row(claims, masses),
            range(len(claims.rows)),
            index=index,
            total=total,
            at=at,
        ),
        index_is_known=index.value is not None,
        is_capped=bool((masses.unverified > CLAIM_CAP).any()),
    )


def temperatures(
    evidence: Iterable[Evidence],
    *,
    places: Mapping[str, IndexPart],
    instants: Sequence[datetime],
) -> TemperatureGrid:
    """
    Return how warm each of the places is at each of the instants; the same numbers as
    `temperature`.

    >>> from datetime import UTC
    >>> grid = temperatures([], places={"16.01.08": IndexPart(0.5)},
    ...                     instants=[datetime(2024, 11, day, tzinfo=UTC) for day in (5, 6)])
    >>> grid.by_area()
    {'16.01.08': (75, 75)}

    :raises ValueError: when evidence is about an area that is not among the places
    """
    claims = Claims.of(evidence)
    _refuse_strangers(claims, places)
    row_of = {area_code: row for row, area_code in enumerate(places)}
    counted = np.zeros((len(places), len(instants)))
    rows = np.array([row_of[code] for code in claims.area_codes], dtype=np.intp)
    counted[rows] = claims.masses_at(instants).counted()
    index_points = np.array([index.points for index in places.values()])
    tenths = _in_tenths(index_points, counted)
    return TemperatureGrid(tuple(places), tuple(map(tuple, tenths.tolist())))


def explained_temperatures(
    evidence: Iterable[Evidence], *, places: Mapping[str, IndexPart], at: datetime
) -> tuple[Temperature, ...]:
    """
    Return how warm each of the places is at an instant, and why, in their order.

    The same as `temperature` of each; for very many, what is common to them is computed at once.

    >>> from datetime import UTC
    >>> at = datetime(2024, 11, 5, tzinfo=UTC)
    >>> explained_temperatures([], places={"16.01.08": IndexPart(0.5)}, at=at)[0].degrees
    7.5

    :raises ValueError: when evidence is about an area that is not among the places
    """
    claims = Claims.of(evidence)
    _refuse_strangers(claims, places)
    masses = claims.masses_at([at])
    by_row, counted = _counted_by_row(claims, masses), masses.counted()
    starts = [*claims.first_rows_of_areas().tolist(), len(claims.rows)]
    area_of = {code: area for area, code in enumerate(claims.area_codes)}
    explained = []
    for code, index in places.items():
        area = area_of.get(code)
        mass = np.zeros((1, 1)) if area is None else counted[area : area + 1]
        total = int(_in_tenths(np.array([index.points]), mass)[0, 0])
        rows = range(0) if area is None else range(starts[area], starts[area + 1])
        parts = _contributions(claims.rows, by_row, rows, index=index, total=total, at=at)
        is_capped = area is not None and bool(masses.unverified[area, 0] > CLAIM_CAP)
        explained.append(Temperature(total, parts, index.value is not None, is_capped))
    return tuple(explained)


def _refuse_strangers(claims: Claims, places: Mapping[str, IndexPart]) -> None:
    if strangers := [code for code in claims.area_codes if code not in places]:
        raise ValueError(f"There is evidence about unknown areas: {', '.join(strangers[:5])}.")


def _in_tenths(index_points: Floats, counted: Floats) -> NDArray[np.int64]:
    """Return T in whole tenths for a row of S for each area: step 5 of the formula."""
    base = index_points[:, None]
    degrees = base + (100.0 - base) * (1.0 - np.exp2(-counted / HALVING_MASS))
    # First to a millionth, so that 7.4999999 and 7.5000001, which are both 7.5, round alike.
    return np.floor(np.round(degrees * 10, 6) + 0.5).astype(np.int64)


def _counted_by_row(claims: Claims, masses: Masses) -> Floats:
    """Return what each piece adds to S at the first instant: step 6 of the formula."""
    strength = masses.strength[:, 0] * claims.severity_weights()
    is_verified = np.array([row.is_verified for row in claims.rows], dtype=bool)
    matter = claims.matter_of_row()
    unverified = masses.unverified[:, 0]
    kept = CLAIM_CAP / np.maximum(unverified, CLAIM_CAP)
    verified_mass = masses.verified_by_matter[:, 0]
    unverified_mass = masses.unverified_by_matter[:, 0] * kept[claims.area_of_matter()]
    counted = np.zeros(len(claims.rows))
    for rows, mass in ((is_verified, verified_mass), (~is_verified, unverified_mass)):
        whole = np.bincount(matter[rows], strength[rows], minlength=len(mass))
        share = np.divide(mass, whole, out=np.zeros(len(mass)), where=whole > 0)
        counted[rows] = strength[rows] * share[matter[rows]]
    return counted


def _contributions(
    pieces: Sequence[Evidence],
    counted: Floats,
    rows: range,
    *,
    index: IndexPart,
    total: int,
    at: datetime,
) -> tuple[Contribution, ...]:
    """Return the parts of one place's total: the index, and its rows of the evidence."""
    mass = counted[rows.start : rows.stop]
    whole = float(mass.sum())
    evidence_points = (100.0 - index.points) * (1.0 - 2.0 ** (-whole / HALVING_MASS))
    points = {
        row: part * evidence_points / (whole or 1.0)
        for row, part in zip(rows, mass.tolist(), strict=True)
    }
    heaviest = sorted(rows, key=lambda row: (-points[row], pieces[row].reference))
    tenths = shared_out(total, [index.points, *(points[row] for row in heaviest)])
    parts = [Contribution(ContributionKind.INDEX, "", tenths[0])]
    for row, share in zip(heaviest, tenths[1:], strict=True):
        if share:
            piece = pieces[row]
            is_settled = piece.settled_at is not None and piece.settled_at <= at
            parts.append(
                Contribution(
                    ContributionKind.EVIDENCE, piece.reference, share, piece.is_verified, is_settled
                )
            )
    return tuple(sorted(parts, key=lambda part: (-part.tenths, part.reference)))
