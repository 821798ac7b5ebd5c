"""Indicators, dated index snapshots, and the temperature of each place and day."""

from django.db import models
from django.db.models import F, Q

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
    # Inside its dimension; the weights of the dimensions stand in Weighting.
    weight = models.FloatField(default=1.0)
    # The values that mean "not at all" and "fully"; without them it is placed by its percentile.
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risk_indicator_known_dimension",
                condition=Q(dimension__in=[x.value for x in Dimension]),
            ),
            models.CheckConstraint(
                name="risk_indicator_known_direction",
                condition=Q(direction__in=[x.value for x in Direction]),
            ),
            models.CheckConstraint(name="risk_indicator_weight_above_0", condition=Q(weight__gt=0)),
            models.CheckConstraint(
                name="risk_indicator_bounds_rise",
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lt=F("high")),
            ),
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
    """
    The vulnerability index of all areas as of a day. The database refuses to change it.

    It keeps the weights and the definitions of the indicators as they were, so that it can be
    read, and computed again, when both have moved on.
    """

    as_of = models.DateField()
    # Dimension -> weight.
    weights = models.JSONField()
    # For each: code, name, dimension, weight, direction, low, high, unit, source.
    indicators = models.JSONField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"index of {self.as_of}"


class IndexScore(models.Model):
    """The index of one area in a snapshot, in thousandths, its parts, and how much is known."""

    snapshot = models.ForeignKey(IndexSnapshot, on_delete=models.PROTECT, related_name="scores")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # None where too little is known.
    thousandths = models.PositiveSmallIntegerField(null=True)
    completeness = models.FloatField()
    # [[indicator code, normalised value, thousandths]]; the thousandths sum to the score.
    parts = models.JSONField(default=list)
    # Codes of the indicators without a value here.
    missing = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="risk_indexscore_once", fields=["snapshot", "area"]),
            models.CheckConstraint(
                name="risk_indexscore_0_to_1000",
                condition=Q(thousandths__isnull=True) | Q(thousandths__range=(0, 1000)),
            ),
        ]
        indexes = [
            models.Index(
                "snapshot",
                F("thousandths").desc(nulls_last=True),
                "area",
                name="risk_indexscore_ranked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.thousandths}"


class DayTemperature(models.Model):
    """How warm a village was at the end of a day, in tenths of a degree, and why."""

    area = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    tenths = models.PositiveSmallIntegerField()
    index_tenths = models.PositiveSmallIntegerField()
    # [[reference, tenths, is_verified, is_settled]] as the engine gave them, the largest first;
    # they sum to tenths - index_tenths.
    contributions = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Area first: it also serves the curve of one village.
            models.UniqueConstraint(name="risk_daytemperature_once", fields=["area", "day"]),
            models.CheckConstraint(
                name="risk_daytemperature_0_to_100", condition=Q(tenths__range=(0, 1000))
            ),
            models.CheckConstraint(
                name="risk_daytemperature_index_is_a_part",
                condition=Q(index_tenths__lte=F("tenths")),
            ),
        ]
        indexes = [models.Index(fields=["day", "-tenths"], name="risk_daytemperature_warmest")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.day} {self.tenths / 10}"


class StoreRun(models.Model):
    """One storing of days. The last of them tells a cache whether stored days may have changed."""

    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    first_day = models.DateField()
    last_day = models.DateField()
    written = models.PositiveIntegerField()
    run_by = models.CharField(max_length=150)
    run_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"
