"""Organisations outside the force and the functions in which they are reached."""

from django.db import models
from django.db.models import Q

from sejuk.foundation.partners.rules import ContactFunction, PartnerKind
from sejuk.kit.choices import choices_of


class Partner(models.Model):
    """KPU, Bawaslu, FKUB, a village office ..."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=choices_of(PartnerKind))
    area = models.ForeignKey("places.Area", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partners_partner_known_kind",
                condition=Q(kind__in=[x.value for x in PartnerKind]),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A function of a partner, with its office telephone; the holder's name is optional."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    function = models.CharField(max_length=20, choices=choices_of(ContactFunction))
    holder = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partners_contact_known_function",
                condition=Q(function__in=[x.value for x in ContactFunction]),
            ),
            models.UniqueConstraint(
                name="partners_contact_once", fields=["partner", "function", "holder"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.partner_id}"
