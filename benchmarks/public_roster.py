"""
How good rosters are on public shift-scheduling instances whose best known values are published.

The instances (Curtois and Qu, "Computational results on new staff scheduling benchmark instances",
2014, schedulingbenchmarks.org) are not part of this repository: the environment variable
SEJUK_EVAL_DATA names a folder with `shift_scheduling/Instance1.txt` and so on.

Each instance is solved for at most so many seconds of the processor (one core, one seed), the
roster is judged by `verify`, and a plain CP-SAT model gets the seconds that we took, and ten at
least. It ends with 1 when a roster breaks a rule or costs other than the verifier says. Run it with
`./sejuk bench public_roster [--instances 2 5 9] [--seconds 60] [--without-baseline]`.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks._plain_roster import Plain, plain
from sejuk.engines.roster import Problem, Solution, Verdict, read_instance, solve, verify
from sejuk.engines.roster.sequences.sequences import question_of

# Published best known values of instances 1 to 24.
VALUES = (
    *(607, 828, 1001, 1716, 1143, 1950, 1056, 1300, 439, 4631, 3443, 4040),
    *(1348, 1278, 3828, 3225, 5746, 4459, 3149, 4769, 21133, 30241, 17285, 40439),
)
BEST_KNOWN = dict(enumerate(VALUES, start=1))
CHOSEN = (2, 3, 5, 7, 9, 11, 15, 17)  # so that it ends in some ten minutes
SECONDS = 40.0
LEAST_SECONDS = 10.0  # of the plain model, where ours is done sooner
SEED = 1


@dataclass(frozen=True)
class Measured:
    """One instance, solved and judged."""

    number: int
    solution: Solution
    verdict: Verdict
    seconds: float
    plain: Plain | None

    @property
    def is_sound(self) -> bool:
        return self.verdict.is_legal and self.verdict.figures.cost == self.solution.cost

    def line(self) -> str:
        best, ours = BEST_KNOWN[self.number], self.solution
        gap = 100 * (ours.cost - best) / best
        proved = "proved" if ours.bound >= ours.cost else ""
        verdict = "yes" if self.is_sound else "NO"
        plain = "" if self.plain is None else _plain_words(self.plain)
        return (
            f"{self.number:>3}{best:>8}{ours.cost:>8}{gap:>8.2f} %{ours.bound:>8} {proved:7}"
            f"{self.seconds:>8.1f} s  {verdict:9}{plain}"
        )


def _plain_words(plain: Plain) -> str:
    cost = "none" if plain.cost is None else str(plain.cost)
    return f"{cost:>8}{plain.bound:>8}{plain.seconds:>8.1f} s"


def instance(folder: Path, number: int) -> Problem:
    return read_instance((folder / f"Instance{number}.txt").read_text())


def measure(problem: Problem, number: int, seconds: float, *, with_baseline: bool) -> Measured:
    began = time.process_time()
    solution = solve(problem, seed=SEED, seconds=seconds, clock=time.process_time)
    took = time.process_time() - began
    verdict = verify(problem, solution.roster)
    beside = plain(question_of(problem).lines, max(took, LEAST_SECONDS)) if with_baseline else None
    return Measured(number, solution, verdict, took, beside)


def compile_first(problem: Problem) -> float:
    """Compile what is compiled, or read it from disk; return the seconds."""
    began = time.process_time()
    solve(problem, seed=SEED, rounds=1)
    return time.process_time() - began


def tell(folder: Path, numbers: Sequence[int], seconds: float, *, with_baseline: bool) -> int:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    took = compile_first(instance(folder, min(numbers)))
    print(f"compiling, or reading what has been compiled, and a first turn: {took:.1f} s\n")
    print("     best      our                 our                                plain   plain")
    print("  #  known     cost       gap     bound              CPU   verified    cost   bound")
    sound = True
    for number in numbers:
        problem = instance(folder, number)
        measured = measure(problem, number, seconds, with_baseline=with_baseline)
        print(measured.line(), flush=True)
        for breach in measured.verdict.breaches:
            if breach.level == "hard":
                print(f"     {breach.sentence}")
        sound &= measured.is_sound
    return int(not sound)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, nargs="+", default=CHOSEN, help="numbers")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of the processor, each")
    parser.add_argument("--without-baseline", action="store_true", help="ours alone")
    asked = parser.parse_args()
    where = os.environ.get("SEJUK_EVAL_DATA")
    folder = Path(where or "") / "shift_scheduling"
    if not where or not folder.is_dir():
        print("Nothing was measured: SEJUK_EVAL_DATA names no folder with shift_scheduling/.")
        return 0
    there = [one for one in asked.instances if (folder / f"Instance{one}.txt").is_file()]
    for number in sorted(set(asked.instances) - set(there)):
        print(f"Instance{number}.txt is not there and is left out.")
    if not there:
        return 0
    return tell(folder, there, asked.seconds, with_baseline=not asked.without_baseline)


if __name__ == "__main__":
    sys.exit(main())
