from django.db import migrations

# What was said and who said yes is added to, never changed; nothing is ever deleted. As in the
# ledger, the database itself refuses, whoever asks.
ADDED_TO = ("response_approval", "response_vote", "response_cameback", "response_reply")
NEVER_DELETED = ("response_answer", "response_version", "response_sending", "response_carrying")
SAID = (
    "answer_id", "number", "title", "fact", "warning", "source", "reference", "advice", "local",
    "change", "search_key", "written_by", "written_at",
)  # fmt: skip
RELEASED = ("override_reason", "released_by", "released_at")


def tuple_of(row, columns):
    return "(" + ", ".join(f'{row}."{column}"' for column in columns) + ")"


FORWARDS = (
    """
CREATE FUNCTION response_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are kept as they were made: % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
    + "".join(
        f"""
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION response_refuse_change();
"""
        for table in ADDED_TO
    )
    + "".join(
        f"""
CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION response_refuse_change();
"""
        for table in NEVER_DELETED
    )
    + f"""
CREATE TRIGGER response_version_as_written BEFORE UPDATE ON response_version FOR EACH ROW
    WHEN ({tuple_of("OLD", SAID)} IS DISTINCT FROM {tuple_of("NEW", SAID)})
    EXECUTE FUNCTION response_refuse_change();
CREATE TRIGGER response_version_released_once BEFORE UPDATE ON response_version FOR EACH ROW
    WHEN (OLD.released_at IS NOT NULL
          AND {tuple_of("OLD", RELEASED)} IS DISTINCT FROM {tuple_of("NEW", RELEASED)})
    EXECUTE FUNCTION response_refuse_change();
CREATE TRIGGER response_sending_sent_once BEFORE UPDATE ON response_sending FOR EACH ROW
    WHEN (OLD.message_id IS NOT NULL) EXECUTE FUNCTION response_refuse_change();
"""
)

BACKWARDS = (
    "".join(f"DROP TRIGGER {table}_kept ON {table};\n" for table in ADDED_TO)
    + "".join(f"DROP TRIGGER {table}_never_deleted ON {table};\n" for table in NEVER_DELETED)
    + """
DROP TRIGGER response_version_as_written ON response_version;
DROP TRIGGER response_version_released_once ON response_version;
DROP TRIGGER response_sending_sent_once ON response_sending;
DROP FUNCTION response_refuse_change();
"""
)


class Migration(migrations.Migration):
    dependencies = [("response", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
