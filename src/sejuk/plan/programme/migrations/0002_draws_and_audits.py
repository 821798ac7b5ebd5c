import django.db.models.deletion
from django.db import migrations, models

from sejuk.kit.kept_rows import changeable_again, only_added_to, refusal

# An audit says how things stood: rows are added, never changed. The database itself refuses.
TABLE = "programme_feedbackaudit"
FORWARDS = refusal("programme") + only_added_to("programme", [TABLE])
BACKWARDS = changeable_again([TABLE]) + "DROP FUNCTION programme_refuse_change();"
KNOWN_TURN = "programme_proposal_known_turn"


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("programme", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("proposal", KNOWN_TURN),
        migrations.AlterField(
            "proposal",
            "turn",
            models.CharField(
                choices=[
                    ("score", "By its score"),
                    ("exploration", "By turn, so that no village is left out"),
                    ("beyond_capacity", "If time allows"),
                    ("request", "Because somebody asked for it"),
                ],
                default="score",
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(
                name=KNOWN_TURN,
                condition=models.Q(
                    turn__in=["score", "exploration", "beyond_capacity", "request"]
                ),
            ),
        ),
        migrations.AddField("proposal", "selection_probability", models.FloatField(null=True)),
        migrations.AddField("proposal", "draw_seed", models.BigIntegerField(null=True)),
        migrations.AddField("proposal", "chance", models.FloatField(null=True)),
        migrations.AddConstraint(
            "proposal",
            models.CheckConstraint(
                name="programme_proposal_drawn_whole",
                condition=models.Q(draw_seed__isnull=True, selection_probability__isnull=True)
                | models.Q(draw_seed__isnull=False, selection_probability__range=(0, 1)),
            ),
        ),
        migrations.CreateModel(
            name="FeedbackAudit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week_starts_on", models.DateField()),
                ("figures", models.JSONField()),
                ("gini", models.FloatField()),
                ("never_visited", models.PositiveIntegerField()),
                ("shadow_correlation", models.FloatField(null=True)),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["area", "-week_starts_on", "-id"],
                        name="programme_feedbackaudit_last",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        name="programme_feedbackaudit_gini_0_to_1",
                        condition=models.Q(gini__range=(0, 1)),
                    ),
                    models.CheckConstraint(
                        name="programme_feedbackaudit_correlation_within",
                        condition=models.Q(shadow_correlation__isnull=True)
                        | models.Q(shadow_correlation__range=(-1, 1)),
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
    ]
