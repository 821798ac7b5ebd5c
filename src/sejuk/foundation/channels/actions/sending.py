"""Put messages on their way: they go out if, and only if, the caller's transaction is kept."""

from datetime import datetime
from uuid import uuid4

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext
from procrastinate.contrib.django import app

from sejuk.engines.triage import without_receipts
from sejuk.foundation.channels import queries, rules
from sejuk.foundation.channels.actions.whole import Whole
from sejuk.foundation.channels.models import Conversation, Message
from sejuk.foundation.channels.rules import Channel, Direction, MessageState
from sejuk.foundation.custody.actions import seal_words
from sejuk.foundation.custody.queries import fingerprint
from sejuk.foundation.custody.rules import Part, Purpose, SealedKind
from sejuk.foundation.ledger.actions import record, subject_of, traced
from sejuk.foundation.operations.queries import shared_area
from sejuk.kit.actors import Actor

# Named, not imported: tasks stand above actions.
DELIVER = "channels.deliver"


@traced
def converse_with(
    *, channel: Channel, address: str, area_code: str = "", actor: Actor, now: datetime
) -> Conversation:
    """
    Return the conversation with an address, begun now if there was none; the address is sealed.

    :raises Refused: for a channel without gateway, or an empty address.
    """
    rules.may_converse(channel, address).or_refuse()
    found = queries.conversation_of(channel, address)
    conversation, mark = found, fingerprint(channel, address)
    if conversation is None:
        # Who was forgotten begins anew; nothing leads from him to what he wrote before.
        Conversation.objects.filter(channel=channel, fingerprint=mark).update(
            fingerprint=Concat(Value("forgotten-"), Cast("pk", CharField()))
        )
        # Two first messages at once: the second finds what the first one began.
        conversation, is_new = Conversation.objects.get_or_create(
            channel=channel, fingerprint=mark, defaults={"seal": uuid4(), "begun_at": now}
        )
        if is_new:
            seal_words(
                kind=SealedKind.ADDRESS,
                words={Part.REACH: address, Part.CHANNEL: channel.value},
                about=subject_of(conversation),
                seal_id=conversation.seal,
                area_code=area_code,
                actor=actor,
                now=now,
            )
    record(
        verb="channels.conversation.found" if found else "channels.conversation.begun",
        subject=conversation,
        actor=actor,
        now=now,
        detail={"channel": channel.value},
    )
    return conversation


@traced
def send_message(
    *,
    conversation_id: int,
    text: str,
    purpose: Purpose = Purpose.REPLY,
    about: str = "",
    area_code: str = "",
    actor: Actor,
    now: datetime,
) -> Message:
    """
    Put a message on its way to somebody whose address lies sealed.

    A receipt in it is kept nowhere in clear: the whole lies sealed until it has arrived.

    :raises NotYours: when there is no such conversation.
    :raises Refused: for an empty message, or one too long.
    """
    conversation = queries.get_conversation(conversation_id)
    rules.may_send(text).or_refuse()
    message = Message.objects.create(
        direction=Direction.OUT,
        channel=conversation.channel,
        conversation=conversation,
        purpose=purpose,
        text=without_receipts(text),
        about=about,
        area_id=area_code or None,
        state=MessageState.QUEUED,
        created_at=now,
        handed_at=now,
    )
    _deliver(message)
    if message.text != text:
        Whole(message, actor, now).seal(text)
    record(verb="channels.message.queued", actor=actor, now=now, **queries.traits_of(message))
    return message


@traced
def send_trial(*, channel: Channel, address: str, actor: Actor, now: datetime) -> Message:
    """
    Send a test message to an address, to see whether a channel carries.

    :raises Refused: for an address that is none.
    """
    rules.may_be_address(channel, address).or_refuse()
    area_code = shared_area()
    conversation = converse_with(
        channel=channel,
        address=rules.address_of(channel, address),
        area_code=area_code,
        actor=actor,
        now=now,
    )
    return send_message(
        conversation_id=conversation.pk,
        text=gettext("This is a test message of Sejuk. Nobody need answer it."),
        area_code=area_code,
        actor=actor,
        now=now,
    )


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
    message.handed_at = now
    message.save(update_fields=["state", "attempts", "failure", "handed_at"])
    _deliver(message)
    record(verb="channels.message.queued", actor=actor, now=now, **queries.traits_of(message))
    return message


def _deliver(message: Message) -> None:
    priority = rules.priority_of(Purpose(message.purpose))
    app.configure_task(DELIVER, priority=priority).defer(
        message_id=message.pk, channel=message.channel
    )
