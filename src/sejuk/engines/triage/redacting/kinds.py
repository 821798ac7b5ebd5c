"""What is personal in a message, by kind, and what stands in its place."""

import re
from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """A kind of personal data."""

    NAME = "name"
    PHONE = "phone"
    NIK = "nik"
    KK = "kk"
    PLATE = "plate"
    HANDLE = "handle"
    EMAIL = "email"
    ACCOUNT = "account"
    ADDRESS = "address"
    RECEIPT = "receipt"


PLACEHOLDERS = {
    PersonalKind.NAME: "[nama]",
    PersonalKind.PHONE: "[telepon]",
    PersonalKind.NIK: "[NIK]",
    PersonalKind.KK: "[KK]",
    PersonalKind.PLATE: "[plat]",
    PersonalKind.HANDLE: "[akun]",
    PersonalKind.EMAIL: "[surel]",
    PersonalKind.ACCOUNT: "[rekening]",
    PersonalKind.ADDRESS: "[alamat]",
    PersonalKind.RECEIPT: "[tanda terima]",
}
"""What a reader sees instead; an Indonesian word, because messages are Indonesian."""

PLACEHOLDER = re.compile("|".join(re.escape(one) for one in PLACEHOLDERS.values()))


@dataclass(frozen=True)
class Personal:
    """Where personal data stands in the original text, its kind, and the rule that found it."""

    kind: PersonalKind
    start: int
    end: int
    rule: str


@dataclass(frozen=True)
class Redacted:
    """A message without personal data; what was found, in order; how much of each kind."""

    text: str
    found: tuple[Personal, ...] = ()
    counts: tuple[tuple[PersonalKind, int], ...] = ()
