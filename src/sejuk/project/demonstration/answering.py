"""The answers to two rumours: asked for, released, corrected, carried; and one appeal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import override

from sejuk.act.response import actions as response
from sejuk.act.response import queries as answers
from sejuk.act.response.rules import DeliveredAt, LocalLanguage, Wording
from sejuk.assess.rumours import queries as rumours
from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels.rules import Channel, Incoming
from sejuk.foundation.operations import actions as operations
from sejuk.kit.actors import Actor
from sejuk.project.demonstration.delivering import delivered
from sejuk.project.demonstration.play import Stage
from sejuk.project.demonstration.rumouring import BALLOTS, POSTPONED
from sejuk.project.demonstration.story import HOAX_HEARD, LAST_DAY, ROAD, at, november

if TYPE_CHECKING:
    from sejuk.act.response.models import Answer

SYSTEM = Actor.system("response")
DISTRICT = ("16.01",)
VILLAGE = "16.01.14.2015"
# Nobody is called so, and nobody stands so.
CONTESTANTS = (
    (1, ("Ardi Merbabu", "Sinta Kerinci"), ("OKU Bersinar Terang",)),
    (2, ("Banyu Singgalang", "Laras Dempo"), ("Bergerak Serentak",)),
)
APPEAL = Wording(
    title="Gunakan hak pilih Anda pada Rabu, 27 November 2024.",
    fact="TPS dibuka pukul 07.00 sampai 13.00. Bawa KTP elektronik dan surat pemberitahuan.",
    warning="",
    source="KPU Kabupaten OKU (contoh)",
    reference="Pengumuman 498/PL.01/1601/XI/2024 (contoh)",
    advice="Tanyakan kepada PPS di desa bila belum menerima pemberitahuan.",
    local="Galaklah ke TPS, jangan dak galak milih.",
    local_language=LocalLanguage.PALEMBANG,
)
ANSWER = Wording(
    title="Pemungutan suara tetap Rabu, 27 November 2024.",
    fact="KPU menyatakan tidak ada perubahan hari. TPS dibuka pukul 07.00 sampai 14.00.",
    warning="Pesan berantai yang mengatakan lain tidak menyebut sumber.",
    source="KPU Kabupaten OKU (contoh)",
    reference="Surat 512/PL.02/1601/XI/2024 (contoh)",
    advice="Datang ke TPS pada hari itu, dan tanyakan kepada PPS bila ragu.",
    local="Milihnyo tetap hari Rabu, dak katek diundur.",
    local_language=LocalLanguage.PALEMBANG,
)
CORRECTED = Wording(
    title=ANSWER.title,
    fact="KPU menyatakan tidak ada perubahan hari. TPS dibuka pukul 07.00 sampai 13.00.",
    warning=ANSWER.warning,
    source=ANSWER.source,
    reference=ANSWER.reference,
    advice=ANSWER.advice,
    local=ANSWER.local,
    local_language=ANSWER.local_language,
    change="Jam tutup TPS keliru: pukul 13.00, bukan 14.00.",
)
UNTOUCHED = Wording(
    title="Surat suara utuh: gudang dibuka di depan Bawaslu dan saksi.",
    fact=(
        "Pada 18 November 2024 KPU membuka gudang bersama Bawaslu dan saksi. Segel kotak utuh, dan"
        " tidak ada surat suara yang sudah tercoblos."
    ),
    warning="Kabar yang mengatakan lain tidak menyebut siapa yang melihatnya.",
    source="KPU Kabupaten OKU (contoh)",
    reference="Berita acara 77/PP.09/1601/XI/2024 (contoh)",
    advice="Periksa surat suara Anda di TPS; bila rusak, minta gantinya kepada KPPS.",
    local="Surat suaro masih utuh, dak katek yang lah dicoblos.",
    local_language=LocalLanguage.PALEMBANG,
)
QUESTION = "Apakah yang belum menerima surat pemberitahuan tetap boleh memilih?"
BALLOT_QUESTION = "Siapa yang menjaga gudang sampai hari pemungutan suara?"
ASKED = (
    (at(november(17), 19.3), Channel.WHATSAPP, "0800 0000 906", "CEK surat suara sudah dicoblos?"),
    (at(november(20), 8.1), Channel.SMS, "0800 0000 907", "CEK surat suara lah dicoblos di gudang"),
    (at(november(25), 13.6), Channel.WHATSAPP, "0800 0000 903", "CEK pemungutan diundur sehari?"),
    (at(november(25), 18.2), Channel.SMS, "0800 0000 904", "C3K pemunggutan suara di undur"),
    (at(november(26), 7.5), Channel.WHATSAPP, "0800 0000 905", "halo"),
)  # fmt: skip


def enter_contestants(operation_id: int, *, actor: Actor, now: datetime) -> None:
    """Enter whom texts are checked for: invented, like everybody here."""
    for number, names, slogans in CONTESTANTS:
        operations.enter_contestant(
            operation_id=operation_id,
            contest="Bupati OKU (contoh)",
            number=number,
            names=names,
            slogans=slogans,
            actor=actor,
            now=now,
        )


def plan_answers(stage: Stage, humas: tuple[Actor, Actor]) -> None:
    """Plan an appeal, the answer with its correction, who asks, and who carries it."""
    first, second = humas
    ballots = Carried(stage, BALLOTS, ROAD[0], (BALLOT_QUESTION,))
    postponed = Carried(stage, POSTPONED, VILLAGE, (QUESTION,))
    corrected = Carried(stage, POSTPONED, HOAX_HEARD[2], ())
    for when, doing in (
        (at(november(19), 8.5), lambda now: _write(BALLOTS, UNTOUCHED, first, now)),
        (at(november(19), 9.5), lambda now: _release(BALLOTS, humas, 1, now)),
        (at(november(19), 10.2), lambda now: ballots.assign(november(20), second, now)),
        (at(november(20), 9.6), ballots.deliver),
        (at(november(20), 10), lambda now: _appeal(humas, now)),
        (at(november(25), 14), lambda now: _write(POSTPONED, ANSWER, first, now)),
        (at(november(25), 16.2), lambda now: _release(POSTPONED, humas, 1, now)),
        (at(november(25), 16.6), lambda now: postponed.assign(november(26), second, now)),
        (at(november(25), 19.2), postponed.deliver),
        (at(november(26), 8.5), lambda now: _correct(first, now)),
        (at(november(26), 9), lambda now: _release(POSTPONED, humas, 2, now)),
        # On its way still when the curtain rises.
        (at(LAST_DAY, 9.4), lambda now: corrected.assign(LAST_DAY, second, now)),
    ):
        stage.plan(when, delivered(doing))
    for number, (when, channel, address, text) in enumerate(ASKED):
        stage.plan(when, delivered(_asking(channel, address, text, f"tanya-{number}")))


def _reply(message_id: int, now: datetime) -> None:
    """Answer a message as the worker would: at once."""
    with override("id"):
        response.answer_message(message_id=message_id, actor=SYSTEM, now=now)


def _asking(channel: Channel, address: str, text: str, mark: str) -> Callable[[datetime], None]:
    def ask(now: datetime) -> None:
        message = channels.receive_message(
            channel=channel,
            incoming=Incoming(mark, address, text, now),
            actor=Actor.system("channels"),
            now=now,
        )
        _reply(message.pk, now)

    return ask


def _answer(claim: str) -> "Answer":
    [rumour] = rumours.rumours_in(DISTRICT).filter(claim=claim)
    found = answers.answer_to(rumour.pk)
    assert found is not None  # noqa: S101 - written before
    return found


def _appeal(humas: tuple[Actor, Actor], now: datetime) -> None:
    written = response.write_answer(words=APPEAL, actor=humas[0], now=now)
    _let_out(written.pk, humas, 1, now)


def _write(claim: str, words: Wording, actor: Actor, now: datetime) -> None:
    [rumour] = rumours.rumours_in(DISTRICT).filter(claim=claim)
    response.write_answer(words=words, rumour_id=rumour.pk, actor=actor, now=now)


def _correct(actor: Actor, now: datetime) -> None:
    response.edit_answer(
        answer_id=_answer(POSTPONED).pk, words=CORRECTED, version_seen=1, actor=actor, now=now
    )


def _release(claim: str, humas: tuple[Actor, Actor], number: int, now: datetime) -> None:
    _let_out(_answer(claim).pk, humas, number, now)


def _let_out(answer_id: int, humas: tuple[Actor, Actor], number: int, now: datetime) -> None:
    for actor in humas:
        response.approve_answer(answer_id=answer_id, number=number, actor=actor, now=now)
    response.release_answer(answer_id=answer_id, number=number, actor=humas[0], now=now)
    with override("id"):
        for waiting in answers.waiting_sendings():
            response.send_to_one(sending_id=waiting, actor=SYSTEM, now=now)


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer that whoever has a village in care brings there."""

    stage: Stage
    claim: str
    village: str
    questions: tuple[str, ...]

    def assign(self, due_on: date, actor: Actor, now: datetime) -> None:
        response.assign_carrier(
            answer_id=_answer(self.claim).pk,
            area_code=self.village,
            officer_id=self.stage.officer_in_care[self.village],
            due_on=due_on,
            actor=actor,
            now=now,
        )

    def deliver(self, now: datetime) -> None:
        carryings = answers.carryings_of(_answer(self.claim))
        [carrying] = [one for one in carryings if one.area_id == self.village]
        response.report_delivery(
            carrying_id=carrying.pk,
            delivered_at=now,
            occasion=DeliveredAt.WORSHIP,
            listeners=35,
            questions=self.questions,
            # As he tells it to the desk.
            actor=self.stage.operator_at(now),
            now=now,
        )
