"""Praise and blame beside a contestant or an office, and the phrases of campaigns."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from sejuk.engines.neutrality.hits import Hit, HitCode, HitKind, HitReason
from sejuk.engines.neutrality.tokens import LINE_BREAKS, Token, line_before, line_behind, starts_of
from sejuk.engines.neutrality.words import NeutralityWords, Phrase

# Chosen: a clause. Praise of the rain in the next sentence is none of the mayor.
BESIDE_WORDS = 6
UNLESS_WORDS = 3
EVENT_WORDS = 5  # "pemilihan bupati dan wakil bupati"
STOPS = frozenset(".!?;") | LINE_BREAKS


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who may be praised or blamed: where he is named, and as what."""

    start: int
    end: int
    words: str


def role_subjects(tokens: Sequence[Token], text: str, known: NeutralityWords) -> list[Subject]:
    """Return the offices that a text names."""
    keys = [token.key for token in tokens]
    subjects = []
    for role in known.roles:
        for first in starts_of(role, keys):
            last = first + len(role) - 1
            before = line_before(tokens, text, first, EVENT_WORDS)
            behind = line_behind(tokens, text, last, 1)
            is_other = not set(behind).isdisjoint(known.no_role_before)
            if is_other or not set(before).isdisjoint(known.no_role_after):
                continue
            start, end = tokens[first].start, tokens[last].end
            subjects.append(Subject(start, end, text[start:end]))
    return [*subjects, *_judged_pairs(tokens, keys, text, known)]


def _judged_pairs(
    tokens: Sequence[Token], keys: Sequence[str], text: str, known: NeutralityWords
) -> Iterator[Subject]:
    """Return pairs of which praise or blame is said right behind; others are any couple."""
    for at, key in enumerate(keys):
        if key not in known.pairs:
            continue
        behind = at + 1
        while behind < len(keys) and keys[behind] in (*known.linking, *known.negations):
            behind += 1
        if any(tuple(keys[behind : behind + len(said)]) == said for said in known.judged):
            start, end = tokens[at].start, tokens[at].end
            yield Subject(start, end, text[start:end])


def judgement_hits(
    tokens: Sequence[Token], text: str, subjects: Sequence[Subject], known: NeutralityWords
) -> Iterator[Hit]:
    """Return praise and blame in the clause of a subject; praise that is denied is blame."""
    if not subjects:
        return
    keys = [token.key for token in tokens]
    ordered = sorted(subjects, key=lambda one: one.start)
    seen: set[int] = set()
    for kind, phrases in ((HitKind.PRAISE, known.praise), (HitKind.BLAME, known.blame)):
        for phrase in sorted(phrases, key=len, reverse=True):
            for first in starts_of(phrase, keys):
                last = first + len(phrase) - 1
                if not seen.isdisjoint(range(first, last + 1)):
                    continue
                before = line_before(tokens, text, first, 1)
                behind = line_behind(tokens, text, last, 1)
                is_others = not set(before).isdisjoint(known.others)
                if is_others or not set(behind).isdisjoint(known.no_praise_before):
                    continue
                subject = _beside(tokens, text, first, last, ordered)
                if subject is not None:
                    seen.update(range(first, last + 1))
                    is_denied = not set(before).isdisjoint(known.negations)
                    span = text, tokens[first - is_denied].start, tokens[last].end
                    yield _judged(kind, *span, subject, is_denied=is_denied)


def _judged(
    kind: HitKind, text: str, start: int, end: int, subject: Subject, *, is_denied: bool
) -> Hit:
    is_praise = (kind is HitKind.PRAISE) is not is_denied
    code = HitCode.PRAISE_BESIDE if is_praise else HitCode.BLAME_BESIDE
    kind = HitKind.PRAISE if is_praise else HitKind.BLAME
    return Hit(kind, start, end, text[start:end], HitReason(code, subject.words))


def _beside(
    tokens: Sequence[Token], text: str, first: int, last: int, ordered: Sequence[Subject]
) -> Subject | None:
    """Return who is named nearest in the clause; subjects are ordered by where they start."""
    begin = tokens[max(0, first - BESIDE_WORDS)].start
    end = tokens[min(len(tokens) - 1, last + BESIDE_WORDS)].end
    start, stop = tokens[first].start, tokens[last].end
    near: list[tuple[int, Subject]] = []
    for subject in islice(ordered, bisect_left(ordered, begin, key=lambda one: one.start), None):
        if subject.start >= end:
            break
        between = text[min(subject.end, stop) : max(subject.start, start)]
        if subject.end <= end and STOPS.isdisjoint(between):
            near.append((len(between), subject))
    return min(near, key=lambda one: one[0])[1] if near else None


def campaign_hits(tokens: Sequence[Token], text: str, known: NeutralityWords) -> Iterator[Hit]:
    """Return phrases of campaigns that no word behind makes ordinary."""
    keys = [token.key for token in tokens]
    for listed in known.campaign:
        for first in starts_of(listed.phrase, keys):
            last = first + len(listed.phrase) - 1
            behind = line_behind(tokens, text, last, UNLESS_WORDS)
            if not set(behind).isdisjoint(listed.unless):
                continue
            start, end = tokens[first].start, tokens[last].end
            reason = HitReason(HitCode.CAMPAIGN_PHRASE, _said(listed.phrase))
            yield Hit(HitKind.CAMPAIGN, start, end, text[start:end], reason)


def _said(phrase: Phrase) -> str:
    return " ".join(phrase)
