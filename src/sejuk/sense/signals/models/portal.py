"""What the portal shows to everybody, who follows it, and how it stands against a flood."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sejuk.kit.choices import choices_of
from sejuk.sense.signals.models.signals import Signal
from sejuk.sense.signals.rules.words import Kind


class PublicMatter(models.Model):
    """A matter that the desk released for the public: a neutral title, kind, place and day."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="public_matters")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=choices_of(Kind))
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # The day on which it happened or was heard: never the hour.
    day = models.DateField()
    released_at = models.DateTimeField()
    released_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_by = models.CharField(max_length=150)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="signals_publicmatter_one_of_each_signal",
                fields=["signal"],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="signals_publicmatter_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        ]
        indexes = [models.Index(fields=["day", "area"], name="signals_publicmatter_near")]

    def __str__(self) -> str:
        return f"matter of #{self.signal_id}"


class Following(models.Model):
    """The keyed hash of a receipt by which somebody follows a matter. Nothing is kept of him."""

    matter = models.ForeignKey(PublicMatter, on_delete=models.PROTECT, related_name="followings")
    digits_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"following of matter {self.matter_id}"


class Flood(models.Model):
    """A time in which the portal asks each sender for work first: noticed, or said by staff."""

    began_at = models.DateTimeField()
    # Reports in the minute in which it was noticed; None where staff switched it on.
    noticed = models.PositiveIntegerField(null=True)
    why = models.TextField(blank=True)
    began_by = models.CharField(max_length=150)
    # None is: until somebody ends it. A noticed one is prolonged while the flood lasts.
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signals_flood_ended_who_and_when_together",
                condition=Q(ended_at__isnull=True, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
            ),
            models.UniqueConstraint(
                name="signals_flood_one_at_a_time",
                fields=["ended_by"],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"flood since {self.began_at:%H:%M}"


class SpentToken(models.Model):
    """The hash of a form's token that let a report through during a flood: no second one."""

    token_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"spent {self.at:%H:%M}"


class PublishedWeek(models.Model):
    """The figures of one week as they were published. Once, and never again: see rules/figures."""

    monday = models.DateField(unique=True)
    figures = models.JSONField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"week of {self.monday}"
