"""Changes to duty as it is stood: one function, one transaction, one ledger entry."""

from sejuk.act.guard.actions.arrivals import (
    check_in,
    check_in_colleague,
    check_out,
    confirm_arrival,
    note_wrong_code,
    renew_code,
)
from sejuk.act.guard.actions.feed import make_feed_key, revoke_feed_key
from sejuk.act.guard.actions.sickness import tell_sick, withdraw_sick
from sejuk.act.guard.actions.swaps import (
    answer_swap,
    approve_swap,
    ask_swap,
    refuse_swap,
    withdraw_swap,
)
from sejuk.act.guard.actions.watches import (
    answer_alarm,
    answer_watch,
    count_anew,
    raise_alarms,
    see_absence,
    set_watch,
)

__all__ = [
    "answer_alarm",
    "answer_swap",
    "answer_watch",
    "approve_swap",
    "ask_swap",
    "check_in",
    "check_in_colleague",
    "check_out",
    "confirm_arrival",
    "count_anew",
    "make_feed_key",
    "note_wrong_code",
    "raise_alarms",
    "refuse_swap",
    "renew_code",
    "revoke_feed_key",
    "see_absence",
    "set_watch",
    "tell_sick",
    "withdraw_sick",
    "withdraw_swap",
]
