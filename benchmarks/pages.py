"""
How long the server takes for each of the main pages at 157, 3,000 and 83,763 villages.

Measured in one process through Django's test client: middleware, session, queries, template and
compression, but no network and no granian. The baseline is the least a signed-in Django page does
(`_pages_urls.bare`): the ratio tells what a page adds to it, whatever the machine. "First" is the
first time in a fresh process, "then" the median of the following ones; queries are those of the
first time and of the following ones. "Signal" is the worst of five times after a signal came in
and a minute passed: what is kept in the process must then follow, once over a step of the clock.

Each size has a database of its own on the same server, made by `_pages_land` and dropped
afterwards. It ends with 1 when a limit does not hold. Run it with `./sejuk bench pages`; it takes
some four minutes.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import django
from django.conf import settings

from benchmarks._limits import Limit, conclude

if TYPE_CHECKING:
    from django.test import Client

    from benchmarks._pages_land import Land

SIZES = (157, 3_000, 83_763)
TURNS = 9
SIGNALS = 5
# Chosen: what one waits for a page without wondering whether it is coming.
THEN_AT_MOST, AFTER_SIGNAL_AT_MOST = 1.0, 3.0
# From a new signal in a district to its map painted anew: what the page and the map fetch together.
DISTRICT, REPAINTED = 157, ("command post", "map: areas", "map: temperatures")
REPAINTED_AT_MOST = 2.0
BASELINE = "bare page"


@dataclass(frozen=True)
class Measured:
    """One page at one size: seconds and queries, the first time and then."""

    name: str
    first: float
    then: float
    after_signal: float
    first_queries: int
    then_queries: int
    kilobytes: float


def pages_of(land: "Land") -> list[tuple[str, str]]:
    return [
        (BASELINE, "/bare/"),
        ("command post", "/"),
        ("kecamatan", f"/kecamatan/{land.kecamatan}/"),
        ("village", f"/desa/{land.village}/"),
        ("inbox", "/sinyal/"),
        ("outreach week", "/sambang/"),
        ("coverage", "/cakupan/"),
        ("situation reports", "/laporan-harian/"),
        ("ledger", "/buku-besar/"),
        ("set-up", "/atur/"),
        ("index", "/indeks/"),
        ("map: areas", "/peta/wilayah.json"),
        ("map: temperatures", "/peta/suhu.json"),
        ("map: layer", "/peta/lapisan/perubahan.json"),
        ("alarms", "/pijar/"),
        ("forecast", "/prakiraan/"),
    ]


@contextmanager
def database_of_its_own(villages: int) -> Iterator[None]:
    """Make a database for one size, and drop it afterwards."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"sejuk_bench_pages_{villages}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def measure(client: "Client", name: str, address: str) -> Measured:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from benchmarks._pages_land import a_signal_comes_in  # noqa: PLC0415

    def turn() -> tuple[float, int, int]:
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            answer = client.get(address, headers={"Accept-Encoding": "gzip"})
            took = time.perf_counter() - began
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        return took, len(asked), len(answer.content)

    first, first_queries, _ = turn()
    took, queries, sizes = zip(*(turn() for _ in range(TURNS)), strict=True)
    after = []
    for _ in range(SIGNALS):
        a_signal_comes_in()
        after.append(turn()[0])
    then = statistics.median(took)
    return Measured(name, first, then, max(after), first_queries, max(queries), sizes[-1] / 1000)


def tell(land: "Land", found: list[Measured], made_in: float) -> None:
    bare = next(one.then for one in found if one.name == BASELINE)
    print(
        f"\n{land.villages:,} villages, {land.signals:,} signals, {land.visits:,} visits,"
        f" {land.stored_days} stored days; made in {made_in:.0f} s,"
        f" of which storing yesterday {land.store_seconds:.1f} s"
    )
    print(
        f"{'page':20}{'first ms':>10}{'then ms':>10}{'x bare':>8}{'signal ms':>11}"
        f"{'queries':>10}{'kB gz':>8}"
    )
    for one in found:
        queries = f"{one.first_queries}/{one.then_queries}"
        print(
            f"{one.name:20}{1000 * one.first:10.1f}{1000 * one.then:10.1f}"
            f"{one.then / bare:8.1f}{1000 * one.after_signal:11.1f}{queries:>10}"
            f"{one.kilobytes:8.1f}"
        )


def curve(found: dict[int, list[Measured]]) -> None:
    """Print how many times slower each page is at the largest size than at the smallest."""
    small, large = min(found), max(found)
    print(f"\nfrom {small:,} to {large:,} villages:")
    for one, other in zip(found[small], found[large], strict=True):
        print(f"{one.name:20}{other.then / one.then:8.1f} times")


def limits_of(villages: int, found: list[Measured]) -> Iterator[Limit]:
    """Yield the slowest page of a size, and the slowest after a signal."""
    slow = max(found, key=lambda one: one.then)
    yield Limit(f"{villages:,} villages: {slow.name}", THEN_AT_MOST, slow.then)
    slow = max(found, key=lambda one: one.after_signal)
    name = f"{villages:,} villages, after a signal: {slow.name}"
    yield Limit(name, AFTER_SIGNAL_AT_MOST, slow.after_signal)
    if villages == DISTRICT:
        fetched = sum(one.after_signal for one in found if one.name in REPAINTED)
        yield Limit("from a signal to a repainted map", REPAINTED_AT_MOST, fetched)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="villages")
    asked = parser.parse_args()
    # Making and dropping databases is the owner's.
    os.environ["SEJUK_DATABASE_ROLE"] = "sejuk"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejuk.project.settings")
    django.setup()
    from django.test import Client  # noqa: PLC0415

    from benchmarks._pages_land import make_land  # noqa: PLC0415

    settings.ROOT_URLCONF = "benchmarks._pages_urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    found: dict[int, list[Measured]] = {}
    for villages in asked.sizes:
        with database_of_its_own(villages):
            began = time.perf_counter()
            land = make_land(villages)
            made_in = time.perf_counter() - began
            client = Client()
            client.force_login(land.user)
            found[villages] = [measure(client, *page) for page in pages_of(land)]
            tell(land, found[villages], made_in)
    if len(found) > 1:
        curve(found)
    return conclude(limit for size, pages in found.items() for limit in limits_of(size, pages))


if __name__ == "__main__":
    sys.exit(main())
