"""
Scanning space and time for clusters.

`scan` is the tool for a table of cases. `prepare`, `scan_counts` and `scan_many` take and give
arrays: other detectors build on them.
"""

from sejuk.engines.warning.scanning.asked import CannotScan, ScanKind, Statistic
from sejuk.engines.warning.scanning.circles import Circles, prepare
from sejuk.engines.warning.scanning.clusters import Cluster, ScanPlace, ScanResult, scan
from sejuk.engines.warning.scanning.cylinders import (
    BestCylinders,
    Cylinder,
    scan_counts,
    scan_many,
)
from sejuk.engines.warning.scanning.populations import (
    person_days,
    standardised_expectation,
)

__all__ = [
    "BestCylinders",
    "CannotScan",
    "Circles",
    "Cluster",
    "Cylinder",
    "ScanKind",
    "ScanPlace",
    "ScanResult",
    "Statistic",
    "person_days",
    "prepare",
    "scan",
    "scan_counts",
    "scan_many",
    "standardised_expectation",
]
