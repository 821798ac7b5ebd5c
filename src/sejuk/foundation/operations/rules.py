"""Stages and orders. No Django, no clock, no database."""

from dataclasses import dataclass
from datetime import date

from sejuk.kit.choices import N_, Choice


class Phase(Choice):
    """Which part of the operation a stage belongs to."""

    BEFORE = "pra", N_("Before the operation")
    DURING = "operasi", N_("Operation")
    AFTER = "pasca", N_("After the operation")


@dataclass(frozen=True, slots=True)
class StageDates:
    """A stage with the dates that hold now, both inclusive."""

    code: str
    name: str
    starts_on: date
    ends_on: date
    source: str
    version: int

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def day_number(self, day: date) -> int:
        """
        Return which day of the stage it is, counted from 1.

        >>> stage = StageDates("kampanye", "", date(2024, 9, 25), date(2024, 11, 23), "", 1)
        >>> stage.day_number(date(2024, 11, 23))
        60
        """
        return (day - self.starts_on).days + 1


def stage_on(stages: list[StageDates], day: date) -> StageDates | None:
    """Return the stage of a day: the one that began last where several overlap."""
    running = [stage for stage in stages if stage.covers(day)]
    return max(running, key=lambda stage: (stage.starts_on, stage.code), default=None)
