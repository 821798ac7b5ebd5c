"""What those who reported in the first days say of it, four weeks after their report was closed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sejuk.kit.actors import Actor
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import PlannedSignal
from sejuk.sense.signals import actions as signals
from sejuk.sense.signals.rules import SURVEY_AFTER, Answered, Safer

RESIDENT = Actor.resident()
# Chosen: every tenth does not answer, and each mark is given often enough to be shown.
SILENT_EVERY = 10
MARKS = (5, 4, 2, 4, 3, 5, 1, 4)
CONTENT, UNCONTENT = 4, 1
# Every third adds a word, and by the mark he gave.
WORDS_EVERY = 3
WORDS = {
    5: ("Cepat dijawab.", "Petugas datang sore itu juga.", "Terima kasih, sudah beres."),
    4: (
        "Masalahnya selesai, tetapi agak lama.",
        "Petugasnya ramah.",
        "Sekarang ada ronda lagi.",
        "Penjelasannya jelas.",
        "Kepala desa langsung turun.",
    ),
    3: ("Mohon diawasi terus.", "Baru selesai sebagian.", "Semoga tidak terulang."),
    2: ("Jawabannya terlalu umum.", "Saya harus bertanya dua kali."),
    1: ("Tidak ada kabar.", "Kejadiannya terulang lagi.", "Hanya dicatat, tidak ada yang datang."),
}


def plan_surveys(stage: Stage, planned: Sequence[PlannedSignal]) -> None:
    """Plan the answers of those who have a receipt, each some hours after he may give one."""
    told = [signal for signal in planned if signal.receipt]
    for number, signal in enumerate(told):
        if signal.finish is not None and (number + 1) % SILENT_EVERY:
            later = SURVEY_AFTER + timedelta(minutes=20 + 3 * number)
            stage.plan(signal.finish.at + later, _answering(signal.receipt, number))


def _answering(receipt: str, number: int) -> Doing:
    mark = MARKS[number % len(MARKS)]
    words = WORDS[mark][number // WORDS_EVERY % len(WORDS[mark])]

    def answer(now: datetime) -> None:
        signals.answer_survey(
            receipt_digits=receipt,
            answered=_answered(mark),
            satisfied=mark,
            safer=_safer(mark),
            words="" if number % WORDS_EVERY else words,
            actor=RESIDENT,
            now=now,
        )

    return answer


def _answered(mark: int) -> Answered:
    if mark >= CONTENT:
        return Answered.YES
    return Answered.PARTLY if mark > UNCONTENT else Answered.NO


def _safer(mark: int) -> Safer:
    if mark > CONTENT:
        return Safer.SAFER
    return Safer.SAME if mark > UNCONTENT else Safer.LESS
