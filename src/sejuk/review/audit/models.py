"""What verifications of the ledger found."""

from django.db import models
from django.db.models import Q


class Verification(models.Model):
    """One verification of the whole chain. `broken_at` is the first entry that does not hold."""

    at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    count = models.BigIntegerField()
    head = models.CharField(max_length=64)
    holds = models.BooleanField()
    broken_at = models.BigIntegerField(null=True)
    fault = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audit_verification_broken_names_where",
                condition=Q(holds=True, broken_at__isnull=True, fault="")
                | Q(holds=False, broken_at__isnull=False) & ~Q(fault=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'holds' if self.holds else 'broken'}"
