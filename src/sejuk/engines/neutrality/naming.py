"""Names of contestants: in full, in part, misspelt."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from sejuk.engines.neutrality.hits import Contestant, Hit, HitCode, HitKind, HitReason
from sejuk.engines.neutrality.numbering import CRIES, NUMBER_WORDS, VOTE_WORDS, number_of
from sejuk.engines.neutrality.tokens import LINE_BREAKS, Token, tokens_of
from sejuk.engines.neutrality.words import NeutralityWords

# Chosen: a short name with a letter changed is another word, and by its sound it may be one
# ("Tjara" is "cara"); a long one bears two.
LETTERS_FOR_ONE_EDIT, LETTERS_FOR_TWO_EDITS = 6, 10
FEWEST_LETTERS = 3
PART_LETTERS = 5
# Chosen: what stands between a name and what is said of it.
DEGREES = frozenset({"lebih", "paling", "sangat", "sungguh", "memang", "itu", "selalu", "terus"})
MOST_DEGREES = 2
"""So many of these may stand between a name and its praise: "memang sangat hebat"; chosen."""
WELL = frozenset({"baik", "bagus", "untuk", "for"})
STOPS = frozenset(".!?;:") | LINE_BREAKS
# Chosen: behind "Pak" three letters are how somebody is called; behind "pilih" it takes four and a
# capital, and as one word with "pak" four, since a shorter end is that of many words.
SHORT_LETTERS, VOTED_LETTERS, GLUED_LETTERS = 3, 4, 4
_VOWELS = str.maketrans("", "", "aeiou")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name or part of one by sound, and the name as it was given."""

    keys: tuple[str, ...]
    plain: str
    name: str
    is_part: bool
    needs_cue: bool
    is_common: bool

    @property
    def joined(self) -> str:
        return "".join(self.keys)


def spelled_names(names: Iterable[str], known: NeutralityWords) -> tuple[Spelled, ...]:
    """Return what may be written for names: the whole, and the parts that mean one person."""
    spelled: dict[tuple[str, ...], Spelled] = {}
    told = [
        (name, tuple(token for token in tokens_of(name) if token.key not in known.titles))
        for name in names
    ]
    for name, tokens in told:
        whole = tuple(token.key for token in tokens)
        plain = "".join(token.plain for token in tokens)
        if whole:
            needs_cue = _means_nobody(whole, known)
            spelled[whole] = Spelled(
                whole, plain, name, is_part=False, needs_cue=needs_cue, is_common=needs_cue
            )
    for name, tokens in told:
        for token in tokens if len(tokens) > 1 else ():
            key = token.key
            if len(key) >= FEWEST_LETTERS:
                is_common = key in known.nobody
                is_weak = len(key) < PART_LETTERS or is_common
                part = Spelled(
                    (key,), token.plain, name, is_part=True, needs_cue=is_weak, is_common=is_common
                )
                spelled.setdefault((key,), part)
    return tuple(sorted(spelled.values(), key=lambda one: (-len(one.joined), one.keys)))


def _means_nobody(whole: tuple[str, ...], known: NeutralityWords) -> bool:
    letters = len("".join(whole))
    return letters < FEWEST_LETTERS or (len(whole) == 1 and whole[0] in known.nobody)


def name_hits(
    tokens: Sequence[Token], text: str, spelled: Sequence[Spelled], known: NeutralityWords
) -> Iterator[Hit]:
    """Return where a text names somebody, the longest names first; a word is named once."""
    taken: set[int] = set()
    for name in spelled:
        for size in {1, len(name.keys), len(name.keys) + 1}:
            for first in range(len(tokens) - size + 1):
                span = range(first, first + size)
                if not taken.isdisjoint(span):
                    continue
                code = _match(tokens[first : first + size], name)
                if code and len(name.keys) == 1:
                    code = _one(code, name, Around(tokens, first, first + size - 1, text, known))
                if code is None:
                    continue
                taken.update(span)
                yield _named(text, tokens[first].start, tokens[first + size - 1].end, code, name)
    yield from _short_hits(tokens, text, spelled, known, taken)


def _short_hits(
    tokens: Sequence[Token],
    text: str,
    spelled: Sequence[Spelled],
    known: NeutralityWords,
    taken: Collection[int],
) -> Iterator[Hit]:
    """Return where a name is cut short, or stands as one word with its title."""
    for at, token in enumerate(tokens):
        if at in taken:
            continue
        around = Around(tokens, at, at, text, known)
        for name in spelled:
            code = _shortened(token.key, name, around)
            if code:
                yield _named(text, token.start, token.end, code, name)
                break


def _named(text: str, start: int, end: int, code: HitCode, name: Spelled) -> Hit:
    return Hit(HitKind.NAME, start, end, text[start:end], HitReason(code, name.name))


def _match(window: Sequence[Token], name: Spelled) -> HitCode | None:
    written, meant = "".join(token.key for token in window), name.joined
    if len(meant) < LETTERS_FOR_ONE_EDIT and name.plain != "".join(one.plain for one in window):
        is_by_sound = written == meant and name.is_part and name.needs_cue
        return HitCode.MISSPELLED_NAME if is_by_sound else None
    if written == meant:
        return HitCode.PART_OF_NAME if name.is_part else HitCode.FULL_NAME
    most = (len(meant) >= LETTERS_FOR_ONE_EDIT) + (len(meant) >= LETTERS_FOR_TWO_EDITS)
    if not most or abs(len(written) - len(meant)) > most or written[0] != meant[0]:
        return None
    if name.is_part:
        most = 1
    is_close = OSA.distance(written, meant, score_cutoff=most) <= most
    return HitCode.MISSPELLED_NAME if is_close else None


class Around(NamedTuple):
    """What stands around words that may be a name."""

    tokens: Sequence[Token]
    first: int
    last: int
    text: str
    known: NeutralityWords

    def key(self, at: int) -> str:
        """Return the word so many before or behind, in the same clause; else nothing."""
        there = self.last + at if at > 0 else self.first + at
        if not 0 <= there < len(self.tokens):
            return ""
        one, two = (self.last, there) if at > 0 else (there, self.first)
        between = self.text[self.tokens[one].end : self.tokens[two].start]
        return "" if "," in between or not STOPS.isdisjoint(between) else self.tokens[there].key

    def is_titled(self) -> bool:
        return self.first > 0 and self.tokens[self.first - 1].key in self.known.called

    def is_capital(self) -> bool:
        return self.text[self.tokens[self.first].start].isupper()

    def is_disguised(self) -> bool:
        """Test whether digits stand for letters, so that no search finds the name."""
        start, end = self.tokens[self.first].start, self.tokens[self.last].end
        return any(sign.isdigit() for sign in self.text[start:end])

    def is_judged(self) -> bool:
        """Test whether praise, blame or a cry stands right behind."""
        for at in range(1, MOST_DEGREES + 2):
            if self.key(at) in CRIES | WELL or self._is_phrase(at):
                return True
            if self.key(at) not in DEGREES and self.key(at) not in self.known.negations:
                break
        return False

    def _is_phrase(self, at: int) -> bool:
        return any(
            all(self.key(at + step) == word for step, word in enumerate(phrase))
            for phrase in self.known.judged
        )

    def is_numbered(self) -> bool:
        """Test whether a number stands beside as numbers on a ballot are written."""
        behind = self.key(1)
        return behind in NUMBER_WORDS or any(
            key.startswith("0") and number_of(key) is not None for key in (self.key(-1), behind)
        )

    def is_alone(self) -> bool:
        """Test whether no other word with a capital stands beside: Panji Jaya is a village."""
        behind, before = self._shown(1), self._shown(-1)
        begins = self.first < 2 or not self.key(-2)  # noqa: PLR2004 - the word before is the first
        return not behind.istitle() and (begins or not before.istitle())

    def _shown(self, at: int) -> str:
        there = self.last + 1 if at > 0 else self.first - 1
        one = self.tokens[there] if self.key(at) else None
        return self.text[one.start : one.end] if one else ""


def _one(code: HitCode, name: Spelled, around: Around) -> HitCode | None:
    """Return what a name of one word is here: it may be a place, or an ordinary word."""
    is_place = around.key(-1) in around.known.before_place
    if is_place or around.key(1) in around.known.no_name_before:
        return None
    return _weak(code, name, around) if name.needs_cue else code


def _shortened(written: str, name: Spelled, around: Around) -> HitCode | None:
    """Return what a word is that is cut from a name, or one word with the title before it."""
    if len(name.keys) > 1:
        return None
    meant = name.joined
    if written.endswith(meant) and len(meant) >= GLUED_LETTERS:
        # Two letters of one sound are one: "pakkornelia" is read as "pakornelia".
        title = written.removesuffix(meant)
        if _is_titles(title, around.known) or _is_titles(title + meant[0], around.known):
            return HitCode.PART_OF_NAME if name.is_part else HitCode.FULL_NAME
    before = around.tokens[around.first - 1].key if around.first else ""
    is_voted = before in VOTE_WORDS and len(written) >= VOTED_LETTERS and around.is_capital()
    if not is_voted and before not in around.known.before_person:
        return None
    return HitCode.SHORT_NAME if _is_cut(written, meant, around.known) else None


def _is_titles(words: str, known: NeutralityWords) -> bool:
    """Test whether letters are nothing but words that stand before a name: "pilihpak"."""
    titles = {title for title in (*known.before_person, *VOTE_WORDS) if len(title) > 1}
    sizes = {len(title) for title in titles}
    ends = {0}  # where titles that follow one another from the first letter may end
    for at in range(len(words)):
        if at in ends:
            ends.update(at + size for size in sizes if words[at : at + size] in titles)
    return bool(words) and len(words) in ends


def _is_cut(written: str, meant: str, known: NeutralityWords) -> bool:
    """Test whether a word is the beginning of a name, or the name without some of its vowels."""
    if not SHORT_LETTERS <= len(written) < len(meant) or written in known.no_short_name:
        return False
    if written in known.nobody:
        return False
    letters = iter(meant)
    is_within = all(letter in letters for letter in written)
    is_bare = is_within and written.translate(_VOWELS) == meant.translate(_VOWELS)
    return meant.startswith(written) or is_bare


def _weak(code: HitCode, name: Spelled, around: Around) -> HitCode | None:
    """Return what a word that is a name only sometimes is here."""
    if around.is_titled():
        return code
    if around.is_judged() and (around.is_capital() or not name.is_common):
        return code if code is not HitCode.MISSPELLED_NAME or around.is_capital() else None
    if code is HitCode.MISSPELLED_NAME and around.is_disguised():
        return code
    if name.is_common or code is HitCode.MISSPELLED_NAME:
        return None
    if around.is_numbered():
        return code
    return HitCode.PART_ALONE if around.is_capital() and around.is_alone() else None


def all_names(contestants: Iterable[Contestant]) -> list[str]:
    """Return every name of every contestant."""
    return [name for contestant in contestants for name in contestant.names]
