"""
Does a message tell that something is so, or that it is not?

A rumour and its denial share nearly all their words: nothing that counts shared letters tells them
apart (median similarity of such pairs .75, of the same rumour reworded .64). So the cues of a
denial are read, and which words are negated. A question ("ini hoaks atau bukan?") denies nothing.
"""

import re
from functools import cache
from typing import NamedTuple

from sejuk.engines.triage.folding import folded

CUES = (
    "hoaks", "hoax", "hoak", "klarifikasi", "mengklarifikasi", "diklarifikasi", "membantah",
    "dibantah", "bantahan", "bantah", "menepis", "ditepis", "menyangkal", "disangkal", "sangkalan",
    "menampik", "meluruskan", "diluruskan", "luruskan", "disinformasi", "misinformasi", "faktanya",
    "tidak benar", "tidak betul", "tidaklah benar", "tidak terbukti", "tidak berdasar",
    "tidak sesuai fakta", "tidak sesuai kenyataan", "tidak demikian", "bukan fakta",
    "bukan begitu", "tanpa dasar", "isu belaka", "rumor belaka", "hanya isu", "cuma isu",
    "hanya rumor", "kabar bohong", "berita bohong", "informasi bohong", "pesan bohong",
    "bohong itu", "itu bohong", "bohong semua", "kabar palsu", "berita palsu", "informasi palsu",
    "info palsu", "pesan palsu", "kabar keliru", "informasi keliru", "info keliru",
    "berita keliru", "pesan keliru", "informasi salah", "info salah", "informasi yang salah",
    "informasi tidak valid", "informasi menyesatkan", "kabar menyesatkan", "jangan percaya",
    "jangan mudah percaya", "jangan gampang percaya", "jangan termakan", "yang benar adalah",
    "yang betul adalah", "tetap sesuai jadwal", "tetap seperti semula", "tidak ada perubahan",
)  # fmt: skip
NEGATORS = (
    "tidak", "tak", "bukan", "belum", "tanpa", "bukannya", "tidaklah", "tiada", "dak", "idak",
    "ndak", "nggak", "gak", "enggak", "katek",
)  # fmt: skip
THROUGH = ("ada", "pernah", "akan", "jadi", "lagi", "ada yang", "usah", "perlu", "benar-benar")
"""Words that hand a negation on to the word after them: "tidak ada pemindahan"."""

UNTOLD = ("yang", "di", "ke", "dari", "dan", "itu", "ini", "untuk", "juga", "karena", "oleh", "ya")
"""Words that cannot be negated in a way that matters."""

_SENTENCES = re.compile(r"[^.!?\n]+[.!?\n]*")
_ENDS = re.compile(r"[.!?\n]\s*\w")
_ASKING = re.compile(
    r"\?|\b(apakah|apo(?:kah)?|benarkah|betulkah|apa(?:kah)? (?:benar|betul|bener)"
    r"|(?:benar|betul|bener|nian) (?:apa )?(?:tidak|tdk|gak|ga|dak|idak)(?: ya| yo)?\s*$"
    r"|(?:atau|ato|apa) (?:bukan|tidak|dak|hoaks|hoax|benar|bener|betul)|mohon (?:info|penjelasan))"
)


class Denying(NamedTuple):
    """Whether a text denies, in which words, and which of its folded words are negated."""

    cue: str
    negated: frozenset[str]

    @property
    def is_denial(self) -> bool:
        return bool(self.cue)


NOTHING_DENIED = Denying("", frozenset())


class _Words(NamedTuple):
    cues: dict[tuple[str, ...], str]
    openings: frozenset[str]  # the first words of cues
    longest: int
    negators: frozenset[str]
    through: frozenset[str]
    untold: frozenset[str]


@cache
def _words() -> _Words:
    """Return the lists of this file, folded as messages are."""
    cues = {tuple(folded(cue).split()): cue for cue in reversed(CUES)}
    return _Words(
        cues,
        frozenset(cue[0] for cue in cues),
        max(len(cue) for cue in cues),
        *(
            frozenset(word for phrase in phrases for word in folded(phrase).split())
            for phrases in (NEGATORS, THROUGH, UNTOLD)
        ),
    )


def denying(text: str, whole: str) -> Denying:
    """
    Return whether a text denies something; `whole` is the same text folded.

    >>> told = "Klarifikasi KPU: TPS 3 tidak dipindah."
    >>> denying(told, folded(told)).cue
    'klarifikasi'
    >>> asked = "Ini hoaks atau bukan?"
    >>> denying(asked, folded(asked)).cue
    ''
    """
    lists, words = _words(), whole.split()
    has_cue, has_negation = (
        not some.isdisjoint(words) for some in (lists.openings, lists.negators)
    )
    if not has_cue and not has_negation:
        return NOTHING_DENIED
    small = text.casefold()
    sentences = _SENTENCES.findall(small) if _ENDS.search(small) else [small]
    told = [one for one in sentences if not _ASKING.search(one)] if has_cue else []
    parts = [whole] if len(sentences) == 1 else [folded(one) for one in sentences]
    cue = _cue(" ".join(part for part, one in zip(parts, sentences, strict=True) if one in told))
    return Denying(cue, _negated(parts) if has_negation else frozenset())


def _cue(text: str) -> str:
    lists, tokens = _words(), text.split()
    for at, token in enumerate(tokens):
        if token not in lists.openings:
            continue
        if at and tokens[at - 1] in lists.negators:
            continue  # "bukan hoaks" insists, it does not deny
        for size in range(lists.longest, 0, -1):
            found = lists.cues.get(tuple(tokens[at : at + size]))
            if found is not None and len(tokens) >= at + size:
                return found
    return ""


def _negated(sentences: list[str]) -> frozenset[str]:
    """Return the words that stand after a negation, and nowhere without one."""
    lists = _words()
    negated: set[str] = set()
    plain: set[str] = set()
    for sentence in sentences:
        is_negated = False
        for token in sentence.split():
            if token in lists.negators:
                is_negated = True
                continue
            if token not in lists.untold:
                (negated if is_negated else plain).add(token)
            is_negated = is_negated and token in lists.through
    return frozenset(negated - plain - lists.through)
