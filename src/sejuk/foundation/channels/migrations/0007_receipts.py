"""Receipts leave the messages of ours; of what may still go out, the whole is sealed."""

import re
from uuid import uuid4

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sejuk.foundation.custody.queries import key_ring
from sejuk.foundation.custody.rules import sealed

# As it was done when this was written.
RECEIPT = re.compile(r"(?<![0-9])[0-9](?:[\s.\-]?[0-9]){15,}")
NUMBER_LIKE = r"[0-9]([[:space:].-]?[0-9]){15}"
ON_THE_WAY = ("queued", "sending", "failed")


def mask_receipts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mask the digits; what waits, or failed and may be sent again, keeps them in a seal."""
    messages = apps.get_model("channels", "Message")
    seals = apps.get_model("custody", "Sealed")
    rows = messages.objects.filter(direction="out", text__regex=NUMBER_LIKE)
    for row in rows.select_related("conversation").order_by("pk").iterator(chunk_size=500):
        plain = RECEIPT.sub("[tanda terima]", row.text)
        if plain == row.text:
            continue
        if row.state in ON_THE_WAY:
            number = uuid4()
            envelope = sealed(
                {"text": row.text}, seal_id=number, kind="outgoing", ring=key_ring()
            )
            seals.objects.create(
                pk=number,
                kind="outgoing",
                about=f"channels.message:{row.pk}",
                area_id=row.area_id,
                content=envelope.content,
                wrapped_key=envelope.wrapped_key,
                key_id=envelope.key_id,
                fingerprint=row.conversation.fingerprint,
                sealed_at=row.created_at,
                needed_at=row.handed_at or row.created_at,
            )
            row.unredacted = number
        row.text = plain
        row.save(update_fields=["text", "unredacted"])


class Migration(migrations.Migration):
    dependencies = [("channels", "0006_hooks_of_answers"), ("custody", "0003_outgoing")]

    # There is no way back: the digits are gone.
    operations = [migrations.RunPython(mask_receipts, migrations.RunPython.noop)]
