"""Questions about imports: which there are, what a file would do, whose uploads wait."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import cast

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext

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
from sejuk.kit.storing import counts


@dataclass(frozen=True, slots=True)
class Step:
    """A part of setting up that is no file: how much of it is there, and where to do it."""

    code: str
    label: str
    lead: str
    # The name of the page's address.
    address: str
    there: Callable[[Actor], QuerySet[Model]]
    roles: tuple[Role, ...]
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the project wires together: files and other steps, in the order of setting up."""

    parts: tuple[Importer | Step, ...]

    @property
    def importers(self) -> tuple[Importer, ...]:
        return tuple(part for part in self.parts if isinstance(part, Importer))


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
    # Without its code a row cannot be judged: one finding for it is enough.
    lost = {found.line for found in unreadable if importer.column(found.column).required}
    plan = importer.check([record for record in records if record.line not in lost], actor)
    known = {(found.line, found.column) for found in (*unreadable, *plan.findings)}
    # A cell that cannot be read is not missing as well.
    absent = (f for f in absent_values(importer, plan.new) if (f.line, f.column) not in known)
    findings = sorted(
        chain(unreadable, plan.findings, absent), key=lambda found: (found.line, found.weight)
    )
    return Plan(plan.new, plan.changed, plan.same, tuple(findings))


def uploads_of(actor: Actor) -> QuerySet[Upload]:
    """Return the actor's own uploads without their content, newest first."""
    return Upload.objects.filter(uploaded_by=actor.identity).defer("content").order_by("-id")


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
class Item:
    """One line of the list of what is set up."""

    code: str
    label: str
    lead: str
    count: int
    is_needed: bool
    is_file: bool
    url: str


def set_up_items(actor: Actor) -> list[Item]:
    """Return what is set up in the actor's areas and what is missing, in order."""
    parts = set_up().parts
    return [
        Item(
            code=part.code,
            label=gettext(part.label),
            lead=gettext(part.lead),
            count=count,
            is_needed=part.is_needed,
            is_file=isinstance(part, Importer),
            url=(
                reverse("imports:upload", args=[part.code])
                if isinstance(part, Importer)
                else reverse(part.address)
            )
            if actor.holds(*part.roles)
            else "",
        )
        for part, count in zip(parts, counts(part.there(actor) for part in parts), strict=True)
    ]


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


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column of an importer in the reader's language."""

    name: str
    header: str
    label: str
    hint: str
    example: str
    required: bool


def columns_shown(importer: Importer) -> list[ColumnShown]:
    return [
        ColumnShown(
            name=column.name,
            header=column.header,
            label=gettext(column.label),
            hint=gettext(column.hint) if column.hint else "",
            example=column.example,
            required=column.required,
        )
        for column in importer.columns
    ]


def summary_of(importer: Importer) -> dict[str, str]:
    """Return what every page about an importer says of it."""
    return {
        "importer_code": importer.code,
        "importer_label": gettext(importer.label),
        "importer_lead": gettext(importer.lead),
    }


@dataclass(frozen=True, slots=True)
class FindingShown:
    line: int
    column: str
    value: str
    why: str
    weight: str
    is_error: bool


def findings_shown(upload: Upload, report: Report) -> list[FindingShown]:
    """Return findings in the reader's language, with columns as the file calls them."""
    labels = {
        column.name: gettext(column.label) for column in importer_called(upload.importer).columns
    }
    return [
        FindingShown(
            line=found.line,
            column=str(upload.mapping.get(found.column, labels.get(found.column, found.column))),
            value=found.value,
            why=gettext(found.why) % found.blanks if found.blanks else gettext(found.why),
            weight=gettext(found.weight.label),
            is_error=found.weight == Weight.ERROR,
        )
        for found in report.findings
    ]


def notes_shown(upload: Upload) -> list[str]:
    """Return what the reader of the file decided by himself, in the reader's language."""
    return [
        gettext(message) % {name: gettext(value) for name, value in values.items()}
        for message, values in upload.notes
    ]


def samples_shown(upload: Upload) -> list[tuple[str, str]]:
    """Return each header of the file with what stands under it in the first rows."""
    return [
        (header, " · ".join(row[place] for row in upload.samples if row[place]))
        for place, header in enumerate(upload.columns)
    ]


def waiting_uploads(actor: Actor) -> QuerySet[Upload]:
    """Return the actor's files that were brought and not loaded, newest first."""
    return uploads_of(actor).filter(loaded_at__isnull=True)
