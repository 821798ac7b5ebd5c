"""How many messages failed is counted on each look at the list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0008_seals_name_conversations")]

    operations = [
        migrations.AddIndex(
            "message",
            models.Index(
                condition=models.Q(state="failed"), fields=["area"], name="channels_message_failed"
            ),
        ),
    ]
