"""
The order (Sprin) that sends the people of a roster, with its annex, as an Indonesian paper.

Headings and sentences stand here in Indonesian and not in the catalogue: the paper is a form of the
Indonesian police and has no other language. Its parts follow the manual of official papers:
Pertimbangan, Dasar, DIPERINTAHKAN, Kepada, Untuk, Selesai, place and day, signature, Tembusan.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import override

from sejuk.foundation.operations.rules import order_number
from sejuk.foundation.places import queries as places
from sejuk.kit.exports import INVENTED
from sejuk.kit.official import official_date
from sejuk.kit.papers import Column, Paper, PaperTable, Section, Signature
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.sheets import Sheet, SheetPerson

# UU 2/2002 art. 13 and Perkap 1/2019: the tasks of the police and how operations are led.
GROUNDS = (
    "Undang-Undang Nomor 2 Tahun 2002 tentang Kepolisian Negara Republik Indonesia;",
    "Peraturan Kapolri Nomor 1 Tahun 2019 tentang Sistem, Manajemen, dan Standar Keberhasilan "
    "Operasional Kepolisian;",
)
TASKS = (
    "di samping melaksanakan tugas dan jabatan sehari-hari, agar melaksanakan dinas jaga sesuai "
    "pos dan waktu dalam lampiran surat perintah ini;",
    "hadir di pos sebelum waktu dinas, mencatat kehadiran dengan kode pos, dan tidak meninggalkan "
    "pos sebelum serah terima ditandatangani oleh kedua pihak;",
    "bersikap netral, humanis, dan tidak mencatat hasil penghitungan suara;",
    "mencatat setiap kejadian dalam buku mutasi dan melaporkannya kepada perwira pengendali;",
    "melaksanakan perintah ini dengan penuh rasa tanggung jawab.",
)
EXCERPT = "KUTIPAN: lampiran hanya memuat personel satuan penerima"
ANNEX_COLUMNS = (
    Column("No", is_number=True),
    Column("Nama"),
    Column("Pangkat / NRP"),
    Column("Jabatan / Kesatuan"),
    Column("Pos"),
    Column("Dinas", is_number=True),
)

# The people of the annex, and those of the secret one.
Listed = tuple[list[SheetPerson], list[SheetPerson]]


def order_paper(
    roster: Roster, sheet: Sheet, *, with_covert: bool, is_excerpt: bool = False
) -> Paper:
    """
    Return the order; without `with_covert` the annex leaves out who stands in plain clothes.

    An excerpt (kutipan) names only the people of a part of the area, and says so.
    """
    operation, order = roster.operation, roster.order
    letterhead, area_name = places.letterhead(operation.area_id)
    place = places.bare_name(area_name)
    issued_on = order.issued_on if order else roster.starts_on
    with override("id"):
        return Paper(
            letterhead=letterhead,
            title="SURAT PERINTAH",
            number=f"Nomor: {order.number if order else _blank_number(roster)}",
            subtitle=EXCERPT if is_excerpt else "",
            sections=_sections(
                roster, _listed(sheet.people, with_covert=with_covert), is_excerpt=is_excerpt
            ),
            author=letterhead[-1],
            signature=Signature(
                place_and_day=f"Dikeluarkan di {place} pada tanggal {_day(roster)}",
                position=order.issued_by if order else "Pejabat yang memerintahkan",
                name="(nama)",
                rank="(pangkat)",
            ),
            watermark=_watermark(roster),
            foot=(f"{roster.name} · {official_date(issued_on)}",),
            keywords=("surat perintah", operation.code),
            copies=("Kapolda.", "Irwasda.", "Karoops.", "Arsip."),
            annex=_annex(_listed(sheet.people, with_covert=with_covert), roster=roster),
        )


def _blank_number(roster: Roster) -> str:
    return order_number(0, issued_on=roster.starts_on).replace("/0/", "/        /")


def _day(roster: Roster) -> str:
    day = roster.order.issued_on if roster.order else roster.starts_on
    return official_date(day).partition(", ")[2] if roster.order else "........................"


def _watermark(roster: Roster) -> str:
    if roster.operation.is_demonstration:
        return INVENTED
    return "" if roster.order and roster.published_at else "RANCANGAN"


def _sections(roster: Roster, listed: Listed, *, is_excerpt: bool) -> tuple[Section, ...]:
    order, operation = roster.order, roster.operation
    why = (
        f"bahwa untuk kepentingan pengamanan dalam rangka {operation.name}, dipandang perlu "
        "mengeluarkan surat perintah."
    )
    basis = _lines(order.basis) if order else (*GROUNDS, f"Rencana {operation.name}.")
    tasks = (*_lines(order.text), *TASKS) if order else TASKS
    lasting = (
        f"Surat perintah ini berlaku mulai {official_date(roster.starts_on)} "
        f"sampai dengan {official_date(roster.ends_on)}."
    )
    count = len({person.person_id for people in listed for person in people})
    paper = "kutipan" if is_excerpt else "lampiran"
    whom = f"{count} personel yang namanya tercantum dalam {paper} surat perintah ini."
    return (
        Section("", terms=(("Pertimbangan", (why,)), ("Dasar", basis))),
        Section("DIPERINTAHKAN", is_centred=True),
        Section("", terms=(("Kepada", (whom,)), ("Untuk", tasks))),
        Section("", paragraphs=(lasting, "Selesai.")),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _listed(people: Sequence[SheetPerson], *, with_covert: bool) -> Listed:
    """Return whom the annex names, and whom the secret one: nobody when it is left out."""
    overt = [one for one in people if any(not duty.is_covert for duty in one.duties)]
    covert = [one for one in people if any(duty.is_covert for duty in one.duties)]
    return overt, covert if with_covert else []


def _annex(listed: Listed, *, roster: Roster) -> tuple[Section, ...]:
    number = roster.order.number if roster.order else "(nomor)"
    overt, covert = listed
    head = ("LAMPIRAN SURAT PERINTAH", f"Nomor: {number}")
    parts = [_list_of(overt, head=head, caption="Daftar personel", is_covert=False)]
    if covert:
        secret = ("LAMPIRAN RAHASIA SURAT PERINTAH", f"Nomor: {number}")
        parts.append(
            _list_of(covert, head=secret, caption="Daftar personel tertutup", is_covert=True)
        )
    return tuple(parts)


def _list_of(
    people: Iterable[SheetPerson], *, head: tuple[str, str], caption: str, is_covert: bool
) -> Section:
    rows = tuple(
        _row(number, person, is_covert=is_covert) for number, person in enumerate(people, start=1)
    )
    title, number = head
    return Section(
        title,
        paragraphs=(number,),
        tables=(PaperTable(caption, ANNEX_COLUMNS, rows),),
        begins_page=True,
    )


def _row(number: int, person: SheetPerson, *, is_covert: bool) -> tuple[str, ...]:
    duties = [duty for duty in person.duties if duty.is_covert == is_covert]
    where = ", ".join(sorted({duty.post_name for duty in duties}))
    unit = " / ".join(part for part in (person.position, person.unit) if part)
    rank = f"{person.rank} / {person.service_number}"
    return str(number), person.name, rank, unit, where, str(len(duties))
