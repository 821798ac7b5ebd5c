"""
Neutrality: what a text says for or against those who stand for election, before it is released.

It reads texts that the police write, never what residents think or whom they want.

    >>> hits = neutrality_hits("Salam dua jari!", [Contestant(2, ("Budi Santoso",))])
    >>> [(str(hit.kind), hit.words) for hit in hits]
    [('finger_sign', 'Salam dua jari')]
"""

from sejuk.engines.neutrality.checking import neutrality_hits
from sejuk.engines.neutrality.hits import Contestant, Hit, HitCode, HitKind, HitReason
from sejuk.engines.neutrality.words import (
    CampaignPhrase,
    NeutralityWords,
    neutrality_words_of,
    standard_neutrality_words,
)

__all__ = [
    "CampaignPhrase",
    "Contestant",
    "Hit",
    "HitCode",
    "HitKind",
    "HitReason",
    "NeutralityWords",
    "neutrality_hits",
    "neutrality_words_of",
    "standard_neutrality_words",
]
