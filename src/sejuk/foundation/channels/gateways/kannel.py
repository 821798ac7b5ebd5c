"""
SMS through Kannel.

Out: `GET sendsms`, answered by 202 and "0: Accepted for delivery" (Kannel user guide, "Sending
messages"). News: Kannel calls `dlr-url`, with the type in `%d`. In: a `get-url` of an sms-service,
`/saluran/masuk/kannel/?kunci=…&dari=%p&isi=%a&nomor=%I&waktu=%t`.
"""

from datetime import UTC, datetime
from urllib.parse import urlencode

from sejuk.foundation.channels.gateways.speaking import answer_to, is_same_secret
from sejuk.foundation.channels.rules import (
    Call,
    GatewayFailed,
    Incoming,
    Kannel,
    MessageState,
    News,
    Outgoing,
    Posted,
    Unreadable,
)

NAME = "Kannel"
# Delivered to phone, not delivered to phone, delivered to the SMS centre, refused by it.
TOLD = {
    "1": MessageState.DELIVERED,
    "2": MessageState.FAILED,
    "8": MessageState.SENT,
    "16": MessageState.FAILED,
}
MASK = 1 + 2 + 8 + 16
# Kannel puts "%a" into the address in the charset of the service; UTF-8 must be asked for there.
UCS2 = "2"


class KannelGateway:
    """Carries messages through Kannel, and reads what it calls."""

    def __init__(self, connection: Kannel) -> None:
        self.connection = connection

    def send(self, message: Outgoing) -> str:
        """
        Hand a message over; see `Gateway`.

        Kannel gives no number of its own: ours comes back with its news.
        """
        asked = {
            "username": self.connection.user,
            "password": self.connection.password,
            "to": message.address.lstrip("+"),
            "text": message.text,
            "charset": "UTF-8",
        }
        if not message.text.isascii():
            asked["coding"] = UCS2
        if self.connection.sender:
            asked["from"] = self.connection.sender
        if self.connection.own_url:
            asked |= {"dlr-mask": str(MASK), "dlr-url": self._news_address(message.number)}
        answer = answer_to("GET", self.connection.url, provider=NAME, params=asked)
        # "0: Accepted for delivery" or "3: Queued for later delivery".
        if answer.text.lstrip()[:1] not in ("0", "3"):
            raise GatewayFailed(f"{NAME}: refused with code {answer.text.lstrip()[:1]!r}.")
        return f"kannel-{message.number}"

    def _news_address(self, number: int) -> str:
        known = urlencode({"kunci": self.connection.secret, "pesan": number})
        # Kannel itself puts the type into %d: it must not be quoted.
        return f"{self.connection.own_url}/saluran/masuk/kannel/?{known}&jenis=%d"

    def is_genuine(self, call: Call) -> bool:
        return is_same_secret(call.query.get("kunci", ""), self.connection.secret)

    def read(self, call: Call) -> Posted:
        """
        Read a message, or the news of one of ours.

        :raises Unreadable: when it is neither.
        """
        asked = call.query
        if asked.get("pesan", "").isdecimal():
            state = TOLD.get(asked.get("jenis", ""))
            ours = int(asked["pesan"][:18])
            failure = f"{NAME}: not delivered." if state is MessageState.FAILED else ""
            return Posted(news=(News(state, number=ours, failure=failure),) if state else ())
        sender, number = asked.get("dari", ""), asked.get("nomor", "")
        if not sender or not number:
            raise Unreadable("The call holds no sender or no number of a message.")
        return Posted(
            (Incoming(number, sender, asked.get("isi", ""), _moment(asked.get("waktu", ""))),)
        )


def _moment(written: str) -> datetime | None:
    """Read "2024-11-05 09:12:44", which Kannel gives in UTC."""
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        return None
