"""The ground of the demonstration: real areas; invented residents, offices and polling stations."""

import csv
import random
from collections.abc import Iterator, Mapping
from math import hypot
from pathlib import Path
from statistics import fmean

from sejuk.foundation.places.rules import SiteKind
from sejuk.kit.apportionment import apportioned

AREAS_FILE = Path(__file__).with_name("areas_oku.csv")
DISTRICT = "16.01"
# Kelurahan Sukaraya, where the offices of the demonstration stand.
TOWN_CENTRE = "16.01.14.1005"
# Kepmendagri 300.2.2-2138/2025; how they spread over the villages is invented.
RESIDENTS = 390_048
# KPU plenary of 19 September 2024.
POLLING_STATIONS = 565

Row = dict[str, str]


def areas() -> list[Row]:
    """Return the areas as an import takes them, from above."""
    with AREAS_FILE.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: (row["code"].count("."), row["code"]))


def is_village(row: Mapping[str, str]) -> bool:
    return row["level"] in ("desa", "kelurahan")


def residents(rng: random.Random, villages: list[Row]) -> dict[str, int]:
    """Spread the residents: towns are larger, villages differ by a factor of ten."""
    sizes = {
        row["code"]: rng.lognormvariate(0, 0.5) * (3.5 if row["level"] == "kelurahan" else 1.0)
        for row in villages
    }
    return apportioned(RESIDENTS, sizes, least=250)


def sites(rng: random.Random, villages: list[Row], people: Mapping[str, int]) -> Iterator[Row]:
    """Yield the offices, and 565 polling stations spread by residents, at least one a village."""
    centre = next(row for row in villages if row["code"] == TOWN_CENTRE)
    for code, kind, name in (
        ("KPU-OKU", SiteKind.KPU_OFFICE, "Kantor KPU Kabupaten OKU"),
        ("BAWASLU-OKU", SiteKind.BAWASLU_OFFICE, "Kantor Bawaslu Kabupaten OKU"),
        ("GUDANG-OKU", SiteKind.STORE, "Gudang logistik KPU"),
        ("POLRES-OKU", SiteKind.POLICE_OFFICE, "Mapolres Ogan Komering Ulu"),
    ):
        yield _site(rng, code, kind, name, centre)
    yield from _sector_offices(rng, villages)
    stations = apportioned(POLLING_STATIONS, people, least=1)
    for row in villages:
        for number in range(1, stations[row["code"]] + 1):
            code = f"TPS-{row['code']}-{number:03}"
            yield _site(rng, code, SiteKind.POLLING_STATION, f"TPS {number:03} {row['name']}", row)


def _sector_offices(rng: random.Random, villages: list[Row]) -> Iterator[Row]:
    """Yield a Polsek for each kecamatan, in its most central village; where it stands is chosen."""
    names = {row["code"]: row["name"] for row in areas()}
    for subdistrict in sorted({row["parent"] for row in villages}):
        inside = [row for row in villages if row["parent"] == subdistrict]
        latitude = fmean(float(row["latitude"]) for row in inside)
        longitude = fmean(float(row["longitude"]) for row in inside)
        seat = min(
            inside,
            key=lambda row: hypot(
                float(row["latitude"]) - latitude, float(row["longitude"]) - longitude
            ),
        )
        name = f"Polsek {names[subdistrict]}"
        yield _site(rng, f"POLSEK-{subdistrict}", SiteKind.POLICE_OFFICE, name, seat)


def _site(rng: random.Random, code: str, kind: SiteKind, name: str, village: Row) -> Row:
    # Within some 700 m of the village's point.
    return {
        "code": code,
        "kind": kind.value,
        "name": name,
        "area_code": village["code"],
        "latitude": f"{float(village['latitude']) + rng.uniform(-0.006, 0.006):.5f}",
        "longitude": f"{float(village['longitude']) + rng.uniform(-0.006, 0.006):.5f}",
    }
