from django.db import migrations

from sejuk.kit.kept_rows import only_added_to, refusal

# What stands in the book of a post stays, and so does a handover that both have signed. The
# actions never change them; the database refuses it, whoever asks.
FORWARDS = (
    refusal("guard")
    + only_added_to("guard", ["guard_bookentry"], trigger="append_only")
    + """
CREATE TRIGGER guard_handover_signed_is_frozen BEFORE UPDATE OR DELETE ON guard_handover
    FOR EACH ROW WHEN (OLD.taken_at IS NOT NULL) EXECUTE FUNCTION guard_refuse_change();
"""
)
BACKWARDS = """
DROP TRIGGER guard_handover_signed_is_frozen ON guard_handover;
DROP TRIGGER guard_bookentry_append_only ON guard_bookentry;
DROP FUNCTION guard_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("guard", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
