"""
Columns that identify a person, or profile a community: the engine refuses to run with either.

The whole engine is about places. That is kept by a list of words and not by good will: whoever
hands over columns by name is stopped before the first number is read.
"""

import re
from collections.abc import Iterable

PERSONAL_WORDS = frozenset(
    {"nik", "ktp", "kk", "nama", "name", "hp", "wa", "ttl", "umur", "usia", "age", "gender", "sex"}
    | {"nrp", "nip", "npwp", "pemilih", "warga", "user", "person", "orang", "sim", "imei", "akun"}
    | {"nowa", "pelapor", "terlapor"}
)
"""Words that mean one person: places have a temperature, people none."""

PERSONAL_BEGINNINGS = (
    *("nokk", "nohp", "nomorhp", "nomorwa", "nomorktp", "nomorkk", "notel", "telepon", "telp"),
    *("phone", "whatsapp", "email", "surel", "alamat", "address", "kontak", "contact"),
    *("tgllahir", "tanggallahir", "tempatlahir", "lahir", "birth", "jeniskelamin", "kelamin"),
    *("nama", "fullname", "firstname", "lastname", "surname", "nickname", "username"),
    *("userid", "personid", "noidentitas", "nomoridentitas", "responden", "respondent"),
    *("reporter", "korban", "victim", "tersangka", "suspect", "saksi", "witness", "pelaku"),
)
"""How words begin that mean one person, also where they are written together."""

PLACE_WORDS = frozenset(
    {"desa", "kelurahan", "kecamatan", "kabupaten", "kota", "provinsi", "wilayah", "area", "tps"}
    | {"lokasi", "tempat", "indikator", "village", "district", "subdistrict", "regency", "city"}
    | {"province", "place", "location", "station", "indicator", "region"}
)
PLACE_NAMES = frozenset(
    {f"nama{place}" for place in PLACE_WORDS}
    | {f"name{place}" for place in PLACE_WORDS}
    | {f"{place}name" for place in PLACE_WORDS}
)
"""The name of a place is no person's: exactly this, and nothing more (nama_kepala_desa is one)."""

COUNTS_OF_PEOPLE = frozenset({"jumlahpemilih", "jumlahwarga", "jumlahorang", "jumlahkorban"})
"""How many there are tells of nobody; each stands here as it is written in a header."""

PROFILING_BEGINNINGS = (
    *("etnis", "etnik", "ethnic", "agama", "keagamaan", "religi", "islam"),
    *("muslim", "kristen", "christian", "katolik", "catholic", "protestan", "hindu", "buddh"),
    *("budha", "konghucu", "partai", "parpol", "paslon", "perolehansuara", "voteshare"),
)
PROFILING_WORDS = frozenset({"ras", "race", "suku", "marga", "party", "parties"})
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

    >>> sorted(words_of("No. HP")), sorted(words_of("namaLengkap"))
    (['hp', 'no', 'nohp'], ['lengkap', 'nama', 'namalengkap'])
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", column)
    parts = re.findall(r"[^\W\d_]+", apart.casefold())
    return frozenset({*parts, "".join(parts)})


def _together(column: str) -> str:
    return "".join(re.findall(r"[^\W\d_]+", column.casefold()))


def names_a_place(column: str) -> bool:
    """
    Test whether a column holds the names of places, and nothing more.

    >>> [names_a_place(column) for column in ("nama_desa", "VillageName", "nama_kepala_desa")]
    [True, True, False]
    """
    return _together(column) in PLACE_NAMES


def is_personal(column: str) -> bool:
    """
    Test whether a column is about persons.

    >>> [is_personal(column) for column in ("no_hp", "nilai", "nama_desa", "nama_kepala_desa")]
    [True, False, False, True]
    """
    if names_a_place(column) or _together(column) in COUNTS_OF_PEOPLE:
        return False
    words = words_of(column)
    return bool(words & PERSONAL_WORDS) or any(
        word.startswith(PERSONAL_BEGINNINGS) for word in words
    )


def is_profiling(name: str) -> bool:
    """
    Test whether something measures ethnicity, religion or party shares.

    >>> is_profiling("Persentase agama"), is_profiling("TPS sulit dijangkau")
    (True, False)
    """
    words = words_of(name)
    return bool(words & PROFILING_WORDS) or any(
        word.startswith(PROFILING_BEGINNINGS) for word in words
    )


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
