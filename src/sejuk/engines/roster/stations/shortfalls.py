"""A kecamatan that lacks officers for its polling stations: how many, and the ways out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.stations.station_groups import cells_of, officers_needed, pattern_for
from sejuk.engines.roster.stations.stations import (
    CALM_PATTERNS,
    Border,
    DeploymentProblem,
    Station,
    StationClass,
)

LONGER = 1.5  # chosen: half as long again is what a commander may still wave through
Points = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class StationsWayOut:
    """Something that can be done, and how many officers it brings or saves."""

    sentence: Sentence
    officers: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How many officers a kecamatan lacks after its own and the pool, and what can be done."""

    kecamatan: str
    officers: int
    sentence: Sentence
    ways_out: tuple[StationsWayOut, ...]


def shortfall_of(
    problem: DeploymentProblem,
    stations: Sequence[Station],
    points: Points,
    short: tuple[str, int, Mapping[str, int]],
) -> Shortfall:
    """Explain what a kecamatan lacks; `short` is its code, how many, and who has officers left."""
    kecamatan, officers, spare = short
    inside = [one for one in stations if one.kecamatan == kecamatan]
    needed = officers_needed(problem, cells_of(problem, inside), points)
    text = N_(
        "Kecamatan %(kecamatan)s needs %(needed)s officers for %(stations)s polling stations; its "
        "own %(own)s and those of the pool leave %(short)s missing."
    )
    blanks: dict[str, object] = {
        "kecamatan": kecamatan,
        "needed": needed,
        "stations": len(inside),
        "own": max(0, problem.officers.get(kecamatan, 0)),
        "short": officers,
    }
    ways_out = [
        *_by_stretching(problem, inside, points, needed, officers),
        *_by_other_borders(problem, inside, points, needed),
        *_by_lending(kecamatan, spare),
        _by_asking(kecamatan, officers),
    ]
    return Shortfall(kecamatan, officers, Sentence(text, blanks), tuple(ways_out))


def _by_stretching(
    problem: DeploymentProblem,
    inside: Sequence[Station],
    points: Points,
    needed: int,
    short: int,
) -> Iterator[StationsWayOut]:
    """Yield the longer patterns of the calm class that save officers, until one is enough."""
    calm = StationClass.LESS_VULNERABLE.value
    best = 0
    for pattern in CALM_PATTERNS:
        if pattern.stations <= pattern_for(problem, calm).stations or best >= short:
            continue
        stretched = replace(problem, patterns={**problem.patterns, calm: pattern})
        saved = needed - officers_needed(stretched, cells_of(stretched, inside), points)
        if saved > best:
            best = saved
            text = N_("Pattern %(pattern)s for its calm stations saves %(officers)s officers.")
            blanks = {"pattern": str(pattern), "officers": saved}
            yield StationsWayOut(Sentence(text, blanks), saved)


def _by_other_borders(
    problem: DeploymentProblem, inside: Sequence[Station], points: Points, needed: int
) -> Iterator[StationsWayOut]:
    longer = round(problem.most_minutes * LONGER)
    text = N_("Ways of up to %(minutes)s minutes inside a group save %(officers)s officers.")
    farther = replace(problem, most_minutes=longer)
    saved = needed - officers_needed(farther, cells_of(farther, inside), points)
    if saved > 0:
        blanks = {"minutes": longer, "officers": saved}
        yield StationsWayOut(Sentence(text, blanks), saved)
    if problem.within == Border.VILLAGE:
        wider = replace(problem, within=Border.KECAMATAN)
        saved = needed - officers_needed(wider, cells_of(wider, inside), points)
        if saved > 0:
            text = N_("Groups across the borders of its villages save %(officers)s officers.")
            yield StationsWayOut(Sentence(text, {"officers": saved}), saved)


def _by_lending(kecamatan: str, spare: Mapping[str, int]) -> Iterator[StationsWayOut]:
    for other, officers in sorted(spare.items(), key=lambda one: (-one[1], one[0])):
        if other != kecamatan:
            text = N_("The Polsek of %(kecamatan)s can lend %(officers)s officers.")
            blanks = {"kecamatan": other, "officers": officers}
            yield StationsWayOut(Sentence(text, blanks), officers)


def _by_asking(kecamatan: str, officers: int) -> StationsWayOut:
    text = N_("Ask for %(officers)s officers of other units (BKO) for %(kecamatan)s.")
    return StationsWayOut(Sentence(text, {"officers": officers, "kecamatan": kecamatan}), officers)
