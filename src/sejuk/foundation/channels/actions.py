"""Send and receive messages: one function, one transaction, one ledger entry."""

from datetime import datetime

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from sejuk.foundation.channels import queries, rules
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import Channel, Direction, Gateway, MessageState
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor

# Named, not imported: tasks stand above actions.
DELIVER = "channels.deliver"


@traced
def send_message(
    *,
    channel: Channel,
    address: str,
    text: str,
    about: str = "",
    area_code: str = "",
    actor: Actor,
    now: datetime,
) -> Message:
    """
    Put a message on its way: it goes out if, and only if, the caller's transaction is kept.

    :raises Refused: for a channel without gateway, an empty message, or one too long.
    """
    rules.may_send(channel, address, text).or_refuse()
    message = Message.objects.create(
        direction=Direction.OUT,
        channel=channel,
        address=address.strip(),
        text=text,
        about=about,
        area_id=area_code or None,
        state=MessageState.QUEUED,
        created_at=now,
    )
    app.configure_task(DELIVER).defer(message_id=message.pk, channel=message.channel)
    _record("channels.message.queued", message, actor, now)
    return message


@traced
def send_again(*, message_id: int, scope: tuple[str, ...], actor: Actor, now: datetime) -> Message:
    """
    Put a failed message on its way once more.

    :raises NotYours: for a message outside `scope`.
    :raises Refused: when it has not failed.
    """
    queries.get_message(message_id, scope=scope)
    message = Message.objects.select_for_update().get(pk=message_id)
    rules.may_send_again(MessageState(message.state)).or_refuse()
    message.state, message.attempts, message.failure = MessageState.QUEUED, 0, ""
    message.save(update_fields=["state", "attempts", "failure"])
    app.configure_task(DELIVER).defer(message_id=message.pk, channel=message.channel)
    _record("channels.message.queued", message, actor, now)
    return message


@traced
def deliver_message(*, message_id: int, gateway: Gateway, actor: Actor, now: datetime) -> Message:
    """Hand a waiting message to its gateway; one that is no longer waiting stays as it is."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.state != MessageState.QUEUED:
        _record("channels.message.left", message, actor, now)
        return message
    message.attempts += 1
    try:
        message.gateway_id = gateway.send(
            rules.Outgoing(message.pk, message.channel, message.address, message.text)
        )
    except rules.GatewayFailed as failure:
        message.failure = str(failure)[:300]
        message.state = rules.state_after_failure(message.attempts)
    else:
        message.failure, message.state, message.sent_at = "", MessageState.SENT, now
    message.save(update_fields=["attempts", "gateway_id", "failure", "state", "sent_at"])
    sent = message.state == MessageState.SENT
    _record("channels.message.sent" if sent else "channels.message.not_sent", message, actor, now)
    return message


@traced
def receive_message(
    *,
    channel: Channel,
    address: str,
    text: str,
    gateway_id: str,
    about: str = "",
    area_code: str = "",
    actor: Actor,
    now: datetime,
) -> Message:
    """
    Keep a message that came in; gateways deliver twice, and the second time gives the first row.

    :raises Refused: for a text that cannot be stored.
    """
    rules.may_keep(text).or_refuse()
    try:
        with transaction.atomic():
            message = Message.objects.create(
                direction=Direction.IN,
                channel=channel,
                address=address[:200],
                text=text,
                about=about,
                area_id=area_code or None,
                state=MessageState.RECEIVED,
                created_at=now,
                gateway_id=gateway_id,
            )
    except IntegrityError:
        message = Message.objects.get(channel=channel, gateway_id=gateway_id)
        _record("channels.message.repeated", message, actor, now)
    else:
        _record("channels.message.received", message, actor, now)
    return message


def _record(verb: str, message: Message, actor: Actor, now: datetime) -> None:
    record(
        verb=verb,
        subject=message,
        actor=actor,
        now=now,
        area_code=message.area_id or "",
        # Never the address or the text.
        detail={"channel": message.channel, "about": message.about, "attempts": message.attempts},
    )
