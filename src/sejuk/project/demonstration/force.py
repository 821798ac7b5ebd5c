"""The joint force of the demonstration: 425 invented people in a plausible mix."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sejuk.foundation.forces.rules import ForceKind, LeaveKind, Qualification
from sejuk.project.demonstration.names import invented_name

DISTRICT = "16.01"
# The police of a district lend most, as in published joint operations of South Sumatra; the
# split of the 425 itself is not published, so this one is chosen.
STRENGTH = {
    ForceKind.POLICE: 270,
    ForceKind.ARMY: 60,
    ForceKind.SATPOL_PP: 40,
    ForceKind.TRANSPORT: 20,
    ForceKind.LINMAS: 15,
    ForceKind.HEALTH: 10,
    ForceKind.FIRE: 10,
}
ORGANISATIONS = {
    ForceKind.POLICE: ("polres", "Polres Ogan Komering Ulu"),
    ForceKind.ARMY: ("kodim", "Kodim 0403/OKU"),
    ForceKind.SATPOL_PP: ("satpolpp", "Satpol PP Kabupaten OKU"),
    ForceKind.TRANSPORT: ("dishub", "Dinas Perhubungan Kabupaten OKU"),
    ForceKind.LINMAS: ("linmas", "Satuan Linmas Kabupaten OKU"),
    ForceKind.HEALTH: ("dinkes", "Dinas Kesehatan Kabupaten OKU"),
    ForceKind.FIRE: ("damkar", "Dinas Pemadam Kebakaran Kabupaten OKU"),
}
SECTIONS = (
    "Bagops",
    "Satsamapta",
    "Satbinmas",
    "Satintelkam",
    "Satlantas",
    "Satreskrim",
    "Sihumas",
)
# Villages for one village officer: the police name two to three, and count 38,477 for 83,381.
VILLAGES_PER_OFFICER = 2.5
RANKS = {
    ForceKind.POLICE: ("Bripda", "Briptu", "Brigpol", "Bripka", "Aipda", "Aiptu", "Ipda"),
    ForceKind.ARMY: ("Prada", "Pratu", "Kopda", "Sertu", "Serka", "Letda"),
}
CIVIL_RANKS = ("Pengatur Muda", "Pengatur", "Penata Muda", "Penata")
# Chosen: one in fourteen is away once, some of them over polling day. Village officers stay.
ONE_IS_AWAY_IN = 14
FIRST_LEAVE = date(2024, 9, 30)
# How often a qualification is found among those of any service; chosen.
SHARES = {
    Qualification.DRIVER: 0.30,
    Qualification.MEDIC: 0.12,
    Qualification.RADIO: 0.10,
    Qualification.CROWD_CONTROL: 0.25,
    Qualification.NEGOTIATOR: 0.06,
}


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    code: str
    name: str
    organisation: str
    parent: str
    area_code: str


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    service_number: str
    name: str
    rank: str
    position: str
    unit: str
    qualifications: tuple[Qualification, ...]
    is_woman: bool
    care: tuple[str, ...] = ()


def units(subdistricts: dict[str, str]) -> list[PlannedUnit]:
    """Plan the units: a root an organisation, the sections of the Polres, a Polsek a kecamatan."""
    planned = [PlannedUnit(code, name, code, "", DISTRICT) for code, name in ORGANISATIONS.values()]
    planned += [
        PlannedUnit(f"polres-{name.lower()}", f"{name} Polres OKU", "polres", "polres", DISTRICT)
        for name in SECTIONS
    ]
    planned += [
        PlannedUnit(polsek_of(code), f"Polsek {name}", "polres", "polres", code)
        for code, name in subdistricts.items()
    ]
    return planned


def polsek_of(subdistrict: str) -> str:
    return f"polsek-{subdistrict}"


def people(rng: random.Random, villages: dict[str, str]) -> list[PlannedPerson]:
    """Plan everybody; `villages` maps village codes to the code of their kecamatan."""
    caring = _village_officers(rng, villages)
    planned = list(caring)
    serial = len(planned)
    for kind, strength in STRENGTH.items():
        there = len(caring) if kind is ForceKind.POLICE else 0
        for _ in range(strength - there):
            serial += 1
            planned.append(_one(rng, kind, serial, sorted(set(villages.values()))))
    return planned


def _village_officers(rng: random.Random, villages: dict[str, str]) -> list[PlannedPerson]:
    planned: list[PlannedPerson] = []
    for subdistrict in sorted(set(villages.values())):
        codes = sorted(code for code, above in villages.items() if above == subdistrict)
        number = max(1, round(len(codes) / VILLAGES_PER_OFFICER))
        for turn in range(number):
            is_woman = rng.random() < 0.1
            planned.append(
                PlannedPerson(
                    service_number=f"C{len(planned) + 1:07}",
                    name=invented_name(rng, is_woman=is_woman),
                    rank=rng.choice(("Bripka", "Aipda", "Aiptu")),
                    position="Bhabinkamtibmas",
                    unit=polsek_of(subdistrict),
                    qualifications=(Qualification.COMMUNITY_POLICING,),
                    is_woman=is_woman,
                    care=tuple(codes[turn::number]),
                )
            )
    return planned


def _one(
    rng: random.Random, kind: ForceKind, serial: int, subdistricts: list[str]
) -> PlannedPerson:
    is_woman = rng.random() < 0.12
    skills = tuple(skill for skill, share in SHARES.items() if rng.random() < share)
    return PlannedPerson(
        service_number=f"C{serial:07}",
        name=invented_name(rng, is_woman=is_woman),
        rank=rng.choice(RANKS.get(kind, CIVIL_RANKS)),
        position="Anggota",
        unit=_unit_of(rng, kind, subdistricts),
        qualifications=(*skills, Qualification.WOMENS_SEARCH)
        if is_woman and kind is ForceKind.POLICE
        else skills,
        is_woman=is_woman,
    )


def _unit_of(rng: random.Random, kind: ForceKind, subdistricts: list[str]) -> str:
    if kind is not ForceKind.POLICE:
        return ORGANISATIONS[kind][0]
    if rng.random() < 0.45:
        return polsek_of(rng.choice(subdistricts))
    return f"polres-{rng.choice(SECTIONS).lower()}"


def organisation_rows() -> list[dict[str, str]]:
    return [
        {"code": code, "name": name, "kind": kind.value}
        for kind, (code, name) in ORGANISATIONS.items()
    ]


def unit_rows(subdistricts: dict[str, str]) -> list[dict[str, str]]:
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "organisation": unit.organisation,
            "parent": unit.parent,
            "area_code": unit.area_code,
            # Kep/613/III/2021 names Polsek Lubuk Raja among those that only prevent.
            "investigates": "tidak" if unit.code == polsek_of("16.01.30") else "ya",
        }
        for unit in units(subdistricts)
    ]


def person_row(person: PlannedPerson) -> dict[str, str]:
    return {
        "service_number": person.service_number,
        "name": person.name,
        "rank": person.rank,
        "position": person.position,
        "unit": person.unit,
        "qualifications": "; ".join(skill.value for skill in person.qualifications),
        "is_woman": "ya" if person.is_woman else "tidak",
        "is_active": "ya",
        "is_invented": "ya",
    }


def care_rows(person: PlannedPerson) -> list[dict[str, str]]:
    return [
        {"service_number": person.service_number, "area_code": code, "starts_on": "2024-01-01"}
        for code in person.care
    ]


def leave_rows(people: Sequence[PlannedPerson]) -> list[dict[str, str]]:
    """Spread absences of three to eleven days evenly over the operation."""
    kinds = list(LeaveKind)
    away = [person for person in people if not person.care][::ONE_IS_AWAY_IN]
    return [
        {
            "service_number": person.service_number,
            "kind": kinds[turn % len(kinds)].value,
            "starts_on": str(FIRST_LEAVE + timedelta(days=turn * 60 // len(away))),
            "ends_on": str(FIRST_LEAVE + timedelta(days=turn * 60 // len(away) + 2 + turn % 10)),
        }
        for turn, person in enumerate(away)
    ]
