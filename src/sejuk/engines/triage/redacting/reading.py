"""One message while its names are sought: where a name may begin, and how far it goes."""

import re
from collections.abc import Mapping, Sequence

from sejuk.engines.triage.redacting.names import Cue, Names
from sejuk.engines.triage.redacting.tokens import Token

LONGEST, SHORTEST = 4, 3
"""A name has at most so many words, and a guessed word of it at least so many letters; chosen."""
APART = 3
"""So many blanks may stand between the words of a name; chosen."""
SHOUTED, TITLED = 0.7, 0.6
"""From these shares of words in capitals, or with a capital, capitals say little; chosen."""
GUESSED = 2
"""So many words behind a name may be taken for more of it although no list knows them; chosen."""
LIKE_A_NAME, VERY_LIKE = 0.3, 0.7
"""How much one word with a capital, or two without, must sound like a name; chosen on tweets."""
LIKELY = 4
UNLIKE = -0.6
"""What sounds less like a name is none behind a name either; chosen on the same."""
VOWEL = re.compile(r"[aeiouy]")
BETWEEN = frozenset({"bin", "binti", "bt", "al", "el", "van", "st"})
ABBREVIATED = frozenset(
    {"h", "hj", "kh", "dr", "drs", "dra", "drg", "ust", "prof", "ir", "pdt", "alm", "almh", "ny"}
    | {"tn", "rr", "rd", "kgs", "msy", "sdr", "sdri", "bpk", "bp", "tgh", "st"}
)
"""A dot behind these ends no sentence."""
INITIAL = 2
"""An initial is a letter and a dot."""


class Reading:
    """A message as tokens, and what of a name stands where in it."""

    def __init__(self, tokens: Sequence[Token], names: Names) -> None:
        self.tokens, self.names = tokens, names
        self.initials: dict[int, int] = {}  # where initials end that were looked at
        words = [token for token in tokens if token.is_word and len(token.text) > 1]
        self.is_shouted = sum(token.text.isupper() for token in words) > SHOUTED * len(words)
        self.is_titled = sum(token.is_capital for token in words) > TITLED * len(words)

    def small(self, at: int) -> str:
        return self.tokens[at].small if 0 <= at < len(self.tokens) else ""

    def is_capital(self, at: int) -> bool:
        return self.tokens[at].is_capital and not self.is_shouted

    def is_beside(self, at: int) -> bool:
        """Test whether a word stands here, and only blanks between it and the token before."""
        if not 0 < at < len(self.tokens) or not self.tokens[at].is_word:
            return False
        return self.tokens[at].start - self.tokens[at - 1].end <= APART

    def is_separate(self, at: int) -> bool:
        """Test whether nothing is written together with this from the left: not the an of 2an."""
        return at == 0 or (
            self.tokens[at - 1].end < self.tokens[at].start
            or not self.tokens[at - 1].text[0].isalnum()
        )

    def is_dot_of_title(self, at: int) -> bool:
        return (
            self.small(at) == "."
            and self.small(at - 1) in ABBREVIATED
            and self.tokens[at - 1].end == self.tokens[at].start
        )

    def is_initial(self, at: int) -> bool:
        """Test whether a single letter with a dot stands here: M. Yusuf."""
        if at < 0 or at + INITIAL >= len(self.tokens):
            return False
        letter, dot, following = self.tokens[at : at + 3]
        return (
            letter.is_word
            and len(letter.text) == 1
            and dot.text == "."
            and following.start - dot.end <= 1
        )

    def phrase(self, at: int, phrases: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
        """Return how many tokens of a phrase begin here."""
        for words in phrases.get(self.small(at), ()):
            if all(self.small(at + step) == word for step, word in enumerate(words)):
                return len(words)
        return 0

    def name_after(self, at: int, cue: Cue) -> int:
        """Return the token behind the name that begins here, or `at` when none does."""
        first = self._after_initials(at)
        is_name = (
            first < len(self.tokens) and self.tokens[first].is_word and self._begins(first, cue)
        )
        return self._end(first, cue) if is_name else at

    def _after_initials(self, at: int) -> int:
        """Return the token behind initials. Each is looked at once, however many there are."""
        behind = at
        while behind not in self.initials and self.is_initial(behind):
            behind += INITIAL
        end = self.initials.get(behind, behind)
        self.initials.update(dict.fromkeys(range(at, behind + 1, INITIAL), end))
        return end

    def _begins(self, at: int, cue: Cue) -> bool:
        small, names = self.small(at), self.names
        if self._is_other(at):
            return False
        if small in names.are_given:
            return True
        is_word = names.is_word(small)
        if small in names.are_doubtful:
            return self._may_be_doubtful(at, cue, is_word=is_word)
        if is_word or not VOWEL.search(small):
            return False
        return names.ends_like_a_name(small) or self._may_be_unknown(at, cue)

    def _may_be_doubtful(self, at: int, cue: Cue, *, is_word: bool) -> bool:
        """Test a word that is a name as well: Panji is one, and Panji Jaya a village."""
        if cue == Cue.OFFICE and not self.names.spared:
            return False
        return cue >= Cue.SOFT and (self.is_capital(at) or (cue > Cue.SOFT and not is_word))

    def _is_other(self, at: int) -> bool:
        """Test whether a title, an office, a place or a saying stands here."""
        small, names = self.small(at), self.names
        return (
            small in names.cues or small in names.are_places or self.phrase(at, names.phrases) > 0
        )

    def _may_be_unknown(self, at: int, cue: Cue) -> bool:
        small = self.small(at)
        if cue == Cue.SOFT and not self.is_capital(at):
            return self.names.sounds(small) > VERY_LIKE
        if cue == Cue.SOFT:
            return len(small) >= SHORTEST
        if cue == Cue.OFFICE:
            are_places_known = bool(self.names.spared)
            return are_places_known and len(small) > SHORTEST and not self.names.is_placelike(small)
        return cue >= Cue.SURE and (len(small) >= SHORTEST or self.is_capital(at))

    def _end(self, first: int, cue: Cue) -> int:
        """Return the token behind the name; a few words that no list knows may go with it."""
        at, guessed = first + 1, 0
        while at < len(self.tokens) and at - first < LONGEST:
            step, is_guess = self._step(first, at, cue)
            guessed += is_guess
            if not step or guessed > GUESSED:
                break
            at += step
        return at

    def _step(self, first: int, at: int, cue: Cue) -> tuple[int, bool]:
        """Return how many tokens from here belong to the name, and whether that is a guess."""
        if not self.is_beside(at):
            return 0, False
        if self.small(at) in BETWEEN and self.is_beside(at + 1):
            return (2 if self._continues(first, at + 1, cue) else 0), False
        if self.is_initial(at):
            return INITIAL, False
        if not self._continues(first, at, cue):
            return 0, False
        small = self.small(at)
        is_listed = self.names.is_known(small) or small in self.names.are_doubtful
        return 1, not (is_listed or self.is_capital(at))

    def _continues(self, first: int, at: int, cue: Cue) -> bool:
        small, names = self.small(at), self.names
        if self._is_other(at):
            return False
        if names.is_known(small):
            return True
        is_word = names.is_word(small)
        if small in names.are_doubtful:
            return self.is_capital(at) or not is_word
        if is_word or not VOWEL.search(small):
            return False
        if self.is_capital(first):
            return self.is_capital(at)
        is_short = SHORTEST <= len(small) < LIKELY
        return cue >= Cue.SURE and (is_short or names.sounds(small) > UNLIKE)
