"""What files of organisations, units, people, leave and care would do."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sejuk.foundation.forces.models import Leave, Organisation, Person, Unit, VillageCare
from sejuk.foundation.forces.rules import looped
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import VILLAGE_LEVELS, level_of
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.importing import (
    Finding,
    Plan,
    Record,
    compared,
    foreign_areas,
    repeated_keys,
    shared_findings,
    texts,
    unknown_values,
    wrong_periods,
)
from sejuk.kit.storing import existing_rows


def checked_organisations(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(
        Organisation.objects.filter(code__in=texts(records, "code")),
        ("code",),
        code="code",
        name="name",
        kind="kind",
    )
    plan = compared(records, ("code",), there)
    findings = (
        *repeated_keys(records, "code"),
        *shared_findings(plan, actor, operations.shared_area()),
    )
    return replace(plan, findings=findings)


def checked_units(records: Sequence[Record], actor: Actor) -> Plan:
    codes = texts(records, "code")
    there = existing_rows(
        Unit.objects.filter(code__in=codes),
        ("code",),
        code="code",
        name="name",
        organisation="organisation__code",
        parent="parent__code",
        area_code="area_id",
        investigates="investigates",
    )
    homes = {str(row["code"]): str(row["area_code"]) for row in there.values()}
    organisations = set(Organisation.objects.values_list("code", flat=True))
    units = codes | set(Unit.objects.values_list("code", flat=True))
    areas = places.known_codes(texts(records, "area_code"))
    findings = (
        *repeated_keys(records, "code"),
        *unknown_values(records, "organisation", organisations, N_("unknown organisation")),
        *unknown_values(records, "parent", units, N_("unknown parent unit")),
        *unknown_values(records, "area_code", areas, N_("unknown area")),
        *foreign_areas(records, actor),
        *foreign_areas(records, actor, "code", homes),
        *_loops(records),
    )
    return replace(compared(records, ("code",), there), findings=findings)


def _loops(records: Sequence[Record]) -> Iterator[Finding]:
    parents = {
        code: parent or "" for code, parent in Unit.objects.values_list("code", "parent__code")
    }
    parents |= {r.text("code"): r.text("parent") for r in records if r.text("parent")}
    loops = looped(parents)
    for record in records:
        if record.text("code") in loops and record.text("parent"):
            why = N_("the unit would lie below itself")
            yield Finding(record.line, "parent", record.text("parent"), why)


def checked_people(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(
        Person.objects.filter(service_number__in=texts(records, "service_number")),
        ("service_number",),
        service_number="service_number",
        name="name",
        rank="rank",
        position="position",
        unit="unit__code",
        qualifications="qualifications",
        is_woman="is_woman",
        is_attached="is_attached",
        is_active="is_active",
        is_invented="is_invented",
    )
    areas = dict(Unit.objects.values_list("code", "area_id"))
    homes = {str(row["service_number"]): areas[str(row["unit"])] for row in there.values()}
    findings = (
        *repeated_keys(records, "service_number"),
        *unknown_values(records, "unit", set(areas), N_("unknown unit")),
        *foreign_areas(records, actor, "unit", areas),
        *foreign_areas(records, actor, "service_number", homes),
    )
    return replace(compared(records, ("service_number",), there), findings=findings)


def checked_leaves(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(
        Leave.objects.filter(person__service_number__in=texts(records, "service_number")),
        ("service_number", "starts_on"),
        service_number="person__service_number",
        starts_on="starts_on",
        ends_on="ends_on",
        kind="kind",
    )
    findings = (
        *repeated_keys(records, "service_number", "starts_on"),
        *unknown_people(records, actor),
        *wrong_periods(records),
        *_overlapping(records),
    )
    return replace(compared(records, ("service_number", "starts_on"), there), findings=findings)


def _overlapping(records: Sequence[Record]) -> Iterator[Finding]:
    """Yield a finding for each leave that overlaps another of the same person: it counts once."""
    periods: dict[str, list[tuple[date, date, int]]] = defaultdict(list)
    brought = {
        (record.text("service_number"), record.values.get("starts_on")) for record in records
    }
    kept = Leave.objects.filter(person__service_number__in=texts(records, "service_number"))
    for leave in kept.select_related("person"):
        number = leave.person.service_number
        # A row with the same first day is this leave itself, with new words.
        if (number, leave.starts_on) not in brought:
            periods[number].append((leave.starts_on, leave.ends_on, 0))
    for record in records:
        number = record.text("service_number")
        first, last = record.values.get("starts_on"), record.values.get("ends_on")
        if not (isinstance(first, date) and isinstance(last, date)):
            continue
        for other_first, other_last, line in periods[number]:
            if first <= other_last and other_first <= last and first != other_first:
                yield _overlap(record, other_first, other_last, line)
        periods[number].append((first, last, record.line))


def _overlap(record: Record, first: date, last: date, line: int) -> Finding:
    value = record.text("starts_on")
    if line:
        why = N_("overlaps the leave of the same person in row %(line)s")
        return Finding(record.line, "starts_on", value, why, {"line": line})
    why = N_("overlaps a leave of the same person on record, %(first)s to %(last)s")
    blanks = {"first": first.isoformat(), "last": last.isoformat()}
    return Finding(record.line, "starts_on", value, why, blanks)


def checked_care(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(
        VillageCare.objects.filter(person__service_number__in=texts(records, "service_number")),
        ("service_number", "area_code", "starts_on"),
        service_number="person__service_number",
        area_code="area_id",
        starts_on="starts_on",
        ends_on="ends_on",
    )
    areas = places.known_codes(texts(records, "area_code"))
    villages = {code for code in areas if level_of(code) in VILLAGE_LEVELS}
    key = ("service_number", "area_code", "starts_on")
    findings = (
        *repeated_keys(records, *key),
        *unknown_people(records, actor),
        *unknown_values(records, "area_code", villages, N_("unknown village")),
        *foreign_areas(records, actor),
        *wrong_periods(records),
    )
    return replace(compared(records, key, there), findings=findings)


def unknown_people(records: Sequence[Record], actor: Actor) -> Iterator[Finding]:
    """Yield a finding for each row about a person nobody knows, or who is not the actor's."""
    rows = Person.objects.filter(service_number__in=texts(records, "service_number"))
    homes = dict(rows.values_list("service_number", "unit__area_id"))
    yield from unknown_values(records, "service_number", set(homes), N_("unknown person"))
    yield from foreign_areas(records, actor, "service_number", homes)


def rows_of_people(plan: Plan) -> list[dict[str, object]]:
    """Return the rows to write, each with the `person_id` of its service number."""
    rows = [dict(record.values) for record in (*plan.new, *plan.changed)]
    numbers = {str(row["service_number"]) for row in rows}
    people = Person.objects.filter(service_number__in=numbers)
    ids = dict(people.values_list("service_number", "id"))
    for row in rows:
        row["person_id"] = ids[str(row.pop("service_number"))]
    return rows
