"""Photos that came with a signal, and those of forms that are still being written."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sejuk.kit.choices import choices_of
from sejuk.sense.signals.models.signals import Signal
from sejuk.sense.signals.rules.photos import MOST_PHOTOS, PhotoState


class Photo(models.Model):
    """One photo of a signal. Its bytes lie sealed in custody: as it came, and as others see it."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="photos")
    number = models.PositiveSmallIntegerField()
    seal = models.OneToOneField("custody.Sealed", on_delete=models.PROTECT, related_name="+")
    # What others see: blacked out where somebody said so. None until somebody has looked.
    shown = models.OneToOneField(
        "custody.Sealed", on_delete=models.PROTECT, null=True, related_name="+"
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    came_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=choices_of(PhotoState), default=PhotoState.WAITING.value
    )
    # Goes up with each decision: who decides about what he no longer sees is told so.
    version = models.PositiveIntegerField(default=1)
    checked_by = models.CharField(max_length=150, blank=True)
    checked_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="signals_photo_each_once", fields=["signal", "number"]),
            models.CheckConstraint(
                name="signals_photo_few", condition=Q(number__range=(1, MOST_PHOTOS))
            ),
            models.CheckConstraint(
                name="signals_photo_checked_whole",
                condition=Q(
                    state="waiting",
                    shown__isnull=True,
                    checked_by="",
                    checked_by_user__isnull=True,
                    checked_at__isnull=True,
                )
                | Q(
                    state="checked",
                    shown__isnull=False,
                    checked_by_user__isnull=False,
                    checked_at__isnull=False,
                )
                & ~Q(checked_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"photo {self.number} of #{self.signal_id}"


class HeldPhoto(models.Model):
    """
    A photo of a form that was not sent yet, under the identity key, for an hour.

    Whoever has the form's token has it back; of the token only the hash is kept.
    """

    token_hash = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    held_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="signals_heldphoto_each_once", fields=["token_hash", "number"]
            ),
        ]
        indexes = [models.Index(fields=["held_at"], name="signals_heldphoto_expiring")]

    def __str__(self) -> str:
        return f"held {self.number} {self.held_at:%H:%M}"
