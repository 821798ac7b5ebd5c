"""A report under a receipt where the desk asks back, and who reported answers."""

from datetime import datetime, timedelta

from django.utils.translation import override

from sejuk.foundation.channels.rules import Channel, Direction
from sejuk.kit.actors import Actor
from sejuk.project.demonstration.delivering import delivered
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import at, november
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals import queries as heard
from sejuk.sense.signals.actions.reporting import Wish
from sejuk.sense.signals.rules import (
    ContentGrade,
    Form,
    Kind,
    NewSignal,
    Rung,
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


def plan_dialogues(stage: Stage) -> None:
    """Plan a report about which the desk asks back."""
    stage.plan(at(november(25), 15.4), delivered(_report_what_is_asked_about))
    stage.plan(TAKEN_AT, delivered(lambda now: _take(stage, now)))
    stage.plan(ENDED_AT, delivered(lambda now: _end(stage, now)))
    for number, (when, is_desk, words) in enumerate(TALK):
        stage.plan(when, delivered(_saying(stage, number, words, is_desk=is_desk)))


def _report_what_is_asked_about(now: datetime) -> None:
    signals.receive_report(
        new=NewSignal(
            form=Form.REPORT,
            kind=Kind.LOGISTICS,
            channel=Channel.WEB,
            text=TOLD,
            area_code=VILLAGE,
            heard_at=now - timedelta(minutes=30),
            created_by="resident",
            idempotency_key=f"contoh:{RECEIPT}",
        ),
        wish=Wish(Channel.WHATSAPP, "0800 0000 977"),
        receipt_digits=RECEIPT,
        actor=RESIDENT,
        now=now,
    )


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
