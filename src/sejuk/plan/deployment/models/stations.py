"""The plan of polling stations: classes, groups, officers in control, reserve platoons."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from sejuk.kit.choices import choices_of
from sejuk.plan.deployment.models.words import known
from sejuk.plan.deployment.rules import (
    RosterState,
    StationClass,
)


class StationGrade(models.Model):
    """The class of a polling station in an operation, with its source."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.CASCADE, related_name="+"
    )
    site = models.ForeignKey("places.Site", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=15, choices=choices_of(StationClass))
    source = models.CharField(max_length=200)
    graded_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deployment_stationgrade_once", fields=["operation", "site"]
            ),
            models.CheckConstraint(
                name="deployment_stationgrade_known_class", condition=known("grade", StationClass)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.grade}"


class StationPlan(models.Model):
    """Which officers stand at which polling stations: a draft, or a published version."""

    operation = models.ForeignKey(
        "operations.Operation", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)
    day = models.DateField()
    state = models.CharField(
        max_length=10, choices=choices_of(RosterState), default=RosterState.DRAFT
    )
    # What the engine was asked: a pattern for each class, within what, how far, platoons.
    asked = models.JSONField()
    # Totals, bound, gap and shortfall by kecamatan as the engine gave them.
    figures = models.JSONField(default=dict)
    # Empty while it is being computed; what went wrong, as {"text": a msgid, "values": {...}}.
    computed_at = models.DateTimeField(null=True)
    message = models.JSONField(default=dict)
    # When it was last asked for, by the real clock: the worker has one, whatever day is played.
    asked_at = models.DateTimeField(db_default=Now())
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    # Why it was given back or given up.
    note = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deployment_stationplan_one_published_a_day",
                fields=["operation", "day"],
                condition=Q(state=RosterState.PUBLISHED),
            ),
            models.CheckConstraint(
                name="deployment_stationplan_known_state", condition=known("state", RosterState)
            ),
            models.CheckConstraint(
                name="deployment_stationplan_two_persons_publish",
                condition=Q(published_by__isnull=True)
                | (Q(proposed_by__isnull=False) & ~Q(published_by=F("proposed_by"))),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StationGroup(models.Model):
    """Polling stations that a pair or more of officers look after together."""

    plan = models.ForeignKey(StationPlan, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveIntegerField()
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    kecamatan = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=15, choices=choices_of(StationClass))
    officers = models.PositiveSmallIntegerField()
    linmas = models.PositiveSmallIntegerField()
    longest_minutes = models.FloatField(null=True)
    sites = models.ManyToManyField("places.Site", related_name="+")
    people = models.ManyToManyField("forces.Person", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_stationgroup_once", fields=["plan", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"


class Padal(models.Model):
    """The officer in control (perwira pengendali) of a kecamatan in a plan of polling stations."""

    plan = models.ForeignKey(StationPlan, on_delete=models.CASCADE, related_name="padal")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "forces.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_padal_once", fields=["plan", "area"])
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.area_id}"


class Platoon(models.Model):
    """A reserve platoon and where it waits."""

    plan = models.ForeignKey(StationPlan, on_delete=models.CASCADE, related_name="platoons")
    number = models.PositiveSmallIntegerField()
    site = models.ForeignKey("places.Site", on_delete=models.PROTECT, null=True, related_name="+")
    size = models.PositiveSmallIntegerField()
    # For how many polling stations it is the nearest.
    stations = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="deployment_platoon_once", fields=["plan", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"
