"""What is done with rumours: written down, verified, moved on, merged and split, minded."""

from sejuk.assess.rumours.actions.deadlines import mind_deadlines
from sejuk.assess.rumours.actions.exporting import note_export
from sejuk.assess.rumours.actions.moving import (
    close_rumour,
    mark_answered,
    refer_matter,
    release_rumour,
    reopen_rumour,
    take_rumour,
)
from sejuk.assess.rumours.actions.shifting import merge_rumours, split_rumour, undo_merge
from sejuk.assess.rumours.actions.verifying import ask_authority, decide_veracity, note_answer
from sejuk.assess.rumours.actions.writing import (
    Heard,
    add_sightings,
    edit_rumour,
    withdraw_sighting,
    write_rumour,
)

__all__ = [
    "Heard",
    "add_sightings",
    "ask_authority",
    "close_rumour",
    "decide_veracity",
    "edit_rumour",
    "mark_answered",
    "merge_rumours",
    "mind_deadlines",
    "note_answer",
    "note_export",
    "refer_matter",
    "release_rumour",
    "reopen_rumour",
    "split_rumour",
    "take_rumour",
    "undo_merge",
    "withdraw_sighting",
    "write_rumour",
]
