"""Keyed hashes of what is not kept, and the seal around what is."""

import json
import secrets
from datetime import date
from ipaddress import ip_address, ip_network

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac

from sejuk.sense.signals.models import NetworkSalt


def receipt_hash(digits: str) -> str:
    """Return what is kept of a receipt. Without SECRET_KEY the 10^16 receipts cannot be tried."""
    return salted_hmac("sejuk.signals.receipt", digits, algorithm="sha256").hexdigest()


def row_key(plain: str) -> str:
    """
    Return the key of a row of a file, which tells nothing of its text without SECRET_KEY.

    A plain hash of a text from which a name was taken would tell the name to who tries them all.
    """
    return f"list:{salted_hmac('sejuk.signals.row', plain, algorithm='sha256').hexdigest()}"


def key_hash(key: str) -> str:
    """Return what is kept of an API key."""
    return salted_hmac("sejuk.signals.apikey", key, algorithm="sha256").hexdigest()


def network_hash(address: str, *, today: date) -> str:
    """Return the hash of a network (/24, or /48 of IPv6) under the salt of the day."""
    return salted_hmac(_salt_of(today), _network_of(address), algorithm="sha256").hexdigest()


def _salt_of(day: date) -> str:
    row, _ = NetworkSalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_hex(32)})
    return row.salt


def _network_of(address: str) -> str:
    try:
        version = ip_address(address).version
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/{24 if version == 4 else 48}", strict=False))  # noqa: PLR2004


def sealed(*words: str) -> bytes:
    """Encrypt `words` with the identity key, which lies outside the database."""
    return _lock().encrypt(json.dumps(words).encode())


def unsealed(token: bytes) -> tuple[str, ...] | None:
    """Return the words behind a seal; None when the key of this installation is another one."""
    try:
        return tuple(json.loads(_lock().decrypt(token)))
    except InvalidToken:
        return None


def _lock() -> Fernet:
    return Fernet(settings.SEJUK_IDENTITY_KEY)
