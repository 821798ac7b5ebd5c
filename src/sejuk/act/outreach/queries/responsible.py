"""Who answers for a village inside and outside the force, and what stands in it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from sejuk.act.outreach.rules import FIELD
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import ForceKind
from sejuk.foundation.partners import queries as partners
from sejuk.foundation.partners.rules import ContactFunction, PartnerKind
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import SiteKind, parent_code
from sejuk.kit.actors import Actor

if TYPE_CHECKING:
    from sejuk.foundation.partners.models import Partner

# Whom a village is in touch with: its own office, the kecamatan's, and the organisers above.
KINDS = (
    PartnerKind.VILLAGE_OFFICE,
    PartnerKind.SUBDISTRICT_OFFICE,
    PartnerKind.KPU,
    PartnerKind.BAWASLU,
    PartnerKind.FKUB,
)


@dataclass(frozen=True, slots=True)
class ShownContact:
    """In which functions a partner is reached. Names stay with the partner."""

    partner: str
    functions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownSites:
    """How many sites of a kind stand in the village, and what they are called when few."""

    kind: str
    count: int
    names: str


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for the village, and what stands in it."""

    officers: tuple[str, ...]
    station: str
    investigates: bool
    contacts: tuple[ShownContact, ...]
    sites: tuple[ShownSites, ...]


def responsible_for(code: str, *, actor: Actor, day: date) -> Responsible:
    """Return who answers for a village on a day."""
    kecamatan = parent_code(code)
    station = (
        forces.units((kecamatan,))
        .filter(area_id=kecamatan, organisation__kind=ForceKind.POLICE)
        .first()
    )
    return Responsible(
        officers=tuple(one.title for one in forces.officers_in_care((code,), day)),
        station=station.name if station else "",
        investigates=bool(station and station.investigates),
        contacts=_contacts(code, actor),
        sites=_sites(code),
    )


def _contacts(code: str, actor: Actor) -> tuple[ShownContact, ...]:
    kecamatan = parent_code(code)
    places_above = (code, kecamatan, parent_code(kecamatan))
    rows = (
        partners.partners((places_above[-1],))
        .filter(area_id__in=places_above, kind__in=[kind.value for kind in KINDS])
        .prefetch_related("contacts")
    )
    nearest_first = sorted(rows, key=lambda row: (-len(row.area_id), row.kind, row.name))
    sees_numbers = actor.holds(*FIELD, area_code=code)
    return tuple(
        ShownContact(row.name, _functions(row, sees_numbers=sees_numbers)) for row in nearest_first
    )


def _functions(partner: "Partner", *, sees_numbers: bool) -> tuple[tuple[str, str], ...]:
    """Return each function with its telephone, which is for the field only."""
    return tuple(
        (
            gettext(ContactFunction(contact.function).label),
            contact.telephone if sees_numbers else "",
        )
        for contact in partner.contacts.all()
    )


def _sites(code: str) -> tuple[ShownSites, ...]:
    names: dict[SiteKind, list[str]] = {}
    for site in places.sites((code,)):
        names.setdefault(SiteKind(site.kind), []).append(site.name)
    counted = Counter({kind: len(found) for kind, found in names.items()})
    return tuple(
        ShownSites(
            gettext(kind.label),
            count,
            "" if kind is SiteKind.POLLING_STATION else ", ".join(names[kind]),
        )
        for kind, count in counted.most_common()
    )
