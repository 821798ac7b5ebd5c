"""Places in reports beside exact look-up and fuzzy windows: found, missed, made up; how fast."""

import csv
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks._limits import Limit
from benchmarks._triage_place_reports import CORRUPTIONS, Area, Report, reports
from sejuk.engines.triage import AreaName, gazetteer_of, located

AREAS = Path(__file__).parents[1] / "src/sejuk/project/demonstration/areas_oku.csv"
REAL = (
    "indonesian_musi_train.csv",
    "rewording_informal_formal_train.csv",
    "rewording_informal_formal_dev.csv",
)
SEED = 20241127
MOST_WORDS = 4
# Chosen as goals before the engine was written: F1 by level.
AT_LEAST = {"clean": 0.98, "lv1": 0.93, "lv2": 0.88}
FALSE_ALARMS_AT_MOST = 2.0
REPORTS_A_SECOND = 5_000.0

Found = tuple[int, int, str]  # where, and which name
Extractor = Callable[[str], list[Found]]


def measure(full: bool) -> list[Limit]:  # noqa: FBT001 - as the other parts
    """Print the tables and return the limits."""
    areas = the_areas()
    ways = extractors(areas)
    count = 3_000 if full else 600
    table = {level: reports(areas, way, count, seed=SEED) for level, way in CORRUPTIONS.items()}
    limits = found_by_level(ways, table, count)
    limits += homonyms(areas)
    limits += false_alarms(ways)
    return limits


def the_areas() -> list[Area]:
    with AREAS.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [Area(row["code"], row["name"], row["level"], row["parent"]) for row in rows]


def extractors(areas: Sequence[Area]) -> dict[str, Extractor]:
    """Return ours and the baselines; a name stands for all areas that have it."""
    local = [area for area in areas if area.level not in {"provinsi", "kabupaten"}]
    names = sorted({area.name for area in local})
    known = gazetteer_of(AreaName(one.code, one.name, one.level, one.parent) for one in areas)
    named = {area.code: area.name for area in local}

    def ours(text: str) -> list[Found]:
        firsts = ((one.start, one.end, one.candidates[0].code) for one in located(text, known))
        return [(start, end, named[code]) for start, end, code in firsts if code in named]

    return {
        "exact look-up": exact(names),
        "rapidfuzz, windows at 85": windows(names, 85),
        "rapidfuzz, windows at 90": windows(names, 90),
        "this": ours,
    }


def spans(text: str) -> list[tuple[int, int, str]]:
    """Return every window of up to four words, the longest first."""
    words, at = [], 0
    for word in "".join(letter if letter.isalnum() else " " for letter in text.lower()).split():
        start = text.lower().index(word, at)
        words.append((start, start + len(word), word))
        at = start + len(word)
    return [
        (words[first][0], words[first + size - 1][1], " ".join(w[2] for w in words[first:][:size]))
        for size in range(min(MOST_WORDS, len(words)), 0, -1)
        for first in range(len(words) - size + 1)
    ]


def without_overlap(found: Iterable[Found]) -> list[Found]:
    taken: list[Found] = []
    for one in found:
        if all(one[1] <= other[0] or other[1] <= one[0] for other in taken):
            taken.append(one)
    return taken


def exact(names: Sequence[str]) -> Extractor:
    """Return what Aho and Corasick's automaton with whole words finds, by a table of windows."""
    known = {name.lower(): name for name in names}

    def found(text: str) -> list[Found]:
        return without_overlap(
            (s, e, known[words]) for s, e, words in spans(text) if words in known
        )

    return found


def windows(names: Sequence[str], bar: int) -> Extractor:
    """Return the fuzzy look-up that most programs have: the best ratio above a bar."""
    lower = [name.lower() for name in names]

    def found(text: str) -> list[Found]:
        hits = []
        for start, end, words in spans(text):
            best = process.extractOne(words, lower, scorer=fuzz.ratio, score_cutoff=bar)
            if best is not None:
                hits.append((-best[1], start, end, names[best[2]]))
        return without_overlap((start, end, name) for _, start, end, name in sorted(hits))

    return found


@dataclass
class Tally:
    """Right, missed and made up."""

    right: int = 0
    missed: int = 0
    made_up: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.missed + self.made_up)

    def add(self, report: Report, found: Sequence[Found]) -> None:
        for named in report.named:
            is_right = any(
                start < named.end and named.start < end and name == named.area.name
                for start, end, name in found
            )
            self.right += is_right
            self.missed += not is_right
        self.made_up += sum(
            not any(
                start < named.end and named.start < end and name == named.area.name
                for named in report.named
            )
            for start, end, name in found
        )


def found_by_level(
    ways: dict[str, Extractor], table: dict[str, list[Report]], count: int
) -> list[Limit]:
    print(f"{count} reports a level; F1 of names (precision/recall)")
    print(f"{'':26}" + "".join(f"{level:>20}" for level in table) + f"{'reports/s':>12}")
    limits = []
    for name, way in ways.items():
        way("pemanasan di Lubuk Batang")
        cells, fastest = [], 0.0
        for level, told in table.items():
            chosen = told if name in {"this", "exact look-up"} else told[: count // 5]
            tally = Tally()
            began = time.process_time()
            answers = [way(report.text) for report in chosen]
            fastest = max(fastest, len(chosen) / (time.process_time() - began))
            for report, answer in zip(chosen, answers, strict=True):
                tally.add(report, answer)
            precision = tally.right / max(1, tally.right + tally.made_up)
            recall = tally.right / max(1, tally.right + tally.missed)
            cells.append(f"{tally.f1:.3f} ({precision:.2f}/{recall:.2f})")
            if name == "this" and level in AT_LEAST:
                limits.append(
                    Limit(f"places: F1 {level}", took=tally.f1, unit="", at_least=AT_LEAST[level])
                )
        print(f"{name:26}" + "".join(f"{cell:>20}" for cell in cells) + f"{fastest:12.0f}")
        if name == "this":
            limits.append(
                Limit("places: reports", took=fastest, unit="/s", at_least=REPORTS_A_SECOND)
            )
    return limits


def homonyms(areas: Sequence[Area]) -> list[Limit]:
    """Names of two kecamatan: asked when nothing else is said, answered when it is."""
    known = gazetteer_of(AreaName(one.code, one.name, one.level, one.parent) for one in areas)
    by_code = {area.code: area for area in areas}
    villages = [area for area in areas if area.level in {"desa", "kelurahan"}]
    names = [area.name for area in villages]
    twice = [area for area in villages if names.count(area.name) > 1]
    asked = answered = 0
    for area in twice:
        same = {other.code for other in villages if other.name == area.name}
        alone = located(f"ada ribut di desa {area.name}", known)[0]
        told = located(f"ada ribut di {area.name} kec {by_code[area.parent].name}", known)[0]
        asked += alone.is_ambiguous and {one.code for one in alone.candidates} == same
        answered += not told.is_ambiguous and told.candidates[0].code == area.code
    print(
        f"\n{len(twice)} villages share a name: asked {asked}, answered by kecamatan {answered}\n"
    )
    return [
        Limit(
            "places: homonyms asked and answered",
            took=(asked + answered) / (2 * len(twice)),
            unit="",
            at_least=1,
        )
    ]


def false_alarms(ways: dict[str, Extractor]) -> list[Limit]:
    """Texts of other people about other things: whatever is found there is made up."""
    folder = Path(os.environ.get("SEJUK_EVAL_DATA", ""))
    rows = [row for name in REAL for row in rows_of(folder / name)]
    if not rows:
        print(f"Real texts are left out: set SEJUK_EVAL_DATA to the folder that has {REAL[0]}.")
        return []
    looked_at, held_out = (
        [text for row in some for text in row] for some in (rows[::2], rows[1::2])
    )
    print(f"places made up per 1,000 of {len(looked_at)} texts looked at, of {len(held_out)} not")
    limits = []
    for name, way in ways.items():
        rates, spent, read = [], 0.0, 0
        for texts in (looked_at, held_out):
            chosen = texts if name in {"this", "exact look-up"} else texts[::5]
            began = time.process_time()
            made_up = sum(bool(way(text)) for text in chosen)
            spent += time.process_time() - began
            read += len(chosen)
            rates.append(1000 * made_up / len(chosen))
        print(f"{name:26}{rates[0]:10.2f}{rates[1]:10.2f}{read / spent:12.0f} texts/s")
        if name == "this":
            limits.append(
                Limit(
                    "places: made up, texts not looked at",
                    FALSE_ALARMS_AT_MOST,
                    rates[1],
                    "per 1,000",
                )
            )
    return limits


def rows_of(path: Path) -> list[tuple[str, ...]]:
    """Return the texts of each row: the same thing said twice."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as lines:
        return [tuple(row.values()) for row in csv.DictReader(lines)]
