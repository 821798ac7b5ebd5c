from django.db import migrations

from sejuk.kit.kept_rows import refusal

# What was done, shifted and referred is added to, never changed; nothing is ever deleted. As in the
# ledger, the database itself refuses, whoever asks.
ADDED_TO = ("rumours_step", "rumours_shift")
MOVED_ALONG = ("rumours_shift_sightings", "rumours_shift_checks", "rumours_shift_referrals")
NEVER_DELETED = ("rumours_rumour", "rumours_sighting", "rumours_check", "rumours_referral")
# A sighting goes with its rumour, and may be withdrawn; what was heard does not change.
HEARD = (
    "written_for_id", "area_id", "heard_at", "place", "channel", "words", "signal_id", "was_linked",
    "grade_before", "cluster_before", "told_by", "entered_by", "entered_at",
)  # fmt: skip
REFERRED = ("to", "number", "on", "known_on", "regime", "reason", "referred_by", "referred_at")
ASKED = ("authority", "authority_name", "question", "asked_by", "asked_at")


def tuple_of(row, columns):
    return "(" + ", ".join(f'{row}."{column}"' for column in columns) + ")"


def kept(table, columns, name):
    return f"""
CREATE TRIGGER {table}_{name} BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN ({tuple_of("OLD", columns)} IS DISTINCT FROM {tuple_of("NEW", columns)})
    EXECUTE FUNCTION rumours_refuse_change();
"""


FORWARDS = (
    refusal("rumours")
    + "".join(
        f"""
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION rumours_refuse_change();
"""
        for table in (*ADDED_TO, *MOVED_ALONG)
    )
    + "".join(
        f"""
CREATE TRIGGER {table}_never_deleted BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION rumours_refuse_change();
"""
        for table in NEVER_DELETED
    )
    + kept("rumours_sighting", HEARD, "as_heard")
    + kept("rumours_referral", REFERRED, "as_referred")
    + kept("rumours_check", ASKED, "as_asked")
    + """
CREATE TRIGGER rumours_check_answered_once BEFORE UPDATE ON rumours_check FOR EACH ROW
    WHEN (OLD.noted_at IS NOT NULL AND (OLD.answer, OLD.reference, OLD.answered_on, OLD.noted_at)
          IS DISTINCT FROM (NEW.answer, NEW.reference, NEW.answered_on, NEW.noted_at))
    EXECUTE FUNCTION rumours_refuse_change();
"""
)

BACKWARDS = (
    "".join(f"DROP TRIGGER {table}_kept ON {table};\n" for table in (*ADDED_TO, *MOVED_ALONG))
    + "".join(f"DROP TRIGGER {table}_never_deleted ON {table};\n" for table in NEVER_DELETED)
    + """
DROP TRIGGER rumours_sighting_as_heard ON rumours_sighting;
DROP TRIGGER rumours_referral_as_referred ON rumours_referral;
DROP TRIGGER rumours_check_as_asked ON rumours_check;
DROP TRIGGER rumours_check_answered_once ON rumours_check;
DROP FUNCTION rumours_refuse_change();
"""
)


class Migration(migrations.Migration):
    dependencies = [("rumours", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
