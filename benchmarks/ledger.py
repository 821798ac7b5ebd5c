"""
How long the ledger takes to build and to verify, against the least that could be done.

The baseline is `json.dumps` and `sha256` of the same entries in the same process: what any program
must spend that hashes what it writes. It ends with 1 when the promised limit does not hold. Run it
with `./sejuk bench ledger`.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks._limits import Limit, conclude
from sejuk.foundation.ledger.rules import (
    GENESIS,
    export_line,
    linked,
    read_export,
    verify_chain,
)

SIZES = (10_000, 100_000, 1_000_000)
AT_MOST = {1_000_000: 30.0}
"""How many seconds the verification of so many entries may take."""
START = datetime(2024, 9, 25, tzinfo=UTC)
VERBS = ("signals.signal.taken", "outreach.visit.recorded", "sitreps.sitrep.signed")


def an_entry(sequence: int) -> dict[str, object]:
    """Return an entry of usual size; about 330 bytes when exported."""
    return {
        "sequence": sequence,
        "at": START + timedelta(seconds=sequence * 5),
        "actor_name": f"Personel Contoh {sequence % 425}",
        "actor_user_id": sequence % 425,
        "verb": VERBS[sequence % len(VERBS)],
        "subject": f"signals.signal:{sequence}",
        "area_code": f"16.01.08.{2001 + sequence % 143}",
        "detail": {"from": "new", "to": "taken", "severity": sequence % 4 + 1},
    }


def a_chain(count: int) -> Iterator[dict[str, object]]:
    head = GENESIS
    for sequence in range(1, count + 1):
        entry = linked(head, an_entry(sequence))
        head = str(entry["hash"])
        yield entry


def hashed_plainly(entries: Iterable[Mapping[str, object]]) -> int:
    """Do the least: write each entry as JSON, hash it, compare nothing."""
    count = 0
    for entry in entries:
        sha256(json.dumps(entry).encode()).hexdigest()
        count += 1
    return count


def seconds_of(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def write_export(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as export:
        export.writelines(f"{export_line(entry)}\n" for entry in a_chain(count))


def verify_export(path: Path) -> None:
    with path.open("rb") as lines:
        verdict = verify_chain(read_export(lines))
    if not verdict.holds:
        raise SystemExit(f"The chain just made does not hold: {verdict.first_broken}")


def read_plainly(path: Path) -> Iterator[Mapping[str, object]]:
    with path.open("rb") as lines:
        yield from map(json.loads, lines)


def measure(count: int, folder: Path) -> float:
    """Print what one size took, and return the seconds of its verification."""
    path = folder / f"{count}.jsonl"
    built = seconds_of(lambda: write_export(path, count))
    verified = seconds_of(lambda: verify_export(path))
    least = seconds_of(lambda: hashed_plainly(read_plainly(path)))
    megabytes = path.stat().st_size / 1e6
    path.unlink()
    row = (
        f"{count:>9,}  {megabytes:>6.0f} MB  {built:>7.2f} s  {verified:>7.2f} s  {least:>7.2f} s"
        f"  {verified / least:>5.2f}  {verified / count * 1e6:>6.1f} µs"
    )
    print(row, flush=True)
    return verified


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="numbers of entries")
    sizes = parser.parse_args(arguments).sizes
    print("Ledger. build: link and write a file; verify: read and check it;")
    print("least: json.loads, json.dumps and sha256 of the same lines; ratio: verify / least.")
    print("  entries       file      build     verify      least  ratio  verify one")
    with TemporaryDirectory() as folder:
        took = {count: measure(count, Path(folder)) for count in sizes}
    return conclude(
        Limit(f"verify {count:,} entries", AT_MOST[count], took[count])
        for count in sizes
        if count in AT_MOST
    )


if __name__ == "__main__":
    sys.exit(main())
