"""
SMS through any gateway that takes JSON.

Out: `POST` of an object with the fields that the environment names. In: a JSON object
`{"id", "from", "text", "sent_at"}` or `{"reference", "status"}`, signed by `X-Sejuk-Signature`:
the HMAC-SHA256 of the raw body. What needs another shape stands between (a phone with an SMS
application, a small script).
"""

from datetime import UTC, datetime

from sejuk.foundation.channels.gateways.speaking import (
    answer_to,
    is_signed,
    json_of,
    read_json,
    worded,
)
from sejuk.foundation.channels.rules import (
    Call,
    HttpSms,
    Incoming,
    MessageState,
    News,
    Outgoing,
    Posted,
    Unreadable,
)

NAME = "SMS"
TOLD = {
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "failed": MessageState.FAILED,
}


class HttpSmsGateway:
    """Carries messages by one JSON call each, and reads what the gateway posts."""

    def __init__(self, connection: HttpSms) -> None:
        self.connection = connection

    def send(self, message: Outgoing) -> str:
        """
        Hand a message over; see `Gateway`.

        Our number goes along: a gateway that keeps it sends a repeated message once.
        """
        ours = self.connection
        answer = answer_to(
            "POST",
            ours.url,
            provider=NAME,
            headers={ours.header: ours.key, "Idempotency-Key": f"sejuk-{message.number}"},
            json={
                ours.to_field: message.address,
                ours.text_field: message.text,
                ours.number_field: str(message.number),
            },
        )
        return worded(json_of(answer), ours.id_field) or f"sms-{message.number}"

    def is_genuine(self, call: Call) -> bool:
        given = call.headers.get("x-sejuk-signature", "")
        return is_signed(given, call.body, self.connection.secret)

    def read(self, call: Call) -> Posted:
        """
        Read a message, or the news of one of ours.

        :raises Unreadable: when it is neither.
        """
        found = read_json(call.body)
        state = TOLD.get(worded(found, "status"))
        own = worded(found, "reference")
        if state and own.isdecimal() and len(own) < 19:  # noqa: PLR2004 - bigint
            failure = f"{NAME}: not delivered." if state is MessageState.FAILED else ""
            return Posted(news=(News(state, number=int(own), failure=failure),))
        number, sender = worded(found, "id"), worded(found, "from")
        if not number or not sender:
            raise Unreadable("The body needs id, from and text, or reference and status.")
        sent_at = moment_of(worded(found, "sent_at"))
        return Posted((Incoming(number, sender, worded(found, "text"), sent_at),))


def moment_of(written: str) -> datetime | None:
    """Read a time of ISO 8601; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
