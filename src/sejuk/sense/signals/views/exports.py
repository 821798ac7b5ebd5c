"""The inbox as a file: the same signals, in the same order, safe to open in a spreadsheet."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.kit.choices import N_
from sejuk.kit.grids import Cell
from sejuk.kit.tables import csv_lines
from sejuk.kit.workbooks import written_workbook
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.queries import Row
from sejuk.sense.signals.queries.signal_page import voice

Rows = Sequence[tuple[Signal, Row]]

COLUMNS = (
    N_("Number"),
    N_("Received"),
    N_("Heard"),
    N_("Form"),
    N_("Kind"),
    N_("Channel"),
    N_("Area code"),
    N_("Village"),
    N_("Whose word"),
    N_("What was said or seen"),
    N_("Rung"),
    N_("Severity"),
    N_("Grade"),
    N_("Matter"),
    N_("State"),
    N_("Reason"),
    N_("In the hand of"),
    N_("Due"),
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _cells(rows: Rows) -> Iterator[list[Cell]]:
    for signal, row in rows:
        yield [
            row.id,
            _moment(row.received_at),
            _moment(row.heard_at),
            row.form,
            row.kind,
            row.channel,
            row.area_code,
            row.area,
            voice(signal.created_by),
            signal.text,
            row.rung,
            row.severity,
            row.grade,
            signal.cluster,
            row.state_label,
            signal.state_reason,
            row.taken_by,
            _moment(row.deadline),
        ]


def _moment(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _columns() -> list[str]:
    return [gettext(column) for column in COLUMNS]


def as_csv(rows: Rows, now: datetime) -> HttpResponse:
    content = b"".join(csv_lines(_columns(), _cells(rows)))
    return _file(content, "text/csv; charset=utf-8", f"sinyal-{_stamp(now)}.csv")


def as_xlsx(rows: Rows, now: datetime) -> HttpResponse:
    content = written_workbook([(gettext("Signals"), _columns(), _cells(rows))])
    return _file(content, XLSX, f"sinyal-{_stamp(now)}.xlsx")


def _stamp(now: datetime) -> str:
    return timezone.localtime(now).strftime("%Y%m%d-%H%M")


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


WRITERS: dict[str, Callable[[Rows, datetime], HttpResponse]] = {"csv": as_csv, "xlsx": as_xlsx}
