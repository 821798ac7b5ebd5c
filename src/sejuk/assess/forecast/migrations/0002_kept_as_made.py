from django.db import migrations

from sejuk.kit.kept_rows import changeable_again, only_added_to, refusal

# A forecast that could be changed afterwards could not be scored: rows are added, never changed.
# As in the ledger, the database itself refuses, whoever asks.
TABLES = ("forecast_forecast", "forecast_villageforecast", "forecast_weekscore")

FORWARDS = refusal("forecast") + only_added_to("forecast", TABLES)
BACKWARDS = changeable_again(TABLES) + "DROP FUNCTION forecast_refuse_change();"


class Migration(migrations.Migration):
    dependencies = [("forecast", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
