import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

VARIABLES = [
    ("voter_roll", "Use of the right to vote"),
    ("security", "Security"),
    ("vote_buying", "Vote buying"),
    ("hate_speech", "SARA and hate speech"),
    ("neutrality", "Neutrality"),
    ("logistics", "Logistics"),
    ("station_location", "Location of polling stations"),
    ("power_and_network", "Electricity and internet"),
    ("past_incidents", "Past incidents"),
    ("peace_capacity", "Capacity for peace"),
]
AGGREGATIONS = [
    ("share", "Share of the voters at stations where it was found"),
    ("mean", "Mean over the stations, weighted by voters"),
]
SCORE_FIELDS = {
    "low": models.PositiveSmallIntegerField(null=True),
    "high": models.PositiveSmallIntegerField(null=True),
    "p_top_decile": models.FloatField(null=True),
    "grade": models.CharField(max_length=1, blank=True, default=""),
    "standings": models.JSONField(default=dict),
    "sensitivity": models.JSONField(default=dict),
}
SNAPSHOT_FIELDS = {
    "seed": models.BigIntegerField(null=True),
    "draws": models.PositiveIntegerField(null=True),
    "sensitivity": models.JSONField(default=dict),
}


def _added(model, fields):
    # What holds "" by default here is given by whoever writes from now on.
    return [
        migrations.AddField(model, name, field, preserve_default=name != "grade")
        for name, field in fields.items()
    ]


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("risk", "0003_versions_of_a_day")]
    operations = [
        migrations.RemoveConstraint("indicator", "risk_indicator_known_dimension"),
        migrations.RemoveField("indicator", "dimension"),
        migrations.AddField(
            "indicator",
            "variable",
            models.CharField(max_length=20, blank=True, choices=VARIABLES, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "indicator",
            "aggregation",
            models.CharField(max_length=10, choices=AGGREGATIONS, default="share"),
        ),
        migrations.AddConstraint(
            "indicator",
            models.CheckConstraint(
                name="risk_indicator_known_variable",
                condition=Q(variable__in=["", *(value for value, _ in VARIABLES)]),
            ),
        ),
        migrations.AddConstraint(
            "indicator",
            models.CheckConstraint(
                name="risk_indicator_known_aggregation",
                condition=Q(aggregation__in=[value for value, _ in AGGREGATIONS]),
            ),
        ),
        migrations.AddField(
            "indicatorvalue", "effort", models.FloatField(null=True, blank=True)
        ),
        migrations.AddConstraint(
            "indicatorvalue",
            models.CheckConstraint(
                name="risk_indicatorvalue_effort_from_0",
                condition=Q(effort__isnull=True) | Q(effort__gte=0),
            ),
        ),
        migrations.CreateModel(
            name="StationValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("station", models.CharField(max_length=40)),
                ("value", models.FloatField()),
                ("voters", models.PositiveIntegerField(blank=True, null=True)),
                ("as_of", models.DateField()),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="station_values",
                        to="risk.indicator",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        name="risk_stationvalue_once",
                        fields=["area", "indicator", "station", "as_of"],
                    ),
                    models.CheckConstraint(
                        name="risk_stationvalue_from_0", condition=Q(value__gte=0)
                    ),
                ]
            },
        ),
        *_added("indexsnapshot", SNAPSHOT_FIELDS),
        *_added("indexscore", SCORE_FIELDS),
        migrations.AddConstraint(
            "indexscore",
            models.CheckConstraint(
                name="risk_indexscore_interval_holds_it",
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__lte=F("thousandths"), high__gte=F("thousandths"), high__lte=1000),
            ),
        ),
        migrations.AddConstraint(
            "indexscore",
            models.CheckConstraint(
                name="risk_indexscore_chance",
                condition=Q(p_top_decile__isnull=True) | Q(p_top_decile__range=(0, 1)),
            ),
        ),
    ]
