import django.db.models.deletion
from django.db import migrations, models

from sejuk.kit.kept_rows import changeable_again, only_added_to

TABLES = ["signals_entry", "signals_entryseen", "signals_notice", "signals_surveyanswer"]


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0005_marks'),
        ('custody', '0001_initial'),
        ('signals', '0005_triage'),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('direction', models.CharField(choices=[('in', 'Received'), ('out', 'Sent')], max_length=3)),
                ('by', models.CharField(choices=[('resident', 'Resident'), ('post', 'Command post'), ('sector', 'Police sector')], max_length=10)),
                ('text', models.TextField()),
                ('taken_out', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('form_key', models.CharField(max_length=64, unique=True)),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='signals.signal')),
                ('whole', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='custody.sealed')),
            ],
        ),
        migrations.CreateModel(
            name='EntrySeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seen', to='signals.entry')),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('entry', 'The police wrote'), ('state', 'The report was closed'), ('survey', 'Survey')], max_length=10)),
                ('mark', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.message')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='signals.signal')),
            ],
        ),
        migrations.CreateModel(
            name='NoticeRoute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('web', 'Web form'), ('staff', 'Entered by staff'), ('visit', 'Visit'), ('api', 'API'), ('file', 'File import'), ('whatsapp', 'WhatsApp'), ('telegram', 'Telegram'), ('sms', 'SMS'), ('email', 'E-mail'), ('telephone', 'Telephone')], max_length=12)),
                ('language', models.CharField(max_length=5)),
                ('chosen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels.conversation')),
                ('signal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_route', to='signals.signal')),
            ],
        ),
        migrations.CreateModel(
            name='SurveyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answered', models.CharField(choices=[('yes', 'Yes'), ('partly', 'In part'), ('no', 'No')], max_length=10)),
                ('satisfied', models.PositiveSmallIntegerField()),
                ('safer', models.CharField(choices=[('safer', 'Safer than before'), ('same', 'As before'), ('less', 'Less safe than before')], max_length=10)),
                ('words', models.TextField(blank=True)),
                ('taken_out', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('signal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey_answer', to='signals.signal')),
                ('whole', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='custody.sealed')),
            ],
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['signal', 'id'], name='signals_entry_in_order'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by', 'resident'), ('direction', 'in')), models.Q(('direction', 'out'), models.Q(('by', 'resident'), _negated=True)), _connector='OR'), name='signals_entry_residents_come_in'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('signal', 'occasion', 'mark'), name='signals_notice_once_for_each_event'),
        ),
        migrations.AddIndex(
            model_name='surveyanswer',
            index=models.Index(fields=['at'], name='signals_surveyanswer_at'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.CheckConstraint(condition=models.Q(('satisfied__range', (1, 5))), name='signals_surveyanswer_satisfied_1_to_5'),
        ),
        migrations.RunSQL(only_added_to("signals", TABLES), changeable_again(TABLES)),
    ]
