"""
Scanning space and time for clusters.

`prepare`, `scan_counts` and `scan_many` take and give arrays: other detectors build on them.
"""

from sejuk.engines.warning.scanning.asked import CannotScan, ScanKind, Statistic
from sejuk.engines.warning.scanning.circles import Circles, prepare
from sejuk.engines.warning.scanning.cylinders import (
    BestCylinders,
    Cylinder,
    scan_counts,
    scan_many,
)

__all__ = [
    "BestCylinders",
    "CannotScan",
    "Circles",
    "Cylinder",
    "ScanKind",
    "Statistic",
    "prepare",
    "scan_counts",
    "scan_many",
]
