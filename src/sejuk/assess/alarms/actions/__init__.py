"""What is done with alarms: raised, worked on, calibrated, ruled by hand, taken away."""

from sejuk.assess.alarms.actions.exporting import note_export
from sejuk.assess.alarms.actions.moves import (
    assess_report,
    close_alarm,
    dismiss_alarm,
    escalate_alarm,
    hand_on_alarms,
)
from sejuk.assess.alarms.actions.setting import retire_rule, set_rule
from sejuk.assess.alarms.actions.watching import calibrate_watch, watch_day

__all__ = [
    "assess_report",
    "calibrate_watch",
    "close_alarm",
    "dismiss_alarm",
    "escalate_alarm",
    "hand_on_alarms",
    "note_export",
    "retire_rule",
    "set_rule",
    "watch_day",
]
