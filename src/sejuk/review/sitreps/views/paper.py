"""
A situation report as an official paper, in Indonesian.

Headings and sentences stand here in Indonesian and not in the catalogue: the paper is a form of the
Indonesian police and has no other language. Words of closed lists come from the catalogues.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from sejuk.act.outreach.rules import VisitKind
from sejuk.assess.risk.rules import Reason
from sejuk.engines.warning import band_of
from sejuk.kit.choices import N_
from sejuk.kit.exports import INVENTED
from sejuk.kit.official import official_date, official_instant
from sejuk.kit.papers import (
    Column,
    Paper,
    PaperPicture,
    PaperTable,
    Section,
    Signature,
)
from sejuk.kit.svg import BAND_FILLS, Svg
from sejuk.review.sitreps import queries
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.rules import SitrepState
from sejuk.review.sitreps.rules.causes import GatheredCause, gathered
from sejuk.review.sitreps.rules.figures import (
    AlarmDay,
    Change,
    Count,
    CoverageRow,
    Figures,
    RumourDay,
    Strength,
    coverage_total,
    figures_from,
    total_of,
)
from sejuk.sense.signals.rules import Kind, SignalState

NOTHING = "Nihil."
NEW_AND_SETTLED = N_("New and already settled")
PLAIN_BANDS = ("none", "sejuk")
_PATTERNED = re.compile(r'<path([^>]*) fill="url\(#[^)"]*-(\w+)\)"([^>]*)/>')
LEGEND = (
    "Abu-abu: belum terdengar; polos: sejuk; titik: hangat; garis miring: panas; "
    "garis silang: kritis."
)
TODAY_AND_BEFORE = (
    Column("Hari ini", is_number=True),
    Column("Kemarin", is_number=True),
    Column("Selisih", is_number=True),
    Column("Persen", is_number=True),
)
BANDS = {
    "none": "Belum terdengar",
    "sejuk": "Sejuk",
    "hangat": "Hangat",
    "panas": "Panas",
    "kritis": "Kritis",
}


def paper_of(sitrep: Sitrep) -> Paper:
    """Return the report as it is printed, read out, or pasted into a chat."""
    with override("id"):
        figures = figures_from(sitrep.figures)
        is_signed = sitrep.state == SitrepState.SIGNED
        state = "" if is_signed else " · RANCANGAN, belum ditandatangani"
        sections = (
            _stages(sitrep, figures),
            Section("Situasi umum", _paragraphs(sitrep.situation)),
            _warmth(figures),
            _signals(figures),
            *([_alarms(figures.alarms, sitrep.compiled_at)] if figures.alarms else []),
            *([_rumours(figures.rumours, sitrep.compiled_at)] if figures.rumours else []),
            _outreach(figures),
            _concerns(figures),
            _strength(figures.strength),
            Section("Analisa", _paragraphs(sitrep.analysis)),
            Section("Rencana tindak lanjut", _paragraphs(sitrep.plan)),
            Section(
                "Penutup",
                ("Demikian laporan ini dibuat sebagai bahan pertimbangan pimpinan.",),
            ),
        )
        return Paper(
            letterhead=figures.letterhead,
            title="LAPORAN SITUASI HARIAN",
            number=f"Nomor: {sitrep.number}",
            subtitle=f"{figures.area_name}, {official_date(sitrep.day)}{state}",
            sections=tuple(_numbered(sections)),
            author=figures.letterhead[-1] if figures.letterhead else "Sejuk",
            signature=_signature(sitrep, figures),
            watermark=_watermark(figures, is_signed=is_signed),
            foot=_foot(sitrep),
            keywords=("laporan situasi harian", sitrep.area_id, sitrep.day.isoformat()),
        )


def _numbered(sections: Iterable[Section]) -> Iterable[Section]:
    for number, one in enumerate(sections, start=1):
        yield Section(
            f"{number}. {one.heading}", one.paragraphs, one.points, one.tables, one.pictures
        )


def _watermark(figures: Figures, *, is_signed: bool) -> str:
    if figures.is_demonstration:
        return INVENTED
    return "" if is_signed else "RANCANGAN"


def _foot(sitrep: Sitrep) -> tuple[str, ...]:
    if sitrep.state != SitrepState.SIGNED:
        return (f"{sitrep.number} · angka disusun {instant(sitrep.compiled_at)}",)
    return (
        f"Sidik isi (SHA-256): {sitrep.content_hash}",
        f"Kepala buku besar saat ditandatangani: {sitrep.ledger_head}",
    )


def _signature(sitrep: Sitrep, figures: Figures) -> Signature:
    on = sitrep.signed_at or sitrep.compiled_at
    day = official_date(timezone.localdate(on)).partition(", ")[2]
    is_signed = sitrep.signed_at is not None
    seal = (
        f"Ditandatangani secara elektronik {instant(on)} "
        f"dengan akun {queries.account_of_signer(sitrep)}"
    )
    return Signature(
        place_and_day=f"{figures.place}, {day}",
        position=sitrep.signer_position or "Pejabat penanda tangan",
        name=sitrep.signer_name or "(nama)",
        rank=sitrep.signer_rank or "(pangkat)",
        seal=seal if is_signed else "",
        is_signed=is_signed,
    )


def instant(at: datetime) -> str:
    return official_instant(at, zone=settings.TIME_ZONE)


def _stages(sitrep: Sitrep, figures: Figures) -> Section:
    stage = f"{figures.stage}, hari ke-{figures.stage_day}" if figures.stage else "di luar tahapan"
    return Section(
        "Operasi dan tahapan",
        points=(
            f"Operasi: {figures.operation}, hari ke-{figures.operation_day}",
            f"Tahapan: {stage}",
            f"Wilayah: {figures.area_name} ({sitrep.area_id}), {figures.villages} desa/kelurahan",
            f"Angka disusun: {instant(sitrep.compiled_at)}",
        ),
    )


def _warmth(figures: Figures) -> Section:
    bands = _counted("Jumlah desa/kelurahan menurut suhu", "Suhu", figures.bands, BANDS.__getitem__)
    warmest = PaperTable(
        "Desa/kelurahan paling hangat",
        (Column("Desa/kelurahan"), Column("Kecamatan"), Column("Suhu", is_number=True)),
        tuple(
            (one.name, one.kecamatan, f"{decimal(one.tenths)} ({band_word(one.tenths)})")
            for one in figures.warmest
        ),
    )
    picture = PaperPicture(
        _for_print(figures.map_svg),
        alt=f"Peta suhu desa/kelurahan {figures.area_name}; isinya sama dengan tabel.",
        caption=f"Peta suhu desa/kelurahan ({figures.boundaries}). {LEGEND}",
    )
    changes = tuple(change_sentence(one) for one in figures.changes)
    return Section(
        "Suhu wilayah dan perubahannya",
        ("Perubahan sejak kemarin beserta sebabnya:" if changes else f"Perubahan: {NOTHING}",),
        points=changes,
        tables=(bands, warmest),
        pictures=(picture,) if figures.map_svg else (),
    )


def _for_print(svg: str) -> Svg:
    """
    Return a map with a plain ground under each pattern.

    Readers of PDF show the joints of a tiled pattern as fine white lines; the ground fills them.
    """

    def grounded(found: re.Match[str]) -> str:
        _, band, after = found.groups()
        ground = f'<path fill="{BAND_FILLS[band]}"{after}/>'
        return ground if band in PLAIN_BANDS else ground + found[0]

    return Svg(_PATTERNED.sub(grounded, svg))


def change_sentence(change: Change) -> str:
    """Return what changed in a village, and why."""
    verb = "naik" if change.change_tenths > 0 else "turun"
    causes = "; ".join(cause_words(cause) for cause in gathered(change.causes))
    return (
        f"{change.name} (Kec. {change.kecamatan}) {verb} {decimal(abs(change.change_tenths))} "
        f"menjadi {decimal(change.tenths)} ({band_word(change.tenths)}): {causes}."
    )


def cause_words(cause: GatheredCause) -> str:
    """
    Return a kind of cause, its signals and how much they weigh together.

    >>> cause_words(GatheredCause("index", -5, (), 1))[-4:]
    '-0,5'
    """
    return f"{reason_words(cause).lower()}{_which(cause)} {signed_decimal(cause.tenths)}"


def reason_words(cause: GatheredCause) -> str:
    """Return the reason; what came and was settled on one day warms, and is told as new."""
    if cause.reason == Reason.SETTLED and cause.tenths > 0:
        return gettext(NEW_AND_SETTLED)
    return gettext(Reason(cause.reason).label)


def _which(cause: GatheredCause) -> str:
    if not cause.named:
        return f" ({cause.others} sinyal)" if cause.others > 1 else ""
    others = f" dan {cause.others} lain" if cause.others else ""
    return f" (sinyal {', '.join(cause.named)}{others})"


def _signals(figures: Figures) -> Section:
    by_kind = _counted(
        "Sinyal masuk menurut jenis",
        "Jenis",
        figures.signals,
        lambda code: gettext(Kind(code).label),
    )
    by_state = PaperTable(
        "Sinyal hari ini menurut keadaan saat angka disusun",
        (Column("Keadaan"), Column("Jumlah", is_number=True)),
        tuple((gettext(SignalState(one.code).label), str(one.today)) for one in figures.states),
        ("Jumlah", str(total_of(figures.states).today)),
    )
    if not figures.signals:
        return Section("Sinyal", (NOTHING,))
    return Section("Sinyal", tables=(by_kind, by_state))


def _alarms(alarms: AlarmDay, at: datetime) -> Section:
    return Section("Pijar", (f"{alarm_sentence(alarms)} Angka {instant(at)}.",))


def alarm_sentence(alarms: AlarmDay) -> str:
    """
    Return the alarms of the day.

    >>> alarm_sentence(AlarmDay(raised=2, escalated=1, open=4))
    'Muncul hari ini 2, dieskalasi hari ini 1, masih terbuka 4.'
    """
    return (
        f"Muncul hari ini {alarms.raised}, dieskalasi hari ini {alarms.escalated}, "
        f"masih terbuka {alarms.open}."
    )


def _rumours(rumours: RumourDay, at: datetime) -> Section:
    return Section("Isu", (f"{rumour_sentence(rumours)} Angka {instant(at)}.",))


def rumour_sentence(rumours: RumourDay) -> str:
    """
    Return the rumours of the day.

    >>> rumour_sentence(RumourDay(2, 9, 1, 1, open=3, overdue=1, false=1))
    'Baru 2, terdengar 9 kali, diputuskan 1, ditutup 1; terbuka 3, lewat tenggat 1, salah 1.'
    """
    return (
        f"Baru {rumours.begun}, terdengar {rumours.heard} kali, "
        f"diputuskan {rumours.decided}, ditutup {rumours.closed}; "
        f"terbuka {rumours.open}, lewat tenggat {rumours.overdue}, salah {rumours.false}."
    )


def _outreach(figures: Figures) -> Section:
    visits = _counted(
        "Kunjungan menurut jenis",
        "Jenis",
        figures.visits,
        lambda code: gettext(VisitKind(code).label),
    )
    total = coverage_total(figures.coverage)
    coverage = PaperTable(
        "Cakupan desa/kelurahan selama operasi",
        (
            Column("Kecamatan"),
            *(
                Column(label, is_number=True)
                for label in ("Belum pernah", "Terlambat", "Terencana", "Dikunjungi", "Jumlah")
            ),
        ),
        tuple((row.name, *_coverage_cells(row)) for row in figures.coverage),
        ("Jumlah", *_coverage_cells(total)),
    )
    told = [f"Desa/kelurahan yang dikunjungi hari ini: {figures.villages_visited}."]
    if total.planned_first:
        told.append(f"Dari yang terencana, {total.planned_first} belum pernah dikunjungi.")
    return Section(
        "Kunjungan dan cakupan",
        tuple(told),
        tables=(visits, coverage) if figures.visits else (coverage,),
    )


def _coverage_cells(row: CoverageRow) -> tuple[str, ...]:
    return tuple(str(one) for one in (row.never, row.overdue, row.planned, row.done, row.total))


def _concerns(figures: Figures) -> Section:
    if not figures.concerns:
        return Section("Perihal yang masih terbuka", (NOTHING,))
    shown = len(figures.concerns)
    table = PaperTable(
        f"{shown} dari {figures.concerns_open} perihal, yang terberat dan terlama lebih dulu",
        (
            Column("Perihal"),
            Column("Desa/kelurahan"),
            Column("Bobot", is_number=True),
            Column("Hari", is_number=True),
        ),
        tuple(
            (
                f"{gettext(Kind(one.kind).label)} (sinyal {one.reference})",
                f"{one.name}, Kec. {one.kecamatan}",
                str(one.severity),
                str(one.days_open),
            )
            for one in figures.concerns
        ),
    )
    return Section("Perihal yang masih terbuka", tables=(table,))


def _strength(strength: Strength) -> Section:
    table = PaperTable(
        "Personel menurut instansi",
        (
            Column("Instansi"),
            Column("Jumlah", is_number=True),
            Column("Berhalangan", is_number=True),
        ),
        tuple((part.name, str(part.count), str(part.away)) for part in strength.parts),
        ("Jumlah dihitung", str(strength.computed), str(strength.away)),
    )
    if strength.stated is None:
        told = "Jumlah menurut surat perintah tidak tercatat."
    else:
        told = (
            f"Menurut surat perintah {strength.stated}, dihitung {strength.computed}, "
            f"selisih {signed(strength.difference or 0)}."
        )
    return Section("Kekuatan personel", (told,), tables=(table,))


def _counted(
    caption: str, label: str, counts: Sequence[Count], word: Callable[[str], str]
) -> PaperTable:
    """Return a table of today and yesterday with its computed total."""
    return PaperTable(
        caption,
        (Column(label), *TODAY_AND_BEFORE),
        tuple((word(one.code), *_count_cells(one)) for one in counts),
        ("Jumlah", *_count_cells(total_of(counts))),
    )


def _count_cells(one: Count) -> tuple[str, ...]:
    percent = f"{signed(round(100 * one.change / one.yesterday))} %" if one.yesterday else "-"
    return str(one.today), str(one.yesterday), signed(one.change), percent


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    return lines or (NOTHING,)


def band_word(tenths: int) -> str:
    return BANDS[band_of(tenths).value].lower()


def decimal(tenths: int) -> str:
    """
    Return tenths as Indonesian papers write them.

    >>> decimal(396), decimal(-5)
    ('39,6', '-0,5')
    """
    return f"{tenths / 10:.1f}".replace(".", ",")


def signed_decimal(tenths: int) -> str:
    return f"{tenths / 10:+.1f}".replace(".", ",")


def signed(number: int) -> str:
    """
    Return a difference with its sign; no difference has none.

    >>> signed(3), signed(-2), signed(0)
    ('+3', '-2', '0')
    """
    return f"{number:+d}" if number else "0"
