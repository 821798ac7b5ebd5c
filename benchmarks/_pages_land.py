"""A land of any size for measuring pages: areas, signals, stored days, visits. All invented."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil

from django.db import connection
from django.db.models import F

from sejuk.act.outreach.rules import PartyMet, VisitKind
from sejuk.assess.risk.actions import store_temperatures
from sejuk.assess.risk.models import IndexSnapshot, Indicator
from sejuk.assess.risk.rules import Variable
from sejuk.foundation.accounts.models import HeldRole, User
from sejuk.foundation.channels.rules import Channel
from sejuk.foundation.forces.models import Organisation, Person, Unit
from sejuk.foundation.forces.rules import ForceKind
from sejuk.foundation.ledger.actions import Deed, record_many
from sejuk.foundation.operations.models import Operation, Stage, StageVersion
from sejuk.foundation.operations.queries import clock_of
from sejuk.foundation.places.rules import search_keys
from sejuk.kit.actors import EVERYWHERE, Actor, Role
from sejuk.sense.signals.actions import receive_signal
from sejuk.sense.signals.rules import Form, Kind

VILLAGES_A_KECAMATAN, KECAMATAN_A_DISTRICT, DISTRICTS_A_PROVINCE = 12, 14, 14
NOW = datetime(2024, 11, 27, 8, tzinfo=UTC)
TODAY = date(2024, 11, 27)
FIRST_DAY = date(2024, 9, 25)
# As in the demonstration: 593 signals and some 800 visits in 157 villages and 64 days.
SIGNALS_A_VILLAGE, VISITS_A_VILLAGE = 3.8, 5.0
ENTRIES = 20_000
# Above this, so many stored days would fill a disk: a week is kept.
MOST_STORED_ROWS = 600_000
READER = Actor.system("bench")

SIGNALS = """
WITH villages AS (
    SELECT code, row_number() OVER (ORDER BY code) - 1 AS place
    FROM places_area WHERE level = 'desa'
), planned AS (
    SELECT i, (i * 7919::bigint) %% %(villages)s AS place,
        %(now)s::timestamptz - (i::float / %(signals)s) * interval '64 days' AS heard_at,
        i > %(signals)s / 32 AND i %% 10 > 0 AS is_settled
    FROM generate_series(1, %(signals)s) AS i
)
INSERT INTO signals_signal (form, kind, channel, text, area_id, heard_at, received_at, created_by,
    entered_by, rung, severity, origin, source_grade, content_grade, cluster, source_key, came_from,
    state, state_reason, state_changed_at, state_changed_by, referred_to, referral_number)
SELECT 'report',
    (ARRAY['rumor', 'kamtibmas', 'batas_wilayah', 'pelayanan', 'daftar_pemilih'])[1 + i %% 5],
    'web', 'Katanya surat suara di gudang kecamatan sudah dicoblos, warga resah.', code, heard_at,
    heard_at + interval '40 minutes', 'resident', 'resident', 'PG', 1 + i %% 4, 'reported', 'C',
    (1 + i %% 5)::text, '', '', '', CASE WHEN is_settled THEN 'settled' ELSE 'new' END,
    CASE WHEN is_settled THEN 'Sudah dijelaskan.' ELSE '' END,
    CASE WHEN is_settled THEN heard_at + interval '30 hours' END,
    CASE WHEN is_settled THEN 'bench' ELSE '' END, '', ''
FROM planned JOIN villages USING (place)
"""
SCORES = """
INSERT INTO risk_indexscore (snapshot_id, area_id, thousandths, low, high, p_top_decile,
    completeness, grade, parts, standings, missing, sensitivity)
SELECT %(snapshot)s, code, 300 + part, 260 + part, 350 + part, part / 400.0, 1, 'A',
    jsonb_build_array(jsonb_build_array('security', 0.5, part - 200)),
    jsonb_build_object('i_security', 0.5), '[]', '{}'
FROM (SELECT code, (row_number() OVER (ORDER BY code) * 37 %% 400)::int AS part
      FROM places_area WHERE level = 'desa') AS villages
"""
EARLIER_DAYS = """
INSERT INTO risk_daytemperature (area_id, day, tenths, corrected_tenths, propensity,
    falsehood_tenths, is_heard, contributions, computed_at)
SELECT area_id, day - back, tenths, corrected_tenths, propensity, falsehood_tenths, is_heard,
    contributions, computed_at
FROM risk_daytemperature, generate_series(1, %(back)s - 1) AS back WHERE day = %(yesterday)s
"""
CARE = """
INSERT INTO forces_villagecare (person_id, area_id, starts_on)
SELECT person.id, village.code, '2024-01-01'
FROM places_area AS village
JOIN forces_unit AS unit ON unit.area_id = village.parent_id
JOIN forces_person AS person ON person.unit_id = unit.id
WHERE village.level = 'desa'
"""
VISITS = """
INSERT INTO outreach_visit (kind, area_id, place, held_at, officer_id, parties_met, messages_given,
    attendance, note, at_contestant_event, recorded_by, recorded_at)
SELECT %(kind)s, area_id, 'Balai desa', held_at, person_id, ARRAY[%(party)s], '{}', 12, '', false,
    'bench', held_at
FROM (
    SELECT area_id, person_id, %(now)s::timestamptz - interval '2 hours'
        - ((row_number() OVER (ORDER BY turn, area_id))::float / %(visits)s) * interval '63 days'
        AS held_at
    FROM forces_villagecare, generate_series(1, %(turns)s) AS turn
) AS planned
"""
NOTES = """
INSERT INTO programme_visitnote (area_id, held_on, visit_id, has_photo, noted_by, noted_at)
SELECT area_id, held_at::date, id, false, 'bench', held_at FROM outreach_visit
"""


@dataclass(frozen=True)
class Land:
    """What was made, and where to look at it."""

    villages: int
    signals: int
    visits: int
    stored_days: int
    store_seconds: float
    village: str
    kecamatan: str
    user: User


def make_land(villages: int) -> Land:
    """Fill an empty database with a land of so many villages."""
    _make_areas(villages)
    user = _make_operation_and_user()
    _make_force(user)
    signals, visits = round(villages * SIGNALS_A_VILLAGE), round(villages * VISITS_A_VILLAGE)
    with connection.cursor() as cursor:
        cursor.execute(SIGNALS, {"villages": villages, "signals": signals, "now": NOW})
        _make_index()
        cursor.execute(CARE)
        cursor.execute(
            VISITS,
            {
                "now": NOW,
                "visits": visits,
                "turns": round(VISITS_A_VILLAGE),
                "kind": next(iter(VisitKind)).value,
                "party": next(iter(PartyMet)).value,
            },
        )
        cursor.execute(NOTES)
    seconds, days = _store_days(villages)
    _write_ledger()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Land(villages, signals, visits, days, seconds, "11.01.01.2001", "11.01.01", user)


def a_signal_comes_in() -> None:
    """Let a minute pass, in which somebody reports something."""
    operations = Operation.objects.filter(is_current=True)
    operations.update(clock_shift_seconds=F("clock_shift_seconds") + 60)
    now = clock_of(operations.get(), real_now=datetime.now(UTC))
    receive_signal(
        form=Form.REPORT, kind=Kind.RUMOUR, channel=Channel.WEB, text="Katanya ada surat suara.",
        area_code="11.01.01.2001", heard_at=now, created_by="resident", actor=READER, now=now,
    )  # fmt: skip


def _make_areas(villages: int) -> None:
    rows = list(_area_rows(villages))
    with connection.cursor() as cursor:
        columns = (
            "code, name, level, parent_id, latitude, longitude, residents, boundary_source,"
            " outline, revised_at"
        )
        with cursor.copy(f"COPY places_area ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*row, NOW))
        with cursor.copy(
            "COPY places_areaname (area_id, name, key, is_variant) FROM STDIN"
        ) as copy:
            for code, name, *_ in rows:
                for key in search_keys(name):
                    copy.write_row((code, name, key, False))


AreaRow = tuple[str, str, str, str | None, float, float, int | None, str, str]


def _area_rows(villages: int) -> Iterator[AreaRow]:
    """Yield areas from provinces down, on a grid over the archipelago."""
    kecamatan = ceil(villages / VILLAGES_A_KECAMATAN)
    districts = ceil(kecamatan / KECAMATAN_A_DISTRICT)
    provinces = ceil(districts / DISTRICTS_A_PROVINCE)
    for place in range(provinces):
        yield _area(str(11 + place), "provinsi", 95 + place % 9 * 5, 5 - place // 9 * 3, 4)
    for place in range(districts):
        above, inside = divmod(place, DISTRICTS_A_PROVINCE)
        code = f"{11 + above}.{inside + 1:02}"
        west, north = 95 + above % 9 * 5 + inside % 4, 5 - above // 9 * 3 - inside // 4 * 0.7
        yield _area(code, "kabupaten", west, north, 1)
        for part in range(min(KECAMATAN_A_DISTRICT, kecamatan - place * KECAMATAN_A_DISTRICT)):
            yield from _kecamatan(
                f"{code}.{part + 1:02}",
                west + part % 4 * 0.25,
                north - part // 4 * 0.17,
                villages - (place * KECAMATAN_A_DISTRICT + part) * VILLAGES_A_KECAMATAN,
            )


def _kecamatan(code: str, west: float, north: float, left: int) -> Iterator[AreaRow]:
    yield _area(code, "kecamatan", west, north, 0.25)
    for part in range(min(VILLAGES_A_KECAMATAN, left)):
        yield _area(
            f"{code}.{2001 + part}", "desa", west + part % 4 * 0.06, north - part // 4 * 0.05, 0.06
        )


def _area(code: str, level: str, west: float, north: float, wide: float) -> AreaRow:
    east, south = west + wide, north - wide * 0.7
    corners = [[west, north], [east, north], [east, south], [west, south], [west, north]]
    ring = [[round(x, 4), round(y, 4)] for x, y in corners]
    outline = json.dumps({"type": "Polygon", "coordinates": [ring]})
    above = code.rpartition(".")[0] or None
    residents = 1_200 if level == "desa" else None
    point = (north - wide * 0.35, west + wide / 2)
    return code, f"{level.title()} {code}", level, above, *point, residents, "schematic", outline


def _make_operation_and_user() -> User:
    operation = Operation.objects.create(
        code="bench",
        name="Operasi Contoh",
        area_id="11",
        starts_on=FIRST_DAY,
        ends_on=date(2024, 12, 31),
        is_demonstration=True,
        clock_shift_seconds=round((NOW - datetime.now(UTC)).total_seconds()),
    )
    stage = Stage.objects.create(operation=operation, code="kampanye", name="Kampanye")
    StageVersion.objects.create(
        stage=stage, version=1, starts_on=FIRST_DAY, ends_on=date(2024, 11, 30),
        source="PKPU 2/2024", recorded_by="bench", recorded_at=NOW,
    )  # fmt: skip
    user = User.objects.create(username="bench")
    for role in (Role.OPERATOR, Role.OPS_HEAD, Role.ADMINISTRATOR, Role.VILLAGE_OFFICER):
        HeldRole.objects.create(user=user, role=role)
    return user


def _make_force(user: User) -> None:
    police = Organisation.objects.create(code="polri", name="Polri", kind=ForceKind.POLICE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM places_area WHERE level = 'kecamatan' ORDER BY code")
        codes = [code for (code,) in cursor.fetchall()]
    units = Unit.objects.bulk_create(
        Unit(code=f"polsek-{code}", name="Polsek", organisation=police, area_id=code)
        for code in codes
    )
    Person.objects.bulk_create(
        Person(
            service_number=f"88{number:06}", name=f"Contoh {number}", rank="Aipda", unit=unit,
            position="Bhabinkamtibmas", user=user if number == 0 else None,
        )
        for number, unit in enumerate(units)
    )  # fmt: skip


def _make_index() -> None:
    indicators = [
        Indicator.objects.create(
            code=f"i_{one.value}", name=f"Indikator {one.value}", variable=one.value
        )
        for one in Variable
    ]
    snapshot = IndexSnapshot.objects.create(
        as_of=FIRST_DAY, weights=dict.fromkeys(Variable, 0.1), made_by="bench", made_at=NOW,
        seed=0, draws=500,
        indicators=[
            {"code": one.code, "name": one.name, "variable": one.variable, "unit": "",
             "aggregation": "share"}
            for one in indicators
        ],
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SCORES, {"snapshot": snapshot.pk})


def _store_days(villages: int) -> tuple[float, int]:
    """Store yesterday as the nightly job does, timed, and the days before as copies of it."""
    yesterday = TODAY - timedelta(days=1)
    began = datetime.now(UTC)
    store_temperatures(
        area_code=EVERYWHERE, first_day=yesterday, last_day=yesterday, actor=READER, now=NOW
    )
    seconds = (datetime.now(UTC) - began).total_seconds()
    days = min((TODAY - FIRST_DAY).days, MOST_STORED_ROWS // villages)
    with connection.cursor() as cursor:
        cursor.execute(EARLIER_DAYS, {"back": days, "yesterday": yesterday})
    return seconds, days


def _write_ledger() -> None:
    deeds = [
        Deed("signals.signal.received", f"signals.signal:{number}", READER, NOW, "11.01.01.2001")
        for number in range(1, ENTRIES + 1)
    ]
    record_many(deeds)
