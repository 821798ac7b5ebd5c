from django.db import migrations

# What was found, decided and calibrated is what people acted on: it is added to, never changed.
# As in the ledger, the database itself refuses, whoever asks.
ADDED_TO = ("alarms_step", "alarms_calibration", "alarms_watchrun", "alarms_alarmarea")
NEVER_DELETED = ("alarms_alarm", "alarms_alarmreport", "alarms_setrule")
# How an alarm stands changes; what was found does not.
FOUND = (
    "operation_id", "detector", "stream", "rule_id", "calibration_id", "area_id", "first_day",
    "last_day", "count", "expected", "score", "once_in_days", "also", "references", "raised_at",
)  # fmt: skip
SET = (
    "area_id", "name", "stream", "count", "days", "kilometres", "reason", "set_by", "set_at",
)  # fmt: skip


def tuple_of(row, columns):
    return "(" + ", ".join(f'{row}."{column}"' for column in columns) + ")"


FORWARDS = (
    """
CREATE FUNCTION alarms_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are kept as they were made: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
    + "".join(
        f"""
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION alarms_refuse_change();
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sejuk_app') THEN
        GRANT SELECT, INSERT ON {table} TO sejuk_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM sejuk_app;
    END IF;
END $$;
"""
        for table in ADDED_TO
    )
    + "".join(
        f"""
CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION alarms_refuse_change();
"""
        for table in NEVER_DELETED
    )
    + f"""
CREATE TRIGGER alarms_alarm_found_once BEFORE UPDATE ON alarms_alarm FOR EACH ROW
    WHEN ({tuple_of("OLD", FOUND)} IS DISTINCT FROM {tuple_of("NEW", FOUND)})
    EXECUTE FUNCTION alarms_refuse_change();
CREATE TRIGGER alarms_alarmreport_of_one_signal BEFORE UPDATE ON alarms_alarmreport FOR EACH ROW
    WHEN ((OLD.alarm_id, OLD.signal_id) IS DISTINCT FROM (NEW.alarm_id, NEW.signal_id))
    EXECUTE FUNCTION alarms_refuse_change();
CREATE TRIGGER alarms_setrule_only_retired BEFORE UPDATE ON alarms_setrule FOR EACH ROW
    WHEN (OLD.retired_at IS NOT NULL
          OR {tuple_of("OLD", SET)} IS DISTINCT FROM {tuple_of("NEW", SET)})
    EXECUTE FUNCTION alarms_refuse_change();
"""
)

BACKWARDS = (
    "".join(f"DROP TRIGGER {table}_kept ON {table};\n" for table in ADDED_TO)
    + "".join(f"DROP TRIGGER {table}_never_deleted ON {table};\n" for table in NEVER_DELETED)
    + """
DROP TRIGGER alarms_alarm_found_once ON alarms_alarm;
DROP TRIGGER alarms_alarmreport_of_one_signal ON alarms_alarmreport;
DROP TRIGGER alarms_setrule_only_retired ON alarms_setrule;
DROP FUNCTION alarms_refuse_change();
"""
)


class Migration(migrations.Migration):
    dependencies = [("alarms", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
