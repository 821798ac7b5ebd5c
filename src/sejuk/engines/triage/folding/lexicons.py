"""A lexicon: how people spell on a phone, and what the word is in Indonesian."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sejuk.engines.triage.files import read_file
from sejuk.engines.triage.folding.spelling import shortened

FILES = ("slang.toml", "abbreviations.toml", "palembang.toml", "words.toml")
USUAL = 260
"""So many of the first common words win over rarer ones that are shortened alike; chosen."""


class UnusableLexicon(ValueError):
    """Raised when a lexicon contradicts itself or is no lexicon. The message says where."""


@dataclass(frozen=True)
class Lexicon:
    """
    Spellings with what they mean, common words of the language, and words that stay as they are.

    `words` are pairs (spelling, standard), sorted by spelling; the standard may be several words.
    `common` are words of Indonesian, the more usual first: by them a word is known that was written
    without its vowels. `kept` are acronyms, which are no such words. `same` are pairs (word, other
    word) that say the same: they are one in comparing, and stay what they are in reading.
    """

    words: tuple[tuple[str, str], ...] = ()
    common: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()

    @cached_property
    def remembered(self) -> dict[str, str]:
        """Words that were folded with this lexicon already: a memory, no content."""
        return {}

    @cached_property
    def standard_of(self) -> dict[str, str]:
        return dict(self.words)

    @cached_property
    def same_as(self) -> dict[str, str]:
        return dict(self.same)

    @cached_property
    def stays(self) -> frozenset[str]:
        """What is a word already, or an acronym."""
        heads = {word for _, standard in self.words for word in standard.split()}
        return frozenset({*self.common, *self.kept, *heads})

    @cached_property
    def shorthand(self) -> dict[str, str]:
        """Common words by what is left without vowels, where that tells which word it is."""
        short: dict[str, str] = {}
        unclear: set[str] = set()
        for at, word in enumerate(self.common):
            for form in shortened(word):
                if form not in short:
                    short[form] = word
                elif at >= USUAL and short[form] not in self.common[:USUAL]:
                    unclear.add(form)
        known = unclear | self.stays | self.standard_of.keys()
        return {form: word for form, word in short.items() if form not in known}


def lexicon_of(toml_text: str) -> Lexicon:
    """
    Return the lexicon that a TOML file describes.

    A table `[means]` has standard words as keys and their spellings, parted by blanks, as values; a
    table `[same]` has words and what says the same; `common` and `kept` are texts of words parted
    by blanks. A spelling stands once, and is itself the meaning of no other.

    >>> lexicon_of('kept = "tps"\\n[means]\\ntidak = "dak ndak"').words
    (('dak', 'tidak'), ('ndak', 'tidak'))
    >>> lexicon_of('[means]\\ntidak = "dak"\\nada = "dak"')
    Traceback (most recent call last):
    sejuk.engines.triage.folding.lexicons.UnusableLexicon: “dak” means both “tidak” and “ada”: \
let it stand once.

    :raises UnusableLexicon: when it is no TOML, or a spelling has two meanings or is itself one
    """
    try:
        told = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableLexicon(f"This is no TOML file: {error}.") from error
    means, same = (_turned(_texts(told.get(name, {}), name)) for name in ("means", "same"))
    _no_chains(means)
    _no_chains(same)
    lists = _texts({name: told.get(name, "") for name in ("common", "kept")}, "the lists")
    return Lexicon(
        tuple(sorted(means.items())),
        tuple(dict.fromkeys(lists["common"].casefold().split())),
        tuple(sorted(set(lists["kept"].casefold().split()))),
        tuple(sorted(same.items())),
    )


def merged(first: Lexicon, second: Lexicon) -> Lexicon:
    """
    Return both lexicons in one; where they disagree, the second holds.

    >>> ours = lexicon_of('[means]\\ntidak = "dak"\\nbesar = "besak"')
    >>> merged(ours, lexicon_of('[means]\\ntak = "dak"')).words
    (('besak', 'besar'), ('dak', 'tak'))

    :raises UnusableLexicon: when a spelling of one is a meaning in the other
    """
    words = first.standard_of | second.standard_of
    same = dict(first.same) | dict(second.same)
    _no_chains(words)
    _no_chains(same)
    return Lexicon(
        tuple(sorted(words.items())),
        tuple(dict.fromkeys((*first.common, *second.common))),
        tuple(sorted({*first.kept, *second.kept})),
        tuple(sorted(same.items())),
    )


def standard_lexicon() -> Lexicon:
    """
    Return the lexicon that comes with the engine: slang, shorthand, Palembang, Ogan and Komering.

    It was written by hand for this engine.

    >>> standard_lexicon().standard_of["gak"]
    'tidak'
    """
    return _standard()


@lru_cache(maxsize=1)
def _standard() -> Lexicon:
    whole = Lexicon()
    for name in FILES:
        whole = merged(whole, lexicon_of(read_file(name)))
    return whole


def _texts(table: object, name: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(one, str) for one in table.values()):
        raise UnusableLexicon(f"In “{name}” every value is a text of words parted by blanks.")
    return table


def _turned(table: Mapping[str, str]) -> dict[str, str]:
    """Return the standard word of each spelling, from the spellings of each standard word."""
    means: dict[str, str] = {}
    for standard, spellings in table.items():
        for spelling in spellings.casefold().split():
            if (known := means.setdefault(spelling, standard.casefold())) != standard.casefold():
                raise UnusableLexicon(
                    f"“{spelling}” means both “{known}” and “{standard}”: let it stand once."
                )
    return means


def _no_chains(means: dict[str, str]) -> None:
    for spelling, standard in means.items():
        for word in standard.replace("-", " ").split():
            if word in means and word != spelling:
                raise UnusableLexicon(
                    f"“{spelling}” means “{standard}”, and “{word}” is a spelling of "
                    f"“{means[word]}”: let it mean that at once."
                )
