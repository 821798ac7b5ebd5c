"""One word, letter by letter: repeated letters, digits for letters, old spelling, late vowels."""

import re
from itertools import product

THRICE = re.compile(r"(.)\1{2,}")
TWICE = re.compile(r"(.)\1+")
LOOK_ALIKE = str.maketrans("013459", "oieasg")
DIGIT_INSIDE = re.compile(r"(?<=[a-z])[013459](?=[a-z])|^[01345](?=[a-z]{2})")
DOUBLED = re.compile(r"^([a-z]{2,})(?:2|²|'2)(nya|nyo|an|kan|ku|mu|lah)?$")
OLD = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"))
OLD_SPELLING = re.compile(r"oe|dj|^tj|sj|(?<=[aeiou])tj|nj(?=[aeiou])")
OLD_LETTERS = dict(OLD)
BREATHED = re.compile(r"(?<=[aeiou])h(?=[aeiou])|^h(?=[aeiou])|(?<=[aeiou])h$")
"""An h that is not heard: tahu and tau, hujan and ujan, sudah and suda."""
LAST_SYLLABLE = re.compile(r"([aeiou]+)([^aeiou]*)$")
VOWELS_INSIDE = re.compile(r"(?<=.)[aeiou](?=.)")
MOST_VOWELS = 4
"""Words with more are not shortened by people; chosen."""
CLUSTER = re.compile(r"^(?!ng|ny|sy|kh|[aeiou])[^aeiou]{2}|(?!ng)[^aeiou]{2}$")
SHORTEST = 3
"""Shorter words have no key but themselves; chosen."""
LATE = {"ai": "a", "au": "a", "o": "a", "e": "a", "a": "a"}
"""How a word ends on a vowel: kemano, kemana and kemane, kalau and kalo are one. Chosen by ear."""
LATE_CLOSED = {"o": "u", "e": "a"}
"""The vowel of a closed last syllable: belom and belum, bener and benar are one. Chosen by ear."""


def squeezed(word: str) -> str:
    """
    Return the word with letters repeated three times or more written once.

    >>> squeezed("tolooong"), squeezed("maaf")
    ('tolong', 'maaf')
    """
    return THRICE.sub(r"\1", word)


def lettered(word: str) -> str:
    """
    Return the word with digits that stand for letters turned into letters.

    >>> [lettered(word) for word in ("b0h0ng", "5uap", "tps3", "g30s", "3 orang"[:1])]
    ['bohong', 'suap', 'tps3', 'g30s', '3']
    """
    return DIGIT_INSIDE.sub(lambda found: found[0].translate(LOOK_ALIKE), word)


def doubled(word: str) -> str:
    """
    Return a word that is doubled by a 2 as the language writes it.

    >>> [doubled(word) for word in ("anak2", "anak2nya", "tps2", "h2", "sayur-mayur")]
    ['anak-anak', 'anak-anaknya', 'tps-tps', 'h2', 'sayur-mayur']
    """
    found = DOUBLED.match(word)
    return f"{found[1]}-{found[1]}{found[2] or ''}" if found else word


def shortened(word: str) -> tuple[str, ...]:
    """
    Return how a word looks when somebody drops vowels: only what no word could look like.

    >>> shortened("banyak"), shortened("ini")
    (('bnyk', 'bnyak', 'banyk'), ())
    """
    vowels = [found.start() for found in VOWELS_INSIDE.finditer(word)]
    if not vowels or len(vowels) > MOST_VOWELS or not word.isalpha():
        return ()
    forms: list[str] = []
    for stays in product((False, True), repeat=len(vowels)):
        dropped = {at for at, stay in zip(vowels, stays, strict=True) if not stay}
        form = "".join(letter for at, letter in enumerate(word) if at not in dropped)
        if dropped and len(form) >= SHORTEST and CLUSTER.search(form):
            forms.append(form)
    bare = "".join(letter for letter in word if letter not in "aeiou")
    if len(bare) >= SHORTEST and word[0] not in "aeiou" and bare not in forms:
        forms.append(bare)
    return tuple(forms)


def key_of(word: str) -> str:
    """
    Return the letters by which spellings of one word are the same.

    >>> [key_of(word) for word in ("kemano", "kemana", "belom", "belum", "hujan", "ujan")]
    ['kemana', 'kemana', 'belum', 'belum', 'ujan', 'ujan']
    """
    if len(word) < SHORTEST or not word.isascii():
        return word
    word = OLD_SPELLING.sub(lambda found: OLD_LETTERS[found[0]], word)
    word = TWICE.sub(r"\1", word)
    word = BREATHED.sub("", word)
    found = LAST_SYLLABLE.search(word)
    if not found or found.start() == 0:
        return word
    vowels, end = found.groups()
    late = word[: found.start()] + (LATE_CLOSED if end else LATE).get(vowels, vowels) + end
    return late if len(late) >= SHORTEST else word
