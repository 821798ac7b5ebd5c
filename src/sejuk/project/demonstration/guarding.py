"""The posts of the demonstration, what they need, and the classes of its polling stations."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sejuk.foundation.forces.rules import Qualification
from sejuk.kit.apportionment import apportioned
from sejuk.plan.deployment.rules import Posture, SeatRole, StationClass

DISTRICT = "16.01"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class PlannedBand:
    code: str
    name: str
    starts: str
    minutes: int
    counted_minutes: int | None = None
    rest_after_minutes: int = 0


@dataclass(frozen=True, slots=True)
class PlannedPattern:
    code: str
    name: str
    bands: tuple[PlannedBand, ...]


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """So many seats of a kind of post; of one stage where it is named."""

    kind: str
    role: SeatRole
    count: int
    posture: Posture = Posture.OVERT
    qualification: str = ""
    organisation: str = ""
    is_woman: bool = False
    stage: str = ""
    priority: int = 1000


EIGHT_HOURS = 480
PATTERNS = (
    PlannedPattern(
        "3x8",
        "3 × 8 jam",
        (
            PlannedBand("pagi", "Pagi", "06:00", EIGHT_HOURS),
            PlannedBand("siang", "Siang", "14:00", EIGHT_HOURS),
            PlannedBand("malam", "Malam", "22:00", EIGHT_HOURS),
        ),
    ),
    PlannedPattern(
        "2x8",
        "2 × 8 jam, sore dan malam",
        (
            PlannedBand("sore", "Sore", "15:00", EIGHT_HOURS),
            PlannedBand("larut", "Larut malam", "23:00", EIGHT_HOURS),
        ),
    ),
    # Standby in the barracks counts a third (chosen), and the day after is free.
    PlannedPattern(
        "24",
        "Siaga 24 jam",
        (PlannedBand("siaga", "Siaga", "07:00", 1440, EIGHT_HOURS, 1440),),
    ),
)
# code, name, pattern
KINDS = (
    ("kantor", "Kantor penyelenggara", "3x8"),
    ("gudang", "Gudang logistik", "3x8"),
    ("patroli", "Sektor patroli", "2x8"),
    ("cadangan", "Cadangan", "24"),
)
# Ten at each office of KPU and Bawaslu around the clock, overtly and covertly, as published of OKU;
# how the ten are made up, the store, the patrols and the reserve are chosen.
SEATS = (
    PlannedSeat("kantor", SeatRole.LEADER, 1, organisation="polres", priority=3000),
    PlannedSeat("kantor", SeatRole.DEPUTY, 1, organisation="polres", priority=2000),
    PlannedSeat("kantor", SeatRole.DRIVER, 1, qualification=Qualification.DRIVER.value),
    PlannedSeat("kantor", SeatRole.NEGOTIATOR, 1, qualification=Qualification.NEGOTIATOR.value),
    PlannedSeat(
        "kantor",
        SeatRole.MEMBER,
        1,
        qualification=Qualification.WOMENS_SEARCH.value,
        is_woman=True,
        organisation="polres",
    ),
    PlannedSeat("kantor", SeatRole.MEMBER, 2, Posture.COVERT, organisation="polres"),
    PlannedSeat("kantor", SeatRole.MEMBER, 1, organisation="kodim"),
    PlannedSeat("kantor", SeatRole.MEMBER, 2),
    PlannedSeat("gudang", SeatRole.LEADER, 1, organisation="polres", priority=3000),
    PlannedSeat("gudang", SeatRole.MEMBER, 3),
    PlannedSeat("patroli", SeatRole.LEADER, 1, organisation="polres"),
    PlannedSeat("patroli", SeatRole.DRIVER, 1, qualification=Qualification.DRIVER.value),
    PlannedSeat("patroli", SeatRole.MEMBER, 1),
    PlannedSeat("cadangan", SeatRole.LEADER, 1, organisation="polres"),
    PlannedSeat("cadangan", SeatRole.MEDIC, 2, qualification=Qualification.MEDIC.value),
    PlannedSeat("cadangan", SeatRole.MEMBER, 7, organisation="polres"),
    PlannedSeat("cadangan", SeatRole.MEMBER, 10, organisation="kodim"),
    # On polling day most stand at polling stations: patrols ride with two.
    PlannedSeat("patroli", SeatRole.MEMBER, 0, stage="pungut"),
)


def pattern_rows() -> list[Row]:
    return [
        {
            "pattern": pattern.code,
            "pattern_name": pattern.name,
            "code": band.code,
            "name": band.name,
            "starts": band.starts,
            "minutes": str(band.minutes),
            "counted_minutes": str(band.counted_minutes or ""),
            "rest_after_minutes": str(band.rest_after_minutes),
        }
        for pattern in PATTERNS
        for band in pattern.bands
    ]


def kind_rows() -> list[Row]:
    return [{"code": code, "name": name, "pattern": pattern} for code, name, pattern in KINDS]


def post_rows(subdistricts: Mapping[str, str]) -> list[Row]:
    """Return the posts: offices, store, a patrol sector for each kecamatan, the reserve."""
    town = "16.01.14.1005"
    sectors = [
        (f"P{code[-2:]}", f"Patroli {name}", "patroli", code, f"POLSEK-{code}")
        for code, name in subdistricts.items()
    ]
    planned = (
        ("KPU", "Kantor KPU", "kantor", town, "KPU-OKU"),
        ("BWS", "Kantor Bawaslu", "kantor", town, "BAWASLU-OKU"),
        ("GDG", "Gudang logistik KPU", "gudang", town, "GUDANG-OKU"),
        *sectors,
        ("CAD", "Cadangan Mapolres", "cadangan", town, "POLRES-OKU"),
    )
    columns = ("code", "name", "kind", "area_code", "site")
    return [dict(zip(columns, post, strict=True)) for post in planned]


def need_rows() -> list[Row]:
    return [
        {
            "kind": seat.kind,
            "stage_code": seat.stage,
            "posture": seat.posture.value,
            "role": seat.role.value,
            "qualification": seat.qualification,
            "organisation": seat.organisation,
            "is_woman": "ya" if seat.is_woman else "tidak",
            "count": str(seat.count),
            "priority": str(seat.priority),
        }
        for seat in SEATS
    ]


# Of 1,225 polling stations of February 2024 the police of OKU named 26 rawan and 16 sangat rawan,
# in these kecamatan; the 565 of November are classed in the same shares.
SHARE_VULNERABLE, SHARE_VERY_VULNERABLE = 26 / 1225, 16 / 1225
VULNERABLE_IN = ("16.01.14", "16.01.22", "16.01.21", "16.01.08", "16.01.09", "16.01.32")
VERY_VULNERABLE_IN = ("16.01.28", "16.01.20", "16.01.07", "16.01.09")
GRADED_ON = date(2024, 11, 12)


def station_grades(rng: random.Random, stations: Mapping[str, str]) -> list[Row]:
    """Class the polling stations; `stations` maps their codes to those of their kecamatan."""
    grades = dict.fromkeys(stations, StationClass.CALM)
    for grade, share, where in (
        (StationClass.VULNERABLE, SHARE_VULNERABLE, VULNERABLE_IN),
        (StationClass.VERY_VULNERABLE, SHARE_VERY_VULNERABLE, VERY_VULNERABLE_IN),
    ):
        wanted = apportioned(round(share * len(stations)), dict.fromkeys(where, 1.0), least=1)
        for kecamatan, count in wanted.items():
            calm = [
                code
                for code, inside in stations.items()
                if inside == kecamatan and grades[code] is StationClass.CALM
            ]
            for code in rng.sample(calm, min(count, len(calm))):
                grades[code] = grade
    # The prison of the town votes too; where it stands among the stations is invented.
    prison = next(code for code, inside in stations.items() if inside == "16.01.14")
    grades[prison] = StationClass.SPECIAL
    return [
        {
            "site": code,
            "grade": grade.value,
            "source": "Pemetaan Polres OKU (contoh)",
            "graded_on": GRADED_ON.isoformat(),
        }
        for code, grade in grades.items()
    ]
