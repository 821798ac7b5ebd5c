"""Numbers of gateways become keyed hashes: in some of them the sender's address stands."""

import hmac
from hashlib import sha256

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from sejuk.foundation.custody.queries import key_ring


def hash_numbers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Hash as `queries.mark_of` does."""
    messages = apps.get_model("channels", "Message")
    rows = messages.objects.exclude(gateway_id="")
    if not rows.exists():
        return
    key = key_ring().fingerprint_key
    for row in rows.order_by("pk").iterator():
        told = f"{row.direction}\0{row.channel}\0{row.gateway_id}".encode()
        row.gateway_id = hmac.new(key, told, sha256).hexdigest()
        row.save(update_fields=["gateway_id"])


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_hooks")]

    operations = [
        migrations.RemoveConstraint("message", "channels_message_gateway_id_once"),
        # There is no way back from a hash; an older version reads what is new as numbers.
        migrations.RunPython(hash_numbers, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            "message",
            models.UniqueConstraint(
                name="channels_message_received_once",
                fields=["gateway_id"],
                condition=~Q(gateway_id="") & Q(direction="in"),
            ),
        ),
        migrations.AddField("hookrun", "calling_since", models.DateTimeField(null=True)),
    ]
