"""Codes that change with time, after RFC 6238 (TOTP) with HMAC-SHA-256. Pure."""

import hashlib
import hmac
from datetime import datetime, timedelta

DIGITS = 6


def code_at(key: bytes, at: datetime, *, step_seconds: int, digits: int = DIGITS) -> str:
    """
    Return the code that holds at an instant.

    The values of RFC 6238, appendix B, for SHA-256:

    >>> from datetime import UTC
    >>> key = b"12345678901234567890123456789012"
    >>> [code_at(key, datetime.fromtimestamp(at, UTC), step_seconds=30, digits=8)
    ...  for at in (59, 1111111109, 1234567890)]
    ['46119246', '68084774', '91819424']
    """
    counter = int(at.timestamp()) // step_seconds
    digest = hmac.new(key, counter.to_bytes(8, "big"), hashlib.sha256).digest()
    # Dynamic truncation, RFC 4226, section 5.3.
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def code_holds(
    key: bytes, code: str, at: datetime, *, step_seconds: int, tolerance_steps: int = 0
) -> bool:
    """
    Test whether a code held at an instant, or so many steps before or after it.

    >>> from datetime import UTC
    >>> at = datetime(2024, 11, 27, 6, tzinfo=UTC)
    >>> earlier = code_at(b"key", at - timedelta(seconds=60), step_seconds=60)
    >>> code_holds(b"key", earlier, at, step_seconds=60)
    False
    >>> code_holds(b"key", earlier, at, step_seconds=60, tolerance_steps=1)
    True
    """
    typed = "".join(code.split()).encode()
    steps = (
        at + timedelta(seconds=step * step_seconds)
        for step in range(-tolerance_steps, tolerance_steps + 1)
    )
    known = [code_at(key, step, step_seconds=step_seconds).encode() for step in steps]
    return any(hmac.compare_digest(one, typed) for one in known)


def seconds_left(at: datetime, *, step_seconds: int) -> int:
    """
    Return after how many seconds the code of an instant changes.

    >>> from datetime import UTC
    >>> seconds_left(datetime(2024, 11, 27, 6, 0, 45, tzinfo=UTC), step_seconds=60)
    15
    """
    return step_seconds - int(at.timestamp()) % step_seconds
