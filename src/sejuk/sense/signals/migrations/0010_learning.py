import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sejuk.kit.kept_rows import changeable_again, only_added_to

TABLES = ["signals_question", "signals_modelversion", "signals_modelturn"]


class Migration(migrations.Migration):

    dependencies = [
        ('signals', '0009_photos'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ModelVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=64)),
                ('content', models.TextField(blank=True)),
                ('trained_on', models.PositiveIntegerField()),
                ('trained_until', models.DateField()),
                ('left_out', models.PositiveIntegerField()),
                ('compared_with', models.CharField(blank=True, max_length=64)),
                ('figures', models.JSONField()),
                ('figures_before', models.JSONField()),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ModelTurn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('replaced', 'Took the place of the one before'), ('refused', 'Was refused'), ('brought_back', 'Was brought back'), ('stopped', 'Was stopped: the rules speak alone')], max_length=12)),
                ('verdict', models.CharField(blank=True, max_length=20)),
                ('difference', models.FloatField(default=0.0)),
                ('reason', models.TextField(blank=True)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('by_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('model', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='turns', to='signals.modelversion')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('deed__in', ['replaced', 'refused', 'brought_back', 'stopped'])), name='signals_modelturn_known_deed'), models.CheckConstraint(condition=models.Q(models.Q(('deed', 'stopped'), ('model__isnull', True)), models.Q(models.Q(('deed', 'stopped'), _negated=True), ('model__isnull', False)), _connector='OR'), name='signals_modelturn_model_unless_stopped'), models.CheckConstraint(condition=models.Q(models.Q(('deed__in', ['replaced', 'refused']), models.Q(('verdict', ''), _negated=True)), models.Q(('deed__in', ['brought_back', 'stopped']), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='signals_modelturn_by_figures_or_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('number', models.PositiveIntegerField()),
                ('why', models.CharField(choices=[('uncertain', 'It is unsure of this one'), ('random', 'Drawn by lot'), ('fast', 'It spreads fast')], max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='signals.signal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'signal'), name='signals_question_once_a_day'), models.UniqueConstraint(fields=('day', 'number'), name='signals_question_numbered'), models.CheckConstraint(condition=models.Q(('why__in', ['uncertain', 'random', 'fast'])), name='signals_question_known_why')],
            },
        ),
        migrations.RunSQL(only_added_to("signals", TABLES), changeable_again(TABLES)),
    ]
