"""
Envelopes: words under a key of their own, and that key under one that lies outside the database.

A fresh data key for each envelope, AES-256-GCM for both layers (NIST SP 800-38D). Both are bound
to the envelope's number and kind: no row can be laid in the place of another. The words are padded,
so that their length does not tell who it is. Turning to a new key rewraps the data keys alone.
"""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from hmac import new as hmac
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sejuk.foundation.custody.rules.key_ring import KeyRing, Unopenable
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused

# Who sealed before there were envelopes: Fernet under the identity key, without a data key.
BEFORE_ENVELOPES = "identity"
# SP 800-38D, 8.2.2: nonces by chance have 96 bits, for at most 2^32 uses of a key.
NONCE = 12
KEY_BITS = 256
# Chosen: names and addresses differ by less than this.
PADDED_TO = 256
TELEPHONES = frozenset({"whatsapp", "sms", "telephone"})
# Chosen: fewer digits are the number of a house or a TPS, which anybody guesses.
NUMBER = re.compile(r"(?<![^\W_])\+?[0-9](?:[ .()/-]{0,3}[0-9]){7,}(?![^\W_])")


class Forgotten(Refused):
    """What was sealed has been deleted, for good."""

    def __init__(self) -> None:
        super().__init__(N_("What was sealed here has been deleted."))


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the database keeps: without the key file it is noise."""

    content: bytes
    wrapped_key: bytes
    key_id: str


def sealed(words: Mapping[str, str], *, seal_id: UUID, kind: str, ring: KeyRing) -> Envelope:
    """
    Put `words` into an envelope.

    >>> from sejuk.foundation.custody.rules.key_ring import fresh_ring
    >>> ring, number = fresh_ring(), UUID(int=7)
    >>> envelope = sealed({"name": "Siti"}, seal_id=number, kind="reporter", ring=ring)
    >>> opened(envelope, seal_id=number, kind="reporter", ring=ring)
    {'name': 'Siti'}
    >>> opened(envelope, seal_id=UUID(int=8), kind="reporter", ring=ring)
    Traceback (most recent call last):
    ...
    sejuk.foundation.custody.rules.key_ring.Unopenable: The seal is damaged, ...
    """
    plain = json.dumps(dict(words), ensure_ascii=False).encode()
    padded = plain.ljust(-(-len(plain) // PADDED_TO) * PADDED_TO)
    data_key = AESGCM.generate_key(KEY_BITS)
    return Envelope(
        content=_locked(data_key, padded, _bound(b"words", seal_id, kind)),
        wrapped_key=_locked(ring.active_key, data_key, _bound(b"key", seal_id, kind)),
        key_id=ring.active,
    )


def opened(envelope: Envelope, *, seal_id: UUID, kind: str, ring: KeyRing) -> dict[str, str]:
    """
    Return the words in an envelope.

    :raises Unopenable: when the key file is another one, or a byte was changed.
    """
    if envelope.key_id == BEFORE_ENVELOPES:
        return _opened_before(envelope.content, ring)
    data_key = _data_key(envelope, seal_id, kind, ring)
    plain = _unlocked(data_key, envelope.content, _bound(b"words", seal_id, kind))
    words: dict[str, str] = json.loads(plain)
    return words


def enclosed(
    content: bytes, envelope: Envelope, *, seal_id: UUID, kind: str, ring: KeyRing
) -> bytes:
    """
    Return a file as it lies beside an envelope: under the same data key, bound to the same seal.

    >>> from sejuk.foundation.custody.rules.key_ring import fresh_ring
    >>> asked = {"seal_id": UUID(int=7), "kind": "photo", "ring": fresh_ring()}
    >>> envelope = sealed({"file": "JPEG"}, **asked)
    >>> disclosed(enclosed(b"pixels", envelope, **asked), envelope, **asked)
    b'pixels'
    """
    data_key = _data_key(envelope, seal_id, kind, ring)
    return _locked(data_key, content, _bound(b"file", seal_id, kind))


def disclosed(
    locked: bytes, envelope: Envelope, *, seal_id: UUID, kind: str, ring: KeyRing
) -> bytes:
    """
    Return the file that lies beside an envelope.

    :raises Unopenable: when the key file is another one, or a byte was changed.
    """
    data_key = _data_key(envelope, seal_id, kind, ring)
    return _unlocked(data_key, locked, _bound(b"file", seal_id, kind))


def rewrapped(envelope: Envelope, *, seal_id: UUID, kind: str, ring: KeyRing) -> Envelope:
    """
    Return an envelope under the active key; only the wrapping changes, never the words.

    :raises Unopenable: when the key file lacks the key that it lies under now.
    """
    if envelope.key_id == BEFORE_ENVELOPES:
        words = _opened_before(envelope.content, ring)
        return sealed(words, seal_id=seal_id, kind=kind, ring=ring)
    data_key = _data_key(envelope, seal_id, kind, ring)
    bound = _bound(b"key", seal_id, kind)
    return replace(
        envelope, wrapped_key=_locked(ring.active_key, data_key, bound), key_id=ring.active
    )


def fingerprint(channel: str, address: str, *, ring: KeyRing) -> str:
    """
    Return by what the same sender is known again without knowing him: a hash under a key.

    One telephone is one sender, by whichever way he writes and however his number is written.

    >>> from sejuk.foundation.custody.rules.key_ring import fresh_ring
    >>> ring = fresh_ring()
    >>> first = fingerprint("whatsapp", "+62 812-3456-789", ring=ring)
    >>> first == fingerprint("sms", "08123456789", ring=ring)
    True
    >>> first == fingerprint("telegram", "08123456789", ring=ring)
    False
    """
    family, plain = _plain(channel, address)
    return hmac(ring.fingerprint_key, f"{family}\0{plain}".encode(), sha256).hexdigest()


def same_address(first: str, second: str) -> bool:
    """
    Test whether two people wrote the same address, as people write addresses.

    A telephone is the same by its digits; of anything else all words are.

    >>> same_address("0812 3456 789", "+62 812-3456-789"), same_address("a@b.id", "c@b.id")
    (True, False)
    >>> same_address("5", "rumah no 5"), same_address("WA 0812-3456-789", "628123456789")
    (False, True)
    """
    return _plain("telephone", first) == _plain("telephone", second)


def _plain(channel: str, address: str) -> tuple[str, str]:
    """Return the family of a channel and an address without the ways of writing it."""
    told = " ".join(address.split()).casefold()
    if channel not in TELEPHONES:
        return channel, told
    number = NUMBER.search(told)
    digits = _digits(number[0]) if number else ""
    if not digits or "@" in told or digits != _digits(told):
        return "telephone", told
    return "telephone", f"62{digits[1:]}" if digits.startswith("0") else digits


def _digits(told: str) -> str:
    return "".join(sign for sign in told if sign in "0123456789")


def _data_key(envelope: Envelope, seal_id: UUID, kind: str, ring: KeyRing) -> bytes:
    key = ring.keys.get(envelope.key_id)
    if key is None:
        raise Unopenable(
            N_(
                "This seal lies under the key %(key)s, which the key file does not hold. "
                "Put the right file in its place; nothing is lost."
            ),
            key=envelope.key_id,
        )
    return _unlocked(key, envelope.wrapped_key, _bound(b"key", seal_id, kind))


def _opened_before(token: bytes, ring: KeyRing) -> dict[str, str]:
    try:
        name, reach = json.loads(Fernet(ring.identity_key).decrypt(token))
    except (InvalidToken, ValueError):
        raise Unopenable(
            N_("The seal was made with another SEJUK_IDENTITY_KEY than the present one.")
        ) from None
    return {part: word for part, word in (("name", name), ("reach", reach)) if word}


def _bound(use: bytes, seal_id: UUID, kind: str) -> bytes:
    return b"sejuk custody 1|%b|%b|%b" % (use, seal_id.bytes, kind.encode())


def _locked(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _unlocked(key: bytes, locked: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(locked[:NONCE], locked[NONCE:], bound)
    except (InvalidTag, ValueError):
        raise Unopenable(
            N_("The seal is damaged, or was made with another key file than the present one.")
        ) from None
