"""
The Telegram Bot API.

Out: `sendMessage`. In: updates by webhook, each with the header `X-Telegram-Bot-Api-Secret-Token`
that was given to `setWebhook`. There is no news of delivery: what Telegram took, is sent.
"""

from collections.abc import Mapping

from sejuk.foundation.channels.gateways.speaking import (
    Json,
    answer_to,
    is_same_secret,
    json_of,
    moment_of,
    read_json,
    worded,
)
from sejuk.foundation.channels.rules import (
    Call,
    GatewayFailed,
    Incoming,
    Outgoing,
    Posted,
    Telegram,
    Unreadable,
)

NAME = "Telegram"


class TelegramGateway:
    """Carries messages by a bot, and reads its updates."""

    def __init__(self, connection: Telegram) -> None:
        self.connection = connection

    def send(self, message: Outgoing) -> str:
        """
        Hand a message over; see `Gateway`.

        :raises GatewayFailed: with the time that Telegram asks us to wait.
        """
        answer = answer_to(
            "POST",
            f"{self.connection.api}/bot{self.connection.token}/sendMessage",
            provider=NAME,
            json={
                "chat_id": message.address,
                "text": message.text,
                "link_preview_options": {"is_disabled": True},
            },
        )
        number = worded(json_of(answer), "result", "message_id")
        if not number:
            raise GatewayFailed(f"{NAME}: the answer holds no number of a message.")
        return f"{message.address}:{number}"

    def is_genuine(self, call: Call) -> bool:
        given = call.headers.get("x-telegram-bot-api-secret-token", "")
        return is_same_secret(given, self.connection.secret)

    def read(self, call: Call) -> Posted:
        """
        Read an update: a message in a private chat. Groups are none of ours, and edits come again.

        :raises Unreadable: when it is no update.
        """
        update = read_json(call.body)
        number = worded(update, "update_id")
        if not number:
            raise Unreadable("The body is no update of Telegram.")
        message = update.get("message")
        if not isinstance(message, dict) or worded(message, "chat", "type") != "private":
            return Posted()
        return Posted((_incoming(message),))


def _incoming(message: Mapping[str, Json]) -> Incoming:
    chat, number = worded(message, "chat", "id"), worded(message, "message_id")
    if not chat or not number:
        raise Unreadable("A message has no number or no chat.")
    stamp, text = worded(message, "date"), worded(message, "text") or worded(message, "caption")
    return Incoming(
        # Numbers of messages count on in each chat.
        gateway_id=f"{chat}:{number}",
        address=chat,
        text=text,
        sent_at=moment_of(stamp),
        is_text=bool(text),
    )
