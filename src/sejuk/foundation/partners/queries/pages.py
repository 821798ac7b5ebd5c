"""What the pages of partners show, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from sejuk.foundation.partners.models import Contact, Partner
from sejuk.foundation.partners.queries.partners import kinds_present
from sejuk.foundation.partners.rules import ContactFunction, PartnerKind

Scope = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPartner:
    partner_id: int
    code: str
    name: str
    kind: str
    area: str
    area_code: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownContact:
    function: str
    holder: str
    telephone: str
    email: str
    partner_id: int
    partner: str


@dataclass(frozen=True, slots=True)
class ShownKind:
    value: str
    label: str
    count: int


def shown_partner(partner: Partner) -> ShownPartner:
    area = partner.area
    above = area.parent.name if area.parent and area.code.count(".") > 1 else ""
    return ShownPartner(
        partner_id=partner.pk,
        code=partner.code,
        name=partner.name,
        kind=gettext(PartnerKind(partner.kind).label),
        area=f"{area.name}, {above}" if above else area.name,
        area_code=area.code,
        address=partner.address,
    )


def shown_partners(partners: Iterable[Partner]) -> list[ShownPartner]:
    return [shown_partner(partner) for partner in partners]


def shown_contacts(contacts: Iterable[Contact]) -> list[ShownContact]:
    return [
        ShownContact(
            gettext(ContactFunction(contact.function).label),
            contact.holder,
            contact.telephone,
            contact.email,
            contact.partner_id,
            contact.partner.name,
        )
        for contact in contacts
    ]


def kinds_shown(scope: Scope) -> list[ShownKind]:
    return [
        ShownKind(kind.value, gettext(kind.label), count) for kind, count in kinds_present(scope)
    ]
