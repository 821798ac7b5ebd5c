"""What is said under a receipt, who was told of it, and what came of it. Rows are only added."""

from django.db import models
from django.db.models import Q

from sejuk.foundation.channels.rules import Channel, Direction
from sejuk.kit.choices import choices_of
from sejuk.sense.signals.models.signals import Signal
from sejuk.sense.signals.rules import Answered, Occasion, Safer, Voice


class Entry(models.Model):
    """
    One thing said between who reported and the police.

    `text` is without personal data; where some was taken out, `whole` seals what was written.
    """

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="entries")
    # In is what who reported writes.
    direction = models.CharField(max_length=3, choices=choices_of(Direction))
    by = models.CharField(max_length=10, choices=choices_of(Voice))
    text = models.TextField()
    taken_out = models.JSONField(default=dict)
    whole = models.OneToOneField(
        "custody.Sealed", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    # Of the form it was written in: sent twice it is one entry.
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signals_entry_residents_come_in",
                condition=Q(direction="in", by="resident")
                | (Q(direction="out") & ~Q(by="resident")),
            ),
        ]
        indexes = [models.Index(fields=["signal", "id"], name="signals_entry_in_order")]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.direction} {self.at:%Y-%m-%d %H:%M}"


class EntrySeen(models.Model):
    """When an entry was first read by the other side."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="seen")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entry_id} {self.at:%Y-%m-%d %H:%M}"


class NoticeRoute(models.Model):
    """By which way who reported wants to hear that there is news. His address lies sealed."""

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, related_name="notice_route")
    channel = models.CharField(max_length=12, choices=choices_of(Channel))
    conversation = models.ForeignKey(
        "channels.Conversation", on_delete=models.PROTECT, related_name="+"
    )
    # In which language he reported.
    language = models.CharField(max_length=5)
    chosen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.signal_id} {self.channel}"


class Notice(models.Model):
    """One message that there is news: once for each event, and never what it is."""

    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="notices")
    occasion = models.CharField(max_length=10, choices=choices_of(Occasion))
    # Which entry, or which closing.
    mark = models.CharField(max_length=40)
    message = models.ForeignKey("channels.Message", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="signals_notice_once_for_each_event", fields=["signal", "occasion", "mark"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.occasion}"


class SurveyAnswer(models.Model):
    """What who reported says of it four weeks later: once for a receipt."""

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, related_name="survey_answer")
    answered = models.CharField(max_length=10, choices=choices_of(Answered))
    # 1 (not at all) to 5 (very).
    satisfied = models.PositiveSmallIntegerField()
    safer = models.CharField(max_length=10, choices=choices_of(Safer))
    words = models.TextField(blank=True)
    taken_out = models.JSONField(default=dict)
    whole = models.OneToOneField(
        "custody.Sealed", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signals_surveyanswer_satisfied_1_to_5", condition=Q(satisfied__range=(1, 5))
            ),
        ]
        indexes = [models.Index(fields=["at"], name="signals_surveyanswer_at")]

    def __str__(self) -> str:
        return f"{self.signal_id} {self.satisfied}"
