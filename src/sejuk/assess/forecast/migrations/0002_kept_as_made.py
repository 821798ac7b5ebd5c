from django.db import migrations

# A forecast that could be changed afterwards could not be scored: rows are added, never changed.
# As in the ledger, the database itself refuses, whoever asks.
TABLES = ("forecast_forecast", "forecast_villageforecast", "forecast_weekscore")

FORWARDS = """
CREATE FUNCTION forecast_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are kept as they were made: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {table}_kept_as_made BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION forecast_refuse_change();
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
    + "DROP FUNCTION forecast_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("forecast", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
