"""The importer of values by polling station, as Bawaslu maps them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from sejuk.assess.risk import queries, rules
from sejuk.assess.risk.models import Indicator, StationValue
from sejuk.assess.risk.rules import STATION_VARIABLES
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.cells import day, decimal, text, whole
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.importing import (
    Column,
    Finding,
    Importer,
    Plan,
    Record,
    Weight,
    compared,
    foreign_areas,
    repeated_keys,
    unknown_values,
)

BATCH = 5_000
MOST = 1_000_000
MOST_VOTERS = 100_000
KEY = ("indicator", "area_code", "station", "as_of")
PLACING = ("site", "number")
"""What a file says a station by; kept is the one name that it has here."""
# How many voters a station has is no voter.
EXPECTED_HEADERS = frozenset({"jumlah_pemilih", "pemilih", "dpt"})


def _may_hold(header: str) -> Decision:
    return rules.may_hold_column(header, expected=EXPECTED_HEADERS)


def _check(records: Sequence[Record], actor: Actor) -> Plan:
    variables = queries.indicator_variables()
    stations = queries.polling_stations((EVERYWHERE,))
    villages = set(queries.territory((EVERYWHERE,)).codes)
    by_number = _by_number(stations)
    placed = [_placed(record, stations, by_number) for record in records]
    plan = compared(placed, KEY, _existing(placed))
    findings = (
        *repeated_keys(placed, *KEY),
        *unknown_values(placed, "indicator", set(variables), N_("is not a known indicator")),
        *unknown_values(records, "site", set(stations), N_("is not the code of a polling station")),
        *unknown_values(placed, "area_code", villages, N_("is not the code of a village")),
        *foreign_areas(placed, actor),
        *_wrong_variables(placed, variables),
        *_placeless(records, placed),
        *_left_out(placed, stations),
    )
    return replace(plan, findings=findings)


def _by_number(stations: Mapping[str, str]) -> dict[tuple[str, int], list[str]]:
    """Return the registered stations by their village and the number that ends their code."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for code, area_code in stations.items():
        if ending := re.search(r"\d+$", code):
            found[area_code, int(ending[0])].append(code)
    return found


def _placed(
    record: Record,
    stations: Mapping[str, str],
    by_number: Mapping[tuple[str, int], Sequence[str]],
) -> Record:
    """Return the record with its village and the one name that its station has here."""
    values = {name: value for name, value in record.values.items() if name not in PLACING}
    site, number = record.text("site"), record.values.get("number")
    if site in stations:
        values = {**values, "area_code": stations[site], "station": site}
    elif not site and isinstance(number, int) and "area_code" in values:
        known = by_number.get((record.text("area_code"), number), ())
        values["station"] = known[0] if len(known) == 1 else f"TPS {number:03}"
    return Record(record.line, values)


def _existing(records: Iterable[Record]) -> dict[object, dict[str, object]]:
    areas = {record.text("area_code") for record in records}
    days = {cast("date", record.values["as_of"]) for record in records if "as_of" in record.values}
    rows = StationValue.objects.filter(area_id__in=areas, as_of__in=days).values_list(
        "indicator__code", "area_id", "station", "as_of", "value", "voters", "source"
    )
    names = (*KEY, "value", "voters", "source")
    found: dict[object, dict[str, object]] = {}
    for row in rows.iterator():
        found[row[:4]] = dict(zip(names, row, strict=True))
    return found


def _wrong_variables(
    records: Iterable[Record], variables: Mapping[str, rules.Variable | None]
) -> Iterator[Finding]:
    for record in records:
        code = record.text("indicator")
        if code in variables and variables[code] not in STATION_VARIABLES:
            yield Finding(
                record.line, "indicator", code,
                N_("is not measured by polling station: give it by village"),
            )  # fmt: skip


def _placeless(given: Sequence[Record], placed: Sequence[Record]) -> Iterator[Finding]:
    """Yield a finding for each row that names no station, or one in another village."""
    for before, after in zip(given, placed, strict=True):
        if "station" not in after.values and not before.text("site"):
            yield Finding(
                before.line, "site", "",
                N_("give the code of the polling station, or village and number"),
            )  # fmt: skip
        elif "station" in after.values and before.text("area_code") not in (
            "",
            after.text("area_code"),
        ):
            yield Finding(
                before.line, "area_code", before.text("area_code"),
                N_("is not the village of this polling station"),
            )  # fmt: skip


def _left_out(records: Sequence[Record], stations: Mapping[str, str]) -> Iterator[Finding]:
    """Warn once of each village and indicator of which registered stations have no row."""
    registered = Counter(stations.values())
    told = Counter(
        (record.text("indicator"), record.text("area_code"), record.values.get("as_of"))
        for record in records
    )
    seen = set()
    for record in records:
        key = (record.text("indicator"), record.text("area_code"), record.values.get("as_of"))
        if key not in seen and told[key] < registered[key[1]]:
            yield Finding(
                record.line, "area_code", key[1],
                N_("has %(all)s polling stations, but %(told)s rows: also give those with 0"),
                {"all": registered[key[1]], "told": told[key]}, Weight.WARNING,
            )  # fmt: skip
        seen.add(key)


def _store(plan: Plan, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - the importer's shape
    ids = dict(Indicator.objects.values_list("code", "id"))
    StationValue.objects.bulk_create(
        (
            StationValue(
                indicator_id=ids[record.text("indicator")],
                area_id=record.text("area_code"),
                station=record.text("station"),
                value=cast("float", record.values["value"]),
                voters=cast("int | None", record.values.get("voters")),
                as_of=cast("date", record.values["as_of"]),
                source=record.text("source"),
            )
            for record in (*plan.new, *plan.changed)
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["area", "indicator", "station", "as_of"],
        update_fields=["value", "voters", "source"],
    )


STATION_VALUES = Importer(
    code="nilai-tps",
    label=N_("Values of indicators by polling station"),
    lead=N_(
        "One row for each indicator, polling station and date; 0 where nothing was found. They "
        "become values of villages, weighted by voters."
    ),
    columns=(
        Column(
            "indicator", "indikator", N_("Indicator"), text(40), required=True,
            example="tps_terpencil",
        ),
        Column(
            "site", "kode_tps", N_("Code of the polling station"), text(40), synonyms=("tps",),
            example="TPS-16.01.08.2018-001",
        ),
        Column(
            "area_code", "kode_wilayah", N_("Area code"), text(13),
            synonyms=("wilayah", "kode_desa"), example="16.01.08.2018",
            hint=N_("With the number of the station, where no code is known."),
        ),
        Column(
            "number", "nomor_tps", N_("Number of the polling station"), whole(1, 999),
            synonyms=("nomor",), example="1",
        ),
        Column("value", "nilai", N_("Value"), decimal(0, MOST), required=True, example="1"),
        Column(
            "voters", "jumlah_pemilih", N_("Voters of the station"), whole(0, MOST_VOTERS),
            synonyms=("dpt", "pemilih"), example="412",
        ),
        Column(
            "as_of", "per_tanggal", N_("As of"), day, required=True, synonyms=("tanggal",),
            example="2024-11-15",
        ),
        Column("source", "sumber", N_("Source"), text(200), example="Bawaslu OKU"),
    ),
    check=_check,
    store=_store,
    there=queries.known_station_values,
    may_hold=_may_hold,
)  # fmt: skip
