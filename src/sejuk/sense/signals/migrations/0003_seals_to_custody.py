"""
Move sealed identities into envelopes of custody.

Each is opened with SEJUK_IDENTITY_KEY and sealed anew, bound to its row. What does not open is not
lost: it moves as it is, and `manage custody rotate` lays it into an envelope once the old key is
given back.
"""

import sys
from uuid import uuid4

from django.db import migrations

from sejuk.foundation.custody.queries import key_ring
from sejuk.foundation.custody.rules import BEFORE_ENVELOPES, Envelope, Unopenable, rewrapped

BATCH = 500
KIND = "reporter"


def move(apps, schema_editor):
    old = apps.get_model("signals", "SealedIdentity")
    shut = 0
    while rows := list(old.objects.select_related("signal").order_by("pk")[:BATCH]):
        shut += _move_some(apps, rows)
        old.objects.filter(pk__in=[row.pk for row in rows]).delete()
    if shut:
        print(
            f"\n  {shut} sealed contacts do not open with the present SEJUK_IDENTITY_KEY. They were "
            "kept as they are:\n  give the old key back and run ./sejuk manage custody rotate.",
            # What a migration says otherwise is shown only when it fails.
            file=sys.stderr,
        )


def _move_some(apps, rows):
    sealed, signal = apps.get_model("custody", "Sealed"), apps.get_model("signals", "Signal")
    ring, fresh, holders, shut = key_ring(), [], [], 0
    for row in rows:
        number = uuid4()
        envelope = Envelope(bytes(row.sealed), b"", BEFORE_ENVELOPES)
        try:
            envelope = rewrapped(envelope, seal_id=number, kind=KIND, ring=ring)
        except Unopenable:
            shut += 1
        fresh.append(
            sealed(
                id=number,
                kind=KIND,
                about=f"signals.signal:{row.signal_id}",
                area_id=row.signal.area_id,
                content=envelope.content,
                wrapped_key=envelope.wrapped_key,
                key_id=envelope.key_id,
                sealed_at=row.sealed_at,
                needed_at=max(row.sealed_at, row.signal.state_changed_at or row.sealed_at),
            )
        )
        row.signal.seal_id = number
        holders.append(row.signal)
    sealed.objects.bulk_create(fresh)
    signal.objects.bulk_update(holders, ["seal"])
    return shut


class Migration(migrations.Migration):

    dependencies = [
        ("signals", "0002_seal"),
    ]

    operations = [
        migrations.RunPython(move),
    ]
