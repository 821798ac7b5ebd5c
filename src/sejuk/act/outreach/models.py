"""Visits and their photos."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sejuk.act.outreach.rules import MessageGiven, PartyMet, VisitKind
from sejuk.kit.choices import choices_of


class Visit(models.Model):
    """A visit that was paid. What was heard there are signals; a visit by itself cools nothing."""

    kind = models.CharField(max_length=20, choices=choices_of(VisitKind))
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    held_at = models.DateTimeField()
    officer = models.ForeignKey("forces.Person", on_delete=models.PROTECT, related_name="+")
    parties_met = ArrayField(models.CharField(max_length=20, choices=choices_of(PartyMet)))
    messages_given = ArrayField(
        models.CharField(max_length=20, choices=choices_of(MessageGiven)), default=list, blank=True
    )
    attendance = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    # Presence at a contestant's event needs a written order.
    at_contestant_event = models.BooleanField(default=False)
    order = models.ForeignKey(
        "operations.Order", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposal = models.ForeignKey(
        "programme.Proposal", on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    # Unique, so a missing one must be NULL and not "".
    idempotency_key = models.CharField(max_length=100, null=True, unique=True)  # noqa: DJ001

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outreach_visit_somebody_was_met", condition=Q(parties_met__len__gt=0)
            ),
            models.CheckConstraint(
                name="outreach_visit_known_kind", condition=Q(kind__in=[x.value for x in VisitKind])
            ),
            models.CheckConstraint(
                name="outreach_visit_contestant_event_needs_order",
                condition=Q(at_contestant_event=False) | Q(order__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["area", "-held_at"], name="outreach_visit_area"),
            models.Index(fields=["held_at"], name="outreach_visit_held"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.area_id}"


class Photo(models.Model):
    """A picture of a visit: re-encoded, without the camera's metadata."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="photos")
    jpeg = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"photo of visit #{self.visit_id}"
