"""The calendar of the 2024 election of regional heads (PKPU 2/2024), with the dates that moved."""

from dataclasses import dataclass
from datetime import date

from sejuk.foundation.operations.rules import Phase

PKPU = "PKPU 2/2024"
OPERATION_STARTS = date(2024, 8, 24)
OPERATION_ENDS = date(2024, 12, 31)
STATED_STRENGTH = 425


@dataclass(frozen=True, slots=True)
class Dates:
    starts_on: date
    ends_on: date
    source: str


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage with its dates as they were set one after the other; the last hold."""

    code: str
    name: str
    phase: Phase
    versions: tuple[Dates, ...]


def _once(code: str, name: str, starts_on: date, ends_on: date, phase: Phase) -> PlannedStage:
    return PlannedStage(code, name, phase, (Dates(starts_on, ends_on, PKPU),))


STAGES = (
    _once("dp4", "Penyerahan DP4", date(2024, 4, 24), date(2024, 5, 31), Phase.BEFORE),
    _once("pemilih", "Pemutakhiran daftar pemilih", date(2024, 5, 31), date(2024, 9, 23), Phase.BEFORE),
    _once("pengumuman", "Pengumuman pendaftaran paslon", date(2024, 8, 24), date(2024, 8, 26), Phase.DURING),
    _once("pendaftaran", "Pendaftaran paslon", date(2024, 8, 27), date(2024, 8, 29), Phase.DURING),
    _once("penelitian", "Penelitian persyaratan", date(2024, 8, 27), date(2024, 9, 21), Phase.DURING),
    _once("penetapan", "Penetapan paslon dan undian nomor urut", date(2024, 9, 22), date(2024, 9, 23), Phase.DURING),
    _once("kampanye", "Kampanye", date(2024, 9, 25), date(2024, 11, 23), Phase.DURING),
    _once("tenang", "Masa tenang", date(2024, 11, 24), date(2024, 11, 26), Phase.DURING),
    _once("pungut", "Pemungutan suara", date(2024, 11, 27), date(2024, 11, 27), Phase.DURING),
    _once("rekap", "Penghitungan dan rekapitulasi", date(2024, 11, 27), date(2024, 12, 16), Phase.DURING),
    PlannedStage(
        "pelantikan",
        "Pelantikan",
        Phase.AFTER,
        (
            Dates(date(2025, 2, 10), date(2025, 2, 10), "Perpres 80/2024"),
            Dates(date(2025, 2, 18), date(2025, 2, 20), "Pilihan tanggal dari Mendagri"),
            Dates(date(2025, 2, 20), date(2025, 2, 20), "Jadwal pelantikan serentak"),
        ),
    ),
)  # fmt: skip
