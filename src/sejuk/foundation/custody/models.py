"""Seals, their openings, the machine's use of them, and how long each kind is kept."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sejuk.foundation.custody.rules import Forgetting, Ground, Purpose, SealedKind
from sejuk.kit.choices import choices_of


class Sealed(models.Model):
    """
    Words about a person, in an envelope whose key lies outside the database.

    When its time is over the envelope is emptied; that there was one, for which record, remains.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=choices_of(SealedKind))
    # The record it belongs to, as in `signals.signal:7`.
    about = models.CharField(max_length=120, blank=True)
    # Whose custodian opens it; without one, who has custody everywhere.
    area = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16, blank=True)
    # The keyed hash of its sender's channel and address, where both are known.
    fingerprint = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField()
    # When it was last sealed, used, opened, or its record dealt with: from then its time runs.
    needed_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)
    forgotten_why = models.CharField(max_length=12, choices=choices_of(Forgetting), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="custody_sealed_known_kind",
                condition=Q(kind__in=[x.value for x in SealedKind]),
            ),
            models.CheckConstraint(
                name="custody_sealed_whole_or_forgotten",
                condition=Q(
                    content__isnull=False,
                    wrapped_key__isnull=False,
                    forgotten_at__isnull=True,
                    forgotten_why="",
                )
                & ~Q(key_id="")
                | Q(
                    content__isnull=True,
                    wrapped_key__isnull=True,
                    key_id="",
                    fingerprint="",
                    forgotten_at__isnull=False,
                )
                & ~Q(forgotten_why=""),
            ),
        ]
        indexes = [
            models.Index(fields=["about"], name="custody_sealed_about"),
            models.Index(fields=["-sealed_at"], name="custody_sealed_newest"),
            models.Index(
                fields=["kind", "needed_at"],
                name="custody_sealed_expiring",
                condition=Q(forgotten_at__isnull=True),
            ),
            models.Index(
                fields=["fingerprint"],
                name="custody_sealed_sender",
                condition=~Q(fingerprint=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Enclosure(models.Model):
    """
    A file beside the words of a seal, under the same data key.

    Apart from the envelope, so that lists of seals and a turn of keys never carry files.
    """

    sealed = models.OneToOneField(
        Sealed, on_delete=models.PROTECT, primary_key=True, related_name="enclosure"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"beside {self.pk}"


class Opening(models.Model):
    """A seal opened by the custodian, for a reason and a time; each look is counted."""

    sealed = models.ForeignKey(Sealed, on_delete=models.PROTECT, related_name="openings")
    ground = models.CharField(max_length=12, choices=choices_of(Ground))
    reason = models.TextField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    looks = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="custody_opening_closes_later", condition=Q(closes_at__gte=F("opened_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], name="custody_opening_at"),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.opened_at:%Y-%m-%d}"


class Use(models.Model):
    """Addresses that the machine used to send, unseen by anybody: how many, and for what."""

    purpose = models.CharField(max_length=12, choices=choices_of(Purpose))
    count = models.PositiveIntegerField()
    used_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="custody_use_at")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.count}"


class Retention(models.Model):
    """How long seals of a kind are kept after they were last needed, and why so long."""

    kind = models.CharField(max_length=12, choices=choices_of(SealedKind), primary_key=True)
    days = models.PositiveIntegerField()
    reason = models.TextField()
    set_by = models.CharField(max_length=150, blank=True)
    set_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"
