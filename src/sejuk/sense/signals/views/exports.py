"""The inbox as a file: the same signals, in the same order, safe to open in a spreadsheet."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext

from sejuk.kit.choices import N_
from sejuk.kit.exports import Table
from sejuk.kit.grids import Cell
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


def table_of(rows: Rows, now: datetime) -> Table:
    name = f"sinyal-{timezone.localtime(now):%Y%m%d-%H%M}"
    return Table(name, gettext("Signals"), [gettext(column) for column in COLUMNS], _cells(rows))
