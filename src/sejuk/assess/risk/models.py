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
    """
    How warm a village was at the end of a day, in tenths of a degree, and why: one version of it.

    A version is made once and superseded once, when the evidence about its day has changed; the
    database refuses anything else. What was known at an instant is the version made before it and
    not superseded by then.
    """

    area = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    tenths = models.PositiveSmallIntegerField()
    # As it would be if the village reported as readily as others, and how readily it does.
    corrected_tenths = models.PositiveSmallIntegerField()
    propensity = models.FloatField(default=1.0)
    # What is told there and known to be false; it is never a part of the temperature.
    falsehood_tenths = models.PositiveSmallIntegerField(default=0)
    is_heard = models.BooleanField(default=True)
    # [[reference, tenths, is_verified, is_settled]] as the engine gave them, the largest first;
    # they sum to tenths.
    contributions = models.JSONField(default=list)
    computed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Area first: it also serves the curve of one village.
            models.UniqueConstraint(
                name="risk_daytemperature_one_holds",
                fields=["area", "day"],
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="risk_daytemperature_0_to_100",
                condition=Q(
                    tenths__range=(0, 1000),
                    corrected_tenths__range=(0, 1000),
                    falsehood_tenths__range=(0, 1000),
                ),
            ),
            models.CheckConstraint(
                name="risk_daytemperature_propensity_half_to_two",
                condition=Q(propensity__range=(0.5, 2.0)),
            ),
            models.CheckConstraint(
                name="risk_daytemperature_superseded_later",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("computed_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["day", "-tenths"], name="risk_daytemperature_warmest"),
            models.Index(fields=["area", "day", "computed_at"], name="risk_daytemperature_known"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.day} {self.tenths / 10}"


class Contact(models.Model):
    """
    A day on which somebody of ours was in a village, as the programme tells it.

    It changes no temperature: it only says that a quiet village was not left unheard.
    """

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="risk_contact_once_a_day", fields=["area", "held_on"])
        ]
        indexes = [models.Index(fields=["held_on"], name="risk_contact_held_on")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.held_on}"


class StoreRun(models.Model):
    """
    One storing of days. The last of them tells a cache whether stored days may have changed.

    The ledger's last entry about signals at that time says which evidence it rests on.
    """

    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    first_day = models.DateField()
    last_day = models.DateField()
    written = models.PositiveIntegerField()
    run_by = models.CharField(max_length=150)
    run_at = models.DateTimeField()
    evidence_sequence = models.BigIntegerField(default=0)
    evidence_hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"
