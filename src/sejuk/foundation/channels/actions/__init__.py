"""What may be done with messages: one function, one transaction, one ledger entry."""

from sejuk.foundation.channels.actions.blocking import block_sender, unblock_sender
from sejuk.foundation.channels.actions.delivering import (
    begin_delivery,
    end_delivery,
    hear_news,
)
from sejuk.foundation.channels.actions.receiving import CONVERSE, keep_step, receive_message
from sejuk.foundation.channels.actions.sending import (
    DELIVER,
    converse_with,
    send_again,
    send_message,
)

__all__ = [
    "CONVERSE",
    "DELIVER",
    "begin_delivery",
    "block_sender",
    "converse_with",
    "end_delivery",
    "hear_news",
    "keep_step",
    "receive_message",
    "send_again",
    "send_message",
    "unblock_sender",
]
