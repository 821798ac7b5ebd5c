"""The operation, its versioned stage calendar and its orders."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sejuk.foundation.operations.rules import Phase
from sejuk.kit.choices import choices_of
from sejuk.kit.legal_clocks import Regime


class Operation(models.Model):
    """An operation in an area, from a day until a day."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    # The figure that the order states; computed totals stand beside it.
    stated_strength = models.PositiveIntegerField(null=True, blank=True)
    is_current = models.BooleanField(default=True)
    # Everything in a demonstration is invented, and each page and paper says so.
    is_demonstration = models.BooleanField(default=False)
    # A demonstration lives in 2024: its clock runs this many seconds beside the real one.
    clock_shift_seconds = models.BigIntegerField(default=0)
    # Under which election law matters are counted; empty until somebody has said it.
    regime = models.CharField(max_length=10, choices=choices_of(Regime), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="operations_operation_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="operations_operation_only_demonstrations_shift_the_clock",
                condition=Q(clock_shift_seconds=0) | Q(is_demonstration=True),
            ),
            models.CheckConstraint(
                name="operations_operation_known_regime",
                condition=Q(regime__in=["", *(regime.value for regime in Regime)]),
            ),
            models.UniqueConstraint(
                name="operations_operation_one_current",
                fields=["is_current"],
                condition=Q(is_current=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Stage(models.Model):
    """A stage of the process, such as the campaign. Its dates stand in versions."""

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="stages")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    phase = models.CharField(max_length=10, choices=choices_of(Phase), default=Phase.DURING)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="operations_stage_once", fields=["operation", "code"])
        ]

    def __str__(self) -> str:
        return self.name


class StageVersion(models.Model):
    """The dates of a stage as one source set them. The highest version holds; none is changed."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="operations_stageversion_once", fields=["stage", "version"]
            ),
            models.CheckConstraint(
                name="operations_stageversion_ends_after_start",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} v{self.version}"


class Order(models.Model):
    """A written order (Sprin): what it rests on, for whom, from when until when."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=60, unique=True)
    basis = models.TextField()
    text = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    issued_on = models.DateField()
    issued_by = models.CharField(max_length=120)
    people = models.ManyToManyField("forces.Person", related_name="orders", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="operations_order_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            )
        ]

    def __str__(self) -> str:
        return self.number


class Contestant(models.Model):
    """
    Who stands for election, as every text of ours is checked for him before it is released.

    Nothing else about contestants is kept anywhere: neither votes nor who is for whom.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="contestants")
    # Which election, such as "Bupati OKU": two may be held on one day, each with a number 1.
    contest = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    # Full names, nicknames, the short name of the pair.
    names = ArrayField(models.CharField(max_length=120))
    slogans = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    removed_by = models.CharField(max_length=150, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="operations_contestant_one_of_a_number",
                fields=["operation", "contest", "number"],
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="operations_contestant_has_a_name", condition=Q(names__len__gt=0)
            ),
            models.CheckConstraint(
                name="operations_contestant_removed_who_and_when_together",
                condition=Q(removed_at__isnull=True, removed_by="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest} {self.number}"
