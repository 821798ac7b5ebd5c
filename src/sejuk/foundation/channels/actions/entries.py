"""What the ledger says of messages: never an address, never a text."""

from datetime import datetime

from sejuk.foundation.channels.models import Message
from sejuk.foundation.ledger.actions import record
from sejuk.kit.actors import Actor


def record_message(verb: str, message: Message, actor: Actor, now: datetime) -> None:
    record(
        verb=verb,
        subject=message,
        actor=actor,
        now=now,
        area_code=message.area_id or "",
        detail={
            "channel": message.channel,
            "about": message.about,
            "attempts": message.attempts,
        },
    )
