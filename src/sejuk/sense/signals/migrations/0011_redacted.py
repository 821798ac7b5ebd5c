from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('signals', '0010_learning'),
    ]

    operations = [
        # What is kept already is looked through by the job `redact_kept`.
        migrations.AddField(
            model_name='signal',
            name='is_redacted',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='signal',
            index=models.Index(condition=models.Q(('is_redacted', False)), fields=['id'], name='signals_signal_not_redacted'),
        ),
    ]
