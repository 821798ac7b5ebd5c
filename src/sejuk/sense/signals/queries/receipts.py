"""What a resident is told by his receipt: how far his report has come, and by when it goes on."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals.models import Receipt, Signal
from sejuk.sense.signals.queries.secrecy import receipt_hash
from sejuk.sense.signals.rules import SignalState, deadline_of

PLAIN_WORDS = {
    SignalState.NEW: (
        N_("Your report has come in"),
        N_("The command post reads it next and decides who looks into it."),
    ),
    SignalState.TAKEN: (
        N_("Your report is being looked into"),
        N_("An officer has it in hand."),
    ),
    SignalState.SETTLED: (
        N_("Your report is settled"),
        N_("The matter was looked into and settled. Thank you for telling us."),
    ),
    SignalState.REFERRED: (
        N_("Your report was passed on"),
        N_("It belongs to another authority, which has received it by letter."),
    ),
    SignalState.SET_ASIDE: (
        N_("Your report is closed"),
        N_("It was looked into and needs nothing further. You may report again at any time."),
    ),
}


@dataclass(frozen=True, slots=True)
class ReceiptStatus:
    """The state of a report in plain words. Nothing else of it leaves by this way."""

    heading: str
    meaning: str
    received_at: datetime
    changed_at: datetime | None
    next_step_by: datetime | None
    is_closed: bool

    def late_words_at(self, now: datetime) -> str:
        """Return what is said when the next step is owed since; "" while there is time."""
        if self.next_step_by is None or now <= self.next_step_by:
            return ""
        return gettext("We are late with this, and we are sorry. If it is urgent, call 110.")


def receipt_status(digits: str) -> ReceiptStatus | None:
    """Return how far the report with this receipt has come; None for any wrong receipt."""
    receipt = (
        Receipt.objects.filter(digits_hash=receipt_hash(digits)).select_related("signal").first()
    )
    if receipt is None:
        return None
    signal = receipt.signal
    state = SignalState(signal.state)
    heading, meaning = PLAIN_WORDS[state]
    due = deadline_of(state, signal.received_at, timezone.get_current_timezone())
    return ReceiptStatus(
        heading=gettext(heading),
        meaning=gettext(meaning),
        received_at=signal.received_at,
        changed_at=signal.state_changed_at,
        next_step_by=due,
        is_closed=due is None,
    )


def where_to_look() -> str:
    """Return where receipts are asked for; in words where nobody knows its address."""
    if not settings.SEJUK_ADDRESS:
        return gettext("the page where you reported")
    return f"{settings.SEJUK_ADDRESS}{reverse('signals:receipt')}"


def locked_by_receipt(digits: str) -> Signal:
    """
    Return the signal of a receipt, locked, for an action that changes it.

    :raises NotYours: for any wrong receipt
    """
    signal_id = signal_of_receipt(digits)
    if signal_id is None:
        raise NotYours("receipt")
    return Signal.objects.select_for_update(of=("self",)).get(pk=signal_id)


def signal_of_receipt(digits: str) -> int | None:
    """Return the number of the signal behind a receipt; None for any wrong receipt."""
    receipt = Receipt.objects.filter(digits_hash=receipt_hash(digits)).only("signal_id").first()
    return None if receipt is None else receipt.signal_id
