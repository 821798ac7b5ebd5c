"""Names of contestants: in full, in part, misspelt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from sejuk.engines.neutrality.hits import Contestant, Hit, HitCode, HitKind, HitReason
from sejuk.engines.neutrality.tokens import Token, tokens_of
from sejuk.engines.neutrality.words import NeutralityWords

# Chosen: a short name with a letter changed is another word, and by its sound it may be one
# ("Tjara" is "cara"); a long one bears two.
LETTERS_FOR_ONE_EDIT, LETTERS_FOR_TWO_EDITS = 6, 10
FEWEST_LETTERS = 3
PART_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name or part of one by sound, and the name as it was given."""

    keys: tuple[str, ...]
    plain: str
    name: str
    is_part: bool
    needs_cue: bool

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
            spelled[whole] = Spelled(whole, plain, name, is_part=False, needs_cue=needs_cue)
    for name, tokens in told:
        for token in tokens if len(tokens) > 1 else ():
            key = token.key
            if len(key) >= FEWEST_LETTERS:
                is_weak = len(key) < PART_LETTERS or key in known.nobody
                part = Spelled((key,), token.plain, name, is_part=True, needs_cue=is_weak)
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
                if code is None or (name.needs_cue and not _has_cue(tokens, first, known)):
                    continue
                taken.update(span)
                start, end = tokens[first].start, tokens[first + size - 1].end
                reason = HitReason(code, name.name)
                yield Hit(HitKind.NAME, start, end, text[start:end], reason)


def _match(window: Sequence[Token], name: Spelled) -> HitCode | None:
    written, meant = "".join(token.key for token in window), name.joined
    if len(meant) < LETTERS_FOR_ONE_EDIT and name.plain != "".join(one.plain for one in window):
        return None
    if written == meant:
        return HitCode.PART_OF_NAME if name.is_part else HitCode.FULL_NAME
    most = (len(meant) >= LETTERS_FOR_ONE_EDIT) + (len(meant) >= LETTERS_FOR_TWO_EDITS)
    if not most or abs(len(written) - len(meant)) > most or written[0] != meant[0]:
        return None
    if name.is_part:
        most = 1
    is_close = OSA.distance(written, meant, score_cutoff=most) <= most
    return HitCode.MISSPELLED_NAME if is_close else None


def _has_cue(tokens: Sequence[Token], first: int, known: NeutralityWords) -> bool:
    return first > 0 and tokens[first - 1].key in known.before_name


def all_names(contestants: Iterable[Contestant]) -> list[str]:
    """Return every name of every contestant."""
    return [name for contestant in contestants for name in contestant.names]
