"""A seal that keeps a whole text, and no contact, says so."""

from django.db import migrations, models

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
    ]
