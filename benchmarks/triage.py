"""
How right and how fast triage is, each figure beside a named baseline of the same run.

`fold` makes spellings one; `redact` takes personal data out; `places` finds villages in misspelt
reports; `match` knows a rumour again in other words, keeps its denial and other villages apart and
clusters up to a million messages; `sort` learns categories from decisions; `neutrality` finds
contestants in answers; `pipeline` runs a message through all of it.

The real pairs are read from the folder that SEJUK_EVAL_DATA names; what needs them is left out, and
says so, when it is absent. It ends with 1 when a promised limit does not hold. Run it with
`./sejuk bench triage`, or one part of it with `--only match`; `--quick` takes smaller sets.
"""

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks._limits import Limit, conclude

PARTS = ("fold", "redact", "places", "match", "sort", "neutrality", "pipeline")


def _present() -> tuple[str, ...]:
    here = Path(__file__).parent
    return tuple(part for part in PARTS if (here / f"_triage_{part}.py").is_file())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--only", choices=_present(), action="append")
    parser.add_argument("--quick", action="store_true", help="smaller sets")
    asked = parser.parse_args()
    limits: list[Limit] = []
    for part in asked.only or _present():
        print(f"\n== {part} ==\n", flush=True)
        began = time.perf_counter()
        limits += import_module(f"benchmarks._triage_{part}").measure(full=not asked.quick)
        print(f"\n{part} took {time.perf_counter() - began:.0f} s", flush=True)
    return conclude(limits)


if __name__ == "__main__":
    sys.exit(main())
