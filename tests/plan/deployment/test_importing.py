"""Rosters from files: what fits is judged and kept whole, what does not is told cell by cell."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sejuk.engines import roster as engine
from sejuk.foundation.ledger.models import Entry
from sejuk.kit.actors import Role
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.grids import UnreadableTable
from sejuk.kit.workbooks import written_workbook
from sejuk.plan.deployment.actions.importing import import_roster
from sejuk.plan.deployment.queries.editing import Outdated
from sejuk.plan.deployment.queries.json_rosters import code_of
from sejuk.plan.deployment.queries.placings import Placing
from sejuk.plan.deployment.queries.roster_files import LARGEST_ROSTER_FILE, brought
from sejuk.plan.deployment.queries.seat_sheets import sheet_columns, sheet_rows
from tests.builders import NOON, a_duty, a_person, a_post, an_actor

pytestmark = pytest.mark.django_db

MORNING = NOON - timedelta(hours=5)
EVENING = MORNING + timedelta(hours=8)
HEAD = an_actor(Role.OPS_HEAD)
TOP = "tanggal;kode_pos;kode_giliran;peran;bentuk;nomor_tempat;nrp;disematkan"


@pytest.fixture
def ani():
    return a_person("Ani", service_number="85010001")


@pytest.fixture
def budi():
    return a_person("Budi", service_number="85010002")


@pytest.fixture
def draft(ani):
    """Ani stands the morning at the KPU; its afternoon, and a seat in plain clothes, are empty."""
    kpu = a_post("KPU")
    roster = a_duty(person=ani, starts_at=MORNING, post=kpu, published=False).roster
    a_duty(roster, starts_at=EVENING, post=kpu)
    a_duty(roster, starts_at=EVENING, post=kpu, posture="covert")
    return roster


def row(time="pagi", number="85010001", *, pin="", seat="1", post="KPU", posture="terbuka", day=0):
    on = (MORNING + timedelta(days=day)).date()
    return f"{on};{post};{time};anggota;{posture};{seat};{number};{pin}"


def table(*rows, top=TOP):
    return "\n".join([top, *rows]).encode()


def written(*pairs):
    return engine.roster_to_json(tuple(engine.Assignment(*pair) for pair in pairs)).encode()


def faults(roster, content):
    return [(one.place, one.column, one.why) for one in brought(roster, content).faults]


def keep(roster, placings, *, actor=HEAD, revision=None):
    return import_roster(
        roster_id=roster.pk,
        revision=roster.revision if revision is None else revision,
        placings=placings,
        source="jaga.csv",
        digest="0" * 64,
        actor=actor,
        now=NOON,
    )


def standing(roster):
    rows = roster.duties.order_by("demand", "seat")
    return list(rows.values_list("demand", "seat", "person__name", "is_pinned"))


def workbook_of(roster):
    return written_workbook([("Jaga", sheet_columns(), sheet_rows(roster, Q()))])


# What fits


def test_a_sheet_that_was_taken_away_and_brought_back_changes_nothing(draft, ani):
    draft.duties.filter(person=ani).update(is_pinned=True)
    file = brought(draft, workbook_of(draft))

    assert (file.entries, file.placings, file.faults) == (3, (), ())
    with pytest.raises(Refused, match="changes nothing"):
        keep(draft, file.placings)


def test_a_table_puts_people_on_seats_with_one_entry(draft, ani, budi):
    file = brought(draft, table(row(number=""), row("siang", "85010002", pin="ya")))
    assert file.faults == ()
    kept = keep(draft, file.placings)

    assert [(name, pin) for _, _, name, pin in standing(draft)].count(("Budi", True)) == 1
    assert not draft.duties.filter(person=ani).exists()
    assert (kept.revision, kept.figures["revision"]) == (1, 1)
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.detail["seats"]) == ("deployment.roster.imported", 2)
    assert "85010002" not in str(entry.detail)


def test_seats_that_a_table_does_not_name_stay_as_they_are(draft, ani, budi):
    keep(draft, brought(draft, table(row("siang", "85010002"))).placings)
    assert draft.duties.filter(person=ani).count() == 1


def test_headers_and_words_have_synonyms_and_rows_any_order(draft, budi):
    top = "NRP,Hari,Kode Pos,Shift,Sebagai,Sifat,No. Tempat,Nama"
    on = f"{MORNING:%d/%m/%Y}"
    file = brought(draft, f"{top}\n8501 0002,{on},kpu,SIANG,Anggota,TERBUKA,1,Siapa saja".encode())
    assert file.faults == ()
    assert [one.person_id for one in file.placings] == [budi.pk]


def test_json_is_the_whole_roster_by_service_number_or_code(draft, ani, budi):
    first, late, covert = draft.duties.order_by("id")
    covert.person = a_person()
    covert.save()
    for name in (budi.service_number, code_of(budi.pk)):
        file = brought(draft, written((late.demand, name)))
        assert set(file.placings) == {
            Placing(first.pk, None, is_pinned=False),
            Placing(late.pk, budi.pk, is_pinned=False),
        }
    file = brought(draft, written((covert.demand, "85010001")))
    assert {one.duty_id for one in file.placings} == {first.pk, covert.pk}


# What does not


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([row(day=30)], ("Baris 2", "tanggal", "di luar hari")),
        ([row(post="Tidak ada")], ("Baris 2", "kode_pos", "tidak ada pos")),
        ([row("malam")], ("Baris 2", "kode_giliran", "tidak memiliki")),
        ([row(posture="tertutup")], ("Baris 2", "peran", "tidak dibutuhkan")),
        ([row(seat="2")], ("Baris 2", "nomor_tempat", "tidak sebanyak")),
        ([row(number="99999999")], ("Baris 2", "nrp", "tidak ada")),
        ([row(), row()], ("Baris 3", "nomor_tempat", "sudah ada di baris 2")),
        ([row("siang"), row("siang", posture="tertutup")], ("Baris 3", "nrp", "baris 2")),
        ([row(number="", pin="ya")], ("Baris 2", "disematkan", "tidak dapat disematkan")),
        ([row(pin="mungkin")], ("Baris 2", "disematkan", "ya atau tidak")),
        ([row(seat="satu")], ("Baris 2", "nomor_tempat", "bilangan bulat")),
        ([row().replace("anggota", "jenderal")], ("Baris 2", "peran", "daftar: pimpinan, wakil")),
        ([row().replace("KPU", "")], ("Baris 2", "kode_pos", "belum diisi")),
        ([row(number="=1+1")], ("Baris 2", "nrp", "tidak ada")),
        ([row(number="\u202e10001058")], ("Baris 2", "nrp", "tidak ada")),
        ([row(number="\U0001f46e")], ("Baris 2", "nrp", "tidak ada")),
        ([], ("Seluruh berkas", "", "tidak memuat baris")),
    ],
)
def test_each_fault_of_a_table_is_told_with_row_and_column(rows, fault, draft):
    found = faults(draft, table(*rows))
    place, column, word = fault
    assert len(found) == 1
    assert found[0][:2] == (place, column)
    assert word.casefold() in found[0][2].casefold()


def test_people_of_elsewhere_and_who_left_are_nobody_here(draft, budi):
    a_person("Orang Lain", area_code="32.01", service_number="77000001")
    budi.is_active = False
    budi.save()
    assert len(faults(draft, table(row("siang", "77000001"), row("pagi", "85010002")))) == 2


def test_a_table_without_a_column_says_which(draft):
    found = faults(draft, b"tanggal;kode_pos\n2024-11-18;KPU")
    assert [column for _, column, _ in found] == [
        "kode_giliran", "peran", "bentuk", "nomor_tempat", "nrp",
    ]  # fmt: skip


def test_without_a_column_for_pins_nobody_moves_who_is_pinned(draft, ani, budi):
    draft.duties.filter(person=ani).update(is_pinned=True)
    top, brought_row = TOP.rpartition(";")[0], row(number="85010002").rpartition(";")[0]
    [fault] = faults(draft, table(brought_row, top=top))
    assert "disematkan" in fault[2]
    assert brought(draft, table(row(number="85010002"))).faults == ()


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([("tidak-ada", "85010001")], ("assignments[0]", "demand")),
        ([("late", "99999999")], ("assignments[0]", "person")),
        ([("late", "P999999")], ("assignments[0]", "person")),
        ([("late", "85010001"), ("late", "85010001")], ("assignments[1]", "person")),
        ([("late", "85010001"), ("covert", "85010001")], ("assignments[1]", "person")),
        ([("late", "85010001"), ("late", "85010002")], ("assignments[1]", "demand")),
    ],
)
def test_each_fault_of_a_json_roster_is_told_with_its_place(entries, fault, draft, budi):
    names = dict(zip(("first", "late", "covert"), draft.duties.order_by("id"), strict=True))
    pairs = [(names[one].demand if one in names else one, person) for one, person in entries]
    assert [found[:2] for found in faults(draft, written(*pairs))] == [fault]


def test_a_code_that_is_also_a_service_number_is_not_guessed(draft, budi):
    a_person("Samar", service_number=code_of(budi.pk))
    late = draft.duties.order_by("id")[1]
    [fault] = faults(draft, written((late.demand, code_of(budi.pk))))
    assert fault[:2] == ("assignments[0]", "person")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        "[" * 100_000,
        '{"format": "sejuk roster", "version": 99, "assignments": []}',
        '{"format": "sejuk roster", "version": 1, "assignments": {"a": 1}}',
        '{"format": "sejuk roster", "version": 1, "assignments": [[["x"]]]}',
        '{"format": "sejuk roster", "version": 1, "assignments": [{"demand": null, "person": 3}]}',
        '{"format": "sejuk roster", "version": 1, "assignments": [], "pins": []}',
        '{"format": "sejuk roster problem", "version": 1}',
        '{"format": "sejuk roster", "version": 1, "assignments": [{"demand": "\\u0000", '
        '"person": "\\u202e\U0001f46e"}]}',
    ],
)
def test_json_that_is_no_roster_is_told_in_words(text, draft):
    found = brought(draft, text.encode())
    assert found.faults
    assert not any("\x00" in one.value or "\u202e" in one.value for one in found.faults)


@pytest.mark.parametrize(
    "content",
    [
        b"x" * (LARGEST_ROSTER_FILE + 1),
        b"tanggal;kode_pos\n2024-11-18;K\x00PU",
        b"PK\x03\x04 no workbook",
        b"\xd0\xcf\x11\xe0 an old one",
        b'{"format": "\xff\xfe"}',
        b"",
    ],
)
def test_what_is_no_file_of_ours_is_refused_in_words(content, draft):
    with pytest.raises(UnreadableTable):
        brought(draft, content)


@pytest.mark.slow
def test_a_workbook_that_would_unpack_to_gigabytes_is_refused_unread(draft):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    with pytest.raises(UnreadableTable):
        brought(draft, file.getvalue())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_file_breaks_the_reader(draft, content):
    """Whatever follows a row without faults: all is refused, or that row and no other seat."""
    try:
        found = brought(draft, table(row(number="", pin="")) + b"\n" + content)
    except UnreadableTable:
        return
    standing_there = draft.duties.get(person__isnull=False)
    if found.faults:
        assert not found.placings
        assert all(one.why for one in found.faults)
    else:
        assert found.placings == (Placing(standing_there.pk, None, is_pinned=False),)
        assert found.entries == 1


# Keeping it


def test_what_breaks_a_rule_without_exception_is_refused_with_its_sentence(draft, ani):
    other = a_duty(draft, starts_at=MORNING, post=a_post("BAWASLU"))
    before = standing(draft)
    with pytest.raises(Refused, match="Ani"):
        keep(draft, [Placing(other.pk, ani.pk, is_pinned=False)])
    assert standing(draft) == before


def test_what_is_not_there_or_not_his_is_refused(draft, ani, budi):
    late = draft.duties.order_by("id")[1]
    stranger = a_person("Orang Lain", area_code="32.01")
    foreign = a_duty(published=True)
    for placing in (
        Placing(foreign.pk, budi.pk, is_pinned=False),
        Placing(late.pk, stranger.pk, is_pinned=False),
    ):
        with pytest.raises(NotYours):
            keep(draft, [placing])
    wanted = [Placing(late.pk, budi.pk, is_pinned=False)]
    with pytest.raises(NotYours):
        keep(draft, wanted, actor=an_actor(Role.OPS_HEAD, area_code="32.01"))
    with pytest.raises(Refused, match="command post"):
        keep(draft, wanted, actor=an_actor(Role.CHIEF))
    with pytest.raises(Outdated):
        keep(draft, wanted, revision=7)
    with pytest.raises(Refused, match="pinned"):
        keep(draft, [Placing(late.pk, None, is_pinned=True)])
    draft.state = "dropped"
    draft.save()
    with pytest.raises(Refused, match="draft"):
        keep(draft, wanted)
