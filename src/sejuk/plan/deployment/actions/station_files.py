"""The importer of the classes of polling stations."""

from datetime import datetime

from django.db.models import QuerySet

from sejuk.foundation.operations.queries import current_operation
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.cells import day, one_of, text
from sejuk.kit.choices import N_
from sejuk.kit.importing import Column, Importer, Plan
from sejuk.kit.scoping import within
from sejuk.kit.storing import upsert
from sejuk.plan.deployment.models import StationGrade
from sejuk.plan.deployment.queries.station_files import checked_grades
from sejuk.plan.deployment.rules import StationClass


def _store(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - the importer's shape
    rows = [dict(record.values) for record in (*plan.new, *plan.changed)]
    operation = current_operation()
    if operation is None or not rows:
        return
    sites = places.sites((EVERYWHERE,)).filter(code__in=[row["site"] for row in rows])
    ids = dict(sites.values_list("code", "id"))
    for row in rows:
        row["operation_id"] = operation.pk
        row["site_id"] = ids[str(row.pop("site"))]
    upsert(StationGrade, rows, key=("operation_id", "site_id"))


def _there(actor: Actor) -> QuerySet[StationGrade]:
    return StationGrade.objects.filter(
        within(actor.scope, "site__area_id"), operation__is_current=True
    )


STATION_GRADES = Importer(
    code="kelas-tps",
    label=N_("Classes of polling stations"),
    lead=N_("How vulnerable each polling station is, by whom that was said, and when."),
    columns=(
        Column(
            name="site",
            header="kode_tps",
            label=N_("Code of the polling station"),
            read=text(40),
            example="TPS-16.01.08.2018-001",
            required=True,
            synonyms=("kode", "tps"),
        ),
        Column(
            name="grade",
            header="kelas",
            label=N_("Class"),
            read=one_of(
                StationClass,
                hijau=StationClass.CALM,
                kuning=StationClass.VULNERABLE,
                merah=StationClass.VERY_VULNERABLE,
                aman=StationClass.CALM,
            ),
            hint=N_("kurang_rawan, rawan, sangat_rawan or khusus"),
            example="kurang_rawan",
            required=True,
            synonyms=("klasifikasi", "kerawanan"),
        ),
        Column(
            name="source",
            header="sumber",
            label=N_("Source"),
            read=text(200),
            example="Pemetaan Polres 12 November 2024",
            required=True,
        ),
        Column(
            name="graded_on",
            header="tanggal",
            label=N_("Date"),
            read=day,
            example="2024-11-12",
            required=True,
        ),
    ),
    check=checked_grades,
    store=_store,
    there=_there,
)
