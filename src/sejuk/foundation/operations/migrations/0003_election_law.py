from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('operations', '0002_contestants'),
    ]

    operations = [
        migrations.AddField(
            model_name='operation',
            name='regime',
            field=models.CharField(blank=True, choices=[('pilkada', 'Election of regional heads (Pilkada)'), ('pemilu', 'National election (Pemilu)')], default='', max_length=10),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='operation',
            constraint=models.CheckConstraint(condition=models.Q(('regime__in', ['', 'pilkada', 'pemilu'])), name='operations_operation_known_regime'),
        ),
    ]
