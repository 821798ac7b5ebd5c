"""The ledger: one row for each thing that anyone did. Rows are added, never changed."""

from django.db import models


class Entry(models.Model):
    """Who did what to which record, and when; chained to the entry before it by its hash."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=150)
    actor_user_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="ledger_entry_subject"),
            models.Index(fields=["at"], name="ledger_entry_at"),
            # The ledger's page: newest first of one kind, of one actor, of one area.
            models.Index(fields=["verb", "-sequence"], name="ledger_entry_verb"),
            models.Index(fields=["actor_name", "-sequence"], name="ledger_entry_actor"),
            models.Index(fields=["area_code", "-sequence"], name="ledger_entry_area"),
            models.Index(fields=["actor_user_id", "-sequence"], name="ledger_entry_user"),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.verb}"
