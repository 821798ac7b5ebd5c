"""What may be done with messages: one function, one transaction, one ledger entry."""

from sejuk.foundation.channels.actions.blocking import block_sender, unblock_sender
from sejuk.foundation.channels.actions.delivering import (
    begin_delivery,
    end_delivery,
    hear_news,
)
from sejuk.foundation.channels.actions.hooking import (
    CALL,
    begin_call,
    end_call,
    make_hook,
    note_for_hook,
    stop_hook,
)
from sejuk.foundation.channels.actions.receiving import CONVERSE, keep_step, receive_message
from sejuk.foundation.channels.actions.sending import (
    DELIVER,
    converse_with,
    send_again,
    send_message,
    send_trial,
)

__all__ = [
    "CALL",
    "CONVERSE",
    "DELIVER",
    "begin_call",
    "begin_delivery",
    "block_sender",
    "converse_with",
    "end_call",
    "end_delivery",
    "hear_news",
    "keep_step",
    "make_hook",
    "note_for_hook",
    "receive_message",
    "send_again",
    "send_message",
    "send_trial",
    "stop_hook",
    "unblock_sender",
]
