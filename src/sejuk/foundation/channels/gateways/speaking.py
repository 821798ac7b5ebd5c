"""Speaks HTTP with providers: limits everywhere, and words of failure that name nobody."""

import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from typing import Any

import httpx

from sejuk.foundation.channels.rules import GatewayFailed, Unreadable

# Chosen: a provider that says nothing for ten seconds is away; the worker has others to serve.
PATIENCE = httpx.Timeout(10.0, connect=5.0)
# Chosen: no provider answers with more; what would fill the memory is cut off.
LONGEST_ANSWER = 200_000
TOO_MANY, FIRST_OF_THEIR_FAULTS = 429, 500
# Chosen: nobody is asked to wait longer than an hour; the next attempt will tell.
LONGEST_WAIT = 3_600

# It writes whole addresses at INFO, and in Telegram's the token stands.
logging.getLogger("httpx").setLevel(logging.WARNING)

# What JSON may hold before anybody has looked at it.
Json = Any


def answer_to(method: str, url: str, *, provider: str, **sent: Json) -> httpx.Response:
    """
    Call a provider and return a good answer.

    :raises GatewayFailed: for every other one; final where our own call was wrong.
    """
    try:
        with httpx.Client(timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
            answer = client.request(method, url, **sent)
    except httpx.HTTPError as error:
        # The error's own words hold the address.
        raise GatewayFailed(f"{provider}: {type(error).__name__}.") from None
    if answer.is_success:
        return answer
    is_theirs = answer.status_code >= FIRST_OF_THEIR_FAULTS or answer.status_code == TOO_MANY
    raise GatewayFailed(
        f"{provider}: {answer.status_code} {reason_of(answer)}".strip(),
        is_final=not is_theirs,
        wait=_asked_wait(answer),
    )


def reason_of(answer: httpx.Response) -> str:
    """Return the provider's short reason, if it is one of a few words."""
    found = json_of(answer)
    for value in (
        _deep(found, "error", "message"),
        _deep(found, "description"),
        _deep(found, "error"),
    ):
        if isinstance(value, str):
            # Never digits in a row: some repeat the number we wrote to.
            return "".join("·" if sign.isdigit() else sign for sign in value[:160])
    return ""


def json_of(answer: httpx.Response) -> Json:
    """Return the JSON of an answer; {} when it holds none."""
    try:
        return json.loads(answer.content[:LONGEST_ANSWER])
    except ValueError:
        return {}


def read_json(body: bytes) -> Mapping[str, Json]:
    """
    Read what a provider posted.

    :raises Unreadable: when it is no JSON object.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("The body is not JSON.") from error
    if not isinstance(found, dict):
        raise Unreadable("The body is not a JSON object.")
    return found


def listed(found: Json, *path: str) -> list[Mapping[str, Json]]:
    """Return the objects of a list somewhere inside; what is none is left out."""
    rows = _deep(found, *path)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def worded(found: Json, *path: str) -> str:
    """Return a text or number somewhere inside as text; "" when there is none."""
    value = _deep(found, *path)
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int) else ""


def is_same_secret(given: str, own: str) -> bool:
    """Compare in constant time; an empty secret is never right."""
    return bool(own) and hmac.compare_digest(given.encode(), own.encode())


def signature_of(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(given: str, body: bytes, secret: str) -> bool:
    """Test a header such as "sha256=1f2e…", the HMAC-SHA256 of the body as it came."""
    return bool(secret) and is_same_secret(
        given.removeprefix("sha256="), signature_of(body, secret)
    )


def _deep(found: Json, *path: str) -> Json:
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _asked_wait(answer: httpx.Response) -> int:
    asked = answer.headers.get("Retry-After", "") or worded(
        json_of(answer), "parameters", "retry_after"
    )
    return min(int(asked), LONGEST_WAIT) if asked.isdecimal() and len(asked) < 9 else 0  # noqa: PLR2004
