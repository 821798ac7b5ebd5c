"""
What makes the ledger a chain, and how anybody proves that it still is one.

Each entry carries the SHA-256 of its own canonical JSON, which contains the hash of the entry
before it. To change, drop, swap or insert an entry, all later hashes must be made anew; and then
the last hash differs from the one printed on that day's situation report.

The file imports nothing but the standard library and nothing of Sejuk, so that an outsider can
check an exported ledger on any Python 3.11 without installing anything:

    python rules.py ledger.jsonl
    python rules.py ledger.jsonl --head 5f3c…   (the hash printed on a report)

Canonical JSON here means: UTF-8, keys sorted by code point, no spaces, no NaN or infinity, a
number without a fraction written as an integer (1.0 becomes 1, as in RFC 8785), an instant written
in UTC to the microsecond. So an entry read back from PostgreSQL's jsonb hashes as it was written.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

GENESIS = "0" * 64
"""What the first entry names as the hash before it."""

HASHED_FIELDS = (
    "sequence",
    "at",
    "actor_name",
    "actor_user_id",
    "verb",
    "subject",
    "area_code",
    "detail",
    "previous_hash",
)
FIELDS = frozenset({*HASHED_FIELDS, "hash"})

EXAMPLE_ENTRY: Mapping[str, object] = {
    "sequence": 1,
    "at": datetime(2024, 10, 12, 2, tzinfo=UTC),
    "actor_name": "Aiptu Contoh",
    "actor_user_id": 7,
    "verb": "signals.signal.taken",
    "subject": "signals.signal:41",
    "area_code": "16.01.08.2018",
    "detail": {"state": "taken"},
}
"""An entry before it is linked: its fields with values of their kinds."""


class Fault(StrEnum):
    """What can be wrong with an entry, in the order in which it is looked for."""

    MALFORMED = "malformed"
    OUT_OF_SEQUENCE = "out_of_sequence"
    UNLINKED = "unlinked"
    ALTERED = "altered"
    HEAD_NOT_FOUND = "head_not_found"


EXPLANATIONS = {
    Fault.MALFORMED: "is not a complete ledger entry",
    Fault.OUT_OF_SEQUENCE: "is not what stands there: an entry is missing, moved or added",
    Fault.UNLINKED: "does not carry the hash of the entry before it",
    Fault.ALTERED: "does not match its own hash: its content was changed",
    Fault.HEAD_NOT_FOUND: "would be next, but the expected head hash was never reached: "
    "the end is cut off, or the chain was written anew",
}

END_UNPROVEN = (
    "A cut-off end is not seen so: "
    "only --head, with a hash from a printed report, proves the end.\n"
)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold. `sequence` is the number expected there."""

    sequence: int
    fault: Fault

    @property
    def why(self) -> str:
        return f"Entry {self.sequence} {EXPLANATIONS[self.fault]}."


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries hold, the hash of the last of them, and the first that does not hold."""

    count: int
    head: str
    first_broken: Break | None = None
    expected_head_at: int | None = None

    @property
    def holds(self) -> bool:
        return self.first_broken is None


def plain(value: object) -> object:
    """
    Copy `value` into what JSON and jsonb give back unchanged.

    >>> plain({"seen": datetime(2024, 10, 12, 9, tzinfo=UTC), "share": 2.0, "codes": ("a", "b")})
    {'seen': '2024-10-12T09:00:00.000000Z', 'share': 2, 'codes': ['a', 'b']}

    :raises ValueError: for NaN, infinity, an instant without a zone, text that jsonb cannot hold
    :raises TypeError: for keys that are not text, and for anything but JSON, dates and instants
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return _plain_text(value)
    if isinstance(value, float):
        return _plain_number(value)
    if isinstance(value, Mapping):
        return {_plain_key(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return _plain_date(value)


def _plain_text(value: str) -> str:
    if "\0" in value:
        raise ValueError("A ledger entry cannot hold the null character.")
    value.encode()  # A lone surrogate has no UTF-8, and raises here.
    return str(value)


def _plain_number(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"A ledger entry cannot hold {value}.")
    return int(value) if value.is_integer() else value


def _plain_key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A key in a ledger entry is text, not {type(key).__name__}.")
    return _plain_text(key)


def _plain_date(value: object) -> str:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A ledger entry cannot hold a {type(value).__name__}.")


def instant(at: datetime) -> str:
    """
    Write an instant as the ledger writes it.

    >>> instant(datetime.fromisoformat("2024-10-12T09:00:00+07:00"))
    '2024-10-12T02:00:00.000000Z'

    :raises ValueError: when `at` has no time zone
    """
    if at.tzinfo is None:
        raise ValueError("An instant in the ledger needs a time zone.")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


_write_json = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical_json(value: object) -> str:
    """
    Write `value` in the one way in which it can be written.

    >>> canonical_json({"b": 1.0, "a": "é"})
    '{"a":"é","b":1}'
    """
    return _write_json(plain(value))


def entry_hash(previous_hash: str, entry: Mapping[str, object]) -> str:
    """
    Hash an entry that follows the entry with `previous_hash`.

    `entry` maps the names in `HASHED_FIELDS` to values; what it says of hashes is not read.

    >>> entry_hash(GENESIS, EXAMPLE_ENTRY)[:16]
    '861976dc640748ed'
    """
    content = {field: entry[field] for field in HASHED_FIELDS if field != "previous_hash"}
    content["previous_hash"] = previous_hash
    return sha256(canonical_json(content).encode()).hexdigest()


def linked(previous_hash: str, entry: Mapping[str, object]) -> dict[str, object]:
    """Return `entry` as it stands in the chain: plain, with both hashes."""
    content = {field: plain(entry[field]) for field in HASHED_FIELDS if field != "previous_hash"}
    return {**content, "previous_hash": previous_hash, "hash": entry_hash(previous_hash, content)}


def export_line(entry: Mapping[str, object]) -> str:
    """Write a linked entry as one line of an exported ledger, without the line's end."""
    return canonical_json({field: entry[field] for field in FIELDS})


def verify_chain(
    entries: Iterable[Mapping[str, object] | None], *, expected_head: str | None = None
) -> Verdict:
    """
    Read a chain from its first entry on, and stop at the first entry that does not hold.

    `expected_head` is a hash known from elsewhere, as from a printed report: the chain must reach
    it, and may have grown since. Without it a cut-off end cannot be seen. `None` stands for an
    entry that could not be read.

    >>> first = linked(GENESIS, EXAMPLE_ENTRY)
    >>> second = linked(str(first["hash"]), {**EXAMPLE_ENTRY, "sequence": 2})
    >>> verify_chain([first, second]).holds
    True
    >>> verify_chain([first, {**second, "area_code": "16.01.13"}]).first_broken.why
    'Entry 2 does not match its own hash: its content was changed.'
    >>> verify_chain([first], expected_head=str(second["hash"])).first_broken.fault
    <Fault.HEAD_NOT_FOUND: 'head_not_found'>
    """
    count, head, found_at = 0, GENESIS, None
    for entry in entries:
        fault = _fault_of(entry, sequence=count + 1, previous_hash=head)
        if entry is None or fault is not None:
            return Verdict(count, head, Break(count + 1, fault or Fault.MALFORMED), found_at)
        count, head = count + 1, str(entry["hash"])
        if head == expected_head:
            found_at = count
    if expected_head is not None and found_at is None:
        return Verdict(count, head, Break(count + 1, Fault.HEAD_NOT_FOUND))
    return Verdict(count, head, None, found_at)


def _fault_of(
    entry: Mapping[str, object] | None, *, sequence: int, previous_hash: str
) -> Fault | None:
    if entry is None or entry.keys() != FIELDS:
        return Fault.MALFORMED
    # A sequence of 1.0 or true equals 1 in Python, and is not what was written.
    if type(entry["sequence"]) is not int or entry["sequence"] != sequence:
        return Fault.OUT_OF_SEQUENCE
    if entry["previous_hash"] != previous_hash:
        return Fault.UNLINKED
    try:
        right = entry_hash(previous_hash, entry) == entry["hash"]
    except (TypeError, ValueError):
        return Fault.MALFORMED
    return None if right else Fault.ALTERED


def read_export(lines: Iterable[bytes]) -> Iterator[Mapping[str, object] | None]:
    """Read exported lines one at a time; `None` for a line that is not one JSON object."""
    decode = json.JSONDecoder(object_pairs_hook=_without_duplicates).decode
    for line in lines:
        try:
            entry = decode(line.decode().rstrip("\r\n"))
        # A nest of ten thousand brackets is not an entry either.
        except (ValueError, RecursionError):
            entry = None
        yield entry if isinstance(entry, dict) else None


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse {"a": 1, "a": 2}: two readers could see two different entries in it."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return fields


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify an exported file and say what was found; the exit code is 0 when the chain holds."""
    parser = argparse.ArgumentParser(description="Verify an exported Sejuk ledger.")
    parser.add_argument("export", type=Path, help="the exported file, one entry a line")
    parser.add_argument("--head", help="a hash that the chain must reach, as printed on a report")
    asked = parser.parse_args(arguments)
    try:
        with asked.export.open("rb") as lines:
            verdict = verify_chain(read_export(lines), expected_head=asked.head)
    except OSError as error:
        sys.stderr.write(f"{asked.export} cannot be read: {error.strerror}.\n")
        return 2
    sys.stdout.write(summary(verdict))
    return 0 if verdict.holds and verdict.count else 1


def summary(verdict: Verdict) -> str:
    """
    Say in a few lines what a verification found.

    >>> print(summary(Verdict(0, GENESIS)), end="")
    There is no entry: nothing was verified.
    >>> print(summary(Verdict(7, "cd")), end="")
    7 entries hold. Head: cd
    A cut-off end is not seen so: only --head, with a hash from a printed report, proves the end.
    >>> print(summary(Verdict(2, "ab", Break(3, Fault.UNLINKED))), end="")
    BROKEN. Entry 3 does not carry the hash of the entry before it.
    2 entries before it hold. Head there: ab
    """
    if verdict.first_broken is not None:
        return (
            f"BROKEN. {verdict.first_broken.why}\n"
            f"{verdict.count} entries before it hold. Head there: {verdict.head}\n"
        )
    if not verdict.count:
        return "There is no entry: nothing was verified.\n"
    lines = f"{verdict.count} entries hold. Head: {verdict.head}\n"
    if verdict.expected_head_at is None:
        return lines + END_UNPROVEN
    return f"{lines}The expected head is the hash of entry {verdict.expected_head_at}.\n"


if __name__ == "__main__":
    sys.exit(main())
