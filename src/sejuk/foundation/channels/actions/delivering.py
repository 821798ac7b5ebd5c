"""
Hand messages over to gateways, in two steps: the call of a provider lies outside every transaction.

A program killed between the steps leaves a message that is `sending`. Whether the provider has it,
its news tell (WhatsApp, Kannel and SMS gateways give our number back); where none come within
`UNHEARD_OF_SECONDS`, it is handed over once more: rather twice for one than never.
"""

from datetime import datetime

from sejuk.foundation.channels import queries, rules
from sejuk.foundation.channels.actions.whole import Whole
from sejuk.foundation.channels.models import Message
from sejuk.foundation.channels.rules import (
    Channel,
    Direction,
    GatewayFailed,
    MessageState,
    News,
    Outgoing,
)
from sejuk.foundation.custody.actions import reach_sealed
from sejuk.foundation.custody.rules import Purpose, Unopenable
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained


@traced
def begin_delivery(*, message_id: int, actor: Actor, now: datetime) -> Outgoing | None:
    """
    Take a waiting message for handing over; None for one that waits no longer.

    :raises NotYours: when there is no such message.
    :raises GatewayFailed: while the key file of custody is away.
    """
    message = _locked(message_id)
    is_given_up = message.state == MessageState.SENDING and message.attempts >= rules.MOST_ATTEMPTS
    if is_given_up:
        message.state = MessageState.FAILED
        message.failure = message.failure or "Nobody heard whether it arrived."
        message.save(update_fields=["state", "failure"])
    if not rules.may_be_handed_over(MessageState(message.state), message.handed_at, now):
        record(verb="channels.message.left", actor=actor, now=now, **queries.traits_of(message))
        return None
    whole = Whole(message, actor, now)
    whole.keep_still()
    try:
        text = whole.text()
        address = reach_sealed(
            seal_id=message.conversation.seal,
            purpose=Purpose(message.purpose),
            actor=actor,
            now=now,
        )
    except Unopenable as locked:
        # The key file is away for now: nothing is lost, and the message waits.
        raise GatewayFailed(f"Custody: {type(locked).__name__}.") from None
    except (NotYours, Refused) as gone:
        # Forgotten at his own request, or when its time was over.
        message.failure = explained(gone) if isinstance(gone, Refused) else "no address"
        message.state = MessageState.FAILED
        message.save(update_fields=["state", "failure"])
        record(verb="channels.message.not_sent", actor=actor, now=now, **queries.traits_of(message))
        return None
    message.state, message.handed_at = MessageState.SENDING, now
    message.attempts += 1
    message.save(update_fields=["state", "handed_at", "attempts"])
    record(verb="channels.message.handed_over", actor=actor, now=now, **queries.traits_of(message))
    return Outgoing(
        message.pk,
        message.channel,
        address,
        text,
        may_be_free=rules.may_be_free(Channel(message.channel), message.conversation.heard_at, now),
    )


@traced
def end_delivery(
    *,
    message_id: int,
    gateway_id: str = "",
    failed: GatewayFailed | None = None,
    actor: Actor,
    now: datetime,
) -> Message:
    """Note what became of a handing over; news that were quicker than we are not undone."""
    message = _locked(message_id)
    state = MessageState(message.state)
    if failed is not None and state is MessageState.SENDING:
        message.failure = str(failed)[:300]
        message.state = (
            MessageState.FAILED if failed.is_final else rules.state_after_failure(message.attempts)
        )
    if failed is None:
        if gateway_id:
            channel = Channel(message.channel)
            message.gateway_id = queries.mark_of(Direction.OUT, channel, gateway_id)
        message.sent_at = message.sent_at or now
        if state in (MessageState.QUEUED, MessageState.SENDING):
            message.failure, message.state = "", MessageState.SENT
    message.save(update_fields=["gateway_id", "failure", "state", "sent_at"])
    verb = "channels.message.sent" if failed is None else "channels.message.not_sent"
    record(verb=verb, actor=actor, now=now, **queries.traits_of(message))
    return message


@traced
def hear_news(*, message_id: int, news: News, actor: Actor, now: datetime) -> Message:
    """Take a message further by what its gateway tells; what is old or repeated changes nothing."""
    message = _locked(message_id)
    if rules.is_further(MessageState(message.state), news.state):
        message.state, message.failure = news.state, news.failure[:300]
        if news.gateway_id:
            channel = Channel(message.channel)
            message.gateway_id = queries.mark_of(Direction.OUT, channel, news.gateway_id)
        if news.state is not MessageState.FAILED:
            message.sent_at = message.sent_at or now
        message.save(update_fields=["state", "failure", "gateway_id", "sent_at"])
    if rules.has_arrived(MessageState(message.state)):
        Whole(message, actor, now).forget()
    record(
        verb=f"channels.message.{message.state}", actor=actor, now=now, **queries.traits_of(message)
    )
    return message


def _locked(message_id: int) -> Message:
    found = (
        Message.objects.select_for_update(of=("self",))
        .select_related("conversation")
        .filter(pk=message_id)
        .first()
    )
    if found is None:
        raise NotYours(f"message {message_id}")
    return found
