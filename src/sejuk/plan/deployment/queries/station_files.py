"""What a file of the classes of polling stations would do."""

from collections.abc import Sequence
from dataclasses import replace

from sejuk.foundation.operations.queries import current_operation
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import SiteKind
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.choices import N_
from sejuk.kit.importing import Finding, Plan, Record, compared, repeated_keys, unknown_values
from sejuk.kit.storing import existing_rows
from sejuk.plan.deployment.models import StationGrade


def checked_grades(records: Sequence[Record], actor: Actor) -> Plan:
    """Return what the rows would do to the classes that are there."""
    operation = current_operation()
    stations = places.sites((EVERYWHERE,), (SiteKind.POLLING_STATION,))
    codes = dict(stations.values_list("code", "area_id"))
    own = {code for code, area in codes.items() if actor.covers(area)}
    findings = [
        *repeated_keys(records, "site"),
        *unknown_values(records, "site", own, N_("is not the code of a polling station of yours")),
    ]
    if operation is None:
        findings.append(Finding(0, "site", "", N_("Set up the operation first.")))
    there = existing_rows(
        StationGrade.objects.filter(operation=operation),
        ("site",),
        site="site__code",
        grade="grade",
        source="source",
        graded_on="graded_on",
    )
    return replace(compared(records, ("site",), there), findings=tuple(findings))
