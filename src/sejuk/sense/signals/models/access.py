"""What lets machines and residents in: keys of gateways, and counts of attempts by network."""

from django.db import models
from django.db.models import Q


class ApiKey(models.Model):
    """Lets a gateway post signals of one area. Only the hash is kept; the key is shown once."""

    name = models.CharField(max_length=60, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    # "" is everywhere.
    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=150, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signals_apikey_revoked_who_and_when_together",
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NetworkSalt(models.Model):
    """The salt of one day. Thrown away with the day: then no hash leads back to a network."""

    day = models.DateField(unique=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"salt of {self.day}"


class Attempt(models.Model):
    """A public form sent from somewhere: a salted hash of the network that changes every day."""

    network_hash = models.CharField(max_length=64)
    purpose = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["network_hash", "purpose", "at"], name="signals_attempt_recent"),
            models.Index(fields=["purpose", "at"], name="signals_attempt_flood"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%H:%M}"
