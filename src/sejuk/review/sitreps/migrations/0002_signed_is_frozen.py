from django.db import migrations

# A signed report is frozen. The actions refuse to change it; so does the database, whoever asks.
FORWARDS = """
CREATE FUNCTION sitreps_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A signed situation report is frozen: % is refused.', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER sitreps_sitrep_signed_is_frozen BEFORE UPDATE OR DELETE ON sitreps_sitrep
    FOR EACH ROW WHEN (OLD.state = 'signed') EXECUTE FUNCTION sitreps_refuse_change();
"""
BACKWARDS = """
DROP TRIGGER sitreps_sitrep_signed_is_frozen ON sitreps_sitrep;
DROP FUNCTION sitreps_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("sitreps", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
