"""
The keys that wrap data keys, and the one that hashes addresses, as the key file keeps them.

Keys are named by what they are (the start of a hash), not by number: two installations never have
different keys of one name. The newest is active; older ones open what they wrapped.
"""

import json
import secrets
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused

FORMAT = 1
# AES-256, and HMAC-SHA-256 with a key as long as its hash (RFC 2104, 3).
KEY_BYTES = 32
# Chosen: short enough to be read aloud; 2^32 names for a handful of keys.
NAME_LENGTH = 8


class Unopenable(Refused):
    """
    The key file is away or does not fit a seal: for now it stays shut.

    Nothing is lost: with the right file it opens. What was deleted is `Forgotten`.
    """


class BrokenKeyFile(Unopenable):
    """
    A key file is gone, or cannot be read as one.

    Everybody is told what goes on without it; `detail` tells who runs the server what to do.
    """

    is_wordless = True

    def __init__(self, detail: str) -> None:
        super().__init__(
            N_(
                "The key file that seals contacts is missing or broken: none can be sealed or "
                "opened now. Reports without a contact are taken."
            )
        )
        self.detail = detail


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """What a key file holds. `is_turning` while data keys still lie under an older key."""

    active: str
    keys: Mapping[str, bytes]
    fingerprint_key: bytes
    is_turning: bool = False
    # Not in the file: what opens seals from before there were envelopes.
    identity_key: str = field(default="", kw_only=True)

    def __repr__(self) -> str:
        return f"KeyRing({len(self.keys)} keys)"

    @property
    def active_key(self) -> bytes:
        return self.keys[self.active]


def fresh_ring() -> KeyRing:
    """
    Return a ring with one new key.

    >>> ring = fresh_ring()
    >>> ring_of(text_of(ring)).active == ring.active, repr(ring)
    (True, 'KeyRing(1 keys)')
    """
    key = secrets.token_bytes(KEY_BYTES)
    return KeyRing(_name_of(key), {_name_of(key): key}, secrets.token_bytes(KEY_BYTES))


def turned(ring: KeyRing) -> KeyRing:
    """
    Return a ring with one more key, now the active one.

    >>> ring = fresh_ring()
    >>> more = turned(ring)
    >>> len(more.keys), more.is_turning, more.active == ring.active
    (2, True, False)
    """
    key = secrets.token_bytes(KEY_BYTES)
    return replace(
        ring, active=_name_of(key), keys={**ring.keys, _name_of(key): key}, is_turning=True
    )


def settled(ring: KeyRing) -> KeyRing:
    """Return a ring whose turn is over: every data key lies under the active key."""
    return replace(ring, is_turning=False)


def without_older(ring: KeyRing) -> KeyRing:
    """
    Return a ring with the active key alone: it opens no older backup any more.

    >>> len(without_older(turned(fresh_ring())).keys)
    1
    """
    return replace(ring, keys={ring.active: ring.active_key})


def text_of(ring: KeyRing) -> str:
    """Return a ring as the key file holds it."""
    told = {
        "format": FORMAT,
        "active": ring.active,
        "turning": ring.is_turning,
        "keys": {name: b64encode(key).decode() for name, key in ring.keys.items()},
        "fingerprint_key": b64encode(ring.fingerprint_key).decode(),
    }
    return json.dumps(told, indent=1) + "\n"


def ring_of(text: str) -> KeyRing:
    """
    Read a key file.

    >>> ring_of("{}")
    Traceback (most recent call last):
    ...
    sejuk.foundation.custody.rules.key_ring.BrokenKeyFile: The key file that seals ...

    :raises BrokenKeyFile: when it is none, or a key in it is not what its name says.
    """
    try:
        told = json.loads(text)
        keys = {str(name): b64decode(key, validate=True) for name, key in told["keys"].items()}
        ring = KeyRing(
            str(told["active"]),
            keys,
            b64decode(told["fingerprint_key"], validate=True),
            bool(told["turning"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, Error):
        raise BrokenKeyFile("It is no key file of custody.") from None
    whole = all(name == _name_of(key) and len(key) == KEY_BYTES for name, key in keys.items())
    if told.get("format") != FORMAT or ring.active not in keys or not whole:
        raise BrokenKeyFile("A key in it is not the one that its name says.")
    return ring


def _name_of(key: bytes) -> str:
    return sha256(b"sejuk custody key name\0" + key).hexdigest()[:NAME_LENGTH]
