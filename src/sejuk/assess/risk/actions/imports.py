"""The importers of indicators and of their values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from django.db.models import QuerySet

from sejuk.assess.risk import queries, rules
from sejuk.assess.risk.models import Indicator, IndicatorValue
from sejuk.assess.risk.rules import Aggregation, Direction, Variable
from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.cells import day, decimal, one_of, text
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.importing import (
    Column,
    Finding,
    Importer,
    Plan,
    Record,
    compared,
    foreign_areas,
    repeated_keys,
    shared_findings,
    unknown_values,
)

BATCH = 5_000
MOST = 1e12
SMALLEST_WEIGHT = 1e-6
MOST_EFFORT = 100_000
INDICATOR_FIELDS = (
    "code", "name", "variable", "direction", "weight", "aggregation", "low", "high", "unit",
)  # fmt: skip
VALUE_KEY = ("indicator", "area_code", "as_of")
# The name of an indicator is no person's.
EXPECTED_HEADERS = frozenset({"nama", "nama_indikator", "name"})


def _may_define(header: str) -> Decision:
    return rules.may_hold_column(header, expected=EXPECTED_HEADERS)


def _check_indicators(records: Sequence[Record], actor: Actor) -> Plan:
    existing: dict[object, dict[str, object]] = {
        (row["code"],): row for row in Indicator.objects.values(*INDICATOR_FIELDS, "source")
    }
    plan = compared(records, ("code",), existing)
    findings = (
        *repeated_keys(records, "code"),
        *shared_findings(plan, actor, operations.shared_area()),
        *_profiling(records),
        *_falling_bounds((*plan.new, *plan.changed)),
    )
    return replace(plan, findings=findings)


def _profiling(records: Iterable[Record]) -> Iterator[Finding]:
    """Yield a finding for each indicator that would measure communities, votes or persons."""
    for record in records:
        for column, judge in (("code", rules.may_hold_column), ("name", rules.may_measure)):
            decision = judge(record.text(column))
            if not decision:
                yield Finding(
                    record.line, column, record.text(column), decision.message, decision.values
                )


def _falling_bounds(records: Iterable[Record]) -> Iterator[Finding]:
    for record in records:
        low, high = record.values.get("low"), record.values.get("high")
        if low is None and high is None:
            continue
        if low is None or high is None or not cast("float", low) < cast("float", high):
            yield Finding(
                record.line,
                "high",
                record.text("high"),
                N_("must lie above the lower bound; give both or neither"),
            )


def _store_indicators(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    Indicator.objects.bulk_create(Indicator(**record.values) for record in plan.new)
    for record in plan.changed:
        Indicator.objects.filter(code=record.text("code")).update(**record.values)


def _check_values(records: Sequence[Record], actor: Actor) -> Plan:
    known = set(Indicator.objects.values_list("code", flat=True))
    villages = set(queries.territory((EVERYWHERE,)).codes)
    plan = compared(records, VALUE_KEY, _existing_values(records))
    findings = (
        *repeated_keys(records, *VALUE_KEY),
        *unknown_values(records, "indicator", known, N_("is not a known indicator")),
        *unknown_values(records, "area_code", villages, N_("is not the code of a village")),
        *foreign_areas(records, actor),
        *_wrong_efforts((*plan.new, *plan.changed)),
    )
    return replace(plan, findings=findings)


def _wrong_efforts(records: Iterable[Record]) -> Iterator[Finding]:
    """Yield a finding for each count of past incidents without its effort, or that is no count."""
    variables = queries.indicator_variables()
    for record in records:
        is_counted = variables.get(record.text("indicator")) is Variable.PAST_INCIDENTS
        if not is_counted:
            continue
        value = record.values.get("value")
        if record.values.get("effort") is None:
            yield Finding(
                record.line, "effort", "",
                N_("is missing: a count of incidents tells nothing without the days of looking"),
            )  # fmt: skip
        if isinstance(value, float) and (value < 0 or not value.is_integer()):
            yield Finding(
                record.line, "value", record.text("value"),
                N_("is not a count of incidents: give a whole number of 0 or more"),
            )  # fmt: skip


def _existing_values(records: Sequence[Record]) -> dict[object, dict[str, object]]:
    days = {cast("date", record.values["as_of"]) for record in records if "as_of" in record.values}
    codes = {record.text("indicator") for record in records}
    rows = IndicatorValue.objects.filter(as_of__in=days, indicator__code__in=codes).values_list(
        "indicator__code", "area_id", "as_of", "value", "effort", "source"
    )
    names = (*VALUE_KEY, "value", "effort", "source")
    return {row[:3]: dict(zip(names, row, strict=True)) for row in rows.iterator()}


def _store_values(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    ids = dict(Indicator.objects.values_list("code", "id"))
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(
                indicator_id=ids[record.text("indicator")],
                area_id=record.text("area_code"),
                value=cast("float", record.values["value"]),
                effort=cast("float | None", record.values.get("effort")),
                as_of=cast("date", record.values["as_of"]),
                source=record.text("source"),
            )
            for record in (*plan.new, *plan.changed)
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["indicator", "area", "as_of"],
        update_fields=["value", "effort", "source"],
    )


def _indicators(actor: Actor) -> QuerySet[Indicator]:  # noqa: ARG001
    return queries.indicators()


INDICATORS = Importer(
    code="indikator",
    label=N_("Indicators"),
    lead=N_("What is measured of villages: the parts of the vulnerability index."),
    columns=(
        Column("code", "kode", N_("Code"), text(40), required=True, example="tps_terpencil"),
        Column(
            "name",
            "nama_indikator",
            N_("Name"),
            text(160),
            required=True,
            synonyms=("nama",),
            example="TPS sulit dijangkau",
        ),
        Column(
            "variable",
            "variabel",
            N_("Variable"),
            one_of(
                Variable,
                hak_pilih=Variable.VOTER_ROLL,
                keamanan=Variable.SECURITY,
                politik_uang=Variable.VOTE_BUYING,
                sara=Variable.HATE_SPEECH,
                ujaran_kebencian=Variable.HATE_SPEECH,
                netralitas=Variable.NEUTRALITY,
                logistik=Variable.LOGISTICS,
                lokasi_tps=Variable.STATION_LOCATION,
                listrik_internet=Variable.POWER_AND_NETWORK,
                riwayat_kejadian=Variable.PAST_INCIDENTS,
                daya_damai=Variable.PEACE_CAPACITY,
            ),
            required=True,
            hint=N_("One of Bawaslu's eight variables, past incidents or capacity for peace."),
            example="lokasi_tps",
        ),
        Column(
            "direction",
            "arah",
            N_("Direction"),
            one_of(Direction, menaikkan=Direction.RAISES, menurunkan=Direction.LOWERS),
            hint=N_("Whether more of it raises or lowers vulnerability."),
            example="menaikkan",
        ),
        Column(
            "weight",
            "bobot",
            N_("Weight of the indicator"),
            decimal(SMALLEST_WEIGHT, 1000),
            example="1",
        ),
        Column(
            "aggregation",
            "cara_gabung",
            N_("From stations to village"),
            one_of(Aggregation, bagian=Aggregation.SHARE, rata_rata=Aggregation.MEAN),
            hint=N_("bagian: share of the voters at stations where it was found; rata_rata: mean"),
            example="bagian",
        ),
        Column("low", "batas_bawah", N_("Lower bound"), decimal(-MOST, MOST), example="0"),
        Column("high", "batas_atas", N_("Upper bound"), decimal(-MOST, MOST), example="10"),
        Column("unit", "satuan", N_("Unit"), text(40), example="TPS"),
        Column("source", "sumber", N_("Source"), text(200), example="Pemetaan TPS rawan Bawaslu"),
    ),
    check=_check_indicators,
    store=_store_indicators,
    there=_indicators,
    may_hold=_may_define,
)

INDICATOR_VALUES = Importer(
    code="nilai-indikator",
    label=N_("Values of indicators"),
    lead=N_("One row for each indicator, village and date. What is unknown is left out."),
    columns=(
        Column(
            "indicator",
            "indikator",
            N_("Indicator"),
            text(40),
            required=True,
            example="tps_terpencil",
        ),
        Column(
            "area_code",
            "kode_wilayah",
            N_("Area code"),
            text(13),
            required=True,
            synonyms=("wilayah", "kode_desa"),
            example="16.01.08.2018",
        ),
        Column("value", "nilai", N_("Value"), decimal(-MOST, MOST), required=True, example="3"),
        Column(
            "effort",
            "upaya",
            N_("Days of looking"),
            decimal(0, MOST_EFFORT),
            hint=N_(
                "Only for past incidents: days of visits and posts over which they were counted."
            ),
            synonyms=("hari_upaya",),
            example="24",
        ),
        Column(
            "as_of",
            "per_tanggal",
            N_("As of"),
            day,
            required=True,
            synonyms=("tanggal",),
            example="2024-09-01",
        ),
        Column("source", "sumber", N_("Source"), text(200), example="Bawaslu OKU"),
    ),
    check=_check_values,
    store=_store_values,
    there=queries.known_values,
    may_hold=rules.may_hold_column,
)
