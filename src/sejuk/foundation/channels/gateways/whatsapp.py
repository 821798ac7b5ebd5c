"""
The WhatsApp Cloud API.

Out: `POST /{phone number id}/messages`; free text within 24 hours of the receiver's last message,
a template after that (Meta, "Send messages", "Webhooks components"). In: signed by
`X-Hub-Signature-256`, the HMAC-SHA256 of the raw body under the app secret.
"""

from collections.abc import Mapping

from sejuk.foundation.channels.gateways.speaking import (
    Json,
    answer_to,
    is_same_secret,
    is_signed,
    json_of,
    listed,
    moment_of,
    read_json,
    worded,
)
from sejuk.foundation.channels.rules import (
    Call,
    GatewayFailed,
    Incoming,
    MessageState,
    News,
    Outgoing,
    Posted,
    Unreadable,
    WhatsApp,
)

NAME = "WhatsApp"
STATES = {
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.READ,
    "failed": MessageState.FAILED,
}
# "Message Undeliverable", "Unable to deliver message: re-engagement", "Recipient not in allowed
# list": no second attempt helps.
FINAL_CODES = frozenset({131_026, 131_047, 131_030, 131_051, 132_000, 132_001, 132_012})
# Where the words of a message stand: written, pressed, chosen, or under a picture.
TEXTS = (
    ("text", "body"),
    ("button", "text"),
    ("interactive", "button_reply", "title"),
    ("interactive", "list_reply", "title"),
    ("image", "caption"),
    ("video", "caption"),
    ("document", "caption"),
)
# A parameter of a template takes no line break, no tab and no more than four blanks in a row.
LONGEST_PARAMETER = 1_024


class WhatsAppGateway:
    """Carries messages by the Cloud API, and reads what Meta posts."""

    def __init__(self, connection: WhatsApp) -> None:
        self.connection = connection

    def send(self, message: Outgoing) -> str:
        """
        Hand a message over; see `Gateway`.

        :raises GatewayFailed: also where only a template may go and none is set.
        """
        answer = answer_to(
            "POST",
            f"{self.connection.api}/{self.connection.phone_number_id}/messages",
            provider=NAME,
            headers={"Authorization": f"Bearer {self.connection.token}"},
            json=self._body(message),
        )
        sent = listed(json_of(answer), "messages")
        number = worded(sent[0], "id") if sent else ""
        if not number:
            raise GatewayFailed(f"{NAME}: the answer holds no number of a message.")
        return number

    def _body(self, message: Outgoing) -> Mapping[str, Json]:
        whole = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": message.address.lstrip("+"),
            # Comes back with each status: by it news are told apart before we know Meta's number.
            "biz_opaque_callback_data": str(message.number),
        }
        if message.may_be_free:
            return whole | {"type": "text", "text": {"preview_url": False, "body": message.text}}
        if not self.connection.template:
            raise GatewayFailed(
                f"{NAME}: 24 hours have passed since the last message of the receiver, and no "
                "template is set (SEJUK_WHATSAPP_TEMPLATE).",
                is_final=True,
            )
        text = " ".join(message.text.split())
        if len(text) > LONGEST_PARAMETER:
            raise GatewayFailed(
                f"{NAME}: 24 hours have passed since the last message of the receiver, and a "
                f"template takes {LONGEST_PARAMETER} characters, not {len(text)}.",
                is_final=True,
            )
        parameter = {"type": "text", "text": text}
        template = {
            "name": self.connection.template,
            "language": {"code": self.connection.language},
            "components": [{"type": "body", "parameters": [parameter]}],
        }
        return whole | {"type": "template", "template": template}

    def challenge(self, call: Call) -> str:
        """Return what Meta wants to hear when the address is set up; "" for anybody else."""
        asked = call.query
        is_meta = asked.get("hub.mode") == "subscribe" and is_same_secret(
            asked.get("hub.verify_token", ""), self.connection.verify_token
        )
        return asked.get("hub.challenge", "")[:100] if is_meta else ""

    def is_genuine(self, call: Call) -> bool:
        given = call.headers.get("x-hub-signature-256", "")
        return is_signed(given, call.body, self.connection.app_secret)

    def read(self, call: Call) -> Posted:
        """
        Read messages and statuses; a call may hold many of both.

        :raises Unreadable: when it is no call of WhatsApp.
        """
        found = read_json(call.body)
        if found.get("object") != "whatsapp_business_account":
            raise Unreadable("The body is not of a WhatsApp business account.")
        values = [
            change["value"]
            for entry in listed(found, "entry")
            for change in listed(entry, "changes")
            if isinstance(change.get("value"), dict) and self._is_ours(change["value"])
        ]
        return Posted(
            tuple(
                _incoming(row)
                for value in values
                for row in listed(value, "messages")
                if worded(row, "id") and worded(row, "from")
            ),
            tuple(
                news
                for value in values
                for row in listed(value, "statuses")
                if (news := _news(row)) is not None
            ),
        )

    def _is_ours(self, value: Mapping[str, Json]) -> bool:
        """Several numbers of one account share an address; each has its own Sejuk."""
        return worded(value, "metadata", "phone_number_id") == self.connection.phone_number_id


def _incoming(row: Mapping[str, Json]) -> Incoming:
    number, sender = worded(row, "id"), worded(row, "from")
    stamp = worded(row, "timestamp")
    text = next((found for path in TEXTS if (found := worded(row, *path))), "")
    return Incoming(
        gateway_id=number,
        address=f"+{sender.lstrip('+')}",
        text=text,
        sent_at=moment_of(stamp),
        is_text=bool(text),
    )


def _news(row: Mapping[str, Json]) -> News | None:
    state = STATES.get(worded(row, "status"))
    if state is None:
        return None
    own = worded(row, "biz_opaque_callback_data")
    codes = [f"{worded(error, 'code')} {worded(error, 'title')}" for error in listed(row, "errors")]
    return News(
        state,
        gateway_id=worded(row, "id"),
        number=int(own) if own.isdecimal() and len(own) < 19 else None,  # noqa: PLR2004 - bigint
        failure=f"{NAME}: {'; '.join(codes)}"[:300] if state is MessageState.FAILED else "",
    )
