"""What a file of sites would do."""

from collections.abc import Sequence
from dataclasses import replace

from sejuk.foundation.places.models import Site
from sejuk.foundation.places.queries.area_files import wrong_points
from sejuk.foundation.places.queries.areas import known_codes
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


def checked_sites(records: Sequence[Record], actor: Actor) -> Plan:
    """Return what the rows would do to the sites that are there."""
    known = known_codes({record.text("area_code") for record in records})
    findings = [
        *repeated_keys(records, "code"),
        *unknown_values(records, "area_code", known, N_("unknown area")),
        *foreign_areas(records, actor),
        *wrong_points(records),
    ]
    there = existing_rows(
        Site.objects.filter(code__in=[record.text("code") for record in records]),
        ("code",),
        code="code",
        kind="kind",
        name="name",
        area_code="area_id",
        latitude="latitude",
        longitude="longitude",
    )
    # What belongs to another area of which the actor sees nothing is not his to change.
    taken = {str(s["code"]) for s in there.values() if not actor.covers(str(s["area_code"]))}
    free = {record.text("code") for record in records} - taken
    findings += unknown_values(records, "code", free, N_("lies outside your area"))
    return replace(compared(records, ("code",), there), findings=tuple(findings))
