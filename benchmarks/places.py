"""
How long importing areas takes, and how long searching them, at 157, 3,000 and 83,763 villages.

A generator makes the file, so nothing of any real register is needed: areas on a grid over the
archipelago, with names of two syllabic words that repeat as often as Indonesian village names do.

Import is measured from the bytes of a CSV file to the committed rows, first into an empty database
and then the same file again. Its baseline is a plain COPY of the same columns into a table without
keys, in the same process. Search is `found_areas` with the first two to six letters of names, over
everything and within one district; its baseline is reading one area by its primary key.

It ends with 1 when a promised limit does not hold. Run it with `./sejuk bench places`; it takes
about a minute.
"""

import argparse
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from math import ceil

import django

from benchmarks._limits import Limit, conclude
from benchmarks.pages import database_of_its_own

SIZES = (157, 3_000, 83_763)
# Of how many areas a file is imported in how many seconds; 157 villages make 171 areas and more.
IMPORTS_AT_MOST = {157: 2.0, 83_763: 60.0}
SEARCH_AT_MOST = 0.05
SEARCHES = 400
NOW = datetime(2024, 11, 27, 8, tzinfo=UTC)
FIRST = ("Tanjung", "Karang", "Lubuk", "Muara", "Suka", "Air", "Batu", "Pulau", "Gunung", "Bandar")
SYLLABLES = ("ba", "ra", "ki", "lu", "ma", "ja", "ti", "sa", "pe", "ndu", "ngo", "wa", "ri", "ku")


@dataclass(frozen=True)
class Timed:
    """Milliseconds of many turns of one thing."""

    name: str
    milliseconds: list[float]

    def at(self, percent: int) -> float:
        return statistics.quantiles(self.milliseconds, n=100)[percent - 1]


def rows_of(villages: int, rng: random.Random) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, name, latitude, longitude of areas from provinces down."""
    kecamatan = ceil(villages / 12)
    districts = ceil(kecamatan / 14)
    for place in range(ceil(districts / 14)):
        yield str(11 + place), f"Provinsi {_word(rng)}", "", ""
    for place in range(districts):
        above, inside = divmod(place, 14)
        code = f"{11 + above}.{inside + 1:02}"
        yield code, f"Kabupaten {_word(rng)}", "", ""
        west, north = 95.5 + above % 9 * 5 + inside % 4, 5 - above // 9 * 2.7 - inside // 4 * 0.6
        for part in range(min(14, kecamatan - place * 14)):
            own = f"{code}.{part + 1:02}"
            yield own, _word(rng), "", ""
            for number in range(min(12, villages - (place * 14 + part) * 12)):
                y = north - part // 4 * 0.15 - number // 4 * 0.05
                x = west + part % 4 * 0.24 + number % 4 * 0.06
                yield f"{own}.{2001 + number}", _name(rng), f"{y:.3f}", f"{x:.3f}"


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))).capitalize()


def _name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {_word(rng)}" if rng.random() < 0.5 else _word(rng)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def timed(name: str, turns: Sequence[Callable[[], object]]) -> Timed:
    return Timed(name, [1000 * seconds(turn) for turn in turns])


def plain_copy(rows: list[tuple[str, str, str, str]]) -> None:
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (code text, name text, latitude text, longitude text)")
        with cursor.copy("COPY bare FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("DROP TABLE bare")


def import_file(content: bytes) -> None:
    from sejuk.foundation.imports.actions import import_rows  # noqa: PLC0415
    from sejuk.foundation.imports.queries import mapped_rows  # noqa: PLC0415
    from sejuk.foundation.places.actions import AREAS  # noqa: PLC0415
    from sejuk.kit.actors import Actor  # noqa: PLC0415
    from sejuk.kit.importing import guessed_mapping  # noqa: PLC0415
    from sejuk.kit.tables import read_table  # noqa: PLC0415

    table = read_table(content)
    mapping = guessed_mapping(AREAS, table.columns)
    rows = mapped_rows(table, mapping)
    import_rows(importer=AREAS, rows=rows, actor=Actor.system("bench"), now=NOW)


def measure_import(rows: list[tuple[str, str, str, str]]) -> float:
    """Print how long the import took, and return the seconds of the first one."""
    lines = ["kode,nama,lintang,bujur", *(",".join(row) for row in rows)]
    content = "\n".join(lines).encode()
    bare = seconds(lambda: plain_copy(rows))
    first = seconds(lambda: import_file(content))
    again = seconds(lambda: import_file(content))
    print(f"\n{len(rows):,} areas, {len(content) / 1e6:.1f} MB")
    print(f"{'plain COPY':28}{bare:8.2f} s")
    print(f"{'import into an empty table':28}{first:8.2f} s{first / bare:8.0f} x COPY")
    print(f"{'the same file again':28}{again:8.2f} s{again / bare:8.0f} x COPY")
    return first


def measure_search(rows: list[tuple[str, str, str, str]], rng: random.Random) -> list[Timed]:
    from django.db import connection  # noqa: PLC0415

    from sejuk.foundation.places.models import Area  # noqa: PLC0415
    from sejuk.foundation.places.queries import found_areas  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    villages = [row for row in rows if len(row[0]) == len("16.01.08.2018")]
    chosen = [rng.choice(villages) for _ in range(SEARCHES)]
    typed = [row[1][: rng.randint(2, 6)] for row in chosen]
    everywhere = [partial(found_areas, text, ("",)) for text in typed]
    districts = [row[0][:5] for row in chosen]
    pairs = zip(typed, districts, strict=True)
    in_one = [partial(found_areas, text, (district,)) for text, district in pairs]
    by_code = [partial(found_areas, row[0][:9], ("",)) for row in chosen]
    return [
        timed("primary key", [partial(Area.objects.get, code=row[0]) for row in chosen]),
        timed("search everywhere", everywhere),
        timed("search in one kabupaten", in_one),
        timed("search by code", by_code),
    ]


def tell(found: list[Timed]) -> None:
    base = found[0].at(50)
    print(f"{'':28}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}{'p50 x key':>11}")
    for one in found:
        longest = max(one.milliseconds)
        print(
            f"{one.name:28}{one.at(50):8.2f}{one.at(95):8.2f}{longest:8.2f}"
            f"{one.at(50) / base:11.1f}"
        )


def limits_of(villages: int, imported: float, searched: list[Timed]) -> Iterator[Limit]:
    """Yield what is promised of a size: the import, and the slowest kind of search."""
    if villages in IMPORTS_AT_MOST:
        yield Limit(f"import {villages:,} villages", IMPORTS_AT_MOST[villages], imported)
    slowest = max(one.at(95) for one in searched[1:])
    yield Limit(f"search {villages:,} villages, p95", SEARCH_AT_MOST, slowest / 1000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="villages")
    asked = parser.parse_args()
    # Making and dropping databases is the owner's.
    os.environ["SEJUK_DATABASE_ROLE"] = "sejuk"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejuk.project.settings")
    django.setup()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    limits: list[Limit] = []
    for villages in asked.sizes:
        rng = random.Random(2024)
        rows = list(rows_of(villages, rng))
        with database_of_its_own(villages):
            imported = measure_import(rows)
            searched = measure_search(rows, rng)
            tell(searched)
            limits += limits_of(villages, imported, searched)
    return conclude(limits)


if __name__ == "__main__":
    sys.exit(main())
