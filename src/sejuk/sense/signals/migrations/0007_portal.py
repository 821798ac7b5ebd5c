import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sejuk.kit.kept_rows import changeable_again, only_added_to

TABLES = ["signals_following", "signals_publishedweek"]


class Migration(migrations.Migration):

    dependencies = [
        ('places', '0001_initial'),
        ('signals', '0006_dialogue'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Flood',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('noticed', models.PositiveIntegerField(null=True)),
                ('why', models.TextField(blank=True)),
                ('began_by', models.CharField(max_length=150)),
                ('until', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digits_hash', models.CharField(max_length=64, unique=True)),
                ('issued_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PublicMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('rumor', 'Rumour'), ('sara', 'Provocation (SARA)'), ('intimidasi', 'Intimidation'), ('politik_uang', 'Money politics'), ('netralitas', 'Neutrality of officials'), ('logistik', 'Election logistics'), ('daftar_pemilih', 'Voter roll'), ('batas_wilayah', 'Boundary dispute'), ('perselisihan', 'Quarrel between groups'), ('perusakan', 'Damage to property'), ('kekerasan', 'Violence'), ('unras', 'Gathering or demonstration'), ('kamtibmas', 'Public order'), ('bencana', 'Disaster'), ('pelayanan', 'Public service'), ('positif', 'Good news'), ('lain', 'Other')], max_length=20)),
                ('day', models.DateField()),
                ('released_at', models.DateTimeField()),
                ('released_by', models.CharField(max_length=150)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=150)),
                ('withdrawn_why', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='PublishedWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monday', models.DateField(unique=True)),
                ('figures', models.JSONField()),
                ('published_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SpentToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(fields=['purpose', 'at'], name='signals_attempt_flood'),
        ),
        migrations.AddConstraint(
            model_name='flood',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='signals_flood_ended_who_and_when_together'),
        ),
        migrations.AddConstraint(
            model_name='flood',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('ended_by',), name='signals_flood_one_at_a_time'),
        ),
        migrations.AddField(
            model_name='publicmatter',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area'),
        ),
        migrations.AddField(
            model_name='publicmatter',
            name='released_by_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='publicmatter',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='public_matters', to='signals.signal'),
        ),
        migrations.AddField(
            model_name='following',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followings', to='signals.publicmatter'),
        ),
        migrations.AddIndex(
            model_name='publicmatter',
            index=models.Index(fields=['day', 'area'], name='signals_publicmatter_near'),
        ),
        migrations.AddConstraint(
            model_name='publicmatter',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('signal',), name='signals_publicmatter_one_of_each_signal'),
        ),
        migrations.AddConstraint(
            model_name='publicmatter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by', ''), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='signals_publicmatter_withdrawn_whole'),
        ),
        migrations.RunSQL(only_added_to("signals", TABLES), changeable_again(TABLES)),
    ]
