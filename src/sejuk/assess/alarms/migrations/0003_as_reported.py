from django.db import migrations, models

VERDICTS = [
    ("correct", "As reported"),
    ("other_matter", "Not about this"),
    ("mistaken", "Mistaken"),
]


class Migration(migrations.Migration):
    dependencies = [("alarms", "0002_kept_as_raised")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="verdict",
            field=models.CharField(blank=True, choices=VERDICTS, max_length=12),
        )
        for model in ("alarmreport", "step")
    ]
