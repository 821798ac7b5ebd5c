"""Spellings of one word made one: slang, shorthand, Palembang and Ogan Malay, repeated letters."""

from sejuk.engines.triage.folding.lexicons import (
    Lexicon,
    UnusableLexicon,
    lexicon_of,
    merged,
    standard_lexicon,
)
from sejuk.engines.triage.folding.texts import folded, folded_all, normalised

__all__ = [
    "Lexicon",
    "UnusableLexicon",
    "folded",
    "folded_all",
    "lexicon_of",
    "merged",
    "normalised",
    "standard_lexicon",
]
