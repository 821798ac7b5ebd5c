"""When a plan of polling stations was asked for and proposed, why given back; one holds a day."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("deployment", "0001_initial"), ("operations", "0001_initial")]
    operations = [
        migrations.AddField("stationplan", "asked_at", models.DateTimeField(db_default=Now())),
        migrations.AddField("stationplan", "proposed_at", models.DateTimeField(null=True)),
        migrations.AddField("stationplan", "note", models.TextField(blank=True, default="")),
        migrations.AddConstraint(
            "stationplan",
            models.UniqueConstraint(
                condition=models.Q(("state", "published")),
                fields=("operation", "day"),
                name="deployment_stationplan_one_published_a_day",
            ),
        ),
    ]
