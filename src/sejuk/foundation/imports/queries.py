"""Questions about imports: which there are, what a file would do, whose uploads wait."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import cast

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from sejuk.foundation.imports.models import Upload
from sejuk.foundation.imports.rules import MOST_FINDINGS_KEPT
from sejuk.kit.actors import Actor, Role
from sejuk.kit.decisions import NotYours
from sejuk.kit.grids import Table
from sejuk.kit.importing import (
    Finding,
    Importer,
    Plan,
    Row,
    Weight,
    absent_values,
    parsed_rows,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A part of setting up that is no file: how much of it is there, and where to do it."""

    code: str
    label: str
    lead: str
    address: str
    count: Callable[[Actor], int]
    roles: tuple[Role, ...]
    # Without these nothing runs; the rest makes it better.
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the project wires together: every importer, and the order in which to set up."""

    importers: tuple[Importer, ...]
    steps: tuple[Step, ...]


@cache
def set_up() -> SetUp:
    """Return what the project has wired, see `project/importers.py`."""
    return cast("SetUp", import_string(settings.SEJUK_SET_UP))


def importer_called(code: str) -> Importer:
    """
    Return the importer of a code.

    :raises NotYours: when there is none
    """
    for importer in set_up().importers:
        if importer.code == code:
            return importer
    raise NotYours(f"importer {code}")


def mapped_rows(table: Table, mapping: Mapping[str, str]) -> Iterator[Row]:
    """Yield the rows of a table with their cells by name of the importer's column."""
    places = {name: table.columns.index(h) for name, h in mapping.items() if h in table.columns}
    for line, row in zip(table.lines, table.rows, strict=True):
        yield Row(line, {name: row[place] for name, place in places.items()})


def checked(importer: Importer, rows: Iterable[Row], actor: Actor) -> Plan:
    """Return what rows would do: counts, and every finding in the order of the file."""
    records, unreadable = parsed_rows(importer, rows)
    plan = importer.check(records, actor)
    known = {(found.line, found.column) for found in (*unreadable, *plan.findings)}
    # A cell that cannot be read is not missing as well.
    absent = (f for f in absent_values(importer, plan.new) if (f.line, f.column) not in known)
    findings = sorted(
        chain(unreadable, plan.findings, absent), key=lambda found: (found.line, found.weight)
    )
    return Plan(plan.new, plan.changed, plan.same, tuple(findings))


def uploads_of(actor: Actor) -> QuerySet[Upload]:
    """Return the actor's own uploads without their content, newest first."""
    return Upload.objects.filter(uploaded_by=actor.name).defer("content").order_by("-id")


def upload_for(actor: Actor, upload_id: int) -> Upload:
    """
    Return one of the actor's own uploads.

    :raises NotYours: when it is another's, or is not there
    """
    upload = uploads_of(actor).filter(id=upload_id).first()
    if upload is None:
        raise NotYours(f"upload {upload_id}")
    return upload


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, as it is kept with the upload."""

    new: int
    changed: int
    same: int
    errors: int
    warnings: int
    findings: tuple[Finding, ...]


def report_as_json(plan: Plan) -> dict[str, object]:
    return {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "same": plan.same,
        "errors": len(plan.errors),
        "warnings": len(plan.warnings),
        "findings": [
            [
                found.line,
                found.column,
                found.value,
                found.why,
                {name: str(value) for name, value in found.blanks.items()},
                found.weight,
            ]
            # Errors first: they keep the file out.
            for found in (*plan.errors, *plan.warnings)[:MOST_FINDINGS_KEPT]
        ],
    }


def report_of(upload: Upload) -> Report | None:
    """Return what the last check of an upload found; None before one."""
    kept = upload.report
    if kept is None:
        return None
    numbers = {name: int(kept[name]) for name in ("new", "changed", "same", "errors", "warnings")}
    return Report(**numbers, findings=tuple(_finding(row) for row in kept["findings"]))


def _finding(row: Sequence[object]) -> Finding:
    line, column, value, why, blanks, weight = row
    return Finding(
        int(cast("int", line)),
        str(column),
        str(value),
        str(why),
        cast("dict[str, object]", blanks),
        Weight(cast("str", weight)),
    )
