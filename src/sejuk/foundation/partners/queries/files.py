"""What files of partners and contacts would do."""

from collections.abc import Sequence
from dataclasses import replace

from sejuk.foundation.partners.models import Contact, Partner
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.importing import (
    Plan,
    Record,
    compared,
    foreign_areas,
    repeated_keys,
    unknown_values,
)
from sejuk.kit.storing import existing_rows

CONTACT_KEY = ("partner", "function", "holder")


def checked_partners(records: Sequence[Record], actor: Actor) -> Plan:
    codes = {record.text("code") for record in records}
    there = existing_rows(
        Partner.objects.filter(code__in=codes),
        ("code",),
        code="code",
        name="name",
        kind="kind",
        area_code="area_id",
        address="address",
    )
    areas = places.known_codes({record.text("area_code") for record in records})
    taken = {str(p["code"]) for p in there.values() if not actor.covers(str(p["area_code"]))}
    findings = (
        *repeated_keys(records, "code"),
        *unknown_values(records, "area_code", areas, N_("unknown area")),
        *foreign_areas(records, actor),
        *unknown_values(records, "code", codes - taken, N_("lies outside your area")),
    )
    return replace(compared(records, ("code",), there), findings=findings)


def checked_contacts(records: Sequence[Record], actor: Actor) -> Plan:
    # A function without a holder is a contact too: the office, whoever sits there.
    records = [
        Record(record.line, {**record.values, "holder": record.text("holder")})
        for record in records
    ]
    codes = {record.text("partner") for record in records}
    areas = dict(Partner.objects.filter(code__in=codes).values_list("code", "area_id"))
    there = existing_rows(
        Contact.objects.filter(partner__code__in=codes),
        CONTACT_KEY,
        partner="partner__code",
        function="function",
        holder="holder",
        telephone="telephone",
        email="email",
    )
    own = {code for code, area_code in areas.items() if actor.covers(area_code)}
    findings = (
        *repeated_keys(records, *CONTACT_KEY),
        # What is not his looks exactly like what is not there.
        *unknown_values(records, "partner", own, N_("unknown partner")),
    )
    return replace(compared(records, CONTACT_KEY, there), findings=findings)
