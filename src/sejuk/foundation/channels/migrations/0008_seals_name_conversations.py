"""The seal of an address says to which conversation it belongs."""

from django.db import migrations

NAME = """
UPDATE custody_sealed AS seal SET about = 'channels.conversation:' || conversation.id
FROM channels_conversation AS conversation
WHERE conversation.seal = seal.id AND seal.about = ''
"""


class Migration(migrations.Migration):
    dependencies = [("channels", "0007_receipts"), ("custody", "0004_whole_texts")]

    operations = [migrations.RunSQL(NAME, migrations.RunSQL.noop)]
