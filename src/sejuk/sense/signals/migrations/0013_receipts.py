"""What was redacted before receipts with letters for digits were known is looked through again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As a receipt was read when this was written, and more: the job `redact_kept` looks closely.
RECEIPT_LIKE = "[0-9OoQDlI|iSsBZzG]([^[:alnum:]]{0,3}[0-9OoQDlI|iSsBZzG]){15}"


def look_again(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let the job take up the reports in which a receipt may stand."""
    signals = apps.get_model("signals", "Signal")
    signals.objects.filter(is_redacted=True, text__regex=RECEIPT_LIKE).update(is_redacted=False)


class Migration(migrations.Migration):
    dependencies = [("signals", "0012_matters")]

    operations = [migrations.RunPython(look_again, migrations.RunPython.noop)]
