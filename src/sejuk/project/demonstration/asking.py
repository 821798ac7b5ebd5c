"""Reports under a receipt: one where the desk asks back, and some whose survey was answered."""

from datetime import datetime, timedelta

from django.utils.translation import override

from sejuk.foundation.channels.rules import Channel, Direction
from sejuk.kit.actors import Actor
from sejuk.project.demonstration.delivering import delivered
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import FIRST_DAY, at, november
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals import queries as heard
from sejuk.sense.signals.actions.reporting import Wish
from sejuk.sense.signals.rules import (
    SURVEY_AFTER,
    Answered,
    ContentGrade,
    Form,
    Kind,
    NewSignal,
    Rung,
    Safer,
    SourceGrade,
)

RESIDENT = Actor.resident()
VILLAGE = "16.01.14.2015"
# Of the demonstration alone; those of residents come by chance and stand nowhere.
RECEIPT = "2024112500000001"
TOLD = "Kotak suara TPS dua belum sampai di kantor desa sampai sore, warga bertanya-tanya."
TALK = (
    (at(november(25), 16.5), True, "Terima kasih. Apakah petugas PPS sudah ada di kantor desa?"),
    (at(november(25), 18.1), False, "Ada dua orang PPS, katanya kendaraan rusak di jalan."),
    (at(november(26), 9.2), True, "KPU mengirim kendaraan pengganti. Kabari bila sudah tiba."),
    (at(november(27), 14.3), False, "Sudah tiba semalam, TPS sudah selesai. Terima kasih."),
)  # fmt: skip
TAKEN_AT = at(november(25), 15.9)
ENDED_AT = at(november(27), 14.5)
ENDED = (
    "KPU mengirim kendaraan pengganti; kotak suara tiba malam itu dan TPS dibuka tepat waktu."
    " Pelapor membenarkan."
)
# Closed in the first days and judged in October, whose figures are out: what, how content, how it
# feels, and in whose own words.
ANSWERED = (
    ("Pelayanan surat pindah di kantor desa lambat.", 5, Safer.SAME, "Cepat dijawab."),
    ("Loket kantor desa tutup pada jam kerja.", 4, Safer.SAME, ""),
    ("Lampu jalan dekat balai desa padam sudah sebulan.", 4, Safer.SAFER, "Lampu sudah menyala."),
    ("Nomor pengaduan kantor desa tidak diangkat.", 2, Safer.SAME, "Jawabannya terlalu umum."),
    ("Antrean perekaman KTP tidak tertib.", 5, Safer.SAFER, ""),
    ("Papan pengumuman desa tidak diperbarui.", 4, Safer.SAFER, ""),
    ("Pengurusan surat keterangan diminta biaya.", 3, Safer.SAME, "Mohon diawasi terus."),
)
FIRST_CLOSED = at(FIRST_DAY, 33)
SETTLED = "Kepala desa sudah menjelaskan dan memperbaiki pelayanan."
CONTENT = 3


def plan_dialogues(stage: Stage) -> None:
    """Plan a report about which the desk asks back, and reports whose survey was answered."""
    stage.plan(at(november(25), 15.4), delivered(_report_what_is_asked_about))
    stage.plan(TAKEN_AT, delivered(lambda now: _take(stage, now)))
    stage.plan(ENDED_AT, delivered(lambda now: _end(stage, now)))
    for number, (when, is_desk, words) in enumerate(TALK):
        stage.plan(when, delivered(_saying(stage, number, words, is_desk=is_desk)))
    for number in range(len(ANSWERED)):
        _plan_survey(stage, number)


def _report_what_is_asked_about(now: datetime) -> None:
    _report(RECEIPT, TOLD, Kind.LOGISTICS, now, is_told=True)


def _report(digits: str, text: str, kind: Kind, now: datetime, *, is_told: bool = False) -> int:
    arrival = signals.receive_report(
        new=NewSignal(
            form=Form.REPORT,
            kind=kind,
            channel=Channel.WEB,
            text=text,
            area_code=VILLAGE,
            heard_at=now - timedelta(minutes=30),
            created_by="resident",
            idempotency_key=f"contoh:{digits}",
        ),
        wish=Wish(Channel.WHATSAPP, "0800 0000 977") if is_told else None,
        receipt_digits=digits,
        actor=RESIDENT,
        now=now,
    )
    return arrival.signal.pk


def _saying(stage: Stage, number: int, words: str, *, is_desk: bool) -> Doing:
    def say(now: datetime) -> None:
        key = f"contoh-{number}"
        if not is_desk:
            _read(RESIDENT, Direction.OUT, now)
            signals.write_by_receipt(
                receipt_digits=RECEIPT, text=words, form_key=key, actor=RESIDENT, now=now
            )
            return
        actor = stage.operator_at(now)
        _read(actor, Direction.IN, now)
        with override("id"):
            signals.write_to_reporter(
                signal_id=_asked_about(), text=words, form_key=key, actor=actor, now=now
            )

    return say


def _take(stage: Stage, now: datetime) -> None:
    actor = stage.operator_at(now)
    signals.take_signal(signal_id=_asked_about(), actor=actor, now=now)
    signals.grade_signal(
        signal_id=_asked_about(),
        source_grade=SourceGrade.F,
        content_grade=ContentGrade.THREE,
        severity=2,
        rung=Rung.POTENTIAL,
        actor=actor,
        now=now,
    )


def _end(stage: Stage, now: datetime) -> None:
    """Read the last answer, and settle what it was about."""
    actor = stage.operator_at(now)
    _read(actor, Direction.IN, now)
    # The claim of two days ago has lapsed.
    signals.take_signal(signal_id=_asked_about(), actor=actor, now=now)
    signals.settle_signal(signal_id=_asked_about(), reason=ENDED, actor=actor, now=now)


def _asked_about() -> int:
    signal_id = heard.signal_of_receipt(RECEIPT)
    assert signal_id is not None  # noqa: S101 - it was reported a moment before
    return signal_id


def _read(actor: Actor, direction: Direction, now: datetime) -> None:
    signal_id = _asked_about()
    if heard.unseen_entries(signal_id, direction).exists():
        signals.mark_read(signal_id=signal_id, direction=direction, actor=actor, now=now)


def _plan_survey(stage: Stage, number: int) -> None:
    text, satisfied, safer, words = ANSWERED[number]
    digits = f"20241002{number:08}"
    closed_at = FIRST_CLOSED + timedelta(hours=12 * number)

    def settle(now: datetime) -> None:
        actor, signal_id = stage.operator_at(now), _report(digits, text, Kind.SERVICE, now)
        signals.take_signal(signal_id=signal_id, actor=actor, now=now)
        signals.settle_signal(signal_id=signal_id, reason=SETTLED, actor=actor, now=now)

    def answer(now: datetime) -> None:
        signals.answer_survey(
            receipt_digits=digits,
            answered=Answered.YES if satisfied > CONTENT else Answered.PARTLY,
            satisfied=satisfied,
            safer=safer,
            words=words,
            actor=RESIDENT,
            now=now,
        )

    stage.plan(closed_at, settle)
    stage.plan(closed_at + SURVEY_AFTER + timedelta(hours=number + 1), answer)
