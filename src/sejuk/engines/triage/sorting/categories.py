"""What a message can be about: the closed list, the same strings as the kinds of a signal."""

from enum import StrEnum


class Category(StrEnum):
    """What a message is about; docs/glossary.md explains each ("Kinds of a signal")."""

    RUMOUR = "rumor"
    SARA_PROVOCATION = "sara"
    INTIMIDATION = "intimidasi"
    MONEY_POLITICS = "politik_uang"
    OFFICIAL_NEUTRALITY = "netralitas"
    LOGISTICS = "logistik"
    VOTER_ROLL = "daftar_pemilih"
    BOUNDARY = "batas_wilayah"
    QUARREL = "perselisihan"
    DAMAGE = "perusakan"
    VIOLENCE = "kekerasan"
    GATHERING = "unras"
    PUBLIC_ORDER = "kamtibmas"
    DISASTER = "bencana"
    SERVICE = "pelayanan"
    POSITIVE = "positif"
    OTHER = "lain"


CATEGORIES = tuple(Category)
"""In the order in which they are counted everywhere in this package."""
PLACE_OF = {category: number for number, category in enumerate(CATEGORIES)}
"""The column of each category."""
