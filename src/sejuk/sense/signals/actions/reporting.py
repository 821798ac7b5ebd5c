"""A resident's report from the public page: the report, and how he wants to hear of it."""

from dataclasses import dataclass
from datetime import datetime

from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.ledger.actions import traced
from sejuk.kit.actors import Actor
from sejuk.sense.signals.actions.notices import choose_notice
from sejuk.sense.signals.actions.receiving import Arrival, Contact, receive_once
from sejuk.sense.signals.rules import NewSignal


@dataclass(frozen=True, slots=True)
class Wish:
    """By which way somebody wants to be told, and where; it is sealed at once."""

    channel: Channel
    address: str
    language: str = "id"

    def __repr__(self) -> str:
        return f"Wish({self.channel.value}, sealed)"


@traced
def receive_report(
    *,
    new: NewSignal,
    contact: Contact | None = None,
    wish: Wish | None = None,
    receipt_digits: str,
    actor: Actor,
    now: datetime,
) -> Arrival:
    """
    Take a report down with its receipt, and by which way its reporter is told of news; all or none.

    :raises Refused: naming what is wrong and where
    """
    arrival = receive_once(
        new=new, contact=contact, receipt_digits=receipt_digits, actor=actor, now=now
    )
    if wish is not None and arrival.is_new:
        choose_notice(
            signal_id=arrival.signal.pk,
            channel=wish.channel,
            address=wish.address,
            language=wish.language,
            actor=actor,
            now=now,
        )
    return arrival
