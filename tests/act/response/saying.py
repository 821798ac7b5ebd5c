"""Make what tests of answers need: Humas, an answer to a rumour that KPU refuted, who asks."""

from datetime import datetime

from sejuk.act.response import actions
from sejuk.act.response.models import Answer
from sejuk.act.response.rules import Wording
from sejuk.assess.rumours.models import Rumour
from sejuk.foundation.channels.actions import converse_with
from sejuk.foundation.channels.models import Conversation, Message
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.custody.actions import reach_words
from sejuk.foundation.custody.rules import Purpose
from sejuk.kit.actors import Actor, Role
from tests.assess.rumours.telling import a_rumour, an_answer, decided, somebody
from tests.builders import NOON

WORDS = {
    "title": "Gudang surat suara tetap tersegel dan dijaga 24 jam.",
    "fact": "KPU memperlihatkan segel gudang kepada saksi dan warga pada 18 November; semua utuh.",
    "warning": "Pesan yang mengatakan lain tidak menyebut sumber.",
    "source": "KPU Kabupaten OKU",
    "reference": "Surat 112/PP.08/XI/2024",
    "advice": "Tanyakan kepada PPS di desa, dan jangan teruskan pesan tanpa sumber.",
}


def wording(**said: str) -> Wording:
    return Wording(**WORDS | said)


def humas(name: str = "") -> Actor:
    return somebody(Role.PUBLIC_RELATIONS, name=name)


def a_refuted_rumour(**said: object) -> Rumour:
    desk = somebody()
    rumour = a_rumour(desk, **said)
    an_answer(rumour, actor=desk)
    decided(rumour, actor=desk)
    rumour.refresh_from_db()
    return rumour


def an_answer_to(rumour: Rumour | None = None, *, actor: Actor, **said: str) -> Answer:
    return actions.write_answer(
        words=wording(**said),
        rumour_id=rumour.pk if rumour else None,
        actor=actor,
        now=NOON,
    )


def approved(answer: Answer, number: int = 1, *, by: tuple[Actor, ...]) -> None:
    for actor in by:
        actions.approve_answer(answer_id=answer.pk, number=number, actor=actor, now=NOON)


def released(
    answer: Answer, number: int = 1, *, by: tuple[Actor, ...], now: datetime = NOON, **said: str
) -> Answer:
    """Let two of Humas approve a version, and the first release it."""
    approved(answer, number, by=by)
    answer = actions.release_answer(
        answer_id=answer.pk, number=number, **said, actor=by[0], now=now
    )
    answer.refresh_from_db()
    return answer


def corrected(answer: Answer, *, by: tuple[Actor, ...], **said: str) -> Answer:
    number = answer.versions.count()
    words = wording(**{"change": "Tanggalnya keliru: 19 November."} | said)
    actions.edit_answer(
        answer_id=answer.pk, words=words, version_seen=number, actor=by[0], now=NOON
    )
    return released(answer, number + 1, by=by)


def a_conversation(address: str, channel: Channel = Channel.WHATSAPP) -> Conversation:
    return converse_with(channel=channel, address=address, actor=Actor.system("t"), now=NOON)


def whole_of(message: Message) -> str:
    """Return what its receiver reads: with the receipt that is kept nowhere in clear."""
    if message.unredacted is None:
        return message.text
    return reach_words(
        seal_id=message.unredacted, purpose=Purpose.REPLY, actor=Actor.system("t"), now=NOON
    )
