"""A message that failed for good: taken by the gateway, which told later that nobody has it."""

from datetime import datetime, timedelta

from sejuk.foundation.channels import actions as channels
from sejuk.foundation.channels.rules import Channel, MessageState, News
from sejuk.project.demonstration.delivering import SYSTEM, delivered
from sejuk.project.demonstration.play import Stage
from sejuk.project.demonstration.story import HOAX_HEARD, at, november

SENT_AT, HEARD_AFTER = at(november(26), 10.1), timedelta(seconds=40)
ADDRESS, VILLAGE = "0800 0000 908", HOAX_HEARD[1]
TEXT = "Terima kasih atas kabarnya. Pemungutan suara tetap Rabu, 27 November, menurut KPU (contoh)."
FAILURE = "Nomor tidak aktif."


def plan_dead_letter(stage: Stage) -> None:
    """Plan a message to a number that is no longer in use, and what the gateway tells of it."""

    def write(now: datetime) -> None:
        actor = stage.operator_at(now)
        conversation = channels.converse_with(
            channel=Channel.SMS, address=ADDRESS, area_code=VILLAGE, actor=actor, now=now
        )
        message = channels.send_message(
            conversation_id=conversation.pk, text=TEXT, area_code=VILLAGE, actor=actor, now=now
        )
        stage.plan(now + HEARD_AFTER, lambda later: _hear(message.pk, later))

    stage.plan(SENT_AT, delivered(write))


def _hear(message_id: int, now: datetime) -> None:
    news = News(MessageState.FAILED, failure=FAILURE)
    channels.hear_news(message_id=message_id, news=news, actor=SYSTEM, now=now)
