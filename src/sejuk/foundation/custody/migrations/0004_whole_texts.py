"""A seal that keeps a whole text, and no contact, says so."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = [
    ("reporter", "Reporter: contact, perhaps with the whole text"),
    ("whole", "Whole text of a report; may name others"),
    ("address", "Address of a conversation"),
    ("subscriber", "Subscriber"),
    ("photo", "Photo not looked at yet"),
    ("original", "Photo before it was blacked out"),
    ("checked", "Photo that was looked at"),
    ("outgoing", "Message of ours until it has arrived"),
]


def keep_as_before(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep whole texts as long as the custodian had set it for the kind they were until now."""
    retentions = apps.get_model("custody", "Retention")
    for row in retentions.objects.filter(kind="reporter").values():
        retentions.objects.get_or_create(kind="whole", defaults=row | {"kind": "whole"})


class Migration(migrations.Migration):
    dependencies = [("custody", "0003_outgoing")]

    operations = [
        migrations.RemoveConstraint("sealed", "custody_sealed_known_kind"),
        migrations.AlterField(
            "retention",
            "kind",
            models.CharField(choices=KINDS, max_length=12, primary_key=True, serialize=False),
        ),
        migrations.AlterField("sealed", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.AddConstraint(
            "sealed",
            models.CheckConstraint(
                name="custody_sealed_known_kind",
                condition=models.Q(kind__in=[value for value, _ in KINDS]),
            ),
        ),
        # Last: after rows have changed PostgreSQL would not alter their table.
        migrations.RunPython(keep_as_before, migrations.RunPython.noop),
    ]
