from django.db import migrations

from sejuk.kit.kept_rows import changeable_again, only_added_to, refusal

# A snapshot is what decisions were made on, and a weighting is who answers for it: rows are added,
# never changed. As in the ledger, the database itself refuses, whoever asks.
TABLES = ("risk_indexsnapshot", "risk_indexscore", "risk_weighting")

FORWARDS = refusal("risk") + only_added_to("risk", TABLES)
BACKWARDS = changeable_again(TABLES) + "DROP FUNCTION risk_refuse_change();"


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
