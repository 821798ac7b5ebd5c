"""Figures of an invented day, for papers that need no records; and a forger's tool."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from sejuk.kit.maps import PolygonGeometry, Shape, draw_map
from sejuk.review.sitreps.rules.figures import (
    AlarmDay,
    Cause,
    Change,
    Concern,
    Count,
    CoverageRow,
    Figures,
    Strength,
    StrengthPart,
    Village,
)

CORNER = PolygonGeometry(type="Polygon", coordinates=[[[104, -4], [104.1, -4], [104.1, -4.1]]])
MAP = draw_map([Shape("16.01.08.2018", CORNER, "hangat", "Ujan Mas: 39,6")], title="Peta suhu")

FIGURES = Figures(
    operation="Operasi Mantap Praja Musi 2024",
    is_demonstration=True,
    operation_day=50,
    stage="Kampanye",
    stage_day=18,
    area_name="Ogan Komering Ulu",
    letterhead=(
        "Kepolisian Negara Republik Indonesia",
        "Daerah Sumatera Selatan",
        "Resor Ogan Komering Ulu",
    ),
    place="Ogan Komering Ulu",
    strength=Strength(
        (StrengthPart("Polres OKU", 300, 4), StrengthPart("=Kodim 0403/OKU", 85, 0)), stated=425
    ),
    villages=157,
    bands=(Count("sejuk", 120, 123), Count("hangat", 30, 28), Count("panas", 7, 6),
           Count("kritis", 0, 0)),
    warmest=(Village("16.01.08.2018", "Ujan Mas", "Pengandonan", 396),),
    changes=(
        Change("16.01.08.2018", "Ujan Mas", "Pengandonan", 396, 123,
               (Cause("heard", 140, "signals.signal:41", 1), Cause("faded", -17, "", 5))),
        Change("16.01.11.2003", "Gunung Tiga", "Ulu Ogan", 211, -80,
               (Cause("settled", -80, "signals.signal:7", 1),)),
    ),
    map_svg=str(MAP),
    boundaries="batas skematis",
    signals=(Count("rumor", 5, 3), Count("batas_wilayah", 1, 2), Count("sara", 1, 0)),
    states=(Count("new", 3), Count("taken", 2), Count("settled", 2)),
    visits=(Count("sambang", 7, 5), Count("dds", 2, 2)),
    villages_visited=8,
    coverage=(CoverageRow("Pengandonan", 2, 1, 1, 10, 1), CoverageRow("Ulu Ogan", 1, 0, 2, 4)),
    concerns=(Concern("41", "16.01.08.2018", "Ujan Mas", "Pengandonan", "rumor", 3, 4),),
    concerns_open=12,
    alarms=AlarmDay(raised=2, escalated=1, open=4),
)  # fmt: skip


@contextmanager
def guards_lifted() -> Iterator[None]:
    """Do what only the owner of the database can: change signed reports."""
    with connection.cursor() as cursor:
        # Checks that wait for the end of the transaction would hold the table fast.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sitreps_sitrep DISABLE TRIGGER USER")
        yield
        cursor.execute("ALTER TABLE sitreps_sitrep ENABLE TRIGGER USER")
