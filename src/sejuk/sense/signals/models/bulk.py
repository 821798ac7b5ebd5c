"""What was done with several signals at once, as it can be undone for a while."""

from django.conf import settings
from django.db import models

from sejuk.kit.choices import choices_of
from sejuk.sense.signals.models.signals import Signal
from sejuk.sense.signals.rules.bulk import Bulk


class BulkDeed(models.Model):
    """One press on a button, for all the signals that were chosen then."""

    deed = models.CharField(max_length=12, choices=choices_of(Bulk))
    # Carried by the form: sent twice it is the same deed.
    key = models.CharField(max_length=64)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    # The numbers that were asked for, and how many of them are not there for who asked.
    asked = models.JSONField(default=list)
    missing = models.PositiveSmallIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signals_bulkdeed_once", fields=["by_user", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.at:%Y-%m-%d %H:%M}"


class BulkRow(models.Model):
    """What became of one of the signals: done, or refused and why; and of its undoing."""

    deed = models.ForeignKey(BulkDeed, on_delete=models.CASCADE, related_name="rows")
    signal = models.ForeignKey(Signal, on_delete=models.CASCADE, related_name="+")
    is_done = models.BooleanField()
    # In the language of who asked: nobody else reads it.
    why_not = models.TextField(blank=True)
    # The columns before and after, as they are put back while they still read so.
    was = models.JSONField(default=dict)
    became = models.JSONField(default=dict)
    is_undone = models.BooleanField(null=True)
    why_not_undone = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signals_bulkrow_once", fields=["deed", "signal"]),
        ]

    def __str__(self) -> str:
        return f"{self.deed_id} #{self.signal_id}"
