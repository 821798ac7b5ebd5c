"""`./sejuk warning scan`: what it reads, what it says, and what it refuses."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sejuk.engines.warning.scanning import ScanKind
from sejuk.project.launcher.main import command_line, main
from sejuk.project.scan_file import FaultyFile, read_scan_file
from sejuk.project.scan_report import Asked, scanned

HEADER = "kode_wilayah;lintang;bujur;tanggal;jumlah;penduduk"
ENGLISH = "place,latitude,longitude,date,cases,population"


def a_file(path: Path, *, begins: date = date(2024, 10, 1), is_english: bool = False) -> Path:
    """Six villages on 20 days; two of them have four cases a day in the last three."""
    lines = [ENGLISH if is_english else HEADER]
    for village in range(6):
        for number in range(20):
            cases = 4 if village in {0, 1} and number > 16 else (village + number) % 7 == 0
            if not cases and number:
                continue
            cells = (
                f"16.{village}",
                "-4,1",
                f"104,{village**2:02}",
                begins + timedelta(number),
                +cases,
                900,
            )
            row = ";".join(map(str, cells))
            lines.append(row.replace(",", ".").replace(";", ",") if is_english else row)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def answer(path: Path, **asked: object) -> dict:
    chosen = replace(Asked(path, kind=ScanKind.PROSPECTIVE, replicates=99, is_json=True), **asked)
    return json.loads(scanned(chosen))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return a_file(tmp_path / "kasus.csv")


def test_finds_the_villages_and_the_days(file):
    best = answer(file)["clusters"][0]

    assert set(best["area_codes"]) == {"16.0", "16.1"}
    assert (best["first_day"], best["last_day"], best["cases"]) == ("2024-10-18", "2024-10-20", 24)
    assert best["p_value"] == 0.01


def test_says_it_in_words(file):
    told = scanned(Asked(file, kind=ScanKind.PROSPECTIVE, replicates=99))

    assert "Prospective scan: 41 cases in 6 places, 2024-10-01 to 2024-10-20 (20 days)." in told
    assert "Expected: the same rate for each resident and day." in told
    assert " 1 2024-10-18 2024-10-20       2      24" in told
    assert "by chance less than once in 100 years" in told


def test_english_columns_are_the_same_file(file, tmp_path):
    assert answer(a_file(tmp_path / "cases.csv", is_english=True)) == answer(file)


def test_a_week_later_the_same_is_found_a_week_later(file, tmp_path):
    later = answer(a_file(tmp_path / "later.csv", begins=date(2024, 10, 8)))["clusters"]
    now = answer(file)["clusters"]
    week = timedelta(days=7)

    assert [
        {**one, "first_day": str(date.fromisoformat(one["first_day"]) + week),
         "last_day": str(date.fromisoformat(one["last_day"]) + week)}
        for one in now
    ] == later  # fmt: skip


@pytest.mark.parametrize(
    ("period", "starts"),
    [
        ("week", ["2024-10-01", "2024-10-07", "2024-10-14", "2024-10-21"]),
        ("month", ["2024-10-01", "2024-10-21"]),
        ("year", ["2024-10-01", "2024-10-21"]),
    ],
)
def test_longer_periods_end_with_the_last_day(file, period, starts):
    table = read_scan_file(file.read_bytes(), period=period)
    assert [str(day) for day in table.starts] == starts
    assert sum(map(sum, table.cases)) == 41
    assert table.expected[0][0] == 900 * (table.starts[1] - table.starts[0]).days


def test_without_population_the_file_is_its_own_measure(file):
    rows = [line.rpartition(";")[0] for line in file.read_text().splitlines()]
    table = read_scan_file("\n".join(rows).encode())
    totals = [sum(row) for row in table.cases]
    assert [sum(row) for row in table.expected] == pytest.approx(totals)
    assert table.basis.startswith("what is usual for each place")


def test_days_outside_are_left_out_and_said(file):
    table = read_scan_file(file.read_bytes(), since=date(2024, 10, 5), until=date(2024, 10, 25))
    assert (table.starts[0], table.starts[-1]) == (date(2024, 10, 5), date(2024, 10, 26))
    assert table.notes == ("8 rows outside 2024-10-05 to 2024-10-25 were left out.",)


def test_the_names_of_places_may_stand_in_the_file():
    named = f"{ENGLISH},nama_desa\n{ROW},Air Paoh\nb,-4,105,2024-10-02,1,9,Sukajadi"
    assert read_scan_file(named.encode()).notes == ("Columns not used: nama_desa.",)


ROW = "a,-4,104,2024-10-01,1,10"
WRONG = [
    ("", "is empty"),
    (ENGLISH, "no rows"),
    ("place,lat,lon\na,1,2", "no column for date: call it date or tanggal"),
    (f"{ENGLISH},NIK\n{ROW},1", "The column “NIK” is about persons"),
    (f"{ENGLISH},Budi\n{ROW},1", "The column “Budi” is not one that a scan needs"),
    (f"{ENGLISH}\na,-4,104,2024-10-01,-1,10", "row 2, column cases: “-1” must lie between 0"),
    (f"{ENGLISH}\na,nan,104,2024-10-01,1,10", "row 2, column latitude: “nan” not a number"),
    (f"{ENGLISH}\na,,104,2024-10-01,1,10", "row 2, column latitude: is missing"),
    (f"{ENGLISH}\n{ROW}\na,-4,105,2024-10-02,1,10", "row 3, column longitude: “105.0” differs"),
    (f"{ENGLISH}\n{ROW}\nb,-4,105,2024-10-02,1,", "row 3, column population: b has no population"),
    (f"{ENGLISH}\n{ROW}\nb,-4,105,2524-10-02,1,9", "not a date|too many"),
    (f"{ENGLISH}\na,-4,104,2024-10-01,0,10\nb,-4,105,2024-10-02,0,9", "no case in the file from"),
    (f"{ENGLISH}\n{ROW}", "at least two are needed"),
    (f"{ENGLISH}\n{ROW}\nb,-4,105,2024-10-02,1,0", "cases where none can be expected"),
    (
        "place,lat,lon,date,cases,expected\na,1,2,2024-10-01,1,1\nb,1,3,2024-10-02,1,1",
        "a has no row from 2024-10-02 on",
    ),
    (
        "place,lat,lon,date,cases,expected\na,1,2,2024-10-01,1,\nb,1,3,2024-10-01,1,1",
        "row 2, column expected: is missing",
    ),
]


@pytest.mark.parametrize(("text", "why"), WRONG, ids=[why for _, why in WRONG])
def test_says_what_is_wrong_with_a_file(tmp_path, text, why):
    path = tmp_path / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultyFile, match=why):
        scanned(Asked(path, replicates=0))


def test_all_faults_are_told_at_once(tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text(f"{ENGLISH}\na,-4,104,,x,10\n,-4,204,2024-10-01,1,10", encoding="utf-8")
    with pytest.raises(FaultyFile) as caught:
        scanned(Asked(path))
    assert [fault.partition(":")[0] for fault in caught.value.faults] == [
        "row 2, column cases",
        "row 2, column date",
        "row 3, column longitude",
        "row 3, column place",
    ]


def test_rows_with_too_many_cells_hide_no_other_fault():
    rows = ["a,-4,104,2024-10-01,x,10", "b,-4,105,2024-10-01,1,10,9", "b,-4,105,,1,10"]
    with pytest.raises(FaultyFile) as caught:
        read_scan_file("\n".join([ENGLISH, *rows]).encode())
    assert [fault.partition(":")[0] for fault in caught.value.faults] == [
        "row 2, column cases",
        "row 3",
        "row 4, column date",
    ]
    assert "row 3: has 7 cells, but there are 6 columns" in caught.value.faults


def test_what_is_wrong_with_an_option_is_not_mended_in_the_file(file, tmp_path):
    for asked, why, remedy in (
        (Asked(file, replicates=-3), "--replicates is 0 or more, not -3", "option"),
        (Asked(file, most_share=2), "--most-share is more than 0", "option"),
        (Asked(tmp_path / "absent.csv"), "cannot be opened", "path"),
    ):
        with pytest.raises(FaultyFile, match=why) as caught:
            scanned(asked)
        assert remedy in caught.value.remedy
        assert "mend" not in caught.value.remedy


def test_the_command_prints_the_answer_or_every_fault(file, tmp_path, monkeypatch, capsys):
    def run(*arguments: str) -> int:
        monkeypatch.setenv("SEJUK_LAUNCHED_IN", str(Path(__file__).parents[2] / ".venv"))
        monkeypatch.setattr(
            "sejuk.project.launcher.main.ENVIRONMENT", Path(__file__).parents[2] / ".venv"
        )
        return main(["warning", "scan", *arguments])

    assert run(str(file), "--prospective", "--most-days", "5", "--replicates", "9") == 0
    assert "stretches of up to 5 days; 9 replicates" in capsys.readouterr().out
    assert run(str(tmp_path / "absent.csv")) == 1
    assert "cannot be opened" in capsys.readouterr().err


def test_an_option_out_of_range_is_told_as_it_is_typed(file):
    with pytest.raises(FaultyFile, match="--most-periods is 1 to 20"):
        scanned(Asked(file, most_periods=21))


def test_a_scan_is_of_one_kind(capsys):
    with pytest.raises(SystemExit):
        command_line().parse_args(["warning", "scan", "x.csv", "--prospective", "--spatial"])
    assert "not allowed with" in capsys.readouterr().err
