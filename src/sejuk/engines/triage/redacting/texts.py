"""A message without its personal data."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from sejuk.engines.triage.redacting.kinds import (
    PLACEHOLDERS,
    Personal,
    PersonalKind,
    Redacted,
)
from sejuk.engines.triage.redacting.lines import broken_in
from sejuk.engines.triage.redacting.names import Names, standard_names
from sejuk.engines.triage.redacting.naming import names_in
from sejuk.engines.triage.redacting.numbers import numbers_in
from sejuk.engines.triage.redacting.online import online_in
from sejuk.engines.triage.redacting.plates import plates_in
from sejuk.engines.triage.redacting.receipts import receipts_in
from sejuk.engines.triage.redacting.signs import Cues
from sejuk.engines.triage.redacting.spoken import spoken_in
from sejuk.engines.triage.redacting.streets import streets_in
from sejuk.engines.triage.redacting.tokens import tokens_of
from sejuk.engines.triage.redacting.unseen import UNSEEN, in_place, seen

DIGIT = re.compile(r"\d")
ONLINE = re.compile(r"(?i)[@_(\[{<\d]|\b(?:at|et|ad|akun)\b|\.(?:me|com|net)/")
"""Without any of these a text holds no address of a network: a quick look before the long one."""
WHOLE_ROUNDS = 6
"""So often a text is read as a whole; then only beside what was found, or a long row of numbers
without blanks, of which one is found when the one before it is gone, would take hours. Chosen."""
AROUND, EDGE = 160, 60
"""So many characters beside it are read, and so many at the ends only tell of the others; chosen:
a cue stands nearer, and few addresses are longer."""
FIRST_WINS = tuple(
    PersonalKind[name]
    for name in ["EMAIL", "ADDRESS", "NIK", "KK", "ACCOUNT", "PHONE", "HANDLE", "PLATE", "NAME"]
)
"""Of two that overlap the longer wins, of two as long the earlier in this list."""


def redacted(text: str, *, names: Names | None = None) -> Redacted:
    """
    Return the message without personal data, and what was found in it.

    The spans are those of `text` as it came. What is redacted already stays as it is: redacting
    once more changes nothing. `names` are the lists of names, offices and places; the engine's own
    when none are given, and a scope adds its villages (`with_places`).

    Sources: UU 27/2022 on personal data, article 4; the shapes of numbers beside each rule.

    >>> told = redacted("Pak Tarmuji (hp 0812-3456-7890) naik BG 1234 XY, lapor Pak Kades")
    >>> told.text
    'Pak [nama] (hp [telepon]) naik [plat], lapor Pak Kades'
    >>> told.counts
    ((<PersonalKind.NAME: 'name'>, 1), (<PersonalKind.PHONE: 'phone'>, 1), \
(<PersonalKind.PLATE: 'plate'>, 1))
    """
    known = names or standard_names()
    if UNSEEN.search(text):
        plain, stood = seen(text)
        found = in_place(_found(plain, known), stood)
    else:
        found = _found(text, known)
    counts = Counter(one.kind for one in found)
    return Redacted(_without(text, found), tuple(found), tuple(sorted(counts.items())))


def _found(text: str, known: Names) -> list[Personal]:
    """Return what is found, and what is found once that is gone."""
    found: list[Personal] = []
    rest, rounds = text, 0
    while more := _read(rest, known):
        while more:
            found = _joined(found, _moved(more, found))
            rest = _without(text, found)
            rounds += 1
            more = _beside(rest, _placed(more), known) if rounds >= WHOLE_ROUNDS else []
    return found


def _read(text: str, known: Names) -> list[Personal]:
    # Receipts last of all, so that a telephone and a card keep their own names.
    return _scanned(text, known) or list(receipts_in(text))


def _placed(found: Iterable[Personal]) -> Iterator[tuple[int, int]]:
    """Return where placeholders stand once they are in the text."""
    gain = 0
    for one in found:
        placeholder = len(PLACEHOLDERS[one.kind])
        yield one.start - gain, one.start - gain + placeholder
        gain += one.end - one.start - placeholder


def _beside(text: str, placed: Iterable[tuple[int, int]], known: Names) -> list[Personal]:
    """Return what is found beside placeholders, and not only because the text is cut there."""
    parts: list[tuple[int, int]] = []
    for start, end in placed:
        begin = max(0, start - AROUND)
        if parts and begin <= parts[-1][1]:
            begin = parts.pop()[0]
        parts.append((begin, min(len(text), end + AROUND)))
    return [
        Personal(one.kind, begin + one.start, begin + one.end, one.rule)
        for begin, end in parts
        for one in _read(text[begin:end], known)
        if (begin == 0 or one.start >= EDGE) and (end == len(text) or begin + one.end <= end - EDGE)
    ]


def _scanned(text: str, known: Names) -> list[Personal]:
    """Return what two readings find: numbers and addresses first, then names among the rest."""
    numbers = _apart(_numbers(text, known))
    rest = _without(text, numbers)
    found = _apart(names_in(tokens_of(rest), known))
    return _joined(numbers, _moved(found, numbers))


def _numbers(text: str, known: Names) -> Iterator[Personal]:
    yield from spoken_in(text)
    if ONLINE.search(text):
        yield from online_in(text, known.words)
    if DIGIT.search(text):
        cues = Cues(text)
        yield from numbers_in(text, cues)
        yield from broken_in(text)
        yield from plates_in(text, known.words, cues)
        yield from streets_in(tokens_of(text))


def _apart(found: Iterable[Personal]) -> list[Personal]:
    """Return what was found without overlaps, in order."""
    ordered = sorted(
        found, key=lambda one: (one.start - one.end, FIRST_WINS.index(one.kind), one.start)
    )
    kept: list[Personal] = []
    taken = bytearray(1 + max((one.end for one in ordered), default=0))
    for one in ordered:
        if taken.find(1, one.start, one.end) < 0:
            kept.append(one)
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(kept, key=lambda one: one.start)


def _joined(first: list[Personal], second: list[Personal]) -> list[Personal]:
    return sorted([*first, *second], key=lambda one: one.start)


def _without(text: str, found: list[Personal]) -> str:
    """Return the text with the found spans replaced."""
    parts: list[str] = []
    at = 0
    for one in found:
        parts += [text[at : one.start], PLACEHOLDERS[one.kind]]
        at = one.end
    return "".join([*parts, text[at:]])


def _moved(found: list[Personal], replaced: list[Personal]) -> list[Personal]:
    """Return what was found in a text with replacements, at its place in the text before them."""
    if not replaced:
        return found
    begins, gains = [0], [0]
    gain = 0
    for one in replaced:
        placeholder = len(PLACEHOLDERS[one.kind])
        begins.append(one.start - gain + placeholder)
        gain += one.end - one.start - placeholder
        gains.append(gain)
    return [
        Personal(one.kind, one.start + shift, one.end + shift, one.rule)
        for one in found
        for shift in (gains[bisect_right(begins, one.start) - 1],)
    ]
