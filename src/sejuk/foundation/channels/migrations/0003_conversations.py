"""Addresses leave the messages: each sender gets a conversation, and his address a seal."""

from uuid import uuid4

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from sejuk.engines import triage
from sejuk.foundation.channels.rules import Channel, MessageState
from sejuk.foundation.custody.queries import key_ring
from sejuk.foundation.custody.rules import Part, Purpose, SealedKind, fingerprint, sealed
from sejuk.kit.choices import choices_of


def give_conversations(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal each address once, and take personal data out of the texts that came in."""
    messages = apps.get_model("channels", "Message")
    conversations = apps.get_model("channels", "Conversation")
    seals = apps.get_model("custody", "Sealed")
    if not messages.objects.exists():
        return
    ring = key_ring()

    def seal(kind: SealedKind, words: dict, row, mark: str = ""):
        number = uuid4()
        envelope = sealed(words, seal_id=number, kind=kind.value, ring=ring)
        seals.objects.create(
            pk=number,
            kind=kind.value,
            about="" if mark else f"channels.message:{row.pk}",
            area_id=row.area_id,
            content=envelope.content,
            wrapped_key=envelope.wrapped_key,
            key_id=envelope.key_id,
            fingerprint=mark,
            sealed_at=row.created_at,
            needed_at=row.created_at,
        )
        return number

    for row in messages.objects.order_by("created_at", "pk"):
        mark = fingerprint(row.channel, row.address, ring=ring)
        known = conversations.objects.filter(channel=row.channel, fingerprint=mark).first()
        if known is None:
            words = {Part.REACH.value: row.address, Part.CHANNEL.value: row.channel}
            known = conversations.objects.create(
                channel=row.channel,
                fingerprint=mark,
                seal=seal(SealedKind.ADDRESS, words, row, mark),
                begun_at=row.created_at,
            )
        row.conversation_id = known.pk
        if row.direction == "out":
            row.purpose, row.handed_at = Purpose.REPLY.value, row.sent_at or row.created_at
        else:
            known.heard_at = row.created_at
            known.save(update_fields=["heard_at"])
            plain = triage.redacted(row.text)
            if plain.found:
                row.unredacted = seal(SealedKind.REPORTER, {Part.DETAILS.value: row.text}, row)
                row.text = plain.text
        row.save()


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_area"), ("custody", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(choices=choices_of(Channel), max_length=12)),
                ("fingerprint", models.CharField(max_length=64)),
                ("seal", models.UUIDField()),
                ("heard_at", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("step", models.CharField(blank=True, max_length=30)),
                ("told", models.JSONField(blank=True, default=dict)),
                ("blocked_until", models.DateTimeField(null=True)),
                ("blocked_reason", models.TextField(blank=True)),
                ("blocked_by", models.CharField(blank=True, max_length=150)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        name="channels_conversation_one_of_each_sender",
                        fields=["channel", "fingerprint"],
                    ),
                    models.CheckConstraint(
                        name="channels_conversation_blocked_by_whom_and_why",
                        condition=Q(blocked_until__isnull=True)
                        | (~Q(blocked_reason="") & ~Q(blocked_by="")),
                    ),
                ],
            },
        ),
        migrations.AddField("message", "conversation", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="channels.conversation")),
        migrations.AddField("message", "purpose", models.CharField(blank=True, choices=choices_of(Purpose), default="", max_length=12), preserve_default=False),
        migrations.AddField("message", "unredacted", models.UUIDField(null=True)),
        migrations.AddField("message", "handed_at", models.DateTimeField(null=True)),
        migrations.AddField("message", "is_text", models.BooleanField(default=True)),
        migrations.AlterField("message", "gateway_id", models.CharField(blank=True, max_length=200)),
        migrations.AlterField("message", "state", models.CharField(choices=choices_of(MessageState), max_length=10)),
        migrations.RemoveConstraint("message", "channels_message_known_state"),
        migrations.AddConstraint("message", models.CheckConstraint(name="channels_message_known_state", condition=Q(state__in=[x.value for x in MessageState]))),
        migrations.RunPython(give_conversations, migrations.RunPython.noop),
        # PostgreSQL alters no table in which rows were just changed and constraints still wait.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("message", "conversation", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="channels.conversation")),
        migrations.RemoveField("message", "address"),
        migrations.AddConstraint("message", models.CheckConstraint(name="channels_message_out_for_a_purpose", condition=~Q(direction="out") | ~Q(purpose=""))),
        migrations.AddIndex("message", models.Index(fields=["conversation", "-id"], name="channels_message_of_one")),
        migrations.AddIndex("message", models.Index(fields=["handed_at"], name="channels_message_on_the_way", condition=Q(state__in=["queued", "sending"]))),
    ]
