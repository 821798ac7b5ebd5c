"""Organisations of the joint force, their units, people, leave and villages in care."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sejuk.foundation.forces.rules import ForceKind, LeaveKind, Qualification
from sejuk.kit.choices import choices_of


class Organisation(models.Model):
    """A service that lends people to the joint force."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=choices_of(ForceKind))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forces_organisation_known_kind",
                condition=Q(kind__in=[x.value for x in ForceKind]),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit in the tree of its organisation, responsible for an area."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    # Some Polsek only prevent: criminal matters leave for the Polres (Kep/613/III/2021).
    investigates = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Person(models.Model):
    """One of the joint force. Nothing is kept here but what a duty needs."""

    service_number = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=30)
    position = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="people")
    qualifications = ArrayField(
        models.CharField(max_length=20, choices=choices_of(Qualification)),
        default=list,
        blank=True,
    )
    is_woman = models.BooleanField(default=False)
    # Lent from outside to this operation (BKO, bawah kendali operasi).
    is_attached = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_invented = models.BooleanField(default=False)
    user = models.OneToOneField(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )

    def __str__(self) -> str:
        return f"{self.rank} {self.name}"


class Leave(models.Model):
    """A time in which a person is away."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leaves")
    kind = models.CharField(max_length=20, choices=choices_of(LeaveKind))
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forces_leave_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="forces_leave_known_kind", condition=Q(kind__in=[x.value for x in LeaveKind])
            ),
            models.UniqueConstraint(name="forces_leave_once", fields=["person", "starts_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_on}..{self.ends_on}"


class VillageCare(models.Model):
    """A village officer answers for a village from a day on; one officer may hold several."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="villages_in_care")
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forces_villagecare_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                name="forces_villagecare_once", fields=["person", "area", "starts_on"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.area_id}"
