"""Alarms of a district's day: what is unusual here, and in how many quiet days it comes once."""

from sejuk.engines.warning.watching.cases import Case, Detector, Place
from sejuk.engines.warning.watching.findings import Finding, SetRule
from sejuk.engines.warning.watching.thresholds import (
    Bar,
    Null,
    Thresholds,
    thresholds_from_json,
    thresholds_to_json,
)
from sejuk.engines.warning.watching.watching import calibrate, watch

__all__ = [
    "Bar",
    "Case",
    "Detector",
    "Finding",
    "Null",
    "Place",
    "SetRule",
    "Thresholds",
    "calibrate",
    "thresholds_from_json",
    "thresholds_to_json",
    "watch",
]
