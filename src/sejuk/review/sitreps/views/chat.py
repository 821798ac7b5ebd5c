"""The report short enough for a chat, laid out like a laporan giat; Indonesian, as paper is."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext, override

from sejuk.act.outreach.rules import VisitKind
from sejuk.kit.directions import shown_turns
from sejuk.kit.official import official_date
from sejuk.review.sitreps import queries
from sejuk.review.sitreps.models import Sitrep
from sejuk.review.sitreps.rules import SitrepState
from sejuk.review.sitreps.rules.causes import gathered
from sejuk.review.sitreps.rules.figures import (
    Change,
    Count,
    Figures,
    Strength,
    coverage_total,
    figures_from,
    total_of,
)
from sejuk.review.sitreps.views.paper import (
    BANDS,
    NOTHING,
    alarm_sentence,
    band_word,
    cause_words,
    decimal,
    instant,
    rumour_sentence,
    signed,
)
from sejuk.sense.signals.rules import Kind, SignalState

# Chosen: what a chat shows without hiding the rest behind "read more" several times over.
LONGEST = 2_500
# However long names are, so much of each text is told.
LEAST_OF_A_TEXT = 120
MOST_CHANGES = 3
MOST_CONCERNS = 3


def chat_text(sitrep: Sitrep) -> str:
    """Return the report in about LONGEST characters; what is cut ends in an ellipsis."""
    with override("id"):
        figures = figures_from(sitrep.figures)
        texts = [shown_turns(text) for text in (sitrep.situation, sitrep.analysis, sitrep.plan)]
        room = LONGEST - len(_told(sitrep, figures, ["", "", ""]))
        return _told(sitrep, figures, _cut_to(texts, room))


def _told(sitrep: Sitrep, figures: Figures, texts: list[str]) -> str:
    situation, analysis, plan = texts
    parts = [
        _head(sitrep, figures),
        ["*I. Dasar dan waktu*", *_operation(sitrep, figures)],
        ["*II. Kekuatan*", _strength(figures.strength)],
        ["*III. Situasi umum*", situation],
        ["*IV. Suhu wilayah*", _bands(figures), *_changes(figures), *_alarms(figures)],
        ["*V. Sinyal*", *_signals(figures), *_rumours(figures)],
        ["*VI. Kunjungan dan cakupan*", *_visits(figures)],
        ["*VII. Perihal terbuka*", *_concerns(figures)],
        ["*VIII. Analisa*", analysis],
        ["*IX. Rencana tindak lanjut*", plan],
        ["Demikian dilaporkan.", "", *_signature(sitrep, figures)],
    ]
    return "\n\n".join("\n".join(part) for part in parts)


def _head(sitrep: Sitrep, figures: Figures) -> list[str]:
    unit = figures.letterhead[-1] if figures.letterhead else figures.area_name
    is_signed = sitrep.state == SitrepState.SIGNED
    marks = [
        *(["*DATA CONTOH*"] if figures.is_demonstration else []),
        *([] if is_signed else ["*RANCANGAN, belum ditandatangani*"]),
    ]
    return [
        *marks,
        "Kepada Yth.: Pimpinan",
        f"Dari: {unit}",
        f"Perihal: Laporan situasi harian, {official_date(sitrep.day)}",
        f"Nomor: {sitrep.number}",
        "",
        f"Mohon izin melaporkan situasi {figures.area_name}:",
    ]


def _operation(sitrep: Sitrep, figures: Figures) -> list[str]:
    stage = f"{figures.stage} hari ke-{figures.stage_day}" if figures.stage else "di luar tahapan"
    return [
        f"{figures.operation}, hari ke-{figures.operation_day}; {stage}.",
        f"Angka disusun {instant(sitrep.compiled_at)}.",
    ]


def _strength(strength: Strength) -> str:
    told = f"{strength.computed} personel, berhalangan {strength.away}"
    if strength.stated is None:
        return f"{told}."
    return f"{told}; surat perintah {strength.stated}, selisih {signed(strength.difference or 0)}."


def _bands(figures: Figures) -> str:
    told = (f"{BANDS[one.code].lower()} {_with_change(one)}" for one in reversed(figures.bands))
    return f"{figures.villages} desa/kelurahan: {', '.join(told)}."


def _with_change(one: Count) -> str:
    return f"{one.today} ({signed(one.change)})" if one.change else str(one.today)


def _changes(figures: Figures) -> list[str]:
    return [f"- {_change(one)}" for one in figures.changes[:MOST_CHANGES]]


def _change(change: Change) -> str:
    verb = "naik" if change.change_tenths > 0 else "turun"
    strongest = max(gathered(change.causes), key=lambda one: abs(one.tenths), default=None)
    why = f": {cause_words(strongest)}" if strongest else ""
    return (
        f"{change.name} (Kec. {change.kecamatan}) {verb} {decimal(abs(change.change_tenths))} "
        f"menjadi {decimal(change.tenths)}, {band_word(change.tenths)}{why}."
    )


def _alarms(figures: Figures) -> list[str]:
    return [f"Pijar: {alarm_sentence(figures.alarms)}"] if figures.alarms else []


def _rumours(figures: Figures) -> list[str]:
    return [f"Isu: {rumour_sentence(figures.rumours)}"] if figures.rumours else []


def _signals(figures: Figures) -> list[str]:
    total = total_of(figures.signals)
    if not figures.signals:
        return [NOTHING]
    kinds = _listed((gettext(Kind(one.code).label), one.today) for one in figures.signals)
    states = _listed((gettext(SignalState(one.code).label), one.today) for one in figures.states)
    return [f"Masuk {total.today} (kemarin {total.yesterday}): {kinds}.", f"Keadaan: {states}."]


def _visits(figures: Figures) -> list[str]:
    total, cover = total_of(figures.visits), coverage_total(figures.coverage)
    kinds = _listed((gettext(VisitKind(one.code).label), one.today) for one in figures.visits)
    told = f"{total.today} kunjungan di {figures.villages_visited} desa/kelurahan"
    first = f" ({cover.planned_first} belum pernah)" if cover.planned_first else ""
    return [
        f"{told}, kemarin {total.yesterday}{f': {kinds}' if kinds else ''}.",
        f"Selama operasi: dikunjungi {cover.done}, terencana {cover.planned}{first}, terlambat "
        f"{cover.overdue}, belum pernah {cover.never}, jumlah {cover.total} desa/kelurahan.",
    ]


def _concerns(figures: Figures) -> list[str]:
    if not figures.concerns:
        return [NOTHING]
    gravest = [
        f"- {gettext(Kind(one.kind).label)} (sinyal {one.reference}), {one.name}, "
        f"Kec. {one.kecamatan}: bobot {one.severity}, hari {one.days_open}."
        for one in figures.concerns[:MOST_CONCERNS]
    ]
    return [f"{figures.concerns_open} perihal; yang terberat dan terlama:", *gravest]


def _signature(sitrep: Sitrep, figures: Figures) -> list[str]:
    if sitrep.signed_at is None:
        return []
    day = official_date(timezone.localdate(sitrep.signed_at)).partition(", ")[2]
    lines = [
        f"{figures.place}, {day}",
        sitrep.signer_position,
        sitrep.signer_name,
        sitrep.signer_rank,
        f"Ditandatangani secara elektronik {instant(sitrep.signed_at)} "
        f"dengan akun {queries.account_of_signer(sitrep)}.",
        f"Sidik isi (SHA-256): {sitrep.content_hash}",
    ]
    return [line for line in lines if line]


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{word} {count}" for word, count in counts if count)


def _cut_to(texts: list[str], room: int) -> list[str]:
    """
    Return texts that together fit into `room`; what the short ones leave is for the long ones.

    >>> _cut_to(["", "pendek", "kata " * 100], 300)[:2]
    ['Nihil.', 'pendek']
    """
    whole = ["\n".join(text.splitlines()).strip() or NOTHING for text in texts]
    shares: dict[int, str] = {}
    for left, place in enumerate(sorted(range(len(whole)), key=lambda one: len(whole[one]))):
        spent = sum(len(text) for text in shares.values())
        share = max((room - spent) // (len(whole) - left), LEAST_OF_A_TEXT)
        shares[place] = _shortened(whole[place], share)
    return [shares[place] for place in range(len(whole))]


def _shortened(text: str, most: int) -> str:
    """
    Return the text, cut at a word when it is longer than `most`.

    >>> _shortened("Aman dan tertib di semua desa", 16)
    'Aman dan tertib…'
    >>> _shortened("Aman.", 15)
    'Aman.'
    """
    if len(text) <= most:
        return text
    return f"{text[:most].rpartition(' ')[0] or text[: most - 1]}…"
