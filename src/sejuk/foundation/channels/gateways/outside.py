"""Calls the address of a hook, which somebody outside named: never one of the own network."""

import socket
from urllib.parse import urlsplit

from sejuk.foundation.channels.gateways.speaking import answer_to
from sejuk.foundation.channels.rules import GatewayFailed, is_inside, signature_of

NAME = "Hook"


def call_hook(url: str, body: str, *, secret: str, stamp: int, may_be_inside: bool) -> int:
    """
    Post a signed body and return the status of the answer.

    :raises GatewayFailed: when it was not received, or the name leads into the own network.
    """
    if not may_be_inside:
        _refuse_inside(urlsplit(url).hostname or "")
    answer = answer_to(
        "POST",
        url,
        provider=NAME,
        content=body.encode(),
        headers={
            "Content-Type": "application/json",
            "X-Sejuk-Signature": signature_of(body, secret=secret, stamp=stamp),
        },
    )
    return answer.status_code


def _refuse_inside(host: str) -> None:
    """A name may lead anywhere, and tomorrow elsewhere: it is looked up at each call."""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise GatewayFailed(f"{NAME}: the name of the address is not known.") from None
    if any(is_inside(str(address[4][0]).partition("%")[0]) for address in found):
        raise GatewayFailed(f"{NAME}: the address lies inside the own network.", is_final=True)
