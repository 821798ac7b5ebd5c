"""
The roster sheet for the wall (A3 or A4) and the duty card for the pocket (A6), in Indonesian.

As with every paper of the police their words stand here and not in the catalogue.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import segno
from django.utils import timezone
from django.utils.translation import override

from sejuk.foundation.places import queries as places
from sejuk.kit.exports import INVENTED
from sejuk.kit.official import DAYS, MONTHS, official_date
from sejuk.kit.papers import Column, Paper, PaperPicture, PaperTable, Section
from sejuk.kit.svg import Svg
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.sheets import Sheet, SheetDuty, SheetPerson

# How many days fit beside the names so that a hand's breadth away they can be read; tried on paper.
DAYS_ON = {"a3": 31, "a4": 15}
LEGEND = "Tiap kotak: kode pos dan singkatan waktu dinas; * tertutup. Waktu dinas: {bands}."
SIZES = tuple(DAYS_ON)


def sheet_paper(roster: Roster, sheet: Sheet, *, size: str) -> Paper:
    """Return the roster as a table of people and days, a part for each unit and span of days."""
    letterhead, _ = places.letterhead(roster.operation.area_id)
    with override("id"):
        return Paper(
            letterhead=letterhead,
            title="DAFTAR DINAS",
            number=roster.name + (f", versi {roster.version}" if roster.version else ""),
            subtitle=_span(roster.starts_on, roster.ends_on),
            sections=tuple(_unit_sections(sheet, size)) or (Section("Belum ada personel."),),
            author=letterhead[-1],
            watermark=_watermark(roster),
            foot=(_legend(sheet), "RAHASIA: bukan untuk umum."),
            keywords=("daftar dinas", roster.operation.code),
            size=size,
            is_landscape=True,
        )


def _legend(sheet: Sheet) -> str:
    bands = ", ".join(f"{letters} {name} ({hours})" for letters, name, hours in sheet.bands)
    return LEGEND.format(bands=bands or "-")


def _unit_sections(sheet: Sheet, size: str) -> Iterator[Section]:
    for unit, people in sheet.by_unit():
        wide = DAYS_ON[size]
        spans = [sheet.days[first : first + wide] for first in range(0, len(sheet.days), wide)]
        tables = tuple(_table(people, days) for days in spans)
        yield Section(unit, tables=tables)


def _table(people: Sequence[SheetPerson], days: Sequence[date]) -> PaperTable:
    columns = (
        Column("Nama", is_narrow=True),
        *(Column(f"{DAYS[day.weekday()][:3]} {day.day}") for day in days),
        Column("Jam hadir", is_number=True),
        Column("Jam dihitung", is_number=True),
    )
    rows = tuple(
        (
            person.title,
            *("\n".join(_cell(duty) for duty in person.on(day)) for day in days),
            *_hours(person, days),
        )
        for person in people
    )
    return PaperTable(_span(days[0], days[-1]), columns, rows, is_dense=True)


def _cell(duty: SheetDuty) -> str:
    return f"{duty.short}{'*' if duty.is_covert else ''}"


def _hours(person: SheetPerson, days: Sequence[date]) -> tuple[str, str]:
    """Return the hours that somebody is there, and those that count; standby counts for less."""
    inside = [duty for duty in person.duties if days[0] <= duty.day <= days[-1]]
    present = sum((duty.ends_at - duty.starts_at).total_seconds() for duty in inside) / 3600
    counted = sum(duty.counted_minutes for duty in inside) / 60
    return str(round(present)), str(round(counted))


def _span(first: date, last: date) -> str:
    if first == last:
        return official_date(first)
    begins = f"{first.day} {MONTHS[first.month - 1]}"
    return f"{begins} s.d. {last.day} {MONTHS[last.month - 1]} {last.year}"


def _watermark(roster: Roster) -> str:
    if roster.operation.is_demonstration:
        return INVENTED
    return "" if roster.published_at else "RANCANGAN"


def duty_card(roster: Roster, person: SheetPerson, *, address: str) -> Paper:
    """Return the duties of one person as a card for the pocket; its QR opens his own page."""
    rows = tuple(_card_row(duty) for duty in person.duties)
    columns = (Column("Hari", is_narrow=True), Column("Jam", is_narrow=True), Column("Pos"))
    code = segno.make(address, error="m", micro=False)
    qr = PaperPicture(
        Svg(code.svg_inline(border=2, omitsize=True, scale=4)),
        alt=f"Kode QR: {address}",
        caption="Pindai untuk membuka dinas saya",
        height_cm=2.6,
    )
    with override("id"):
        return Paper(
            letterhead=(),
            title="KARTU DINAS",
            number=person.title,
            subtitle=f"{person.service_number} · {person.unit}",
            sections=(
                Section("", tables=(PaperTable(roster.name, columns, rows),), pictures=(qr,)),
            ),
            author=person.unit,
            watermark=_watermark(roster),
            foot=("Rahasia: simpan sendiri.",),
            keywords=("kartu dinas",),
            size="a6",
        )


def _card_row(duty: SheetDuty) -> tuple[str, str, str]:
    begins, ends = timezone.localtime(duty.starts_at), timezone.localtime(duty.ends_at)
    posture = ", tertutup" if duty.is_covert else ""
    what = f"{duty.post_name}, {duty.place} ({duty.role.lower()}{posture})"
    day = f"{DAYS[duty.day.weekday()][:3]} {duty.day.day}/{duty.day.month}"
    return day, f"{begins:%H.%M}–{ends:%H.%M}", what
