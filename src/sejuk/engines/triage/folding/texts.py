"""A message, word by word: readable in `normalised`, folded for comparing in `folded`."""

import re
import unicodedata
from collections.abc import Iterable

from sejuk.engines.triage.folding.affixes import root_of, without_particle
from sejuk.engines.triage.folding.lexicons import Lexicon, standard_lexicon
from sejuk.engines.triage.folding.spelling import doubled, key_of, lettered, squeezed

WORD = re.compile(r"\[[a-zA-Z]{2,9}\]|[^\W_]+(?:['’\-][^\W_]+)*")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MOST_REMEMBERED = 100_000
"""So many words are kept folded in memory (some 15 MB); chosen. Then it begins anew."""
LONGEST_REMEMBERED = 40
"""Longer ones are no words: whoever sends them shall not fill the memory; chosen."""


def normalised(text: str, lexicon: Lexicon | None = None) -> str:
    """
    Return the message in readable Indonesian: known spellings replaced, the rest left as it is.

    >>> normalised("Gk ado yg tau, dak katek!!! anak2 pd takuttt")
    'Tidak ada yang tahu, tidak tidak ada!!! anak-anak pada takut'
    """
    known = lexicon or standard_lexicon()
    return WORD.sub(lambda found: _readable(found[0], known), _plain(text))


def folded(text: str, lexicon: Lexicon | None = None) -> str:
    """
    Return the message as the words by which spellings of it are the same, parted by one blank.

    Placeholders of removed personal data are left out: two messages are not alike because a name
    was taken from each.

    >>> folded("Wong-wong tu nyebarke kabar b0hong") == folded("orang itu menyebarkan kabar bohong")
    True
    """
    return _folded(text, lexicon or standard_lexicon())


def folded_all(texts: Iterable[str], lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """
    Return many messages folded, each as `folded` does.

    >>> folded_all(["dak tau", "tidak tahu"])
    ('tidak tau', 'tidak tau')
    """
    known = lexicon or standard_lexicon()
    return tuple(_folded(text, known) for text in texts)


def _plain(text: str) -> str:
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def _folded(text: str, known: Lexicon) -> str:
    remembered = known.remembered
    parts: list[str] = []
    for word in WORD.findall(_plain(text).casefold()):
        told = remembered.get(word)
        if told is None:
            if len(remembered) >= MOST_REMEMBERED:
                remembered.clear()
            told = _folded_word(word, known)
            if len(word) <= LONGEST_REMEMBERED:
                remembered[word] = told
        if told:
            parts.append(told)
    return " ".join(parts)


def _folded_word(word: str, known: Lexicon) -> str:
    if word[0] == "[":
        return ""
    parts = (
        key_of(root_of(without_particle(known.same_as.get(part, part))[0]))
        for whole in standard_word(word, known).split()
        for part in dict.fromkeys(whole.replace("'", "").replace("’", "").split("-"))
    )
    return " ".join(part for part in parts if part)


def standard_word(word: str, known: Lexicon) -> str:
    """Return what a word (in small letters) means in the lexicon, itself when it is unknown."""
    means = known.standard_of
    for form in (word, squeezed(word), lettered(word)):
        if form in means:
            return means[form]
    form = doubled(lettered(squeezed(word)))
    if form in means or form in known.stays:
        return means.get(form, form)
    return "-".join(_standard_part(part, known) for part in form.split("-"))


def _standard_part(form: str, known: Lexicon) -> str:
    if told := known.standard_of.get(form):
        return told
    stem, particle = without_particle(form)
    told = known.standard_of.get(stem) or known.shorthand.get(stem) if particle else None
    if told and form not in known.stays:
        return f"{told}{particle}"
    return known.shorthand.get(form, form)


def _readable(word: str, known: Lexicon) -> str:
    if word[0] == "[":
        return word
    small = word.casefold()
    told = standard_word(small, known)
    if told == small:
        return word
    if word[0].isupper():
        return told[0].upper() + told[1:]
    return told
