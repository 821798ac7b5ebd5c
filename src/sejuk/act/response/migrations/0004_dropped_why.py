"""Why an answer was not sent to somebody: his channel refused it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("response", "0003_local_language")]

    operations = [
        migrations.AddField(
            "sending",
            "dropped_why",
            models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
