"""Daily situation reports."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from sejuk.kit.choices import choices_of
from sejuk.review.sitreps.rules import SitrepState


class Sitrep(models.Model):
    """The report of a day and an area: figures compiled from records beside text by a person."""

    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    # A correction of a signed report is the next version.
    version = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(max_length=60)
    state = models.CharField(
        max_length=8, choices=choices_of(SitrepState), default=SitrepState.DRAFT
    )
    # Compiled, locked: nobody edits them; compiling again replaces them while it is a draft.
    figures = models.JSONField()
    compiled_at = models.DateTimeField()
    situation = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    drafted_by = models.CharField(max_length=150)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signer_name = models.CharField(max_length=120, blank=True)
    signer_rank = models.CharField(max_length=60, blank=True)
    signer_position = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(null=True)
    # SHA-256 of what was signed, and the head of the ledger at that moment.
    content_hash = models.CharField(max_length=64, blank=True)
    ledger_head = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sitreps_sitrep_once", fields=["area", "day", "version"]),
            models.CheckConstraint(
                name="sitreps_sitrep_signed_is_whole",
                condition=Q(state="draft", signed_by__isnull=True, signed_at__isnull=True)
                | (
                    Q(state="signed", signed_by__isnull=False, signed_at__isnull=False)
                    & ~Q(content_hash="")
                    & ~Q(signer_name="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.day} v{self.version}"
