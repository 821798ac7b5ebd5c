"""
Indicators of the demonstration in Bawaslu's eight variables, past incidents and capacity for peace;
every value is invented.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sejuk.assess.risk.rules import Direction, Variable

SOURCE = "Data contoh"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Invented:
    """An indicator, and how often it is found at a polling station (0 to 1) in an average village,
    or its usual value and spread in a village."""

    code: str
    name: str
    variable: Variable
    found: float = 0.0
    usual: float = 0.0
    spread: float = 0.0
    unit: str = ""
    direction: Direction = Direction.RAISES


BY_STATION = (
    Invented("dpt_tms", "Ada nama yang tidak memenuhi syarat di DPT", Variable.VOTER_ROLL, 0.35),
    Invented("dptb", "Ada DPTb atau potensi DPK", Variable.VOTER_ROLL, 0.22),
    Invented("petugas_luar", "Penyelenggara memilih di luar TPS tempat bertugas", Variable.VOTER_ROLL, 0.12),
    Invented("riwayat_psu", "Riwayat PSU atau PSSU", Variable.VOTER_ROLL, 0.04),
    Invented("riwayat_kekerasan", "Riwayat kekerasan di TPS", Variable.SECURITY, 0.05),
    Invented("riwayat_intimidasi", "Riwayat intimidasi kepada penyelenggara", Variable.SECURITY, 0.06),
    Invented("riwayat_uang", "Riwayat pemberian uang atau barang", Variable.VOTE_BUYING, 0.1),
    Invented("riwayat_sara", "Riwayat kejadian hasutan SARA di sekitar TPS", Variable.HATE_SPEECH, 0.05),
    Invented("penyelenggara_berpihak", "Riwayat KPPS berkampanye", Variable.NEUTRALITY, 0.05),
    Invented("aparat_berpihak", "Riwayat ASN atau perangkat desa berpihak", Variable.NEUTRALITY, 0.08),
    Invented("logistik_rusak", "Riwayat logistik rusak", Variable.LOGISTICS, 0.06),
    Invented("logistik_terlambat", "Riwayat logistik kurang atau terlambat", Variable.LOGISTICS, 0.08),
    Invented("tps_sulit", "TPS sulit dijangkau", Variable.STATION_LOCATION, 0.12),
    Invented("tps_bencana", "TPS di daerah rawan bencana", Variable.STATION_LOCATION, 0.1),
    Invented("tps_dekat_posko", "TPS dekat posko atau rumah peserta", Variable.STATION_LOCATION, 0.09),
    Invented("tanpa_listrik", "TPS dengan kendala listrik", Variable.POWER_AND_NETWORK, 0.08),
    Invented("tanpa_internet", "TPS dengan kendala internet", Variable.POWER_AND_NETWORK, 0.25),
)  # fmt: skip
INCIDENTS = Invented(
    "riwayat_gangguan",
    "Gangguan kamtibmas terverifikasi pada pemilihan lalu",
    Variable.PAST_INCIDENTS,
    unit="kejadian",
)
BY_VILLAGE = (
    Invented("forum_damai", "Forum damai desa yang aktif (FKPM, tiga pilar)", Variable.PEACE_CAPACITY, usual=5.0, spread=3.0, unit="pertemuan per tahun", direction=Direction.LOWERS),
    Invented("jejaring_terlatih", "Warga terlatih menyampaikan laporan", Variable.PEACE_CAPACITY, usual=4.0, spread=2.5, unit="orang", direction=Direction.LOWERS),
)  # fmt: skip
# Chosen: one value in twenty is missing, as in any collection by hand, and of a few villages nearly
# everything: nobody has been there yet.
MISSING = 0.05
NOBODY_THERE = 4
SHARE_THERE = 0.45


def indicator_rows() -> list[Row]:
    return [
        {
            "code": one.code,
            "name": one.name,
            "variable": one.variable.value,
            "direction": one.direction.value,
            "unit": one.unit,
            "source": SOURCE,
        }
        for one in (*BY_STATION, INCIDENTS, *BY_VILLAGE)
    ]


def natures(rng: random.Random, villages: list[str]) -> dict[str, float]:
    """Return how troubled each village is: places differ more than their indicators do."""
    return {area_code: rng.gauss(0, 1) for area_code in villages}


def station_rows(
    rng: random.Random,
    nature: Mapping[str, float],
    stations: Mapping[str, str],
    as_of: date,
) -> Iterator[Row]:
    """Yield what was found at each polling station; a village is looked at whole or not at all."""
    hardly_seen = set(rng.sample(sorted(nature), NOBODY_THERE))
    of_village: dict[str, list[str]] = {}
    for code, area_code in sorted(stations.items()):
        of_village.setdefault(area_code, []).append(code)
    voters = {code: str(rng.randint(180, 595)) for code in sorted(stations)}
    for area_code, codes in of_village.items():
        for one in BY_STATION:
            missing = 1 - SHARE_THERE if area_code in hardly_seen else MISSING
            if rng.random() < missing:
                continue
            chance = min(0.95, one.found * 2 ** (0.9 * nature[area_code] + rng.gauss(0, 0.6)))
            for code in codes:
                yield {
                    "indicator": one.code,
                    "site": code,
                    "value": "1" if rng.random() < chance else "0",
                    "voters": voters[code],
                    "as_of": as_of.isoformat(),
                    "source": SOURCE,
                }


def village_rows(rng: random.Random, nature: Mapping[str, float], as_of: date) -> Iterator[Row]:
    """Yield what is known by village: incidents with the days of looking, and peace."""
    for area_code, trouble in nature.items():
        shared = {"area_code": area_code, "as_of": as_of.isoformat(), "source": SOURCE}
        days = round(rng.lognormvariate(3.2, 0.7))
        count = round(rng.gammavariate(1.5, 0.025) * days * 2**trouble)
        yield {"indicator": INCIDENTS.code, "value": str(count), "effort": str(days), **shared}
        for one in BY_VILLAGE:
            if rng.random() < MISSING:
                continue
            value = one.usual - one.spread * (0.4 * trouble + rng.gauss(0, 0.8))
            yield {"indicator": one.code, "value": str(max(0, round(value))), **shared}


SEEN_AGAIN = {
    one.code
    for one in BY_STATION
    if one.variable in (Variable.LOGISTICS, Variable.STATION_LOCATION, Variable.POWER_AND_NETWORK)
}


def later_rows(rng: random.Random, rows: list[Row], as_of: date) -> Iterator[Row]:
    """Yield what a second look at stores, ways and wires finds: one value in twenty is another."""
    other = {"0": "1", "1": "0"}
    for row in rows:
        if row["indicator"] in SEEN_AGAIN:
            value = other[row["value"]] if rng.random() < MISSING else row["value"]
            yield {**row, "value": value, "as_of": as_of.isoformat()}
