"""What outreach adds to the data that leave the house: visits, by village and day."""

from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext

from sejuk.act.outreach.queries import visits as visiting
from sejuk.act.outreach.rules import VisitKind
from sejuk.assess.alarms.web import Export, village_fields
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.open_tables import Field, OpenTable


def visits_table(actor: Actor, day: date, now: datetime) -> OpenTable:  # noqa: ARG001
    """Return the visits that an actor sees and that were paid until a day, newest first."""
    rows = visiting.visits(visiting.AskedVisits(last=day), actor=actor)
    return OpenTable(
        name=f"kunjungan-{day}",
        title=gettext("Visits"),
        description=gettext(
            "Each visit with its village, day and kind; nobody who paid it or was met."
        ),
        fields=(*village_fields(), *_fields()),
        key=("nomor",),
        rows=[
            [
                row.area_id,
                row.area.name,
                row.area.parent.name if row.area.parent else "",
                row.pk,
                localdate(row.held_at),
                row.kind,
                row.attendance,
                row.proposal_id is not None,
            ]
            for row in rows
        ],
    )


def _fields() -> tuple[Field, ...]:
    required = {"required": True}
    return (
        Field("nomor", "integer", gettext("Number"), gettext("Number of the visit."),
              "#activity+id", required),
        Field("tanggal", "date", gettext("Day"), gettext("Day of the visit."),
              "#date+occurred", required),
        Field("jenis", "string", gettext("Kind"), gettext("What kind of visit it was."),
              "#activity+type", required | {"enum": [kind.value for kind in VisitKind]}),
        Field("hadir", "integer", gettext("Attendance"),
              gettext("How many people were there; empty where nobody counted."),
              "#reached+num", {"minimum": 0}),
        Field("dari_usulan", "boolean", gettext("From a proposal"),
              gettext("Whether a proposal of the week led to it."),
              "#activity+proposed", required),
    )  # fmt: skip


VISITS = Export(
    "kunjungan",
    N_("Visits"),
    N_("All that were paid until the day chosen: village, day and kind, without any person."),
    visits_table,
)
