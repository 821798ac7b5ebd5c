"""What stands beside numbers and accounts of persons: read once from a list."""

import re
import tomllib
from bisect import bisect_right
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
        return re.compile(rf"(?i)(?<![^\W\d_])(?:{'|'.join(map(re.escape, every))})(?![^\W\d_])")

    def is_public(self, account: str) -> bool:
        """Test whether an account is that of an office or a newspaper."""
        small = account.casefold()
        return any(part in small for part in self.public)

    def is_mailbox(self, address: str) -> bool:
        """Test whether an e-mail address is that of an office."""
        return address.casefold().startswith(tuple(self.mailboxes))


class Cues:
    """Where in a text words stand by which numbers are known."""

    def __init__(self, text: str) -> None:
        found = list(signs().cue.finditer(text))
        self._text = text
        self._ends = [one.end() for one in found]
        self._words = [(one.start(), one[0].casefold()) for one in found]

    def before(self, start: int) -> tuple[str, ...]:
        """Return the cues shortly before a place in its line, the nearest first."""
        first = max(start - NEAR, self._text.rfind("\n", max(0, start - NEAR), start) + 1)
        cues: list[str] = []
        for at in range(bisect_right(self._ends, start) - 1, -1, -1):
            begins, word = self._words[at]
            if begins < first:
                break
            cues.append(word)
        return tuple(cues)


@lru_cache(maxsize=1)
def signs() -> Signs:
    """Return the list that comes with the engine."""
    told = tomllib.loads(read_file("signs.toml"))
    return Signs(**{name: frozenset(words.split()) for name, words in told.items()})
