"""Tables in and out: what is read, what is refused, and that no formula leaves the house."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sejuk.kit.grids import LONGEST_CELL, MOST_ROWS, UnreadableTable, clean, neutralised
from sejuk.kit.tables import csv_lines, read_table
from sejuk.kit.workbooks import written_workbook

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "'=1", '"=1', " =1", "＝1")


def a_workbook(*rows: list[object], sheets: int = 1) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_and_told(separator):
    table = read_table(f"kode{separator}nama\n16{separator}Sumatera Selatan\n".encode())

    assert table.columns == ("kode", "nama")
    assert table.rows == (("16", "Sumatera Selatan"),)
    assert "separated" in table.notes[1].message


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("nama\nPasé\n".encode(), "UTF-8"),
        ("nama\nPasé\n".encode("utf-8-sig"), "UTF-8"),
        ("nama\nPasé\n".encode("cp1252"), "Windows-1252"),
        ("nama\nPasé\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_the_encoding_is_found_and_told(content, told):
    table = read_table(content)

    assert table.rows == (("Pasé",),)
    assert told in table.notes[0].message


def test_lines_are_those_of_the_file_although_empty_rows_are_left_out():
    table = read_table(b'nama,ket\nA,"dua\nbaris"\n,\n\nB,\n')

    assert table.rows == (("A", "dua\nbaris"), ("B", ""))
    assert table.lines == (3, 6)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"a,b\n1,2,3\n", "Line 2 has 3 cells"),
        (b"a,a\n1,2\n", "Two columns are called a"),
        (b"a,,c\n1,2,3\n", "Column 2 has no name"),
        (b'a,b\n"1,2\n', "quotation mark"),
        (b"a,b\n1,\x002\n", "Line 2 holds a null byte"),
        (b"a\n" + b"x" * (LONGEST_CELL + 1), "Line 2|line 2"),
        (b"\xd0\xcf\x11\xe0rest", "old or a locked Excel"),
        (b"PK\x03\x04rest", "broken"),
        (b'{"type": "Topology"}', "FeatureCollection"),
        (b'{"type": ', "cannot be read"),
        (b'{"features": [], "crs": {"properties": {"name": "EPSG:32748"}}}', "WGS 84"),
        (b"\x81\x8d", "decoded"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, why):
    with pytest.raises(UnreadableTable, match=why):
        read_table(content)


def test_a_text_of_ten_megabytes_is_refused_as_a_cell():
    with pytest.raises(UnreadableTable, match="more than 32767 characters"):
        read_table(b"a,b\n1," + b"x" * 10_000_000)


def test_a_file_above_the_limit_is_refused_unread():
    with pytest.raises(UnreadableTable, match="larger than 20 MB"):
        read_table(b"x" * 20_000_001)


def test_letters_of_any_script_stay_and_marks_that_turn_the_writing_go():
    table = read_table("nama\nعربي \u202eevil\u202c 🌾\n".encode())

    assert table.rows == (("عربي evil 🌾",),)


def test_a_workbook_is_read_with_its_rows_and_kinds():
    table = read_table(a_workbook(["kode", "n"], ["16.01", 5.0], [], ["16.02", 2.5], sheets=2))

    assert table.rows == (("16.01", "5"), ("16.02", "2.5"))
    assert table.lines == (2, 4)
    assert table.notes[0].values == (("sheet", "Sheet1"), ("count", "2"))


def test_a_workbook_that_unpacks_too_far_is_refused_from_its_directory():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)

    with pytest.raises(UnreadableTable, match="packed more than 200 times"):
        read_table(file.getvalue())


def test_a_workbook_with_a_directory_that_lies_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    content = bytearray(file.getvalue())
    where = content.index(b"PK\x01\x02") + 24
    content[where : where + 4] = (1_000).to_bytes(4, "little")

    with pytest.raises(UnreadableTable, match="broken"):
        read_table(bytes(content))


@pytest.mark.parametrize(
    ("cell", "why"), [("XFD1", "columns"), (f"A{MOST_ROWS + 2}", "rows"), ("A1048576", "rows")]
)
def test_one_cell_far_away_is_refused_before_room_is_made_for_it(cell, why):
    content = a_workbook(["a"], ["1"])
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w") as archive:
        for part in source.infolist():
            xml = source.read(part)
            if "worksheets" in part.filename:
                xml = xml.replace(b'<c r="A2"', b'<c r="' + cell.encode() + b'"')
            archive.writestr(part.filename, xml)

    with pytest.raises(UnreadableTable, match=f"more than .* {why}"):
        read_table(file.getvalue())


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_leaves_the_house(formula):
    written = b"".join(csv_lines(["a"], [[formula]], bom=False)).decode()

    cell = written.split("\n", 1)[1].strip('"')
    assert cell.startswith("'")


def test_text_that_turns_its_direction_says_so_in_a_file():
    assert b"a[U+202E]b" in b"".join(csv_lines(["a"], [["a\u202eb"]], bom=False))


def test_numbers_are_no_formulas():
    assert [neutralised(cell) for cell in (-4.2, "-4.2", "+62", "-4,199", None)] == [
        "-4.2", "-4.2", "+62", "-4,199", "",
    ]  # fmt: skip


@given(st.text(max_size=40).filter(lambda text: "\x00" not in text))
def test_what_is_written_is_read_again(text):
    row = [clean(text), "x"]
    try:
        text.encode()
    except UnicodeEncodeError:  # A lone surrogate is no text.
        return

    table = read_table(b"".join(csv_lines(["a", "b"], [row])))

    assert [list(found) for found in table.rows] == [[clean(clean(text)), "x"]]


@pytest.mark.parametrize("formula", FORMULAS[:4])
def test_a_workbook_holds_texts_and_no_formulas(formula):
    content = written_workbook([("lembar", ["a", "b"], [(formula, 3)])])

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert read_table(content).rows == ((formula, "3"),)


def test_bom_can_be_had_or_not():
    assert b"".join(csv_lines(["a"], [])).startswith(b"\xef\xbb\xbf")
    assert b"".join(csv_lines(["a"], [], bom=False)) == b"a\r\n"
