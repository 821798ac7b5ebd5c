"""What providers bring as actions take it, and messages as pages show them."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.engines.triage import without_receipts
from sejuk.foundation.channels import actions, gateways, queries
from sejuk.foundation.channels.models import Conversation, Message
from sejuk.foundation.channels.queries import Lately
from sejuk.foundation.channels.rules import (
    LONGEST_RECEIVED,
    Call,
    Channel,
    Direction,
    HttpSms,
    Incoming,
    Kannel,
    Mail,
    MessageState,
    Posted,
    Telegram,
    WhatsApp,
    address_of,
    may_be_address,
    may_send_again,
)
from sejuk.foundation.operations.queries import shared_area
from sejuk.foundation.operations.web import operation_of
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.kit.directions import shown_turns

logger = logging.getLogger(__name__)

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
    channel, area_code = CHANNELS[provider], shared_area()
    for came in posted.messages:
        incoming = storable(came)
        if queries.is_kept(channel, incoming.gateway_id):
            continue
        try:
            actions.receive_message(
                channel=channel,
                incoming=incoming,
                # Of the operation, until the conversation knows better.
                area_code=area_code,
                heard_at=_heard_at(incoming, now),
                actor=SYSTEM,
                now=now,
            )
        except Refused as refused:
            # Nobody could be told to mend it, and those behind it must not wait for ever.
            logger.warning("A message by %s was not kept: %s", provider, refused.message)
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
    text = _in_unicode(incoming.text)
    whole = replace(
        incoming,
        gateway_id=_in_unicode(incoming.gateway_id),
        address="".join(sign for sign in _in_unicode(incoming.address) if sign.isprintable()),
        text=text,
    )
    if len(text) > LONGEST_RECEIVED:
        return replace(whole, text=f"[{len(text)}]", is_text=False)
    return whole


def _in_unicode(text: str) -> str:
    """Return a text without what no table can hold: NUL, and halves of characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _heard_at(incoming: Incoming, now: datetime) -> datetime:
    """Return when it was written, by the clock of the operation."""
    if incoming.sent_at is None:
        return now
    late = timezone.now() - incoming.sent_at  # noqa: TID251 - the provider's clock is the real one
    return now - max(late, timedelta())


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A message as a list or a conversation shows it."""

    id: int
    at: datetime
    is_ours: bool
    direction: str
    channel: str
    conversation: int
    text: str
    area: str
    state: str
    badge: str
    attempts: int
    failure: str
    may_send_again: bool


BADGES = {
    MessageState.QUEUED: "info",
    MessageState.SENDING: "info",
    MessageState.FAILED: "bad",
}


def shown(message: Message) -> ShownMessage:
    state = MessageState(message.state)
    return ShownMessage(
        id=message.pk,
        at=message.sent_at or message.created_at,
        is_ours=message.direction == Direction.OUT,
        direction=gettext(Direction(message.direction).label),
        channel=gettext(Channel(message.channel).label),
        conversation=message.conversation_id,
        text=shown_turns(message.text),
        area=message.area.name if message.area else "",
        state=gettext(state.label),
        badge=BADGES.get(state, "good"),
        attempts=message.attempts,
        failure=message.failure,
        may_send_again=bool(may_send_again(state)),
    )


@dataclass(frozen=True, slots=True)
class Connected:
    """A channel as the settings show it: nothing of its secrets."""

    channel: str
    provider: str
    facts: tuple[tuple[str, str], ...]
    inbound: str
    lately: Lately


def connected(request: HttpRequest) -> list[Connected]:
    """Return how each channel stands."""
    found, fared = gateways.connections(), queries.lately()
    return [
        Connected(
            gettext(channel.label),
            *_facts_of(found.of(channel), request),
            fared.get(channel, queries.NOTHING_LATELY),
        )
        for channel in (Channel.WHATSAPP, Channel.TELEGRAM, Channel.SMS, Channel.EMAIL)
    ]


def _facts_of(
    connection: WhatsApp | Telegram | Kannel | HttpSms | Mail | None, request: HttpRequest
) -> tuple[str, tuple[tuple[str, str], ...], str]:
    facts: tuple[tuple[str, str], ...]
    match connection:
        case WhatsApp():
            facts = (
                (gettext("Number of the telephone at Meta"), connection.phone_number_id),
                (gettext("Template after 24 hours"), connection.template or gettext("none")),
            )
            return "WhatsApp Cloud API", facts, _inbound("whatsapp", request)
        case Telegram():
            return "Telegram Bot API", (), _inbound("telegram", request)
        case Kannel():
            host = urlsplit(connection.url).hostname or ""
            return "Kannel", ((gettext("Computer"), host),), _inbound("kannel", request)
        case HttpSms():
            host = urlsplit(connection.url).hostname or ""
            return gettext("SMS gateway"), ((gettext("Computer"), host),), _inbound("sms", request)
        case Mail():
            facts = (
                (gettext("Computer"), connection.host),
                (gettext("Sender"), connection.sender),
                (gettext("Box that is read"), connection.imap_host or gettext("none")),
            )
            inbound = _inbound("surel", request) if connection.secret else ""
            return "SMTP", facts, inbound
        case None:
            return "", (), ""


def _inbound(provider: str, request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("channels:posted", args=[provider]))


def is_invented(request: HttpRequest) -> bool:
    """Tell whether everything here is invented: only then may one write as a resident."""
    operation = operation_of(request)
    return operation is not None and operation.is_demonstration


@dataclass(frozen=True, slots=True)
class Carried:
    """A message of ours as its receiver has it."""

    at: datetime | None
    text: str


def on_the_telephone(request: HttpRequest, messages: Iterable[Message]) -> tuple[Carried, ...]:
    """
    Return in full what the desk sees masked, as the sandbox carried it to who plays the resident.

    Only in the demonstration, and only where no provider is connected: nobody else is shown it.
    """
    if not is_invented(request):
        return ()
    box = gateways.Sandbox()
    # What is not handed over yet may be the file of another demonstration.
    carried = [
        (one, box.text_of(one.pk))
        for one in messages
        if one.direction == Direction.OUT
        and one.unredacted is not None
        and one.sent_at is not None
        and not gateways.is_connected(Channel(one.channel))
    ]
    return tuple(
        Carried(one.sent_at, text) for one, text in carried if without_receipts(text) == one.text
    )


def written(
    channel: Channel, address: str, text: str, *, area_code: str, now: datetime
) -> Conversation:
    """Keep what somebody wrote as a resident in the demonstration, as a gateway would bring it.

    :raises Refused: where a provider is connected, or for what cannot be kept.
    """
    if gateways.is_connected(channel):
        raise Refused(
            N_("A provider is connected: the answer would reach a stranger."), where="channel"
        )
    may_be_address(channel, address).or_refuse()
    incoming = storable(Incoming(f"sandbox-{uuid4()}", address_of(channel, address), text))
    message = actions.receive_message(
        channel=channel, incoming=incoming, area_code=area_code, actor=SYSTEM, now=now
    )
    return message.conversation
