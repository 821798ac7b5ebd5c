"""Indicators, dated index snapshots, and the temperature of each place and day."""

from django.db import models
from django.db.models import Q

from sejuk.assess.risk.rules import Dimension, Direction
from sejuk.kit.choices import choices_of


class Indicator(models.Model):
    """One thing that is measured of places. Never of persons, and never ethnicity or religion."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    dimension = models.CharField(max_length=20, choices=choices_of(Dimension))
    direction = models.CharField(
        max_length=10, choices=choices_of(Direction), default=Direction.RAISES
    )
    unit = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risk_indicator_known_dimension",
                condition=Q(dimension__in=[x.value for x in Dimension]),
            )
        ]

    def __str__(self) -> str:
        return self.code


class IndicatorValue(models.Model):
    """The value of an indicator in an area. A missing one has no row: it is never nought."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    value = models.FloatField()
    as_of = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="risk_indicatorvalue_once", fields=["indicator", "area", "as_of"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.value}"


class Weighting(models.Model):
    """The weights of the dimensions from a moment on, with who set them and why. Only added to."""

    # Dimension -> weight; they sum to 1.
    weights = models.JSONField()
    reason = models.TextField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"weights of {self.set_at:%Y-%m-%d}"


class IndexSnapshot(models.Model):
    """The vulnerability index of all areas as of a day. Never changed once made."""

    as_of = models.DateField()
    weighting = models.ForeignKey(Weighting, on_delete=models.PROTECT, related_name="snapshots")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"index of {self.as_of}"


class IndexScore(models.Model):
    """The index of one area in a snapshot: 0 to 1, its parts, and how much of it is known."""

    snapshot = models.ForeignKey(IndexSnapshot, on_delete=models.CASCADE, related_name="scores")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # None where nothing at all is known.
    score = models.FloatField(null=True)
    completeness = models.FloatField()
    parts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="risk_indexscore_once", fields=["snapshot", "area"]),
            models.CheckConstraint(
                name="risk_indexscore_0_to_1",
                condition=Q(score__isnull=True) | Q(score__range=(0, 1)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.score}"


class DayTemperature(models.Model):
    """How warm a village was on a day, in tenths of a degree, with the parts that sum to it."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    tenths = models.PositiveSmallIntegerField()
    index_tenths = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=8)
    # [{"signal": 7, "tenths": 120, ...}] as the engine gave them: they sum to tenths - index_tenths
    contributions = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="risk_daytemperature_once", fields=["day", "area"]),
            models.CheckConstraint(
                name="risk_daytemperature_0_to_100", condition=Q(tenths__range=(0, 1000))
            ),
        ]
        indexes = [
            models.Index(fields=["area", "day"], name="risk_daytemperature_area"),
            models.Index(fields=["day", "-tenths"], name="risk_daytemperature_warmest"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.day} {self.tenths / 10}"
