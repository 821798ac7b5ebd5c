"""Changes by imports: a file is kept, checked, loaded whole or not at all, and then discarded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection

from sejuk.foundation.imports import queries, rules
from sejuk.foundation.imports.models import Upload
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.grids import Table, UnreadableTable
from sejuk.kit.importing import Importer, Plan, Row, guessed_mapping
from sejuk.kit.tables import read_table

# XLSX; and the old or locked kind, of which `read_table` says more.
WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SAMPLES = 3
SAMPLE_LENGTH = 60


class RowsRefused(Refused):
    """Some rows cannot be loaded, so none were; `plan` holds every finding."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            N_("The file has %(count)s errors. Nothing was loaded: mend the file first."),
            count=len(plan.errors),
        )
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many records a load made, changed, and found as they were."""

    new: int
    changed: int
    same: int


@traced
def import_rows(
    *,
    importer: Importer,
    rows: Iterable[Mapping[str, str] | Row],
    actor: Actor,
    now: datetime,
    source: str = "",
    digest: str = "",
) -> Loaded:
    """
    Load rows from memory: cells of text by name of the importer's column, all rows or none.

    `source` names the file or the generator they come from, `digest` its SHA-256.

    :raises RowsRefused: with every finding, when a row has an error
    """
    numbered = [
        row if isinstance(row, Row) else Row(line, row) for line, row in enumerate(rows, start=1)
    ]
    return _load(importer, numbered, actor, now, {"source": source, "sha256": digest})


def _load(
    importer: Importer,
    rows: Iterable[Row],
    actor: Actor,
    now: datetime,
    origin: Mapping[str, object],
) -> Loaded:
    rules.may_import(importer.roles, actor=actor).or_refuse()
    # Two files of one kind at the same time would both find the same row new.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import {importer.code}"])
    plan = queries.checked(importer, rows, actor)
    if plan.errors:
        raise RowsRefused(plan)
    importer.store(plan, actor, now)
    loaded = Loaded(len(plan.new), len(plan.changed), plan.same)
    record(
        verb="imports.file.loaded",
        subject=f"imports.{importer.code}",
        actor=actor,
        now=now,
        detail={
            **origin,
            "new": loaded.new,
            "changed": loaded.changed,
            "same": loaded.same,
            "warnings": len(plan.warnings),
        },
    )
    return loaded


@traced
def keep_upload(
    *, importer: Importer, file_name: str, content: bytes, actor: Actor, now: datetime
) -> Upload:
    """
    Keep a file until it is loaded, with a first guess which of its columns is which.

    :raises UnreadableTable: when it is no table, has no rows, or is not what its name says
    :raises Refused: when it has a column that the importer does not take in
    """
    rules.may_import(importer.roles, actor=actor).or_refuse()
    table = _table_in(file_name, content)
    for header in table.columns:
        importer.may_hold(header).or_refuse()
    # Whoever brings a file sweeps up what others left lying.
    Upload.objects.filter(uploaded_at__lt=now - rules.KEPT_FOR).delete()
    upload = Upload.objects.create(
        importer=importer.code,
        file_name=file_name[-200:],
        content=content,
        sha256=sha256(content).hexdigest(),
        columns=list(table.columns),
        samples=[[cell[:SAMPLE_LENGTH] for cell in row] for row in table.rows[:SAMPLES]],
        row_count=len(table.rows),
        notes=[[note.message, dict(note.values)] for note in table.notes],
        mapping=guessed_mapping(importer, table.columns),
        uploaded_by=actor.identity,
        uploaded_at=now,
    )
    record(
        verb="imports.file.kept",
        subject=upload,
        actor=actor,
        now=now,
        detail={"importer": importer.code, "sha256": upload.sha256, "rows": upload.row_count},
    )
    return upload


def _table_in(file_name: str, content: bytes) -> Table:
    """Return what is in a file, which has rows and is a workbook when its name says so."""
    if file_name.lower().endswith(".xlsx") and not content.startswith(WORKBOOK_STARTS):
        raise UnreadableTable(N_("The workbook is broken or is no XLSX file."))
    table = read_table(content)
    if not table.rows:
        raise UnreadableTable(N_("The file has no rows below its header."))
    return table


@traced
def check_upload(
    *, upload_id: int, mapping: Mapping[str, str], actor: Actor, now: datetime
) -> Upload:
    """
    Try a file without loading it, and keep what was found.

    :raises Refused: when two columns of the importer are given the same header
    """
    upload = _own_upload(upload_id, actor)
    importer = queries.importer_called(upload.importer)
    wanted = {name: header for name, header in mapping.items() if header}
    if len(set(wanted.values())) < len(wanted):
        raise Refused(N_("One column of the file cannot stand for two things."))
    rows = queries.mapped_rows(read_table(bytes(upload.content)), wanted)
    plan = queries.checked(importer, rows, actor)
    upload.mapping = wanted
    upload.report = queries.report_as_json(plan)
    upload.save(update_fields=["mapping", "report"])
    record(
        verb="imports.file.checked",
        subject=upload,
        actor=actor,
        now=now,
        detail={"errors": len(plan.errors), "warnings": len(plan.warnings)},
    )
    return upload


@traced
def load_upload(*, upload_id: int, actor: Actor, now: datetime) -> Loaded:
    """
    Load a checked file, all rows or none, and discard it.

    :raises AlreadyLoaded: at a second press of the button
    :raises RowsRefused: when something has changed since the check and a row has an error now
    """
    upload = _own_upload(upload_id, actor)
    report = queries.report_of(upload)
    rules.may_load(errors=report.errors if report else None).or_refuse()
    importer = queries.importer_called(upload.importer)
    rows = queries.mapped_rows(read_table(bytes(upload.content)), upload.mapping)
    origin = {"source": upload.file_name, "sha256": upload.sha256, "upload": upload.pk}
    loaded = _load(importer, rows, actor, now, origin)
    upload.content = b""
    upload.loaded_at = now
    upload.save(update_fields=["content", "loaded_at"])
    return loaded


def _own_upload(upload_id: int, actor: Actor) -> Upload:
    """Return an upload that waits, locked."""
    upload = (
        Upload.objects.select_for_update().filter(id=upload_id, uploaded_by=actor.identity).first()
    )
    if upload is None:
        raise NotYours(f"upload {upload_id}")
    if upload.loaded_at is not None:
        raise rules.AlreadyLoaded(N_("This file has been loaded already."))
    return upload


@traced
def discard_upload(*, upload_id: int, actor: Actor, now: datetime) -> None:
    """Throw a file away that shall not be loaded."""
    upload = _own_upload(upload_id, actor)
    record(verb="imports.file.discarded", subject=upload, actor=actor, now=now)
    upload.delete()


@traced
def discard_old_uploads(*, actor: Actor, now: datetime) -> int:
    """Throw away what has lain for longer than `rules.KEPT_FOR`, and say how many."""
    count, _ = Upload.objects.filter(uploaded_at__lt=now - rules.KEPT_FOR).delete()
    record(
        verb="imports.files.expired",
        subject="imports.upload",
        actor=actor,
        now=now,
        detail={"count": count},
    )
    return count
