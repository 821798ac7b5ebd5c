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
    headers = {
        "Content-Type": "application/json",
        "X-Sejuk-Signature": signature_of(body, secret=secret, stamp=stamp),
    }
    if may_be_inside:
        answer = answer_to("POST", url, provider=NAME, content=body.encode(), headers=headers)
        return answer.status_code
    parts = urlsplit(url)
    host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    # To the address that was looked at and no other: a name may lead elsewhere a moment later.
    number = _open_address(host)
    shown = f"[{number}]" if ":" in number else number
    answer = answer_to(
        "POST",
        parts._replace(netloc=f"{shown}{port}").geturl(),
        provider=NAME,
        content=body.encode(),
        headers={**headers, "Host": f"{host}{port}"},
        extensions={"sni_hostname": host},
    )
    return answer.status_code


def _open_address(host: str) -> str:
    """Return the number that a name leads to, if none of its numbers lies in the own network."""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise GatewayFailed(f"{NAME}: the name of the address is not known.") from None
    numbers = [str(address[4][0]).partition("%")[0] for address in found]
    if not numbers or any(is_inside(number) for number in numbers):
        raise GatewayFailed(f"{NAME}: the address lies inside the own network.", is_final=True)
    return numbers[0]
