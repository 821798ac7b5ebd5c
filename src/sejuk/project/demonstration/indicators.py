"""Indicators of the demonstration in Bawaslu's four dimensions; every value is invented."""

import random
from collections.abc import Iterator
from datetime import date

from sejuk.assess.risk.rules import Dimension, Direction

SOURCE = "Data contoh"
# Code, name, dimension, direction, unit, typical and spread of an invented value.
INDICATORS: tuple[tuple[str, str, Dimension, Direction, str, float, float], ...] = (
    ("riwayat_gangguan", "Riwayat gangguan pada pemilihan sebelumnya", Dimension.SOCIAL_POLITICAL, Direction.RAISES, "kejadian", 0.8, 1.1),
    ("sengketa_lahan", "Sengketa lahan atau batas yang belum selesai", Dimension.SOCIAL_POLITICAL, Direction.RAISES, "perkara", 0.5, 0.8),
    ("forum_damai", "Forum damai desa yang aktif (FKPM, tiga pilar)", Dimension.SOCIAL_POLITICAL, Direction.LOWERS, "pertemuan per tahun", 5.0, 3.0),
    ("tps_sulit", "TPS yang sulit dijangkau", Dimension.ADMINISTRATION, Direction.RAISES, "TPS", 0.6, 0.9),
    ("tanpa_listrik", "TPS tanpa listrik atau jaringan", Dimension.ADMINISTRATION, Direction.RAISES, "TPS", 0.5, 0.8),
    ("pemilih_per_tps", "Pemilih per TPS", Dimension.ADMINISTRATION, Direction.RAISES, "pemilih", 470.0, 60.0),
    ("selisih_tipis", "Kedekatan hasil pada pemilihan lalu", Dimension.CONTESTATION, Direction.RAISES, "indeks 0–1", 0.4, 0.2),
    ("posko_berdekatan", "Posko peserta yang berdekatan", Dimension.CONTESTATION, Direction.RAISES, "posko", 0.7, 0.9),
    ("pemantau", "Pemantau terdaftar", Dimension.PARTICIPATION, Direction.LOWERS, "orang", 2.0, 1.5),
    ("partisipasi", "Partisipasi pada pemilihan lalu", Dimension.PARTICIPATION, Direction.LOWERS, "persen", 76.0, 7.0),
)  # fmt: skip
# Chosen: one value in twenty is missing, as in any collection by hand.
MISSING = 0.05


def rows(rng: random.Random, villages: list[str]) -> Iterator[tuple[str, str, float]]:
    """Yield indicator code, area code and value; places differ more than their indicators do."""
    for area_code in villages:
        nature = rng.gauss(0, 0.7)
        for code, _, _, direction, _, typical, spread in INDICATORS:
            if rng.random() < MISSING:
                continue
            towards = nature if direction is Direction.RAISES else -nature
            value = typical + spread * (0.7 * towards + rng.gauss(0, 0.7))
            yield code, area_code, round(max(0.0, value), 2)


def indicator_rows() -> list[dict[str, str]]:
    return [
        {
            "code": code,
            "name": name,
            "dimension": dimension.value,
            "direction": direction.value,
            "unit": unit,
            "source": SOURCE,
        }
        for code, name, dimension, direction, unit, _, _ in INDICATORS
    ]


def value_rows(rng: random.Random, villages: list[str], as_of: date) -> list[dict[str, str]]:
    return [
        {
            "indicator": code,
            "area_code": area_code,
            "value": str(value),
            "as_of": as_of.isoformat(),
            "source": SOURCE,
        }
        for code, area_code, value in rows(rng, villages)
    ]
