"""Questions about messages and conversations."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.crypto import salted_hmac

from sejuk.foundation.channels import rules
from sejuk.foundation.channels.models import Conversation, Hook, HookRun, Message
from sejuk.foundation.channels.rules import Channel, Direction, MessageState, News, RunState
from sejuk.foundation.custody.queries import fingerprint, key_ring, standing_of
from sejuk.foundation.ledger import queries as ledger
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

# Chosen: what a resumed worker takes up in one go; the next minute takes the rest.
MOST_AT_ONCE = 1_000

# Chosen: what a hook is told in one go; the next minute takes the rest.
MOST_ENTRIES = 500
# Chosen: read in milliseconds; moving on earlier would fill the ledger with moving on.
MOST_LOOKED_OVER = 2_000


def messages_seen(
    *,
    scope: tuple[str, ...],
    direction: str = "",
    state: str = "",
    conversation_id: int | None = None,
) -> QuerySet[Message]:
    """Return messages of the areas in `scope`, newest first."""
    found = Message.objects.filter(within(scope)).select_related("area")
    if direction:
        found = found.filter(direction=direction)
    if state:
        found = found.filter(state=state)
    if conversation_id is not None:
        found = found.filter(conversation_id=conversation_id)
    return found.order_by("-id")


def get_message(message_id: int, *, scope: tuple[str, ...]) -> Message:
    """
    Return one message.

    :raises NotYours: when it lies outside `scope` or does not exist.
    """
    message = Message.objects.filter(Q(pk=message_id), within(scope)).first()
    if message is None:
        raise NotYours
    return message


def received(message_id: int) -> Message:
    """
    Return a message that came in, with its conversation, for whoever answers it.

    :raises NotYours: when there is none.
    """
    message = (
        Message.objects.select_related("conversation").filter(pk=message_id, direction="in").first()
    )
    if message is None:
        raise NotYours
    return message


def received_between(since: datetime, until: datetime, *, most: int) -> list[int]:
    """Return the messages that came in between two moments, by number, the oldest first."""
    rows = Message.objects.filter(direction="in", created_at__gt=since, created_at__lte=until)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def conversation_of(channel: Channel, address: str) -> Conversation | None:
    """Return the conversation with an address, if there is one and its sender is not forgotten."""
    mark = fingerprint(channel, address)
    found = Conversation.objects.filter(channel=channel, fingerprint=mark).first()
    return None if found is None or is_forgotten(found) else found


def is_forgotten(conversation: Conversation) -> bool:
    """Tell whether the address of a conversation was deleted."""
    standing = standing_of(conversation.seal)
    return standing is None or standing.forgotten_at is not None


def traits_of(message: Message) -> dict[str, Any]:
    """Return what the ledger keeps of a message: never an address, never a text."""
    return {
        "subject": message,
        "area_code": message.area_id or "",
        "detail": {
            "channel": message.channel,
            "about": message.about,
            "attempts": message.attempts,
        },
    }


def secret_of(hook: Hook) -> str:
    """Return what signs the calls of a hook; it is derived, so that no table holds it."""
    key = f"sejuk.channels.hook:{hook.pk}:{hook.salt}"
    return salted_hmac(key, hook.name, algorithm="sha256").hexdigest()


def get_conversation(conversation_id: int, *, is_locked: bool = False) -> Conversation:
    """
    Return one conversation; locked, for an action that changes it.

    :raises NotYours: when there is none.
    """
    rows = (
        Conversation.objects.select_for_update(no_key=True)
        if is_locked
        else Conversation.objects.all()
    )
    found = rows.filter(pk=conversation_id).first()
    if found is None:
        raise NotYours
    return found


def mark_of(direction: Direction, channel: Channel, number: str) -> str:
    """Return the keyed hash of a gateway's number; in and out are counted apart."""
    told = f"{direction.value}\0{channel.value}\0{number}".encode()
    return hmac.new(key_ring().fingerprint_key, told, sha256).hexdigest()


def is_kept(channel: Channel, number: str) -> bool:
    """Tell whether a message came in before: gateways deliver twice."""
    mark = mark_of(Direction.IN, channel, number)
    return Message.objects.filter(direction=Direction.IN, gateway_id=mark).exists()


def told_of(channel: Channel, news: News) -> int | None:
    """Return the number of the message of ours that news take further; None when they do not."""
    ours = Message.objects.filter(channel=channel, direction="out")
    if news.number:
        one = Q(pk=news.number)
    elif news.gateway_id:
        one = Q(gateway_id=mark_of(Direction.OUT, channel, news.gateway_id))
    else:
        return None
    found = ours.filter(one).values_list("pk", "state").first()
    if found is None or not rules.is_further(MessageState(found[1]), news.state):
        return None
    return int(found[0])


def unheard_of(now: datetime) -> list[tuple[int, str]]:
    """
    Return the messages that nobody hands over any more: their program was killed, or their job.

    As number and channel, oldest first.
    """
    since = now - timedelta(seconds=rules.UNHEARD_OF_SECONDS)
    longest = now - timedelta(seconds=rules.UNHEARD_OF_SECONDS + rules.longest_wait_seconds())
    lost = Q(state=MessageState.SENDING, handed_at__lte=since) | Q(
        state=MessageState.QUEUED, handed_at__lte=longest
    )
    rows = Message.objects.filter(lost, direction="out").order_by("handed_at", "pk")
    return list(rows.values_list("pk", "channel")[:MOST_AT_ONCE])


def waiting_to_go() -> list[tuple[int, str]]:
    """Return the messages that were never handed over, as number and channel, oldest first."""
    rows = Message.objects.filter(state=MessageState.QUEUED, direction="out").order_by("pk")
    return list(rows.values_list("pk", "channel")[:MOST_AT_ONCE])


def hooks_due() -> list[int]:
    """
    Return the hooks for which the ledger has something new.

    Also those that have looked over so much in vain that the next look begins further on.
    """
    last = ledger.head().sequence
    rows = Hook.objects.filter(stopped_at__isnull=True, told_until__lt=last).order_by("pk")
    return [
        hook.pk
        for hook in rows
        if last - hook.told_until >= MOST_LOOKED_OVER or entries_for(hook)[1]
    ]


def entries_for(hook: Hook) -> tuple[int, list[int]]:
    """Return until which entry a hook is told now, and the entries that it asked for."""
    # Read first: what is written from here on is told at the next look.
    last = ledger.head().sequence
    of_these = Q(pk__in=[])
    for event in hook.events:
        of_these |= Q(verb__startswith=event)
    new = ledger.entries().filter(sequence__gt=hook.told_until, sequence__lte=last)
    wanted = new.filter(of_these, within((hook.area_code,), "area_code"))
    found = list(wanted.order_by("sequence").values_list("sequence", flat=True)[:MOST_ENTRIES])
    return (found[-1] if len(found) == MOST_ENTRIES else last), found


def told_by(run: HookRun) -> dict[str, object]:
    """Return what a hook is told of an entry: that it happened, and nothing that was said."""
    entry = ledger.entries().get(sequence=run.sequence)
    return {
        "id": f"{run.hook_id}-{run.sequence}",
        "sequence": entry.sequence,
        "hash": entry.hash,
        "verb": entry.verb,
        "subject": entry.subject,
        "area_code": entry.area_code,
        "at": entry.at.isoformat(),
    }


def hooks_of(actor: Actor) -> QuerySet[Hook]:
    """Return the hooks in the areas of `actor`, those in use first."""
    return Hook.objects.filter(within(actor.scope, "area_code")).order_by(
        F("stopped_at").desc(nulls_first=True), "name"
    )


def get_hook(hook_id: int, actor: Actor) -> Hook:
    """
    Return one hook.

    :raises NotYours: when it lies outside the areas of `actor`, or there is none.
    """
    found = hooks_of(actor).filter(pk=hook_id).first()
    if found is None:
        raise NotYours(f"hook {hook_id}")
    return found


def runs_of(hook: Hook) -> QuerySet[HookRun]:
    """Return what a hook was told, newest first."""
    return HookRun.objects.filter(hook=hook).order_by("-sequence")


def hooks_waiting(now: datetime) -> list[int]:
    """Return the hooks of which the first that waits is due, and that nobody tells just now."""
    rows = HookRun.objects.filter(state=RunState.WAITING, hook__stopped_at__isnull=True)
    first = rows.order_by("hook_id", "sequence").distinct("hook_id")
    return [run.hook_id for run in first if may_be_called(run, now)]


def may_be_called(run: HookRun, now: datetime) -> bool:
    """Tell whether a run is due, and nobody calls; who was killed in a call counts no more."""
    since = run.calling_since
    is_free = since is None or (now - since).total_seconds() >= rules.UNHEARD_OF_SECONDS
    return is_free and rules.is_call_due(calls=run.calls, called_at=run.called_at, now=now)


@dataclass(frozen=True, slots=True)
class Lately:
    """How a channel fared: the last message that went, the last that failed, how many failed."""

    sent_at: datetime | None
    failed_at: datetime | None
    failure: str
    failed: int
    waiting: int


NOTHING_LATELY = Lately(None, None, "", 0, 0)


def lately() -> dict[str, Lately]:
    """Return how each channel fared that carried anything. Two queries."""
    ours = Message.objects.filter(direction="out")
    counts = (
        ours.order_by("channel")
        .values("channel")
        .annotate(
            sent=Max("sent_at"),
            failed=Count("pk", filter=Q(state=MessageState.FAILED)),
            waiting=Count("pk", filter=Q(state__in=[MessageState.QUEUED, MessageState.SENDING])),
        )
    )
    last = ours.exclude(failure="").order_by("channel", "-handed_at").distinct("channel")
    failures = {one.channel: one for one in last}
    return {
        row["channel"]: Lately(
            row["sent"],
            failures[row["channel"]].handed_at if row["channel"] in failures else None,
            failures[row["channel"]].failure if row["channel"] in failures else "",
            row["failed"],
            row["waiting"],
        )
        for row in counts
    }
