"""Changes to seals: one function, one transaction, one ledger entry."""

from sejuk.foundation.custody.actions.files import (
    give_file_back,
    replace_file,
    restore_file,
    seal_file,
    show_file,
    withdraw_file,
)
from sejuk.foundation.custody.actions.keeping import (
    forget_expired,
    forget_seal,
    forget_sender,
    set_retention,
)
from sejuk.foundation.custody.actions.opening import (
    Opened,
    close_seal,
    look_again,
    look_at_file,
    open_seal,
)
from sejuk.foundation.custody.actions.reaching import (
    give_back,
    give_words_back,
    reach_many,
    reach_sealed,
    reach_words,
)
from sejuk.foundation.custody.actions.sealing import move_seals, prolong_seal, seal_words
from sejuk.foundation.custody.actions.turning import (
    Turned,
    begin_anew,
    begin_turn,
    drop_older,
    finish_turn,
    rewrap_some,
)

__all__ = [
    "Opened",
    "Turned",
    "begin_anew",
    "begin_turn",
    "close_seal",
    "drop_older",
    "finish_turn",
    "forget_expired",
    "forget_seal",
    "forget_sender",
    "give_back",
    "give_file_back",
    "give_words_back",
    "look_again",
    "look_at_file",
    "move_seals",
    "open_seal",
    "prolong_seal",
    "reach_many",
    "reach_sealed",
    "reach_words",
    "replace_file",
    "restore_file",
    "rewrap_some",
    "seal_file",
    "seal_words",
    "set_retention",
    "show_file",
    "withdraw_file",
]
