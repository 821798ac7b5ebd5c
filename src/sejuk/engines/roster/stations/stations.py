"""Polling stations to be guarded: what is asked for, and what is wrong with the question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite

from sejuk.engines.roster.asked.sentences import N_, Sentence

LINMAS_AT_A_STATION = 2  # Kulon Progo, Tarakan and Pagar Alam print two at each station
PARTS_OF_A_PATTERN = 3
POLE, DATE_LINE = 90.0, 180.0


class StationClass(StrEnum):
    """The four classes of Polda Lampung 2024, the gravest first."""

    VERY_VULNERABLE = "sangat_rawan"
    SPECIAL = "khusus"  # prisons, care homes, relocated voters (PKPU 7/2022)
    VULNERABLE = "rawan"
    LESS_VULNERABLE = "kurang_rawan"


class Border(StrEnum):
    """What a group of stations may not cross."""

    VILLAGE = "village"
    KECAMATAN = "kecamatan"


class DeploymentRefused(ValueError):
    """A question that cannot be meant."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Pattern:
    """
    So many police for at most so many stations with so many linmas.

    >>> str(Pattern(2, 8, 16))
    '2:8:16'
    >>> Pattern(2, 2, 8)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    DeploymentRefused: 2:2:8 is not a pattern: 2 stations have 4 linmas.

    :raises DeploymentRefused: when it cannot be meant
    """

    police: int
    stations: int
    linmas: int

    def __post_init__(self) -> None:
        blanks: dict[str, object] = {
            "pattern": f"{self.police}:{self.stations}:{self.linmas}",
            "stations": self.stations,
            "linmas": LINMAS_AT_A_STATION * self.stations,
        }
        if min(self.police, self.stations) < 1:
            text = N_("%(pattern)s is not a pattern: police and stations are at least one.")
            raise DeploymentRefused(Sentence(text, blanks))
        if self.police % 2:
            text = N_("%(pattern)s is not a pattern: police stand in pairs.")
            raise DeploymentRefused(Sentence(text, blanks))
        if self.linmas != LINMAS_AT_A_STATION * self.stations:
            text = N_("%(pattern)s is not a pattern: %(stations)s stations have %(linmas)s linmas.")
            raise DeploymentRefused(Sentence(text, blanks))

    def __str__(self) -> str:
        return f"{self.police}:{self.stations}:{self.linmas}"


def pattern_of(text: str) -> Pattern:
    """
    Return the pattern that is written `police:stations:linmas`.

    >>> pattern_of("2 : 10 : 20")
    Pattern(police=2, stations=10, linmas=20)
    >>> pattern_of("2-2-4 = 4 TPS")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    DeploymentRefused: "2-2-4 = 4 TPS" is not a pattern: write police, stations and linmas ...

    :raises DeploymentRefused: when it is written otherwise or cannot be meant
    """
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != PARTS_OF_A_PATTERN or not all(part.isdecimal() for part in parts):
        said = N_(
            '"%(text)s" is not a pattern: write police, stations and linmas as in 2:8:16.',
        )
        raise DeploymentRefused(Sentence(said, {"text": text}))
    police, stations, linmas = map(int, parts)
    return Pattern(police, stations, linmas)


CALM_PATTERNS = tuple(Pattern(2, most, 2 * most) for most in (4, 5, 6, 7, 8, 10))
"""What was published for the calm class, up to the stretched 2:10:20 (Sleman; national 2020)."""

PATTERNS: Mapping[str, Pattern] = {
    StationClass.VERY_VULNERABLE: Pattern(2, 1, 2),  # Tarakan, Pagar Alam; OKU 2024: 2 a station
    StationClass.SPECIAL: Pattern(2, 1, 2),  # Tarakan, Sleman
    StationClass.VULNERABLE: Pattern(2, 2, 4),  # Kulon Progo, Tarakan, Sleman
    StationClass.LESS_VULNERABLE: Pattern(2, 8, 16),  # Kulon Progo, Tarakan, Pagar Alam
}


@dataclass(frozen=True, slots=True)
class Station:
    """
    A polling station. `station_class` is one of StationClass; village and kecamatan are codes.

    `extra_minutes` are added to each way to it or from it: a river, a path on foot.
    """

    id: str
    station_class: str
    village: str
    kecamatan: str
    latitude: float | None = None
    longitude: float | None = None
    extra_minutes: int = 0


@dataclass(frozen=True, slots=True)
class PadalCandidate:
    """An officer who can be in control of one of the kecamatan; of any when none is named."""

    id: str
    rank: int = 0
    kecamatan: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Platoon:
    """A part of the reserve that waits in one place."""

    id: str
    size: int


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    """Where one platoon may wait."""

    id: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class DeploymentProblem:
    """
    Everything a deployment to polling stations is made from.

    `officers` are those of each kecamatan's own Polsek, `pool` those of the district that may go
    anywhere. Ways are straight lines times `way_factor` at `km_per_hour`. Chosen: 30 km/h and 1.4,
    a motorcycle on village roads that wind; 30 minutes between any two stations of a group, so
    that a pair sees each within the hour; 30 minutes for the reserve to be there.

    :raises DeploymentRefused: when no way can be computed
    """

    stations: tuple[Station, ...]
    patterns: Mapping[str, Pattern] = field(default_factory=lambda: dict(PATTERNS))
    within: Border = Border.KECAMATAN
    most_minutes: int = 30
    km_per_hour: float = 30.0
    way_factor: float = 1.4
    officers: Mapping[str, int] = field(default_factory=dict)
    pool: int = 0
    padal: tuple[PadalCandidate, ...] = ()
    platoons: tuple[Platoon, ...] = ()
    waiting_places: tuple[WaitingPlace, ...] = ()
    goal_minutes: int = 30

    def __post_init__(self) -> None:
        if not (isfinite(self.km_per_hour) and self.km_per_hour > 0 and self.way_factor >= 1):
            text = N_("Ways need a speed above 0 km/h and a factor of at least 1.")
            raise DeploymentRefused(Sentence(text))
        if self.most_minutes < 0 or any(one.extra_minutes < 0 for one in self.stations):
            raise DeploymentRefused(Sentence(N_("Minutes of ways are never below 0.")))


def sound_stations(problem: DeploymentProblem) -> tuple[Station, ...]:
    """Return the stations that can be deployed to, in the order of their ids."""
    first: dict[str, Station] = {}
    for station in problem.stations:
        if station.station_class in PATTERNS and _is_placed(station):
            first.setdefault(station.id, station)
    return tuple(first[name] for name in sorted(first))


def _is_placed(station: Station) -> bool:
    """Without a point is well, a point off the earth or without a kecamatan is not."""
    if not (station.kecamatan and station.village):
        return False
    if station.latitude is None or station.longitude is None:
        return True
    at = (station.latitude, station.longitude)
    return all(map(isfinite, at)) and abs(at[0]) <= POLE and abs(at[1]) <= DATE_LINE


def complaints_of_stations(problem: DeploymentProblem) -> tuple[Sentence, ...]:
    """Say what is wrong with the question, and what was done about it."""
    return (*_wrong_stations(problem), *_wrong_force(problem))


def _wrong_stations(problem: DeploymentProblem) -> Iterator[Sentence]:
    seen: set[str] = set()
    without_point: dict[str, int] = {}
    for station in problem.stations:
        blanks: dict[str, object] = {"station": station.id, "class": station.station_class}
        if station.id in seen:
            yield Sentence(
                N_("Polling station %(station)s is there twice; the first one counts."), blanks
            )
        elif station.station_class not in PATTERNS:
            text = N_(
                'Polling station %(station)s is left out: "%(class)s" is not one of the '
                "classes sangat_rawan, khusus, rawan, kurang_rawan."
            )
            yield Sentence(text, blanks)
        elif not _is_placed(station):
            text = N_(
                "Polling station %(station)s is left out: it lacks its village or kecamatan, "
                "or its point is not on the earth."
            )
            yield Sentence(text, blanks)
        elif station.latitude is None or station.longitude is None:
            without_point[station.village] = without_point.get(station.village, 0) + 1
        seen.add(station.id)
    for village, count in sorted(without_point.items()):
        text = N_(
            "%(count)s polling stations of village %(village)s have no coordinates; they are "
            "taken to lie in the middle of its others, or else of its kecamatan."
        )
        yield Sentence(text, {"count": count, "village": village})
    if not problem.stations:
        yield Sentence(N_("There are no polling stations to deploy to."))


def _wrong_force(problem: DeploymentProblem) -> Iterator[Sentence]:
    for kecamatan, officers in sorted(problem.officers.items()):
        if officers < 0:
            text = N_("Kecamatan %(kecamatan)s has %(officers)s officers; it is taken as none.")
            yield Sentence(text, {"kecamatan": kecamatan, "officers": officers})
    if problem.pool <= 0 and all(officers <= 0 for officers in problem.officers.values()):
        yield Sentence(
            N_("No officers are given, neither of a Polsek nor of the pool: all groups lack them.")
        )
    if len(problem.platoons) > len(problem.waiting_places):
        text = N_(
            "%(platoons)s platoons have %(places)s places to wait in: the smallest are not placed."
        )
        blanks = {"platoons": len(problem.platoons), "places": len(problem.waiting_places)}
        yield Sentence(text, blanks)
    for station_class in StationClass:
        is_missing = station_class not in problem.patterns
        if is_missing and any(s.station_class == station_class for s in problem.stations):
            text = N_("No pattern is given for class %(class)s; it is taken as %(pattern)s.")
            pattern = str(PATTERNS[station_class])
            yield Sentence(text, {"class": station_class.value, "pattern": pattern})
