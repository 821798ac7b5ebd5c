"""What is done with answers: written, approved, released, sent, withdrawn, carried."""

from sejuk.act.response.actions.carrying import (
    assign_carrier,
    cancel_carrying,
    report_delivery,
)
from sejuk.act.response.actions.conversing import answer_message
from sejuk.act.response.actions.exporting import note_statistics
from sejuk.act.response.actions.releasing import SEND, release_answer, withdraw_answer
from sejuk.act.response.actions.sending import (
    drop_sending,
    note_all_told,
    note_asked,
    send_to_one,
    tell_receipt,
)
from sejuk.act.response.actions.voting import count_vote
from sejuk.act.response.actions.writing import approve_answer, edit_answer, write_answer

__all__ = [
    "SEND",
    "answer_message",
    "approve_answer",
    "assign_carrier",
    "cancel_carrying",
    "count_vote",
    "drop_sending",
    "edit_answer",
    "note_all_told",
    "note_asked",
    "note_statistics",
    "release_answer",
    "report_delivery",
    "send_to_one",
    "tell_receipt",
    "withdraw_answer",
    "write_answer",
]
