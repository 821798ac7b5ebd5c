"""What providers bring, as actions take it."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest

from sejuk.foundation.channels import actions, queries
from sejuk.foundation.channels.rules import LONGEST_RECEIVED, Call, Channel, Incoming, Posted
from sejuk.kit.actors import Actor

CHANNELS = {
    "whatsapp": Channel.WHATSAPP,
    "telegram": Channel.TELEGRAM,
    "kannel": Channel.SMS,
    "sms": Channel.SMS,
    "surel": Channel.EMAIL,
}
SYSTEM = Actor.system("channels")


def call_of(request: HttpRequest) -> Call:
    """Return a call as a gateway reads it; of a name that stands twice the last value counts."""
    return Call(
        body=request.body,
        query=request.GET.dict(),
        headers={name.lower(): value for name, value in request.headers.items()},
    )


def keep(provider: str, posted: Posted, *, now: datetime) -> None:
    """Keep what a call brought. What is there already costs a look, and no entry of the ledger."""
    channel = CHANNELS[provider]
    for incoming in posted.messages:
        if not queries.is_kept(channel, incoming.gateway_id):
            actions.receive_message(
                channel=channel, incoming=storable(incoming), actor=SYSTEM, now=now
            )
    for news in posted.news:
        number = queries.told_of(channel, news)
        if number is not None:
            actions.hear_news(message_id=number, news=news, actor=SYSTEM, now=now)


def storable(incoming: Incoming) -> Incoming:
    """
    Return a message that can be stored, whatever was sent: nobody could be told to mend it.

    >>> storable(Incoming("1", "+62811", "api\\0di pasar")).text == "api\\ufffddi pasar"
    True
    """
    if len(incoming.text) > LONGEST_RECEIVED:
        return replace(incoming, text=f"[{len(incoming.text)}]", is_text=False)
    return replace(incoming, text=incoming.text.replace("\0", "\ufffd"))
