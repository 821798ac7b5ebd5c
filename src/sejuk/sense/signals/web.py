"""From a request to what the public pages need: its network, its limits, a fresh receipt."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from sejuk.foundation.operations.web import now_of
from sejuk.sense.signals import queries
from sejuk.sense.signals.models import Attempt

RECEIPT_LENGTH = 16
GROUP = 4
_NETWORK = "_sejuk_network"


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one network may do something. Whole villages share the address of one mast."""

    purpose: str
    times: int
    within: timedelta

    @property
    def minutes(self) -> int:
        return int(self.within.total_seconds() // 60)


# Chosen: more reports than a village has in its worst hour.
REPORTS = Limit("report", 40, timedelta(hours=1))
# Chosen: while a flood lasts, of who waited instead of working. A mast, and no machine.
WAITED = Limit("waited", 10, timedelta(minutes=10))
# Chosen: as many as report.
FOLLOWS = Limit("follow", 40, timedelta(hours=1))
# Chosen: three with every report, and as many again that were not pictures.
PHOTOS = Limit("photo", 60, timedelta(hours=1))
# Chosen: at this pace 10^16 receipts outlast the sun, and a shaking hand is not locked out.
WRONG_RECEIPTS = Limit("receipt", 20, timedelta(minutes=15))
# Chosen: a village that answers at once on one mast, and no machine.
ENTRIES = Limit("entry", 40, timedelta(hours=1))
# Chosen: more than anybody asks for his own, and few enough to open seals and photos for.
OWN_DATA = Limit("own_data", 20, timedelta(hours=1))
# Chosen: long enough to write on a slow telephone, short enough for one that is passed on.
THREAD_OPEN = timedelta(minutes=60)


def network_of(request: HttpRequest) -> str:
    """Return today's hash of the sender's network. Tomorrow nobody can compute it again."""
    # Asked for some four times in one request.
    known: str | None = vars(request).get(_NETWORK)
    if known is None:
        today = timezone.localdate(now_of(request))
        known = queries.network_hash(_address_of(request), today=today)
        vars(request)[_NETWORK] = known
    return known


def _address_of(request: HttpRequest) -> str:
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SEJUK_HTTPS and forwarded:
        # Only what our own proxy added, at the end, is not the sender's invention.
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def is_over(limit: Limit, request: HttpRequest) -> bool:
    """Test whether the sender's network has used up what it may do for now."""
    count = Attempt.objects.filter(
        network_hash=network_of(request),
        purpose=limit.purpose,
        at__gt=now_of(request) - limit.within,
    ).count()
    return count >= limit.times


def note_attempt(limit: Limit, request: HttpRequest) -> None:
    """Count one use of the limit."""
    Attempt.objects.create(
        network_hash=network_of(request), purpose=limit.purpose, at=now_of(request)
    )


def too_many_words(limit: Limit) -> str:
    """Say that a limit is used up, and what to do meanwhile."""
    words = gettext(
        "Too many were sent from your network. Please wait %(minutes)s minutes. "
        "If it is urgent, call 110."
    )
    return words % {"minutes": limit.minutes}


def receipt_token() -> str:
    """
    Return sealed digits of a receipt for a form that is shown.

    The form brings them back, so that a form sent twice gives the same receipt twice.
    """
    digits = f"{secrets.randbelow(10**RECEIPT_LENGTH):0{RECEIPT_LENGTH}}"
    return queries.sealed("receipt", digits).decode()


def digits_of(token: str) -> str | None:
    """Return the digits in a form's token; None when it is not ours."""
    words = queries.unsealed(token.encode())
    return words[1] if words and words[0] == "receipt" else None


def qr_of(request: HttpRequest, digits: str) -> str:
    """Return the QR code of a receipt; after the # the digits never reach a server or a log."""
    status_url = request.build_absolute_uri(reverse("signals:receipt"))
    # Every pattern of the mask reads alike; weighing all eight costs more than the report itself.
    code = segno.make(f"{status_url}#{digits}", error="m", mask=0)
    return code.svg_inline(border=2, omitsize=True)


def thread_token(digits: str, now: datetime) -> str:
    """
    Return what keeps a dialogue open: it travels in the page itself, so no cookie is needed.

    Each page has its own, by which a form that is sent twice is known.
    """
    return queries.sealed("thread", digits, now.isoformat(), secrets.token_hex(8)).decode()


def opened_thread(token: str, now: datetime) -> str | None:
    """Return the receipt in a page's token; None when it is not ours or lay open too long."""
    words = queries.unsealed(token.encode())
    if not words or words[0] != "thread":
        return None
    age = now - datetime.fromisoformat(words[2])
    return words[1] if timedelta(0) <= age <= THREAD_OPEN else None


def key_of(*carried: str) -> str:
    """
    Return by what a form is known again without keeping what it carried.

    Its words belong to it: whoever goes back and writes something else writes something new.
    """
    return sha256("\0".join(carried).encode()).hexdigest()


def grouped(digits: str) -> str:
    """
    Return digits as people read them aloud.

    >>> grouped("4821773650019254")
    '4821 7736 5001 9254'
    """
    return " ".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
