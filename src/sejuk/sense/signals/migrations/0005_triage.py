import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sejuk.kit.kept_rows import changeable_again, only_added_to, refusal

TABLES = ["signals_suggestion", "signals_decision"]
FORWARDS = refusal("signals") + only_added_to("signals", TABLES)
BACKWARDS = changeable_again(TABLES) + "DROP FUNCTION signals_refuse_change();"


class Migration(migrations.Migration):

    dependencies = [
        ('custody', '0001_initial'),
        ('signals', '0004_delete_sealedidentity'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='signal',
            name='taken_out',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='signal',
            name='whole',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='custody.sealed'),
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aspect', models.CharField(choices=[('kind', 'Kind'), ('area', 'Area'), ('urgency', 'Urgency'), ('matter', 'Matter')], max_length=10)),
                ('value', models.CharField(max_length=64)),
                ('probability', models.FloatField()),
                ('reasons', models.JSONField(default=list)),
                ('engine', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='signals.signal')),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aspect', models.CharField(choices=[('kind', 'Kind'), ('area', 'Area'), ('urgency', 'Urgency'), ('matter', 'Matter')], max_length=10)),
                ('before', models.CharField(blank=True, max_length=64)),
                ('after', models.CharField(max_length=64)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='signals.signal')),
                ('suggestion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='signals.suggestion')),
            ],
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(fields=('signal', 'aspect', 'value', 'engine'), name='signals_suggestion_each_once'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('probability__gte', 0), ('probability__lte', 1)), name='signals_suggestion_probability'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('aspect__in', ['kind', 'area', 'urgency', 'matter'])), name='signals_suggestion_known_aspect'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['aspect', 'at'], name='signals_decision_learned'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('aspect__in', ['kind', 'area', 'urgency', 'matter'])), name='signals_decision_known_aspect'),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
