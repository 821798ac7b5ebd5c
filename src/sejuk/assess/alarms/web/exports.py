"""
Figures of places that leave the house: temperature, index, forecast, and alarms.

What others add to them, `SEJUK_EXPORTS` names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.models import Alarm
from sejuk.assess.alarms.rules import AlarmState, Finder, Stream
from sejuk.assess.forecast import queries as forecasts
from sejuk.assess.risk import queries as risk
from sejuk.engines import warning
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.grids import Cell
from sejuk.kit.open_tables import Field, OpenTable

# What a village reads whose colour is grey: nobody was heard of, which is not a low level.
NOT_HEARD = "belum_terdengar"


@dataclass(frozen=True, slots=True)
class Export:
    """
    One table that can be taken away: its slug, what it is called, and what makes it.

    Where its rows are no villages it is not offered as GeoJSON.
    """

    what: str
    label: str
    lead: str
    make: Callable[[Actor, date, datetime], OpenTable]
    is_of_villages: bool = True


def village_fields() -> tuple[Field, ...]:
    return (
        Field(
            "kode_wilayah",
            "string",
            gettext("Area code"),
            gettext("Code of the village by the Ministry of Home Affairs."),
            "#adm4+code",
            {"required": True, "pattern": r"\d{2}\.\d{2}\.\d{2}\.\d{4}"},
        ),
        Field("desa", "string", gettext("Village"), gettext("Name of the village."), "#adm4+name"),
        Field(
            "kecamatan",
            "string",
            gettext("Kecamatan"),
            gettext("Name of the kecamatan."),
            "#adm3+name",
        ),
    )


def day_field() -> Field:
    return Field(
        "tanggal",
        "date",
        gettext("Day"),
        gettext("The day that the figure is of."),
        "#date+occurred",
        {"required": True},
    )


def temperatures_table(actor: Actor, day: date, now: datetime) -> OpenTable:
    """Return how warm each village of an actor is on a day."""
    found = risk.temperatures_on(day, actor.scope, now)
    # Both are in the order of the codes of the villages.
    corrected = risk.Reading(actor.scope, day, now).corrected().tolist()
    return OpenTable(
        name=f"suhu-{day}",
        title=gettext("Temperature of the villages"),
        description=gettext(
            "How warm each village was at the end of the day, from 0 to 100, from what was heard."
        ),
        fields=(
            *village_fields(),
            day_field(),
            Field(
                "suhu",
                "number",
                gettext("Temperature"),
                gettext("Degrees from 0 to 100."),
                "#indicator+value+num+temperature",
                {"minimum": 0, "maximum": 100},
            ),
            Field(
                "tingkat",
                "string",
                gettext("Level"),
                gettext("The band it lies in; %(grey)s where nothing was heard.")
                % {"grey": NOT_HEARD},
                "#severity+level",
                {"required": True, "enum": [NOT_HEARD, *(one.value for one in warning.Band)]},
            ),
            Field(
                "suhu_terkoreksi",
                "number",
                gettext("Corrected temperature"),
                gettext("Degrees as they would be if every village reported equally readily."),
                "#indicator+value+num+temperature+corrected",
                {"minimum": 0, "maximum": 100},
            ),
        ),
        key=("kode_wilayah", "tanggal"),
        rows=[
            [
                one.area_code,
                one.name,
                one.kecamatan,
                day,
                one.tenths / 10,
                _level(one.band),
                even / 10,
            ]
            for one, even in zip(found, corrected, strict=True)
        ],
    )


def _level(band: str) -> str:
    return band if band in set(warning.Band) else NOT_HEARD


def _index_fields() -> tuple[Field, ...]:
    return (
        _share(
            "indeks",
            gettext("Index"),
            gettext("From 0 (least) to 1 (most vulnerable)."),
            "#indicator+value+num+vulnerability",
        ),
        _share(
            "bawah",
            gettext("From"),
            gettext("Lower end of the interval that holds eight of ten draws."),
            "#indicator+value+num+vulnerability+min",
        ),
        _share(
            "atas",
            gettext("Up to"),
            gettext("Upper end of the interval that holds eight of ten draws."),
            "#indicator+value+num+vulnerability+max",
        ),
        _share(
            "peluang_teratas",
            gettext("Chance of the top tenth"),
            gettext("In which share of the draws it is among the most vulnerable tenth."),
            "#indicator+num+chance",
        ),
        _share(
            "kelengkapan",
            gettext("Completeness"),
            gettext("Which share of the indicators is known, from 0 to 1."),
            "#indicator+num+completeness",
        ),
        _grade_field(),
    )


def _grade_field() -> Field:
    return Field(
        "mutu",
        "string",
        gettext("Grade of completeness"),
        gettext("From A (almost all is known) to D (too little for an index)."),
        "#indicator+completeness+grade",
        {"enum": ["A", "B", "C", "D"]},
    )


def _share(name: str, title: str, description: str, tag: str) -> Field:
    return Field(name, "number", title, description, tag, {"minimum": 0, "maximum": 1})


def index_table(actor: Actor, day: date, now: datetime) -> OpenTable:  # noqa: ARG001
    """Return the vulnerability index of each village of an actor that held on a day."""
    snapshot = risk.snapshot_in_force(day)
    scores = risk.scores_of(snapshot, actor.scope) if snapshot else ()
    return OpenTable(
        name=f"ikd-{day}",
        title=gettext("Vulnerability index of the villages"),
        description=gettext(
            "The index of the newest snapshot on that day, from 0 to 1; empty where too little is "
            "known. It is about places, never about persons."
        ),
        fields=(*village_fields(), day_field(), *_index_fields()),
        key=("kode_wilayah", "tanggal"),
        rows=[
            [
                one.area_id,
                one.area.name,
                one.area.parent.name if one.area.parent else "",
                snapshot.as_of if snapshot else day,
                _part(one.thousandths),
                _part(one.low),
                _part(one.high),
                None if one.p_top_decile is None else round(one.p_top_decile, 3),
                round(one.completeness, 4),
                one.grade,
            ]
            for one in scores
        ],
    )


def _part(thousandths: int | None) -> float | None:
    return None if thousandths is None else thousandths / 1000


def _forecast_fields() -> tuple[Field, ...]:
    return (
        Field(
            "perkiraan",
            "number",
            gettext("Signals expected"),
            gettext("How many signals are expected in the seven days."),
            "#indicator+num+expected",
            {"minimum": 0},
        ),
        *(
            Field(name, "number", title, lead, tag, {"minimum": 0, "maximum": 1})
            for name, title, lead, tag in (
                (
                    "peluang",
                    gettext("Chance of any"),
                    gettext("Chance of at least one signal in the seven days."),
                    "#indicator+num+chance",
                ),
                (
                    "peluang_bawah",
                    gettext("Chance from"),
                    gettext("Lower end of the interval of the chance."),
                    "#indicator+num+chance+min",
                ),
                (
                    "peluang_atas",
                    gettext("Chance up to"),
                    gettext("Upper end of the interval of the chance."),
                    "#indicator+num+chance+max",
                ),
            )
        ),
    )


def forecast_table(actor: Actor, day: date, now: datetime) -> OpenTable:  # noqa: ARG001
    """Return what each village of an actor may have in the seven days after a day."""
    kept = forecasts.forecast_in_force(actor.scope, day)
    rows = forecasts.villages_of(kept, actor.scope) if kept else ()
    return OpenTable(
        name=f"prakiraan-{day}",
        title=gettext("Forecast of the villages"),
        description=gettext(
            "What may be heard in the seven days after the day, by place. It is for planning and "
            "foretells nothing new; no rows when no forecast was made."
        ),
        fields=(*village_fields(), day_field(), *_forecast_fields()),
        key=("kode_wilayah", "tanggal"),
        rows=[
            [
                one.area_id,
                one.area.name,
                one.area.parent.name if one.area.parent else "",
                kept.day if kept else day,
                round(one.expected, 4),
                *(round(chance, 4) for chance in (one.p_any, one.p_low, one.p_high)),
            ]
            for one in rows
        ],
    )  # fmt: skip


def alarms_table(actor: Actor, day: date, now: datetime) -> OpenTable:  # noqa: ARG001
    """Return the alarms of an actor that were raised until a day, one row for each village."""
    return OpenTable(
        name=f"pijar-{day}",
        title=gettext("Alarms"),
        description=gettext(
            "What was more than a quiet time brings: one row for each village of each alarm."
        ),
        fields=(*village_fields(), *_alarm_fields()),
        key=("kode_wilayah", "nomor"),
        rows=[
            row
            for alarm in queries.alarms_until(actor.scope, day)
            for row in _alarm_rows(alarm, actor)
        ],
    )


def _alarm_fields() -> tuple[Field, ...]:
    required = {"required": True}
    return (
        Field("nomor", "integer", gettext("Number"), gettext("Number of the alarm."), "#event+id",
              required),
        Field("pertama", "date", gettext("First day"), gettext("First day that was counted."),
              "#date+start", required),
        Field("terakhir", "date", gettext("Last day"), gettext("Last day that was counted."),
              "#date+end", required),
        Field("arus", "string", gettext("Stream"), gettext("Which kinds were counted together."),
              "#event+type", {"enum": ["", *(one.value for one in Stream)]}),
        Field("penemu", "string", gettext("Noticed by"), gettext("Which test noticed it."),
              "#event+source", {"enum": [one.value for one in Finder]}),
        Field("jumlah", "number", gettext("Counted"), gettext("Cases, at most two a village-day."),
              "#indicator+num+counted"),
        Field("wajarnya", "number", gettext("What is usual"),
              gettext("What a quiet time would bring."),
              "#indicator+num+expected"),
        Field("sekali_dalam_hari", "number", gettext("Once in days"),
              gettext("Once in so many quiet days; empty for rules and grave incidents."),
              "#indicator+num+recurrence"),
        Field("keadaan", "string", gettext("State"),
              gettext("How far the work on it had come at the end of the day."),
              "#status", {"enum": [one.value for one in AlarmState]}),
        Field("dinaikkan", "datetime", gettext("Raised"), gettext("When it was raised."),
              "#date+reported"),
    )  # fmt: skip


def _alarm_rows(alarm: Alarm, actor: Actor) -> list[list[Cell]]:
    return [
        [
            row.area_id,
            row.area.name,
            row.area.parent.name if row.area.parent else "",
            alarm.pk,
            alarm.first_day,
            alarm.last_day,
            alarm.stream,
            alarm.detector,
            alarm.count,
            round(alarm.expected, 3),
            alarm.once_in_days,
            queries.state_then(alarm),
            timezone.localtime(alarm.raised_at),
        ]
        for row in queries.areas_of(alarm)
        if actor.covers(row.area_id)
    ]


EXPORTS = (
    Export(
        "suhu",
        N_("Temperature of the villages"),
        N_("One row for each village and the day chosen."),
        temperatures_table,
    ),
    Export(
        "ikd",
        N_("Vulnerability index of the villages"),
        N_("The newest snapshot that is not younger than the day chosen."),
        index_table,
    ),
    Export(
        "prakiraan",
        N_("Forecast of the villages"),
        N_("The forecast made last before the day chosen, for the seven days after it."),
        forecast_table,
    ),
    Export(
        "pijar",
        N_("Alarms"),
        N_("All that were raised until the day chosen, one row for each village."),
        alarms_table,
    ),
)


def exports() -> tuple[Export, ...]:
    """Return what can be taken away, in the project's order."""
    return cast("tuple[Export, ...]", import_string(settings.SEJUK_EXPORTS))


def export_called(what: str) -> Export | None:
    return next((one for one in exports() if one.what == what), None)
