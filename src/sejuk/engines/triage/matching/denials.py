"""
Does a message tell that something is so, or that it is not?

A rumour and its denial share nearly all their words: nothing that counts shared letters tells them
apart (median similarity of such pairs .75, of the same rumour reworded .64). So the cues of a
denial are read, and which words are negated. A question ("ini hoaks atau bukan?") denies nothing.
"""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sejuk.engines.triage.folding import folded

LABELS = (
    "klarifikasi", "mengklarifikasi", "diklarifikasi", "disinformasi", "misinformasi", "cek fakta",
    "sanggahan", "bantahan",
)  # fmt: skip
"""Words that label a message; they count in a question too ("Klarifikasi: TPS pindah? Keliru.")."""

CUES = (
    "hoaks", "hoax", "hoak", "membantah", "dibantah", "bantah", "menepis", "ditepis", "menyangkal",
    "disangkal", "sangkalan", "menampik", "tidak benar", "tidak betul", "tidaklah benar",
    "tidak terbukti", "tidak berdasar", "tidak sesuai fakta", "tidak sesuai kenyataan",
    "tidak demikian", "tidak pernah terjadi", "ternyata tidak", "ternyata bukan", "bukan fakta",
    "tanpa dasar", "cuma rumor", "hanyalah rumor", "gosip lama", "cuma gosip", "hanya gosip",
    "itu dak katek", "itu tidak ada", "ngapusi semua", "ngawur", "dipelintir", "pelintiran",
     "tidak terjadi", "jangan disebar", "jangan disebarkan",
    "jangan sebarkan", "tidak usah percaya", "abaikan saja", "salah paham", "kesalahpahaman",
    "dipastikan tidak", "memastikan tidak", "menegaskan tidak", "sudah dicek tidak",
    "setelah dicek tidak", "tidak ada dasar", "isu belaka", "rumor belaka", "kabar belaka",
    "hanya isu", "cuma isu", "hanyalah isu", "hanya rumor", "hanya kabar", "cuma kabar",
    "hanyalah kabar", "kabar burung", "kabar angin", "kabar bohong", "berita bohong",
    "informasi bohong", "pesan bohong", "bohong itu", "itu bohong", "bohong semua", "bohong belaka",
    "omong kosong", "karangan saja", "hanya karangan", "cuma karangan", "mengada-ada",
    "kabar palsu", "berita palsu", "informasi palsu", "pesan palsu", "kabar keliru",
    "informasi keliru", "berita keliru", "pesan keliru", "itu keliru", "adalah keliru", "itu salah",
    "adalah salah", "kabar salah", "informasi salah", "informasi yang salah",
    "informasi tidak valid", "informasi menyesatkan", "kabar menyesatkan", "jangan percaya",
    "jangan mudah percaya", "jangan gampang percaya", "jangan langsung percaya", "tidak percaya",
    "jangan termakan", "jangan terpengaruh", "yang benar adalah", "yang betul adalah",
    "fakta sebenarnya", "faktanya tidak", "faktanya aman", "meluruskan informasi",
    "meluruskan kabar", "meluruskan isu", "sudah diluruskan", "tetap sesuai jadwal",
    "tetap seperti semula", "tidak ada perubahan", "itu fitnah", "ini fitnah",
)  # fmt: skip
NEGATORS = (
    "tidak", "tak", "bukan", "belum", "tanpa", "bukannya", "tidaklah", "tiada", "dak", "idak",
    "ndak", "nggak", "gak", "enggak", "katek",
)  # fmt: skip
NOT, OUTRIGHT = "tidak", frozenset(("tak", "tiada", "bukan"))
"""Negators that are read as the first in cues; "belum terbukti" is none of a denial."""

THROUGH = (
    "ada", "pernah", "akan", "jadi", "lagi", "usah", "perlu", "sih", "juga", "kok", "pula",
    "menemukan",
)  # fmt: skip
"""Words that hand a negation on to the word after them: "tidak ada pemindahan"."""

UNTOLD = ("yang", "di", "ke", "dari", "dan", "itu", "ini", "untuk", "juga", "karena", "oleh", "ya")
"""Words that cannot be negated in a way that matters."""

_SENTENCES = re.compile(r"[^.!?\n]+[.!?\n]*")
_UNBRACKETED = str.maketrans("[]", "  ")
_BEFORE = re.compile(r"\bs+e*be*lu*m", re.IGNORECASE)  # "sebelum" folds to "belum"
_NOT_YET = frozenset(("belum",))
_ENDS = re.compile(r"[.!?\n]\s*\w")
_ASKING = re.compile(
    r"\?|\b(apakah|apo(?:kah)?|benarkah|betulkah|apa(?:kah)? (?:benar|betul|bener)"
    r"|(?:benar|betul|bener|nian) (?:apa )?(?:tidak|tdk|gak|ga|dak|idak)(?: ya| yo)?\s*$"
    r"|(?:atau|ato|apa) (?:bukan|tidak|dak|hoaks|hoax|benar|bener|betul)|mohon (?:info|penjelasan))"
)


class Denying(NamedTuple):
    """
    Whether a text denies, in which words, and what of it is negated and what is not.

    A word is told with the one before it ("tps<pindah") and with the one after it ("pindah>balai"):
    two messages that use one word in two places say nothing against each other.
    """

    cue: str
    negated: frozenset[str]
    plain: frozenset[str]

    @property
    def is_denial(self) -> bool:
        return bool(self.cue)


def word_of(told: str) -> str:
    """
    Return the word of what is told with its neighbour.

    >>> word_of("tps<pindah"), word_of("pindah>balai")
    ('pindah', 'pindah')
    """
    return told.rpartition("<")[2] if "<" in told else told.partition(">")[0]


class _Words(NamedTuple):
    cues: dict[tuple[str, ...], str]
    labels: frozenset[tuple[str, ...]]
    openings: frozenset[str]  # the first words of cues
    longest: int
    negators: frozenset[str]
    through: frozenset[str]
    untold: frozenset[str]


@cache
def _words() -> _Words:
    """Return the lists of this file, folded as messages are."""
    cues = {
        tuple(NOT if word in OUTRIGHT else word for word in folded(cue).split()): cue
        for cue in reversed((*LABELS, *CUES))
    }
    return _Words(
        cues,
        frozenset(tuple(folded(label).split()) for label in LABELS),
        frozenset(cue[0] for cue in cues) | OUTRIGHT,
        max(len(cue) for cue in cues),
        _single(NEGATORS),
        _single(THROUGH),
        _single(UNTOLD),
    )


def _single(words: tuple[str, ...]) -> frozenset[str]:
    """Return words folded; one that stands for several ("katek", tidak ada) is met as these."""
    return frozenset(fold for fold in map(folded, words) if " " not in fold)


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
    lists = _words()
    if "[" in text:  # "[HOAKS]" is a label and no placeholder
        text = text.translate(_UNBRACKETED)
        whole = folded(text)
    words = whole.split()
    negators = lists.negators - _NOT_YET if _BEFORE.search(text) else lists.negators
    has_cue, has_negation = (not some.isdisjoint(words) for some in (lists.openings, negators))
    if not has_cue and not has_negation:
        return Denying("", frozenset(), frozenset(_plainly(words)))
    small = text.casefold()
    sentences = _SENTENCES.findall(small) if _ENDS.search(small) else [small]
    parts = [whole] if len(sentences) == 1 else [folded(one) for one in sentences]
    cue = ""
    if has_cue:
        found = (
            _cue(part.split(), is_asked=_ASKING.search(one) is not None)
            for part, one in zip(parts, sentences, strict=True)
        )
        cue = next(filter(None, found), "")
    return Denying(cue, *_by_negation(parts, negators))


def _cue(words: list[str], *, is_asked: bool) -> str:
    lists = _words()
    tokens = [NOT if word in OUTRIGHT else word for word in words]
    for at, token in enumerate(tokens):
        if token not in lists.openings:
            continue
        if at and tokens[at - 1] in lists.negators:
            continue  # "bukan hoaks" insists, it does not deny
        for size in range(min(lists.longest, len(tokens) - at), 0, -1):
            phrase = tuple(tokens[at : at + size])
            if phrase in lists.cues and (not is_asked or (at == 0 and phrase in lists.labels)):
                return lists.cues[phrase]
    return ""


def _plainly(words: list[str]) -> list[str]:
    """Return each word with the one before and the one after it."""
    if not words:
        return []
    return [
        *(f"{before}<{word}" for before, word in pairwise(["", *words])),
        *(f"{word}>{after}" for word, after in pairwise([*words, ""])),
    ]


def _by_negation(
    sentences: list[str], negators: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what is told with a negation and nowhere without one, and what is told without."""
    lists = _words()
    negated: set[str] = set()
    plain: set[str] = set()
    for sentence in sentences:
        words, are_negated, is_negated = [""], [False], False
        for word in sentence.split():
            if word in negators:
                is_negated = True
                continue
            is_again = are_negated[-1] and word == words[-1]  # "belum datang-datang"
            words.append(word)
            are_negated.append((is_negated or is_again) and word not in lists.untold)
            is_negated = is_negated and word in lists.through
        told = _plainly(words[1:])
        for one, is_denied in zip(told, 2 * are_negated[1:], strict=True):
            (negated if is_denied and word_of(one) not in lists.through else plain).add(one)
    return frozenset(negated - plain), frozenset(plain)
