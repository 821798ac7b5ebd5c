"""Messages in and out, whatever gateway carries them."""

from django.db import models
from django.db.models import Q

from sejuk.foundation.channels.rules import Channel, Direction, MessageState
from sejuk.kit.choices import choices_of


class Message(models.Model):
    """One message. `about` names the record it belongs to, as in `signals.signal:7`."""

    direction = models.CharField(max_length=3, choices=choices_of(Direction))
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    address = models.CharField(max_length=200)
    text = models.TextField()
    about = models.CharField(max_length=120, blank=True)
    # Who works for this area sees the message; without one, who works everywhere.
    area = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=choices_of(MessageState))
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    # The gateway's own number of the message: a repeated delivery is told by it.
    gateway_id = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="channels_message_gateway_id_once",
                fields=["channel", "gateway_id"],
                condition=~Q(gateway_id=""),
            ),
            models.CheckConstraint(
                name="channels_message_known_state",
                condition=Q(state__in=[x.value for x in MessageState]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.channel} {self.state}"
