"""Changes to signals: one function, one transaction, one ledger entry."""

from sejuk.sense.signals.actions.announcing import announce_answer
from sejuk.sense.signals.actions.bulk import Said, move_signals, undo_moves
from sejuk.sense.signals.actions.deciding import (
    decide_kind,
    decide_urgency,
    join_signals,
    keep_apart,
    place_signal,
)
from sejuk.sense.signals.actions.dialogue import (
    mark_read,
    seal_whole,
    write_by_receipt,
    write_to_reporter,
)
from sejuk.sense.signals.actions.exports import note_export
from sejuk.sense.signals.actions.files import SIGNALS
from sejuk.sense.signals.actions.judging import Judgement, judge_signals
from sejuk.sense.signals.actions.keys import make_api_key, revoke_api_key
from sejuk.sense.signals.actions.moves import (
    grade_signal,
    refer_signal,
    release_signal,
    reopen_signal,
    set_aside_signal,
    settle_signal,
    take_signal,
)
from sejuk.sense.signals.actions.notices import (
    ask_survey,
    choose_notice,
    end_notices,
    end_notices_to,
    tell_in_conversation,
    tell_reporter,
)
from sejuk.sense.signals.actions.own_data import (
    delete_contact,
    delete_photos,
    give_own_data,
)
from sejuk.sense.signals.actions.photos import (
    check_photo,
    drop_held,
    hold_photos,
    look_at_photo,
    restore_photo,
)
from sejuk.sense.signals.actions.receiving import Arrival, receive_once, receive_signal
from sejuk.sense.signals.actions.redacting import redact_signals
from sejuk.sense.signals.actions.reporting import (
    Wish,
    receive_report,
)
from sejuk.sense.signals.actions.secrecy import forget_networks
from sejuk.sense.signals.actions.suggesting import (
    MOST_AT_ONCE,
    SUGGEST,
    suggest_about,
)
from sejuk.sense.signals.actions.surveys import (
    answer_survey,
)
from sejuk.sense.signals.actions.views import change_view, remove_view, save_view

__all__ = [
    "MOST_AT_ONCE",
    "SIGNALS",
    "SUGGEST",
    "Arrival",
    "Judgement",
    "Said",
    "Wish",
    "announce_answer",
    "answer_survey",
    "ask_survey",
    "change_view",
    "check_photo",
    "choose_notice",
    "decide_kind",
    "decide_urgency",
    "delete_contact",
    "delete_photos",
    "drop_held",
    "end_notices",
    "end_notices_to",
    "forget_networks",
    "give_own_data",
    "grade_signal",
    "hold_photos",
    "join_signals",
    "judge_signals",
    "keep_apart",
    "look_at_photo",
    "make_api_key",
    "mark_read",
    "move_signals",
    "note_export",
    "place_signal",
    "receive_once",
    "receive_report",
    "receive_signal",
    "redact_signals",
    "refer_signal",
    "release_signal",
    "remove_view",
    "reopen_signal",
    "restore_photo",
    "revoke_api_key",
    "save_view",
    "seal_whole",
    "set_aside_signal",
    "settle_signal",
    "suggest_about",
    "take_signal",
    "tell_in_conversation",
    "tell_reporter",
    "undo_moves",
    "write_by_receipt",
    "write_to_reporter",
]
