"""Keep what comes in: once, without personal data, and always to be answered."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from sejuk.foundation.channels import queries, rules
from sejuk.foundation.channels.actions.sending import converse_with
from sejuk.foundation.channels.actions.whole import Whole
from sejuk.foundation.channels.models import Conversation, Message
from sejuk.foundation.channels.rules import Channel, Direction, Incoming, MessageState
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations.queries import shared_area
from sejuk.foundation.places.queries import without_persons
from sejuk.kit.actors import Actor

# Who answers stands far above: the task is named, not imported.
CONVERSE = "response.converse"


@traced
def receive_message(
    *,
    channel: Channel,
    incoming: Incoming,
    about: str = "",
    area_code: str = "",
    heard_at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Message:
    """
    Keep a message that came in, and ask for its answer; the same one again changes nothing.

    `heard_at` is when he wrote, where the gateway tells it: the hours in which WhatsApp takes free
    text run from there.

    What in it tells who somebody is, is taken out of the text, his receipt too; the whole lies
    sealed.

    :raises Refused: for a text that cannot be stored, or an address that is none.
    """
    rules.may_keep(incoming.text).or_refuse()
    # First, while nobody waits for us: it looks at each word.
    text = without_persons(incoming.text, area_code=shared_area()).text
    conversation = queries.conversation_of(channel, incoming.address) or converse_with(
        channel=channel, address=incoming.address, area_code=area_code, actor=actor, now=now
    )
    # Before the ledger: whoever answers takes them in this order too.
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    mark = queries.mark_of(Direction.IN, channel, incoming.gateway_id)
    try:
        with transaction.atomic():
            message = Message.objects.create(
                direction=Direction.IN,
                channel=channel,
                conversation=conversation,
                text=text,
                is_text=incoming.is_text,
                about=about,
                area_id=area_code or None,
                state=MessageState.RECEIVED,
                created_at=now,
                gateway_id=mark,
            )
    except IntegrityError:
        message = Message.objects.get(direction=Direction.IN, gateway_id=mark)
        record(verb="channels.message.repeated", actor=actor, now=now, **queries.traits_of(message))
        return message
    conversation.heard_at = max(heard_at or now, conversation.heard_at or heard_at or now)
    conversation.save(update_fields=["heard_at"])
    app.configure_task(CONVERSE).defer(message_id=message.pk)
    if text != incoming.text:
        Whole(message, actor, now).seal(incoming.text)
    record(verb="channels.message.received", actor=actor, now=now, **queries.traits_of(message))
    return message


@traced
def keep_step(
    *,
    conversation_id: int,
    step: str,
    told: Mapping[str, object],
    actor: Actor,
    now: datetime,
) -> None:
    """Remember where a conversation stands. What was told carries no personal data."""
    conversation = queries.get_conversation(conversation_id, is_locked=True)
    conversation.step, conversation.told = step, dict(told)
    conversation.save(update_fields=["step", "told"])
    record(
        verb="channels.conversation.went_on",
        subject=conversation,
        actor=actor,
        now=now,
        detail={"step": step},
    )
