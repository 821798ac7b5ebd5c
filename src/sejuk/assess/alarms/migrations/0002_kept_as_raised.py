from django.db import migrations

from sejuk.kit.kept_rows import changeable_again, only_added_to, refusal

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
    refusal("alarms")
    + only_added_to("alarms", ADDED_TO, trigger="kept")
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
    changeable_again(ADDED_TO, trigger="kept")
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
