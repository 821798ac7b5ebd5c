from django.db import migrations

# Appending takes one lock, so that the chain has no forks. The function is volatile and each of its
# statements takes a new snapshot: the head that is read after the lock is the true one.
# The number is arbitrary: "SEJUK" read as base 36.
FORWARDS = """
CREATE FUNCTION ledger_head_for_appending() RETURNS TABLE (sequence bigint, hash varchar)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(47699516);
    RETURN QUERY
        SELECT entry.sequence, entry.hash FROM ledger_entry AS entry
        ORDER BY entry.sequence DESC LIMIT 1;
END $$;

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append-only: % is refused.', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_entry_never_emptied BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sejuk_app') THEN
        GRANT SELECT, INSERT ON ledger_entry TO sejuk_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry FROM sejuk_app;
    END IF;
END $$;
"""

BACKWARDS = """
DROP TRIGGER ledger_entry_never_emptied ON ledger_entry;
DROP TRIGGER ledger_entry_append_only ON ledger_entry;
DROP FUNCTION ledger_refuse_change();
DROP FUNCTION ledger_head_for_appending();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
