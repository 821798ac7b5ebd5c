from django.db import migrations

# A snapshot is what decisions were made on, and a weighting is who answers for it: rows are added,
# never changed. As in the ledger, the database itself refuses, whoever asks.
TABLES = ("risk_indexsnapshot", "risk_indexscore", "risk_weighting")

FORWARDS = """
CREATE FUNCTION risk_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are kept as they were made: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_kept_as_made BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION risk_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sejuk_app') THEN
        GRANT SELECT, INSERT ON {table} TO sejuk_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM sejuk_app;
    END IF;
END $$;
"""
    for table in TABLES
)

BACKWARDS = (
    "".join(f"DROP TRIGGER {table}_kept_as_made ON {table};\n" for table in TABLES)
    + "DROP FUNCTION risk_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
