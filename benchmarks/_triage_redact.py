"""
Personal data in messages: how much is found by kind, what is taken for nothing, and at what cost.

Each share stands beside textbook patterns, run on the same messages. The messages are invented
(`_triage_persons`) with names that the engine's lists do not hold; the real ones, in which little
should be found, are read from SEJUK_EVAL_DATA.
"""

import csv
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from benchmarks._limits import Limit
from benchmarks._triage_persons import (
    AFTER_TITLE,
    ANNOUNCED,
    RARE_NAMES,
    TITLES,
    UNANNOUNCED,
    WRITINGS,
    Case,
    harmless,
    named,
    structured,
)
from sejuk.engines.triage import Names, PersonalKind, redacted, standard_names, with_places

SEED = 7
AREAS = Path(__file__).parents[1] / "src/sejuk/project/demonstration/areas_oku.csv"
IN_PLACES = (
    "kades {} bagi uang",
    "ada ribut di {} malam ini",
    "pak camat {} tahu",
    "warga {} resah",
)
REAL = ("rewording_informal_formal_train.csv", "indonesian_musi_train.csv")
TEXTBOOK = {
    PersonalKind.NIK: r"\b\d{16}\b",
    PersonalKind.KK: r"\b\d{16}\b",
    PersonalKind.PHONE: r"(?:\+62|62|0)8\d{8,11}\b",
    PersonalKind.PLATE: r"\b[A-Z]{1,2} ?\d{1,4} ?[A-Z]{1,3}\b",
    PersonalKind.EMAIL: r"[\w.+-]+@[\w-]+\.[\w.-]+",
    PersonalKind.HANDLE: r"@\w+",
    PersonalKind.ACCOUNT: r"\b\d{10,16}\b",
    PersonalKind.ADDRESS: r"(?:Jl|Jln|Jalan)\.? [A-Z][\w. ]+ No\.? ?\d+",
    PersonalKind.NAME: r"\b(?:[Pp]ak|[Bb]u|[Kk]ak|[Bb]ang|[Mm]ang) [A-Z]\w+(?: [A-Z]\w+)*",
}
NASTY = (
    "08 ",
    "a.",
    "pak Tarmuji ",
    "1.",
    "nol delapan ",
    "@",
    "BG 12",
    "jl a no ",
    "A B ",
    "((0",
    "x@a.",
)
LENGTHS = (1_000, 10_000, 100_000)


def measure(full: bool) -> list[Limit]:  # noqa: FBT001 - as the other parts
    """Print the tables and return the limits."""
    number = 4_000 if full else 1_000
    names = with_places(standard_names(), the_places())
    unknown = {name for name in RARE_NAMES.casefold().split() if name in names.are_given}
    assert not unknown, f"These names are in the engine's own list: {sorted(unknown)}"

    def ours(text: str) -> list[tuple[int, int]]:
        return [(one.start, one.end) for one in redacted(text, names=names).found]

    limits = [*structured_table(ours, number), *name_table(ours, number)]
    limits += false_table(number, names)
    limits += place_table(names)
    limits += cost_table()
    return limits


def structured_table(ours: Callable[[str], list[tuple[int, int]]], number: int) -> list[Limit]:
    print(f"{number} messages of each kind: share whose secret is wholly covered")
    print(f"  {'':10}{'textbook':>10}{'ours':>10}")
    shares = []
    for kind in WRITINGS:
        cases = list(structured(kind, number, SEED))
        shares.append(recall(cases, ours))
        print(f"  {kind:10}{recall(cases, plain(kind)):10.3f}{shares[-1]:10.3f}")
    return [
        Limit(
            "structured kinds found, all", at_least=0.995, took=sum(shares) / len(shares), unit=""
        ),
        Limit("structured kinds found, the worst", at_least=0.98, took=min(shares), unit=""),
    ]


def name_table(ours: Callable[[str], list[tuple[int, int]]], number: int) -> list[Limit]:
    print(f"\n{number} messages each with a name that no list holds: share wholly covered")
    print(f"  {'':36}{'textbook':>10}{'ours':>10}")
    limits = []
    for title, frames, titles in (
        ("behind a title or kinship", AFTER_TITLE, TITLES),
        ("announced (atas nama, namanya)", ANNOUNCED, ()),
        ("neither", UNANNOUNCED, ()),
    ):
        for small in (False, True):
            cases = list(named(frames, titles, number, SEED, small=small))
            share = recall(cases, ours)
            line = f"{title}, {'small letters' if small else 'capitals'}"
            print(f"  {line:50}{recall(cases, plain(PersonalKind.NAME)):10.3f}{share:10.3f}")
            if title != "neither":
                limits.append(Limit(f"names {line}", at_least=0.9, took=share, unit=""))
    return limits


def recall(cases: list[Case], find: Callable[[str], list[tuple[int, int]]]) -> float:
    return sum(is_covered(case, find(case.text)) for case in cases) / len(cases)


def is_covered(case: Case, spans: list[tuple[int, int]]) -> bool:
    """Test whether no letter or digit of the secret stays readable."""
    open_letters = {at for at in range(case.start, case.end) if case.text[at].isalnum()} - {
        at for start, end in spans for at in range(start, end)
    }
    return not open_letters


def plain(kind: PersonalKind) -> Callable[[str], list[tuple[int, int]]]:
    shape = re.compile(TEXTBOOK[kind])
    return lambda text: [found.span() for found in shape.finditer(text)]


def false_table(number: int, names: Names) -> list[Limit]:
    """Print what is found where nothing is personal, and where little is."""
    limits = []
    invented = list(harmless(number, SEED))
    sets = [("invented, nothing personal in it", invented)]
    if folder := os.environ.get("SEJUK_EVAL_DATA"):
        sets.append(("real tweets, some with names", list(real_texts(Path(folder)))))
    else:
        print("\nSEJUK_EVAL_DATA is not set: false redactions in real texts are left out")
    kinds = [kind for kind in TEXTBOOK if kind is not PersonalKind.KK]
    print(f"\nfound per 1,000 messages\n  {'':44}" + "".join(f"{kind:>9}" for kind in kinds))
    for title, texts in sets:
        counts = Counter(one.kind for text in texts for one in redacted(text, names=names).found)
        base = {kind: sum(len(plain(kind)(text)) for text in texts) for kind in kinds}
        for who, found in (("textbook", base), ("ours", counts)):
            line = "".join(f"{1000 * found[kind] / len(texts):9.1f}" for kind in kinds)
            print(f"  {title + ', ' + who:44}{line}")
        wrong = counts[PersonalKind.PLATE] + counts[PersonalKind.PHONE]
        limits.append(
            Limit(
                f"plates and phones of 1,000, {title[:15]}",
                at_most=2,
                took=1000 * wrong / len(texts),
                unit="",
            )
        )
        if texts is invented:
            took = 1000 * counts[PersonalKind.NAME] / len(texts)
            limits.append(Limit("names of 1,000, invented", at_most=30, took=took, unit=""))
    return limits


def place_table(names: Names) -> list[Limit]:
    """Print how many mentions of a village or subdistrict are taken for a person's name."""
    print("\nmentions of 171 areas taken for a name, places of the scope told or not told")
    ways: dict[str, Callable[[str], str]] = {
        "as written": str,
        "in small letters": str.lower,
        "written together": lambda place: place.lower().replace(" ", ""),
        "a letter left out": lambda place: place.lower().replace("ng", "g", 1),
    }
    shares = []
    for way, write in ways.items():
        texts = [frame.format(write(place)) for place in the_places() for frame in IN_PLACES]
        told, not_told = (
            sum(bool(redacted(text, names=lists).found) for text in texts) / len(texts)
            for lists in (names, standard_names())
        )
        shares.append(told)
        print(f"  {way:24}{told:8.3f}{not_told:8.3f}")
    return [
        Limit("places taken for names, as written", at_most=0.005, took=max(shares[:2]), unit=""),
        Limit("places taken for names, misspelt", at_most=0.05, took=max(shares[2:]), unit=""),
    ]


def the_places() -> list[str]:
    with AREAS.open(encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file)]


def real_texts(folder: Path) -> Iterable[str]:
    for name in REAL:
        with (folder / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield from row.values()


def cost_table() -> list[Limit]:
    """Print the time of a usual message, and how time grows with the length of nasty ones."""
    cases = [case.text for kind in WRITINGS for case in structured(kind, 100, SEED)]
    cases += list(harmless(400, SEED))
    took = median(seconds_of(cases) for _ in range(3)) / len(cases) * 1e6
    print(f"\n{took:.0f} µs a message of {sum(map(len, cases)) / len(cases):.0f} characters (CPU)")
    print("  µs a character at" + "".join(f"{length:>10,}" for length in LENGTHS))
    growth = []
    for part in NASTY:
        per = [
            seconds_of([(part * (length // len(part) + 1))[:length]]) / length * 1e6
            for length in LENGTHS
        ]
        growth.append(per[-1] / per[0])
        print(f"  {part!r:18}" + "".join(f"{one:10.2f}" for one in per))
    return [
        Limit("redacting a message", at_most=250, took=took, unit="µs"),
        Limit("a character of 100,000 against one of 1,000", at_most=3, took=max(growth), unit="x"),
    ]


def seconds_of(texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        redacted(text)
    return time.process_time() - began


if __name__ == "__main__":
    for limit in measure(full=False):
        print(limit.line())
