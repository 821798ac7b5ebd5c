"""A file of invented events says so, wherever it goes; another one does not."""

from io import BytesIO

import pytest
from django.http import Http404
from django.utils.translation import gettext, override
from python_calamine import CalamineWorkbook

from sejuk.kit.exports import Table, table_file


def a_table() -> Table:
    return Table("sinyal", "Sinyal", ["nama"], ([gettext("yes")] for _ in range(1)))


def test_a_file_of_the_demonstration_says_so_in_its_name_and_at_its_top():
    book = table_file(a_table(), "xlsx", is_invented=True)
    with override("id"):
        answer = table_file(a_table(), "csv", is_invented=True)

    note, *lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert note == "DATA CONTOH · peristiwa dan orang di sini rekaan"
    # Also what is sent later is in the reader's language.
    assert lines == ["nama", "ya"]
    assert 'filename="DATA-CONTOH-sinyal.csv"' in answer["Content-Disposition"]
    assert 'filename="DATA-CONTOH-sinyal.xlsx"' in book["Content-Disposition"]
    sheets = CalamineWorkbook.from_filelike(BytesIO(book.content)).sheet_names
    assert sheets == ["DATA CONTOH", "Sinyal"]


def test_a_file_of_what_happened_carries_no_such_note():
    answer = table_file(a_table(), "csv", is_invented=False)

    assert b"CONTOH" not in answer.getvalue()
    assert 'filename="sinyal.csv"' in answer["Content-Disposition"]
    with pytest.raises(Http404):
        table_file(a_table(), "exe", is_invented=False)
