"""What an account did is found by its number: names change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_indexes_for_reading")]

    operations = [
        migrations.AddIndex(
            "entry",
            models.Index(fields=["actor_user_id", "-sequence"], name="ledger_entry_user"),
        ),
    ]
