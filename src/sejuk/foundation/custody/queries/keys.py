"""The key file, read when it has changed; what other capabilities ask of its keys."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sejuk.foundation.custody import rules
from sejuk.foundation.custody.models import Sealed
from sejuk.foundation.custody.rules import (
    BEFORE_ENVELOPES,
    BrokenKeyFile,
    Envelope,
    KeyRing,
    Unopenable,
)
from sejuk.kit.secret_files import ensure_file


def key_ring() -> KeyRing:
    """
    Return the keys of this installation; a turn made by another process is seen at once.

    :raises BrokenKeyFile: naming the file, when it is no such file, or gone while seals are there.
    """
    path = Path(settings.SEJUK_CUSTODY_KEYS)
    try:
        if not path.exists():
            _begin(path)
        about = path.stat()
        ring = _read(path, about.st_mtime_ns, about.st_ino)
    except BrokenKeyFile as error:
        # Who is refused something by it cannot mend it: who can must hear of it.
        logging.getLogger(__name__).error(error.detail)
        raise
    return replace(ring, identity_key=settings.SEJUK_IDENTITY_KEY)


def _begin(path: Path) -> None:
    """Make the first key file, unless seals tell that there was one before."""
    before = Sealed.objects.filter(forgotten_at__isnull=True).exclude(key_id=BEFORE_ENVELOPES)
    if before.exists():
        raise BrokenKeyFile(
            f"{path} is gone, and seals need it. Put the copy from the safe there. "
            "If there is none: ./sejuk manage custody begin-anew."
        )
    ensure_file(path, lambda: rules.text_of(rules.fresh_ring()))


@lru_cache(maxsize=1)
def _read(path: Path, _changed_at: int, _inode: int) -> KeyRing:
    try:
        return rules.ring_of(path.read_text())
    except (BrokenKeyFile, OSError) as error:
        why = error.detail if isinstance(error, BrokenKeyFile) else error.strerror
        raise BrokenKeyFile(f"{path}: {why} Put the copy from the safe in its place.") from None


def fingerprint(channel: str, address: str) -> str:
    """Return by what the same sender is known again without knowing him (64 hex digits)."""
    return rules.fingerprint(channel, address, ring=key_ring())


def openable() -> Iterator[tuple[str, bool]]:
    """Yield the name of each seal's key, and whether the key file opens the seal's envelope."""
    ring = key_ring()
    rows = Sealed.objects.filter(forgotten_at__isnull=True).order_by("pk")
    for row in rows.iterator(chunk_size=1_000):
        envelope = Envelope(bytes(row.content or b""), bytes(row.wrapped_key or b""), row.key_id)
        try:
            rules.rewrapped(envelope, seal_id=row.pk, kind=row.kind, ring=ring)
        except Unopenable:
            yield row.key_id, False
        else:
            yield row.key_id, True
