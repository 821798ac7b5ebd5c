"""The plotting list of a kecamatan's polling stations, in Indonesian, and as a table."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext, override

from sejuk.foundation.places import queries as places
from sejuk.kit.exports import INVENTED, Table
from sejuk.kit.official import official_date
from sejuk.kit.papers import Column, Paper, PaperTable, Section, Signature
from sejuk.plan.deployment.models import StationPlan
from sejuk.plan.deployment.queries.station_plans import ShownForce, ShownGroup

CAPTION = "Kelompok TPS; menit: jarak terjauh antara dua TPS dalam satu kelompok"
COLUMNS = (
    Column("Kel.", is_number=True),
    Column("TPS"),
    Column("Klasifikasi", is_narrow=True),
    Column("Personel Polri"),
    Column("Linmas", is_number=True),
    Column("Menit", is_number=True),
)
_NUMBERED = re.compile(r"TPS (?P<number>\d+) (?P<village>.+)")
CONDUCT = (
    "Kenali KPPS, PPS, dan pengawas TPS; berada di luar TPS kecuali diminta KPPS.",
    "Tidak mencatat hasil penghitungan suara.",
    "Tidak meninggalkan TPS sebelum seluruh tahapan selesai dan kotak suara dikawal ke PPK.",
)


def plotting_paper(
    plan: StationPlan, force: ShownForce | None, code: str, groups: Sequence[ShownGroup]
) -> Paper:
    """Return who stands at which polling stations of a kecamatan."""
    with override("id"):
        letterhead, name = places.letterhead(plan.operation.area_id)
        where = force.name if force else code
        return Paper(
            letterhead=letterhead,
            title="DAFTAR PLOTTING PERSONEL PENGAMANAN TPS",
            number=f"Kecamatan {where}",
            subtitle=f"{plan.name}, {official_date(plan.day)}",
            sections=(
                Section("", terms=tuple(_terms(force, groups))),
                Section("", tables=(PaperTable(CAPTION, COLUMNS, _rows(groups)),)),
                Section("Ketentuan", points=CONDUCT),
            ),
            author=letterhead[-1],
            signature=Signature(
                place_and_day=f"{places.bare_name(name)}, ........................",
                position="Perwira pengendali (Padal)",
                name=force.padal if force and force.padal else "(nama)",
                rank="",
            ),
            watermark=_watermark(plan),
            foot=("RAHASIA: bukan untuk umum.",),
            keywords=("plotting TPS", code),
        )


def _terms(
    force: ShownForce | None, groups: Sequence[ShownGroup]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Jumlah TPS", (str(sum(len(group.stations) for group in groups)),)
    sent = sum(len(group.people) for group in groups)
    needed = sum(group.officers for group in groups)
    yield "Personel Polri", (f"{sent} dari {needed} yang dibutuhkan",)
    yield "Linmas", (str(sum(group.linmas for group in groups)),)
    if force and force.padal:
        yield "Padal", (force.padal,)


def _rows(groups: Sequence[ShownGroup]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(group.number),
            "; ".join(numbered(group.stations)),
            group.grade_words,
            "; ".join(group.people) or "(belum ada)",
            str(group.linmas),
            f"{group.longest_minutes:.0f}",
        )
        for group in groups
    )


def numbered(names: Iterable[str]) -> list[str]:
    """
    Return stations of one village as one: a list of many is read by village.

    >>> numbered(["TPS 001 Umpam", "TPS 003 Umpam", "TPS Lapas"])
    ['TPS 001, 003 Umpam', 'TPS Lapas']
    """
    villages: dict[tuple[str, str], list[str]] = {}
    for name in names:
        found = _NUMBERED.fullmatch(name)
        key = ("TPS", found["village"]) if found else ("", name)
        villages.setdefault(key, []).append(found["number"] if found else "")
    return [
        f"TPS {', '.join(numbers)} {name}" if tps else name
        for (tps, name), numbers in villages.items()
    ]


def _watermark(plan: StationPlan) -> str:
    if plan.operation.is_demonstration:
        return INVENTED
    return "" if plan.published_at else "RANCANGAN"


def plotting_table(groups: Sequence[ShownGroup], code: str) -> Table:
    """Return the list as a table with a row for each polling station."""
    columns = (
        gettext("Group"),
        gettext("Village"),
        gettext("Polling station"),
        gettext("Class"),
        gettext("Officers"),
        gettext("Linmas in the group"),
    )
    rows = (
        (
            group.number,
            group.village,
            station,
            group.grade_words,
            "; ".join(group.people),
            group.linmas,
        )
        for group in groups
        for station in group.stations
    )
    return Table(f"plotting-tps-{code}", gettext("Polling stations"), columns, rows)
