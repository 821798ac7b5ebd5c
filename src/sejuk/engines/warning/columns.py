"""
Columns that identify a person, or profile a community: the engine refuses to run with either.

The whole engine is about places. That is kept by a list of words and not by good will: whoever
hands over columns by name is stopped before the first number is read.
"""

import re
from collections.abc import Iterable

PERSONAL_WORDS = frozenset(
    {"nik", "ktp", "kk", "nokk", "nama", "name", "hp", "nohp", "telepon", "telp", "phone", "wa"}
    | {"whatsapp", "email", "surel", "alamat", "address", "ttl", "tanggallahir", "birthdate"}
    | {"nrp", "nip", "npwp", "pemilih", "responden", "username", "akun"}
)
"""Words that mean one person: places have a temperature, people none."""

NAME_WORDS = frozenset({"nama", "name"})
PLACE_WORDS = frozenset({"desa", "kelurahan", "kecamatan", "wilayah", "kabupaten", "indikator"})
"""The name of a place is no person's."""

PROFILING_WORDS = frozenset(
    {"suku", "etnis", "etnik", "ethnicity", "ras", "race", "marga", "agama", "religion"}
    | {"partai", "party", "parpol", "paslon", "perolehansuara", "voteshare"}
)
"""Words that would turn the map into a profile of communities or of how they vote."""


class PersonalColumn(ValueError):
    """Raised when a column is about persons, or would profile communities. `column` names it."""

    def __init__(self, column: str) -> None:
        super().__init__(
            f"The column “{column}” is about persons or profiles a community. Early warning is "
            "about places only: take the column out and try again."
        )
        self.column = column


def words_of(column: str) -> frozenset[str]:
    """
    Return the words of a column's name, and its words run together.

    >>> sorted(words_of("No. HP"))
    ['hp', 'no', 'nohp']
    """
    parts = re.findall(r"[a-z]+", column.casefold())
    return frozenset({*parts, "".join(parts)})


def is_personal(column: str) -> bool:
    """
    Test whether a column is about persons.

    >>> [is_personal(column) for column in ("no_hp", "nilai", "nama_desa", "Nama Warga")]
    [True, False, False, True]
    """
    words = words_of(column)
    personal = words & PERSONAL_WORDS
    return bool(personal) and not (personal <= NAME_WORDS and bool(words & PLACE_WORDS))


def is_profiling(name: str) -> bool:
    """
    Test whether something measures ethnicity, religion or party shares.

    >>> is_profiling("Persentase agama"), is_profiling("TPS sulit dijangkau")
    (True, False)
    """
    return bool(words_of(name) & PROFILING_WORDS)


def refuse_personal_columns(columns: Iterable[str]) -> tuple[str, ...]:
    """
    Return the columns as they came; refuse when one is about persons or profiles a community.

    `columns` are names as they stand in the head of a file or as keys of rows, in any case and in
    any order.

    Source: the words are chosen. That it must be so follows from UU 27/2022 on personal data,
    article 16 (2) a: what is gathered is limited to the purpose, and no purpose here is a person.

    >>> refuse_personal_columns(["kode_wilayah", "nama_desa", "tanggal"])
    ('kode_wilayah', 'nama_desa', 'tanggal')
    >>> refuse_personal_columns(["kode_wilayah", "NIK"])
    Traceback (most recent call last):
    sejuk.engines.warning.columns.PersonalColumn: The column “NIK” is about persons or profiles a \
community. Early warning is about places only: take the column out and try again.

    :raises PersonalColumn: for the first such column
    """
    found = tuple(columns)
    for column in found:
        if is_personal(column) or is_profiling(column):
            raise PersonalColumn(column)
    return found
