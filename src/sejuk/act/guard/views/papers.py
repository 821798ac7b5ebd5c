"""
Papers of duty as PDF: a day of the occurrence book, the handover sheet, the daily strength.

As with every paper of the police their words stand here in Indonesian and not in the catalogue.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, override

from sejuk.act.guard.queries.book import ShownEntry
from sejuk.act.guard.queries.posts import OpenedPost
from sejuk.act.guard.queries.sheets import ShownHandover, Signing
from sejuk.act.guard.rules.strength import Muster, Standing, StrengthRow
from sejuk.foundation.places import queries as places
from sejuk.kit.exports import INVENTED, file_name
from sejuk.kit.official import official_date, official_instant
from sejuk.kit.papers import Column, Paper, PaperTable, Section, Signature, as_pdf

NOTHING = "Nihil."
BOOK_FOOT = "Disusun dari buku mutasi elektronik; catatan tidak dapat diubah atau dihapus."


def pdf_file(paper: Paper, name: str, *, at: datetime) -> HttpResponse:
    """Answer with a paper; that of a demonstration says so in its name too."""
    response = HttpResponse(as_pdf(paper, at=at), content_type="application/pdf")
    named = file_name(f"{name}.pdf", is_invented=paper.watermark == INVENTED)
    response.headers["Content-Disposition"] = f'inline; filename="{named}"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _instant(at: datetime) -> str:
    return official_instant(at, zone=settings.TIME_ZONE)


def _hour(at: datetime, day: date) -> str:
    """Return an hour, with its day when it is another than the paper's."""
    local = timezone.localtime(at)
    return f"{local:%H.%M}" if local.date() == day else f"{local:%d/%m %H.%M}"


def book_paper(
    post: OpenedPost,
    day: date,
    entries: Sequence[ShownEntry],
    *,
    is_invented: bool,
    now: datetime,
) -> Paper:
    """Return what happened at a post on a day, as it stands in its book."""
    letterhead, _ = places.letterhead(post.area_code)
    with override("id"):
        table = PaperTable(
            f"Buku mutasi {post.name}",
            (
                Column("No.", is_number=True),
                Column("Kejadian", is_narrow=True),
                Column("Dicatat", is_narrow=True),
                Column("Jenis", is_narrow=True),
                Column("Uraian"),
                Column("Pencatat", is_narrow=True),
            ),
            tuple(_entry_row(one, day) for one in entries),
        )
        return Paper(
            letterhead=letterhead,
            title="BUKU MUTASI",
            number=post.name,
            subtitle=official_date(day),
            sections=(Section("Mutasi", tables=(table,)) if entries else Section(NOTHING),),
            author=letterhead[-1],
            watermark=INVENTED if is_invented else "",
            foot=(BOOK_FOOT, f"Dicetak {_instant(now)}."),
            keywords=("buku mutasi", day.isoformat()),
        )


def _entry_row(one: ShownEntry, day: date) -> tuple[str, ...]:
    marks = []
    if one.corrects:
        marks.append(f"Pembetulan atas no. {one.corrects}.")
    if one.corrected_by:
        numbers = ", ".join(str(number) for number in one.corrected_by)
        marks.append(f"(Dibetulkan dengan no. {numbers}.)")
    return (
        str(one.number),
        _hour(one.happened_at, day),
        _hour(one.recorded_at, day),
        gettext(one.kind_words),
        " ".join([*marks[:1], one.text, *marks[1:]])
        if one.corrects
        else " ".join([one.text, *marks]),
        one.author,
    )


def handover_paper(given: ShownHandover, *, starts_at: datetime | None, is_invented: bool) -> Paper:
    """Return the sheet of a handover, signed by both or waiting for the second."""
    letterhead, area_name = places.letterhead(given.area_code)
    with override("id"):
        return Paper(
            letterhead=letterhead,
            title="SERAH TERIMA JAGA",
            number=given.post_name,
            subtitle=_shift_told(given, starts_at),
            sections=tuple(_handover_sections(given)),
            author=letterhead[-1],
            signatures=_signatures(given, area_name),
            watermark=_watermark(is_invented=is_invented, is_final=given.is_signed),
            foot=(
                f"Diserahkan {_instant(given.given_at)} oleh akun {given.given_account}.",
                f"Serah terima no. {given.id}.",
            ),
            keywords=("serah terima", given.day.isoformat()),
        )


def _shift_told(given: ShownHandover, starts_at: datetime | None) -> str:
    begins = _instant(starts_at) if starts_at else official_date(given.day)
    return f"Dinas dari {begins} sampai {_instant(given.ends_at)}"


def _watermark(*, is_invented: bool, is_final: bool) -> str:
    if is_invented:
        return INVENTED
    return "" if is_final else "BELUM DITERIMA"


def _handover_sections(given: ShownHandover) -> Iterable[Section]:
    yield Section(
        "1. Personel",
        points=(
            f"Yang menyerahkan: {given.giver}",
            f"Yang menerima: {given.taker or 'tidak ada regu pengganti; ditutup pimpinan'}",
            f"Hadir saat serah terima: {given.people_present} orang",
        ),
    )
    yield Section("2. Barang inventaris dan kunci", tables=_item_tables(given))
    if not given.items:
        yield Section("", (NOTHING,))
    yield Section("3. Situasi", tuple(given.situation.splitlines()))
    yield Section("4. Urusan yang belum selesai", tuple(_open_lines(given)) or (NOTHING,))
    settled = tuple(f"{one.text}: {one.how}" for one in given.matters if one.is_settled)
    if settled:
        yield Section("5. Urusan yang diselesaikan", points=settled)
    if given.remarks:
        yield Section("Catatan penerima", tuple(given.remarks.splitlines()))


def _open_lines(given: ShownHandover) -> Iterable[str]:
    for one in given.matters:
        if not one.is_settled:
            yield f"{one.text} (sejak {official_date(one.since)})"


def _item_tables(given: ShownHandover) -> tuple[PaperTable, ...]:
    if not given.items:
        return ()
    rows = tuple(
        (
            one.name,
            words,
            str(one.stated),
            str(one.counted),
            str(one.counted - one.stated) if one.differs else "0",
            one.remark,
        )
        for words, one in given.items
    )
    columns = (
        Column("Barang"),
        Column("Jenis"),
        Column("Seharusnya", is_number=True),
        Column("Dihitung", is_number=True),
        Column("Selisih", is_number=True),
        Column("Keterangan"),
    )
    return (PaperTable("Barang yang dihitung", columns, rows),)


def _signatures(given: ShownHandover, area_name: str) -> tuple[Signature, Signature]:
    """Return who gave, at the left, and who takes: each with his name, rank and time."""
    place = places.bare_name(area_name)
    closer = Signing("(penutup jaga)", "")
    signed = (
        ("Yang menyerahkan", given.giver_signs, given.given_at, given.given_account),
        (
            "Yang menerima",
            given.taker_signs if given.taker else closer,
            given.taken_at,
            given.taken_account,
        ),
    )
    first, second = (
        Signature(
            place_and_day=f"{place}, {_without_weekday(at)}" if at else f"{place}, ...............",
            position=position,
            name=who.name,
            rank=who.rank,
            seal=f"Ditandatangani secara elektronik {_instant(at)} (akun {account})" if at else "",
            is_signed=at is not None,
        )
        for position, who, at, account in signed
    )
    return first, second


def _without_weekday(at: datetime) -> str:
    return _instant(at).partition(", ")[2]


def strength_paper(
    found: Muster, day: date, *, area_code: str, is_invented: bool, now: datetime
) -> Paper:
    """Return the daily strength: a table by organisation, one by unit, what the order states."""
    letterhead, area_name = places.letterhead(area_code)
    with override("id"):
        printed = official_date(timezone.localdate(now)).partition(", ")[2]
        return Paper(
            letterhead=letterhead,
            title="LAPORAN KEKUATAN HARIAN",
            number=f"Keadaan {official_date(day)}",
            subtitle=f"{area_name}, disusun {_instant(now)}",
            sections=tuple(_strength_sections(found)),
            author=letterhead[-1],
            signature=Signature(
                place_and_day=f"{places.bare_name(area_name)}, {printed}",
                position="Pejabat penanda tangan",
                name="(nama)",
                rank="(pangkat)",
            ),
            watermark=INVENTED if is_invented else "",
            foot=(
                "Tanpa keterangan: berdinas menurut daftar dinas, tidak hadir, tidak cuti.",
                "BKO: personel yang diperbantukan dari luar, termasuk dalam jumlah.",
            ),
            keywords=("kekuatan harian", day.isoformat()),
            is_landscape=True,
        )


def _strength_sections(found: Muster) -> Iterable[Section]:
    columns = (
        Column("Organik", is_number=True),
        Column("BKO", is_number=True),
        Column("Jumlah", is_number=True),
        *(Column(gettext(one.label), is_number=True) for one in Standing),
    )
    whole = PaperTable(
        "Kekuatan menurut instansi",
        (Column("Instansi"), *columns),
        tuple((one.whole.name, *_counts(one.whole)) for one in found.organisations),
        ("Jumlah", *_counts(found.total)),
    )
    yield Section("1. Kekuatan menurut instansi", (_stated(found),), tables=(whole,))
    tables = tuple(
        PaperTable(
            one.whole.name,
            (Column("Satuan"), *columns),
            tuple((row.name, *_counts(row)) for row in one.parts),
            ("Jumlah", *_counts(one.whole)),
        )
        for one in found.organisations
        if one.parts
    )
    if tables:
        yield Section("2. Kekuatan menurut satuan", tables=tables)


def _stated(found: Muster) -> str:
    if found.stated is None:
        return f"Jumlah terhitung {found.total.total} orang, hadir {found.total.present} orang."
    return (
        f"Jumlah terhitung {found.total.total} orang, hadir {found.total.present} orang. "
        f"Menurut surat perintah {found.stated} orang; selisih {found.difference:+d}."
    )


def _counts(row: StrengthRow) -> tuple[str, ...]:
    return (
        str(row.own),
        str(row.attached),
        str(row.total),
        *(str(count) for _, count in row.counts),
    )
