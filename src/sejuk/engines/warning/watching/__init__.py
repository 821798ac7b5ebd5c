"""Alarms of a district's day: what is unusual here, and in how many quiet days it comes once."""

from sejuk.engines.warning.watching.cases import Case, Detector, Place
from sejuk.engines.warning.watching.findings import Finding, SetRule
from sejuk.engines.warning.watching.replaying import calibrate
from sejuk.engines.warning.watching.simulating import Outbreak, Simulated, Simulation, simulate
from sejuk.engines.warning.watching.thresholds import (
    ENOUGH_QUIET_DAYS,
    Bar,
    Null,
    Thresholds,
    thresholds_from_json,
    thresholds_to_json,
)
from sejuk.engines.warning.watching.watching import watch

__all__ = [
    "ENOUGH_QUIET_DAYS",
    "Bar",
    "Case",
    "Detector",
    "Finding",
    "Null",
    "Outbreak",
    "Place",
    "SetRule",
    "Simulated",
    "Simulation",
    "Thresholds",
    "calibrate",
    "simulate",
    "thresholds_from_json",
    "thresholds_to_json",
    "watch",
]
