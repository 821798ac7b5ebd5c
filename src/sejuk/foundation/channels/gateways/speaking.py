"""Speaks HTTP with providers: limits everywhere, and words of failure that name nobody."""

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from sejuk.foundation.channels.rules import LONGEST_ASKED_WAIT, GatewayFailed, Unreadable

# Chosen: a provider that says nothing for ten seconds is away; the worker has others to serve.
PATIENCE = httpx.Timeout(10.0, connect=5.0)
# Chosen: no provider answers with more; the rest is not read.
LONGEST_ANSWER = 200_000
# Chosen, in seconds: well before a message that nobody heard of is handed over again.
LONGEST_CALL = 30.0
TOO_MANY, FIRST_OF_THEIR_FAULTS = 429, 500

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
        answer = _read(method, url, sent)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
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


def _read(method: str, url: str, sent: Mapping[str, Json]) -> httpx.Response:
    """Read the beginning of an answer, and no longer than we have patience for."""
    until, body = time.monotonic() + LONGEST_CALL, b""
    with (
        httpx.Client(
            timeout=PATIENCE,
            follow_redirects=False,
            trust_env=False,
            headers={"Accept-Encoding": "identity"},
        ) as client,
        client.stream(method, url, **sent) as answer,
    ):
        for part in answer.iter_raw():
            body += part
            if len(body) >= LONGEST_ANSWER or time.monotonic() > until:
                break
    plain = {
        name: value
        for name, value in answer.headers.items()
        if name.lower() not in ("content-encoding", "content-length", "transfer-encoding")
    }
    return httpx.Response(answer.status_code, headers=plain, content=body[:LONGEST_ANSWER])


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


def moment_of(stamp: str) -> datetime | None:
    """Return the moment of a Unix time; None for what is none."""
    is_one = stamp.isdecimal() and len(stamp) <= len("4102444800")
    return datetime.fromtimestamp(int(stamp), UTC) if is_one else None


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
    return min(int(asked), LONGEST_ASKED_WAIT) if asked.isdecimal() and len(asked) < 9 else 0  # noqa: PLR2004
