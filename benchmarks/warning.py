"""
How right and how fast early warning is, each figure beside a named baseline of the same run.

`scan` finds clusters in space and time and is held against the published result of SaTScan on the
New Mexico sample; `charts` watches series of counts in the 28 scenarios of Noufaily et al. (2013);
`watch` raises alarms in a simulated district with late and unequal reports; `forecast` tells the
week ahead on ten years of points in Chicago; `visits` simulates a year of outreach; `national`
computes index and temperature of 83,000 villages.

The real data are read from the folder that SEJUK_EVAL_DATA names; what needs them is left out, and
says so, when it is absent. It ends with 1 when a promised limit does not hold. Run it with
`./sejuk bench warning`, or one part of it with `--only scan`; `--quick` takes fewer replicates.
"""

import argparse
import sys
import time
from importlib import import_module

from benchmarks._limits import Limit, conclude

PARTS = ("scan", "charts", "watch", "forecast", "visits", "national")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("--only", choices=PARTS, action="append")
    parser.add_argument("--quick", action="store_true", help="fewer replicates and districts")
    asked = parser.parse_args()
    limits: list[Limit] = []
    for part in asked.only or PARTS:
        print(f"\n== {part} ==\n", flush=True)
        began = time.perf_counter()
        limits += import_module(f"benchmarks._warning_{part}").measure(full=not asked.quick)
        print(f"\n{part} took {time.perf_counter() - began:.0f} s", flush=True)
    return conclude(limits)


if __name__ == "__main__":
    sys.exit(main())
