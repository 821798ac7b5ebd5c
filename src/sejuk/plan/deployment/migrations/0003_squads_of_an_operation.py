"""A person is in one squad of each operation, no longer in one for ever."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deployment", "0002_station_plans_asked"),
        ("forces", "0001_initial"),
        ("operations", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            "squadmember",
            "operation",
            models.ForeignKey(
                null=True,
                on_delete=models.CASCADE,
                related_name="+",
                to="operations.operation",
            ),
        ),
    ]
