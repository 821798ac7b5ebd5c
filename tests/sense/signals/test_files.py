"""Lists that were kept elsewhere come in whole or not at all, and once."""

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sejuk.foundation.ledger.models import Entry
from sejuk.kit.cells import Unfit
from sejuk.sense.signals.models import Signal
from sejuk.sense.signals.rules.moments import moment
from tests.builders import NOON, VILLAGE, an_area, an_operation

pytestmark = pytest.mark.django_db
HEADER = "uraian;wilayah;waktu;nomor;jenis;bobot\n"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    """Let it be noon on 19 November 2024, WIB."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    an_operation()
    an_area(VILLAGE, "Ujanmas")


@pytest.fixture
def load(tmp_path: Path):
    def run(rows: str) -> str:
        file = tmp_path / "daftar.csv"
        file.write_text(HEADER + rows)
        told = StringIO()
        call_command("signals", "import", str(file), stdout=told)
        return told.getvalue()

    return run


def test_a_list_comes_in_with_an_entry_for_each_signal(load):
    told = load(
        f"Lampu ke TPS padam;{VILLAGE};2024-11-18 08:30;LI-1;logistik;2\n"
        "Kabar dari pasar;Ujanmas, Pengandonan;18/11/2024 09.00;LI-2;;\n"
    )

    assert told == "2 signals taken in, 0 were there already\n"
    first = Signal.objects.get(kind="logistik")
    assert (first.area_id, first.severity, first.channel) == (VILLAGE, 2, "file")
    assert first.heard_at == datetime.fromisoformat("2024-11-18T08:30+07:00")
    assert Entry.objects.filter(verb="signals.signal.received").count() == 2


def test_the_same_list_twice_brings_nothing_twice(load):
    rows = f"Lampu padam;{VILLAGE};2024-11-18 08:30;LI-1;;\nTanpa nomor;{VILLAGE};18/11/2024;;;\n"
    load(rows)

    assert load(rows) == "0 signals taken in, 2 were there already\n"
    assert Signal.objects.count() == 2


def test_number_one_of_another_village_is_another_signal(load):
    other = an_area("16.01.08.2019", "Gunung Meraksa").code
    load(f"Aman.;{VILLAGE};2024-11-18 08:30;1;;\n")

    assert load(f"Aman.;{other};2024-11-18 08:30;1;;\n") == (
        "1 signals taken in, 0 were there already\n"
    )
    with pytest.raises(CommandError, match="row 2"):
        load(f"Aman.;{VILLAGE};2024-11-19 08:30;1;;\n")
    assert load(f"Aman.;{VILLAGE};;1;;\n") == "0 signals taken in, 1 were there already\n"
    with pytest.raises(CommandError, match="row 2"):
        load(f"Ribut.;{VILLAGE};;1;;\n")
    assert Signal.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "sentences"),
    [
        (f"Besok;{VILLAGE};2024-12-30 10:00;;;\n", ["row 2, heard_at"]),
        (f"Dulu;{VILLAGE};2023-12-30 10:00;;;\n", ["row 2, heard_at"]),
        ("Di mana;Atlantis;2024-11-18;;;\n", ["row 2, area_code"]),
        (f"Kabar;{VILLAGE};kemarin;;makar;9\n", ["heard_at", "kind", "severity"]),
        (f";{VILLAGE};2024-11-18;;;\n", ["row 2, text"]),
        ("Kabar;;2024-11-18;;;\n", ["row 2, area_code"]),
        (f"Kabar;{VILLAGE};;;;\n", ["row 2, heard_at"]),
        (f"Satu;{VILLAGE};2024-11-18;7;;\nDua;{VILLAGE};2024-11-18;7;;\n", ["row 3"]),
    ],
    ids=[
        "future",
        "too old",
        "unknown area",
        "everything",
        "no text",
        "no area",
        "no time",
        "number twice",
    ],
)
def test_one_wrong_row_keeps_the_whole_list_out(load, row, sentences):
    with pytest.raises(CommandError) as refused:
        load(row)

    for sentence in sentences:
        assert sentence in str(refused.value)
    assert not Signal.objects.exists()


def test_a_name_that_two_villages_have_is_asked_back(load):
    an_area("16.01.09.2001", "Ujanmas")

    with pytest.raises(CommandError, match=r"16\.01\.09\.2001"):
        load("Lampu;Ujanmas;2024-11-18;;;\n")


def test_a_number_used_for_another_text_is_an_error(load):
    load(f"Satu;{VILLAGE};2024-11-18;7;;\n")

    with pytest.raises(CommandError, match="number"):
        load(f"Dua;{VILLAGE};2024-11-18;7;;\n")


def test_a_file_that_is_not_there_is_said_so():
    with pytest.raises(CommandError, match="tak-ada"):
        call_command("signals", "import", "/tak-ada.csv")


@pytest.mark.parametrize("cell", ["kemarin", "32/01/2024", "2024-13-01 10:00", ""])
def test_what_is_no_moment_is_refused(cell):
    with pytest.raises(Unfit):
        moment(cell)
