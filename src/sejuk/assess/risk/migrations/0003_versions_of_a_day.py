import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

# A table cannot be altered while a foreign key of a changed row waits to be checked until the end:
# here each is checked with its statement.
CHECK_AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"

# The index was a part of the temperature until now. What was shown stays as it was shown: the part
# becomes a contribution without a reference, so that the parts still sum to the number.
FOLD_INDEX = """
UPDATE risk_daytemperature
SET contributions = contributions || jsonb_build_array(
    jsonb_build_array('', index_tenths, false, false))
WHERE index_tenths > 0
"""
SAME_UNCORRECTED = "UPDATE risk_daytemperature SET corrected_tenths = tenths"

KEPT = """
CREATE FUNCTION risk_only_supersede() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL THEN
        IF (to_jsonb(OLD) - 'superseded_at') = (to_jsonb(NEW) - 'superseded_at') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'A row of % is only ever superseded, once: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER risk_daytemperature_only_superseded BEFORE UPDATE OR DELETE ON risk_daytemperature
    FOR EACH ROW EXECUTE FUNCTION risk_only_supersede();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sejuk_app') THEN
        GRANT SELECT, INSERT ON risk_daytemperature TO sejuk_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON risk_daytemperature FROM sejuk_app;
        GRANT UPDATE (superseded_at) ON risk_daytemperature TO sejuk_app;
    END IF;
END $$;
"""
LET_GO = """
DROP TRIGGER risk_daytemperature_only_superseded ON risk_daytemperature;
DROP FUNCTION risk_only_supersede();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sejuk_app') THEN
        GRANT UPDATE, DELETE ON risk_daytemperature TO sejuk_app;
    END IF;
END $$;
DELETE FROM risk_daytemperature WHERE superseded_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("risk", "0002_kept_as_made")]
    operations = [
        migrations.RunSQL(CHECK_AT_ONCE, CHECK_AT_ONCE),
        migrations.RunSQL(FOLD_INDEX, migrations.RunSQL.noop),
        migrations.RemoveConstraint("daytemperature", "risk_daytemperature_index_is_a_part"),
        migrations.RemoveConstraint("daytemperature", "risk_daytemperature_once"),
        migrations.RemoveConstraint("daytemperature", "risk_daytemperature_0_to_100"),
        migrations.RemoveField("daytemperature", "index_tenths"),
        migrations.AddField(
            "daytemperature",
            "corrected_tenths",
            models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField("daytemperature", "propensity", models.FloatField(default=1.0)),
        migrations.AddField(
            "daytemperature", "falsehood_tenths", models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField("daytemperature", "is_heard", models.BooleanField(default=True)),
        migrations.AddField("daytemperature", "superseded_at", models.DateTimeField(null=True)),
        migrations.RunSQL(SAME_UNCORRECTED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "daytemperature",
            models.UniqueConstraint(
                name="risk_daytemperature_one_holds",
                fields=["area", "day"],
                condition=Q(superseded_at__isnull=True),
            ),
        ),
        migrations.AddConstraint(
            "daytemperature",
            models.CheckConstraint(
                name="risk_daytemperature_0_to_100",
                condition=Q(
                    tenths__range=(0, 1000),
                    corrected_tenths__range=(0, 1000),
                    falsehood_tenths__range=(0, 1000),
                ),
            ),
        ),
        migrations.AddConstraint(
            "daytemperature",
            models.CheckConstraint(
                name="risk_daytemperature_propensity_half_to_two",
                condition=Q(propensity__range=(0.5, 2.0)),
            ),
        ),
        migrations.AddConstraint(
            "daytemperature",
            models.CheckConstraint(
                name="risk_daytemperature_superseded_later",
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("computed_at")),
            ),
        ),
        migrations.AddIndex(
            "daytemperature",
            models.Index(fields=["area", "day", "computed_at"], name="risk_daytemperature_known"),
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField()),
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
                "indexes": [models.Index(fields=["held_on"], name="risk_contact_held_on")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "held_on"), name="risk_contact_once_a_day"
                    )
                ],
            },
        ),
        migrations.AddField(
            "storerun", "evidence_sequence", models.BigIntegerField(default=0)
        ),
        migrations.AddField(
            "storerun",
            "evidence_hash",
            models.CharField(max_length=64, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(KEPT, LET_GO),
    ]
