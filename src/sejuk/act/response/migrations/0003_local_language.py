from importlib import import_module

from django.db import migrations, models

# In which language the rendering for the place is: as unchangeable as the words themselves.
kept = import_module("sejuk.act.response.migrations.0002_kept_as_written")
ADDED = ("local_language", "local_other")


def as_written(columns):
    return f"""
DROP TRIGGER response_version_as_written ON response_version;
CREATE TRIGGER response_version_as_written BEFORE UPDATE ON response_version FOR EACH ROW
    WHEN ({kept.tuple_of("OLD", columns)} IS DISTINCT FROM {kept.tuple_of("NEW", columns)})
    EXECUTE FUNCTION response_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("response", "0002_kept_as_written")]
    operations = [
        migrations.AddField(
            "version",
            "local_language",
            models.CharField(
                blank=True,
                choices=[
                    ("ogan", "Ogan"),
                    ("komering", "Komering"),
                    ("palembang", "Palembang"),
                    ("jawa", "Javanese"),
                    ("lain", "Another language"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            "version", "local_other", models.CharField(blank=True, max_length=40)
        ),
        migrations.AddConstraint(
            "version",
            models.CheckConstraint(
                name="response_version_known_language",
                condition=models.Q(
                    local_language__in=["", "ogan", "komering", "palembang", "jawa", "lain"]
                ),
            ),
        ),
        migrations.AddConstraint(
            "version",
            models.CheckConstraint(
                name="response_version_other_language_is_named",
                condition=(models.Q(local_language="lain") & ~models.Q(local_other=""))
                | (~models.Q(local_language="lain") & models.Q(local_other="")),
            ),
        ),
        migrations.RunSQL(as_written((*kept.SAID, *ADDED)), as_written(kept.SAID)),
    ]
