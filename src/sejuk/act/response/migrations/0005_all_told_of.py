"""Of what every receipt had been told: the job of each minute reads only what came since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("response", "0004_dropped_why")]

    operations = [
        migrations.AddField(
            "answer",
            "all_told_of",
            models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
    ]
