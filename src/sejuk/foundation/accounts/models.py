"""People who sign in, the roles they hold for an area, and invitations."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from sejuk.kit.actors import Role
from sejuk.kit.choices import choices_of


class User(AbstractUser):
    """One who signs in. A resident needs no account."""

    display_name = models.CharField(max_length=120, blank=True)
    # Counted up to end every session of this user at once.
    session_generation = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_session_auth_hash(self) -> str:
        known = f"{super().get_session_auth_hash()}:{self.session_generation}"
        return salted_hmac("sejuk.accounts.session", known, algorithm="sha256").hexdigest()


class HeldRole(models.Model):
    """A role for an area and everything below it; no area means everywhere."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="held_roles")
    role = models.CharField(max_length=30, choices=choices_of(Role))
    area = models.ForeignKey(
        "places.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="accounts_heldrole_once",
                fields=["user", "role", "area"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="accounts_heldrole_known_role", condition=Q(role__in=[r.value for r in Role])
            ),
            models.CheckConstraint(
                name="accounts_heldrole_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_id or '*'}"


class Invitation(models.Model):
    """A one-time link that lets one person choose a name and a password. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=120, blank=True)
    # Pairs of role and area code ("" is everywhere): the account does not exist yet.
    roles = models.JSONField(default=list)
    invited_by = models.CharField(max_length=150)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Set when the link is for somebody who has an account and cannot get in any more.
    renews = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Whom of the joint force the new account will be, when it is known.
    person = models.ForeignKey(
        "forces.Person", on_delete=models.CASCADE, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_invitation_who_and_when_together",
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.display_name} until {self.expires_at:%Y-%m-%d}"
