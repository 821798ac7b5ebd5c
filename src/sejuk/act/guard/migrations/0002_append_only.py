from django.db import migrations

# What stands in the book of a post stays, and so does a handover that both have signed. The
# actions never change them; the database refuses it, whoever asks.
FORWARDS = """
CREATE FUNCTION guard_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are kept as they were made: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER guard_bookentry_append_only BEFORE UPDATE OR DELETE ON guard_bookentry
    FOR EACH ROW EXECUTE FUNCTION guard_refuse_change();
CREATE TRIGGER guard_handover_signed_is_frozen BEFORE UPDATE OR DELETE ON guard_handover
    FOR EACH ROW WHEN (OLD.taken_at IS NOT NULL) EXECUTE FUNCTION guard_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sejuk_app') THEN
        GRANT SELECT, INSERT ON guard_bookentry TO sejuk_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON guard_bookentry FROM sejuk_app;
    END IF;
END $$;
"""
BACKWARDS = """
DROP TRIGGER guard_handover_signed_is_frozen ON guard_handover;
DROP TRIGGER guard_bookentry_append_only ON guard_bookentry;
DROP FUNCTION guard_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("guard", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
