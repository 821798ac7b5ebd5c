"""The faces of a provider: who carries messages out, and who reads what it posts to us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sejuk.foundation.channels.rules.words import MessageState


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as a gateway takes it. Neither address nor text stands in its `repr`."""

    number: int
    channel: str
    address: str = field(repr=False)
    text: str = field(repr=False)
    # False where the receiver has not written for a day: WhatsApp takes a template only.
    may_be_free: bool = True


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that somebody sent us, as a gateway tells it."""

    gateway_id: str
    address: str = field(repr=False)
    text: str = field(repr=False)
    sent_at: datetime | None = None
    # False for a photograph, a voice or a sticker: it is answered, and says that we read text.
    is_text: bool = True


@dataclass(frozen=True, slots=True)
class News:
    """How far a message of ours has come, by the gateway's number or by our own."""

    state: MessageState
    gateway_id: str = ""
    number: int | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """What one call of a provider brings."""

    messages: tuple[Incoming, ...] = ()
    news: tuple[News, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a provider: its body as it came, what stood in the address, its headers."""

    body: bytes = field(repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    # By names in lower case.
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


class GatewayFailed(Exception):
    """
    The gateway did not take the message. The words say why, without the address or text.

    `is_final` says that no further attempt can help: a number that does not exist, a wrong key.
    `wait` is how many seconds the provider asks us to stay away.
    """

    def __init__(self, words: str, *, is_final: bool = False, wait: int = 0) -> None:
        super().__init__(words)
        self.is_final = is_final
        self.wait = wait


class Unreadable(Exception):
    """A call of a provider does not hold what its protocol says."""


class Gateway(Protocol):
    """Carries messages out."""

    def send(self, message: Outgoing) -> str:
        """
        Hand a message over, and return the gateway's own number for it.

        Called again after a failure: a gateway that can tell repeated messages by our number is
        given it.

        :raises GatewayFailed: when it was not taken.
        """


class Webhook(Protocol):
    """Reads what a provider posts to us."""

    def is_genuine(self, call: Call) -> bool:
        """Tell whether the call bears the signature or secret that the provider and we share."""

    def read(self, call: Call) -> Posted:
        """
        Return the messages and news of a genuine call.

        :raises Unreadable: when its body is not what the protocol says.
        """
