"""Forecasts as they were made, village by village, and how each did. Only added to."""

from django.db import models
from django.db.models import F, Q

from sejuk.assess.forecast.rules import Method
from sejuk.kit.choices import choices_of


class Forecast(models.Model):
    """The forecast of an area at the end of a day, for the seven days after it."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    method = models.CharField(max_length=12, choices=choices_of(Method))
    weeks = models.PositiveSmallIntegerField()
    # How many signals in all villages together.
    expected = models.FloatField()
    # [[component, percent]]: what all that is expected rests on; the percents sum to 100.
    weights = models.JSONField()
    # [[weeks ago, forecast, moving average, share x season]]: mean log scores of a look back, as
    # the engine chose its method by them.
    look_back = models.JSONField()
    moving_average_size = models.FloatField()
    share_and_season_size = models.FloatField()
    too_small = models.PositiveIntegerField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="forecast_forecast_once_a_day", fields=["area", "day"]),
            models.CheckConstraint(
                name="forecast_forecast_known_method",
                condition=Q(method__in=[x.value for x in Method]),
            ),
        ]
        indexes = [models.Index(fields=["-day", "-id"], name="forecast_forecast_newest")]

    def __str__(self) -> str:
        return f"{self.area_id} after {self.day}"


class VillageForecast(models.Model):
    """What one village may have in the seven days, and what the simple forecasts expect of it."""

    forecast = models.ForeignKey(
        Forecast, on_delete=models.PROTECT, related_name="villages", db_index=False
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    expected = models.FloatField()
    p_any = models.FloatField()
    p_low = models.FloatField()
    p_high = models.FloatField()
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    size = models.FloatField()
    moving_average = models.FloatField()
    share_and_season = models.FloatField()
    # [[component, expected, percent]]; they sum to `expected` and to 100.
    parts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="forecast_villageforecast_once", fields=["forecast", "area"]
            ),
            models.CheckConstraint(
                name="forecast_villageforecast_chances",
                condition=Q(p_any__range=(0, 1), p_low__range=(0, 1), p_high__range=(0, 1)),
            ),
            models.CheckConstraint(
                name="forecast_villageforecast_low_to_high",
                condition=Q(p_low__lte=F("p_high"), low__lte=F("high"), expected__gt=0),
            ),
        ]
        indexes = [
            models.Index(fields=["forecast", "-p_any", "area"], name="forecast_villages_ranked")
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.p_any:.2f}"


class WeekScore(models.Model):
    """How a forecast did when its seven days were over: mean log scores, higher is better."""

    forecast = models.OneToOneField(Forecast, on_delete=models.PROTECT, related_name="score")
    villages = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    # Of how many villages something was heard, and of how many it was expected (a sum of chances).
    villages_with_any = models.PositiveIntegerField()
    expected_with_any = models.FloatField()
    # Of the events those in the tenth of the villages that the forecast named first.
    events_in_first_tenth = models.PositiveIntegerField()
    log_score = models.FloatField()
    moving_average = models.FloatField()
    share_and_season = models.FloatField()
    scored_by = models.CharField(max_length=150)
    scored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forecast_weekscore_parts_of_wholes",
                condition=Q(
                    villages_with_any__lte=F("villages"), events_in_first_tenth__lte=F("events")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} {self.log_score:.3f}"
