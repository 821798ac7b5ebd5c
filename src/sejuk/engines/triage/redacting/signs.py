"""What stands beside numbers and accounts of persons: read once from a list."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sejuk.engines.triage.files import read_file

NEAR = 32
"""So many characters before a number are looked at for what it is; chosen: some five words."""


@dataclass(frozen=True)
class Signs:
    """Words by which numbers are known, each in small letters."""

    plate_areas: frozenset[str]
    plate_cues: frozenset[str]
    vehicles: frozenset[str]
    units: frozenset[str]
    area_codes: frozenset[str]
    phone_cues: frozenset[str]
    identity_cues: frozenset[str]
    family_cues: frozenset[str]
    bank_cues: frozenset[str]
    streets: frozenset[str]
    house_numbers: frozenset[str]
    not_in_streets: frozenset[str]
    quantities: frozenset[str]
    public: frozenset[str]
    mailboxes: frozenset[str]
    not_profiles: frozenset[str]
    reached_by: frozenset[str]

    @cached_property
    def cue(self) -> re.Pattern[str]:
        """A cue of any kind, as a word."""
        every = (
            *(self.phone_cues | self.identity_cues | self.family_cues),
            *(self.bank_cues | self.plate_cues | self.vehicles),
        )
        return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, every))})(?![^\W\d_])")

    def is_public(self, account: str) -> bool:
        """Test whether an account is that of an office or a newspaper."""
        small = account.casefold()
        return any(part in small for part in self.public)

    def is_mailbox(self, address: str) -> bool:
        """Test whether an e-mail address is that of an office."""
        return address.casefold().startswith(tuple(self.mailboxes))

    def cues_before(self, text: str, start: int) -> tuple[str, ...]:
        """Return the cues shortly before a place in its line, the nearest first."""
        before = text[max(0, start - NEAR) : start].rpartition("\n")[2].casefold()
        return tuple(reversed(self.cue.findall(before)))


@lru_cache(maxsize=1)
def signs() -> Signs:
    """Return the list that comes with the engine."""
    told = tomllib.loads(read_file("signs.toml"))
    return Signs(**{name: frozenset(words.split()) for name, words in told.items()})
