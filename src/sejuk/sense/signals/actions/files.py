"""The importer of signals: lists that were kept elsewhere, one row a signal."""

from datetime import datetime

from procrastinate.contrib.django import app

from sejuk.foundation.channels.rules import Channel
from sejuk.kit.actors import Actor
from sejuk.kit.cells import one_of, text, whole
from sejuk.kit.choices import N_
from sejuk.kit.importing import Column, Importer, Plan
from sejuk.sense.signals.actions.receiving import receive_once
from sejuk.sense.signals.actions.suggesting import MOST_AT_ONCE, SUGGEST
from sejuk.sense.signals.queries.files import checked_signals, signal_in, signals_there
from sejuk.sense.signals.rules import (
    LONGEST_TEXT,
    ContentGrade,
    Form,
    Kind,
    Origin,
    Rung,
    SourceGrade,
)
from sejuk.sense.signals.rules.moments import moment


def _store(plan: Plan, actor: Actor, now: datetime) -> None:
    arrivals = [
        receive_once(new=signal_in(record), is_one_of_many=True, actor=actor, now=now)
        for record in plan.new
    ]
    new = [one.signal.pk for one in arrivals if one.is_new]
    for start in range(0, len(new), MOST_AT_ONCE):
        some = new[start : start + MOST_AT_ONCE]
        app.configure_task(SUGGEST).defer(signal_ids=[*some])


SIGNALS = Importer(
    code="signals",
    label=N_("Signals"),
    lead=N_("Reports, observations and incidents that were kept in a list elsewhere."),
    columns=(
        Column(
            "text",
            "uraian",
            N_("What was said or seen"),
            text(LONGEST_TEXT),
            required=True,
            example="Lampu jalan ke TPS 3 padam.",
            synonyms=("isi", "laporan", "teks"),
        ),
        Column(
            "area_code",
            "wilayah",
            N_("Area"),
            text(120),
            required=True,
            hint=N_("code, or name and kecamatan"),
            example="Ujanmas, Pengandonan",
            synonyms=("kode_wilayah", "desa", "kode", "area"),
        ),
        Column(
            "heard_at",
            "waktu",
            N_("When it happened or was heard"),
            moment,
            required=True,
            example="2024-11-19 08:30",
            synonyms=("tanggal", "jam", "waktu_kejadian"),
        ),
        Column(
            "number",
            "nomor",
            N_("Number in the list"),
            text(60),
            hint=N_("a row with the same number is kept once"),
            example="LI-014",
            synonyms=("no", "id"),
        ),
        Column("kind", "jenis", N_("Kind"), one_of(Kind), example="logistik"),
        Column(
            "form",
            "bentuk",
            N_("Form"),
            one_of(
                Form,
                laporan=Form.REPORT,
                pengamatan=Form.OBSERVATION,
                kejadian=Form.INCIDENT,
                pemberitahuan=Form.NOTICE,
            ),
            example="laporan",
        ),
        Column("channel", "saluran", N_("Channel"), one_of(Channel), example="telephone"),
        Column(
            "created_by",
            "sumber",
            N_("Whose word"),
            text(150),
            example="Kepala desa",
            synonyms=("pelapor",),
        ),
        Column("severity", "bobot", N_("Severity"), whole(1, 4), example="2"),
        Column("rung", "tangga", N_("Rung"), one_of(Rung), example="PG"),
        Column("origin", "asal", N_("Origin"), one_of(Origin), example="reported"),
        Column("source_grade", "nilai_sumber", N_("Source"), one_of(SourceGrade), example="F"),
        Column("content_grade", "nilai_isi", N_("Content"), one_of(ContentGrade), example="6"),
        Column("cluster", "perkara", N_("Matter"), text(64), example="lampu-tps"),
    ),
    check=checked_signals,
    store=_store,
    there=signals_there,
)
