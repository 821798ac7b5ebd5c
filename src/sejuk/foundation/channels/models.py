"""Conversations with senders whom nobody here knows, and the messages in and out of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sejuk.foundation.channels.rules import (
    Channel,
    Direction,
    HookEvent,
    MessageState,
    RunState,
)
from sejuk.foundation.custody.rules import Purpose
from sejuk.kit.choices import choices_of


class Conversation(models.Model):
    """
    One sender on one channel. His address lies sealed in custody; here is only its keyed hash.

    `heard_at` is his last message: WhatsApp lets us write freely for a day after it.
    """

    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    fingerprint = models.CharField(max_length=64)
    seal = models.UUIDField()
    heard_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    # Where the conversation stands, for whoever leads it: a step and what was told so far.
    step = models.CharField(max_length=30, blank=True)
    told = models.JSONField(default=dict, blank=True)
    blocked_until = models.DateTimeField(null=True)
    blocked_reason = models.TextField(blank=True)
    blocked_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="channels_conversation_one_of_each_sender", fields=["channel", "fingerprint"]
            ),
            models.CheckConstraint(
                name="channels_conversation_blocked_by_whom_and_why",
                condition=Q(blocked_until__isnull=True)
                | (~Q(blocked_reason="") & ~Q(blocked_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk} {self.channel}"


class Message(models.Model):
    """
    One message. `about` names the record it belongs to, as in `signals.signal:7`.

    `text` is without personal data, and without the receipt in what we write; where something was
    taken out, `unredacted` seals the whole: of ours until it has arrived, for the gateway alone.
    """

    direction = models.CharField(max_length=3, choices=choices_of(Direction))
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="messages"
    )
    purpose = models.CharField(max_length=12, choices=choices_of(Purpose), blank=True)
    text = models.TextField()
    unredacted = models.UUIDField(null=True)
    about = models.CharField(max_length=120, blank=True)
    # Who works for this area sees the message; without one, who works everywhere.
    area = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=choices_of(MessageState))
    created_at = models.DateTimeField()
    # When it was last handed to the gateway; when the gateway had it.
    handed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    # The keyed hash of the gateway's own number of the message, by which a repeated delivery is
    # told. Never the number itself: in those of WhatsApp and Telegram the address stands.
    gateway_id = models.CharField(max_length=200, blank=True)
    # False for a photograph, a voice, a sticker.
    is_text = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="channels_message_received_once",
                fields=["gateway_id"],
                condition=~Q(gateway_id="") & Q(direction="in"),
            ),
            models.CheckConstraint(
                name="channels_message_known_state",
                condition=Q(state__in=[x.value for x in MessageState]),
            ),
            models.CheckConstraint(
                name="channels_message_out_for_a_purpose",
                condition=~Q(direction="out") | ~Q(purpose=""),
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "-id"], name="channels_message_of_one"),
            models.Index(
                fields=["handed_at"],
                name="channels_message_on_the_way",
                condition=Q(state__in=["queued", "sending"]),
            ),
            models.Index(
                fields=["area"], name="channels_message_failed", condition=Q(state="failed")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.channel} {self.state}"


class Hook(models.Model):
    """An address outside that is told what happened. Its secret is derived, and stored nowhere."""

    name = models.CharField(max_length=60)
    url = models.URLField(max_length=500)
    events = ArrayField(models.CharField(max_length=30, choices=choices_of(HookEvent)))
    # "" is everywhere.
    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    salt = models.CharField(max_length=32)
    # The last entry of the ledger that was looked at.
    told_until = models.BigIntegerField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    stopped_by = models.CharField(max_length=150, blank=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="channels_hook_stopped_who_and_when_together",
                condition=Q(stopped_at__isnull=True, stopped_by="")
                | (Q(stopped_at__isnull=False) & ~Q(stopped_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HookRun(models.Model):
    """One entry of the ledger told to one hook."""

    hook = models.ForeignKey(Hook, on_delete=models.PROTECT, related_name="runs")
    sequence = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=choices_of(RunState), default=RunState.WAITING)
    calls = models.PositiveIntegerField(default=0)
    status = models.PositiveIntegerField(null=True)
    failure = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField()
    # Set while somebody calls; a killed program leaves it, and after a while it counts no more.
    calling_since = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="channels_hookrun_each_entry_once", fields=["hook", "sequence"]
            ),
        ]
        indexes = [models.Index(fields=["hook", "-sequence"], name="channels_hookrun_newest")]

    def __str__(self) -> str:
        return f"{self.hook_id}: {self.sequence}"
