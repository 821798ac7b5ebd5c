"""Who outside is told that something happened, and how he knows that it was us."""

import hashlib
import hmac
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from sejuk.foundation.channels.rules.sending import MOST_ATTEMPTS, wait_seconds
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision

LONGEST_HOOK_URL = 500
# RFC 6052: addresses of IPv4 written as IPv6.
NAT64 = IPv6Network("64:ff9b::/96")
# As with messages: a receiver that is away for three hours loses nothing.
MOST_CALLS = MOST_ATTEMPTS
# Chosen, as other signers do: an older call is a replay, and the receiver refuses it.
REPLAY_SECONDS = 300


class HookEvent(Choice):
    """What a hook tells: the beginning of the ledger's verb. Never what was said, only that."""

    SIGNAL = "signals.signal.", N_("Signals: received, taken, settled, referred")
    RUMOUR = "rumours.rumour.", N_("Rumours: opened, decided, closed")
    ANSWER = "response.answer.", N_("Answers: approved, released, corrected, withdrawn")
    ALARM = "alarms.alarm.", N_("Alarms: raised, escalated, closed")
    SITREP = "sitreps.sitrep.", N_("Situation reports: signed")


class RunState(Choice):
    """How far the call of a hook has come."""

    WAITING = "waiting", N_("Waiting")
    DONE = "done", N_("Received")
    FAILED = "failed", N_("Failed")


def may_hook(*, name: str, url: str, may_be_inside: bool) -> Decision:
    """
    Test whether an address may be called. What lies in the own network may not, unless allowed.

    >>> bool(may_hook(name="Kominfo", url="https://hook.example/sejuk", may_be_inside=False))
    True
    >>> may_hook(name="Kominfo", url="https://127.0.0.1/", may_be_inside=False).values["where"]
    'url'
    """
    if not name.strip():
        return Decision.no(N_("Give the hook a name."), where="name")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return Decision.no(N_("This is no web address."), where="url")
    schemes = ("https", "http") if may_be_inside else ("https",)
    if len(url) > LONGEST_HOOK_URL or parts.scheme not in schemes or not host:
        return Decision.no(N_("The address must begin with https://."), where="url")
    if parts.username or parts.password:
        return Decision.no(N_("Leave user and password out of the address."), where="url")
    if not may_be_inside and is_inside(host):
        return Decision.no(N_("This address lies inside the own network."), where="url")
    return Decision.yes()


def is_inside(host: str) -> bool:
    """
    Tell whether a host, a name or a number, is one of the own network as far as its writing tells.

    >>> [is_inside(host) for host in ("localhost.", "10.0.0.7", "64:ff9b::7f00:1", "printer")]
    [True, True, True, True]
    >>> [is_inside(host) for host in ("8.8.8.8", "sejuk.example")]
    [False, False]
    """
    host = host.rstrip(".").casefold()
    if host.endswith(("localhost", ".local", ".internal")):
        return True
    try:
        return not _is_open(ip_address(host))
    except ValueError:
        # A name without a dot is one of the own network.
        return "." not in host


def _is_open(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the open network, also the one that it wraps."""
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, IPv4Address):
        return True
    teredo = address.teredo[1] if address.teredo else None
    wrapped = [address.ipv4_mapped, address.sixtofour, teredo]
    if address in NAT64 or int(address) < 2**32:
        wrapped.append(IPv4Address(int(address) % 2**32))
    return not address.is_site_local and all(one.is_global for one in wrapped if one is not None)


def is_call_due(*, calls: int, called_at: datetime | None, now: datetime) -> bool:
    """Tell whether the next call of a run is due; they wait longer and longer."""
    return called_at is None or (now - called_at).total_seconds() >= wait_seconds(calls)


def signature_of(body: str, *, secret: str, stamp: int) -> str:
    """
    Return the header `X-Sejuk-Signature`: the HMAC-SHA256 of "stamp.body" under the secret.

    >>> signature_of("{}", secret="s", stamp=1731990000)[:18]
    't=1731990000,v1=6d'
    """
    told = hmac.new(secret.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={stamp},v1={told}"
