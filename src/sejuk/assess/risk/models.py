"""Indicators, dated index snapshots, and the temperature of each place and day."""

from django.db import models
from django.db.models import F, Q

from sejuk.assess.risk.rules import Aggregation, Direction, Variable
from sejuk.kit.choices import choices_of


class Indicator(models.Model):
    """One thing that is measured of places. Never of persons, and never ethnicity or religion."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    # "" for one from before variables: it counts once somebody says of which it tells.
    variable = models.CharField(max_length=20, blank=True, choices=choices_of(Variable))
    direction = models.CharField(
        max_length=10, choices=choices_of(Direction), default=Direction.RAISES
    )
    # Inside its variable; the weights of the variables stand in weights.toml and in Weighting.
    weight = models.FloatField(default=1.0)
    # How values of polling stations become one of their village.
    aggregation = models.CharField(
        max_length=10, choices=choices_of(Aggregation), default=Aggregation.SHARE
    )
    # The values that mean "not at all" and "fully", for the draws by min-max.
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="risk_indicator_known_variable",
                condition=Q(variable__in=["", *(x.value for x in Variable)]),
            ),
            models.CheckConstraint(
                name="risk_indicator_known_aggregation",
                condition=Q(aggregation__in=[x.value for x in Aggregation]),
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
    # Over how many days somebody was there to see it; past incidents are nothing without it.
    effort = models.FloatField(null=True, blank=True)
    as_of = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="risk_indicatorvalue_once", fields=["indicator", "area", "as_of"]
            ),
            models.CheckConstraint(
                name="risk_indicatorvalue_effort_from_0",
                condition=Q(effort__isnull=True) | Q(effort__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.value}"


class StationValue(models.Model):
    """
    The value of an indicator at one polling station: a count or a level, 0 where nothing was found.

    A station that nobody looked at has no row.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="station_values"
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # The code of its site, or "TPS 003" where no site is registered.
    station = models.CharField(max_length=40)
    value = models.FloatField()
    voters = models.PositiveIntegerField(null=True, blank=True)
    as_of = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            # Area first: villages are read one district at a time.
            models.UniqueConstraint(
                name="risk_stationvalue_once", fields=["area", "indicator", "station", "as_of"]
            ),
            models.CheckConstraint(name="risk_stationvalue_from_0", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.area_id} {self.station} {self.value}"


class Weighting(models.Model):
    """The weights of the variables from a moment on, with who set them and why. Only added to."""

    # Variable -> weight; they sum to 1. Older ones name Bawaslu's dimensions and hold no longer.
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
    # Variable -> weight.
    weights = models.JSONField()
    # For each: code, name, variable, weight, direction, aggregation, low, high, unit, source.
    indicators = models.JSONField()
    # From which chance the draws came, and how many. None: the first version, without draws.
    seed = models.BigIntegerField(null=True)
    draws = models.PositiveIntegerField(null=True)
    # District -> factor -> what share of the variance it makes there, mean over the villages.
    sensitivity = models.JSONField(default=dict)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"index of {self.as_of}"


class IndexScore(models.Model):
    """
    The index of one area in a snapshot, in thousandths, how sure it is, and what it is made of.

    Where too little is known (grade D) there is no number at all.
    """

    snapshot = models.ForeignKey(IndexSnapshot, on_delete=models.PROTECT, related_name="scores")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    thousandths = models.PositiveSmallIntegerField(null=True)
    # 8 of 10 draws lie between them.
    low = models.PositiveSmallIntegerField(null=True)
    high = models.PositiveSmallIntegerField(null=True)
    # The share of the draws in which it is among the most vulnerable tenth of its district.
    p_top_decile = models.FloatField(null=True)
    completeness = models.FloatField()
    grade = models.CharField(max_length=1, blank=True)
    # [[variable, standing, thousandths]]; 500 and the thousandths sum to the score.
    parts = models.JSONField(default=list)
    # Indicator -> where it stands, 0 to 1.
    standings = models.JSONField(default=dict)
    # Codes of the indicators without a value here.
    missing = models.JSONField(default=list)
    # Factor -> what share of the variance over the draws it makes alone.
    sensitivity = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="risk_indexscore_once", fields=["snapshot", "area"]),
            models.CheckConstraint(
                name="risk_indexscore_0_to_1000",
                condition=Q(thousandths__isnull=True) | Q(thousandths__range=(0, 1000)),
            ),
            models.CheckConstraint(
                name="risk_indexscore_interval_holds_it",
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__lte=F("thousandths"), high__gte=F("thousandths"), high__lte=1000),
            ),
            models.CheckConstraint(
                name="risk_indexscore_chance",
                condition=Q(p_top_decile__isnull=True) | Q(p_top_decile__range=(0, 1)),
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

    The ledger's last entry about signals says up to which evidence the stored days were looked
    through for changes.
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
