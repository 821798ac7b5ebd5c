from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('signals', '0011_redacted'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='signal',
            index=models.Index(condition=models.Q(('cluster', ''), _negated=True), fields=['cluster'], name='signals_signal_matter'),
        ),
    ]
