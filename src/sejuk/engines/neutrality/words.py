"""The words by which neutrality is judged: package data, or the lists of a district."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from sejuk.engines.neutrality.tokens import key_of, keys_of

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class CampaignPhrase:
    """A phrase of campaigns, and the words that make it an ordinary one."""

    phrase: Phrase
    unless: tuple[str, ...]


@dataclass(frozen=True)
class NeutralityWords:
    """Words by their sound; phrases are several words."""

    roles: tuple[Phrase, ...]
    pairs: tuple[str, ...]
    linking: tuple[str, ...]
    no_role_after: tuple[str, ...]
    no_role_before: tuple[str, ...]
    praise: tuple[Phrase, ...]
    blame: tuple[Phrase, ...]
    others: tuple[str, ...]
    no_praise_before: tuple[str, ...]
    negations: tuple[str, ...]
    common_names: tuple[str, ...]
    titles: tuple[str, ...]
    before_person: tuple[str, ...]
    before_name: tuple[str, ...]
    no_short_name: tuple[str, ...]
    before_place: tuple[str, ...]
    no_name_before: tuple[str, ...]
    not_before_number: tuple[str, ...]
    not_after_number: tuple[str, ...]
    everyday: tuple[str, ...]
    campaign: tuple[CampaignPhrase, ...]

    @cached_property
    def nobody(self) -> frozenset[str]:
        """Words of a name that mean nobody alone."""
        return frozenset((*self.common_names, *self.titles))

    @cached_property
    def called(self) -> frozenset[str]:
        """Words that tell that a person's name comes next."""
        return frozenset((*self.before_person, *self.before_name))

    @cached_property
    def judged(self) -> frozenset[Phrase]:
        """Praise and blame."""
        return frozenset((*self.praise, *self.blame))


def neutrality_words_of(toml_text: str) -> NeutralityWords:
    """
    Return the lists of a TOML text (see `lexicons/neutrality.toml`): words parted by blanks.

    Words of one phrase are joined by "-".

    :raises KeyError: a list is missing.

    >>> lists = NeutralityWords.__annotations__.keys() - {"campaign"}
    >>> text = "".join(f"{name} = 'luar-biasa'\\n" for name in lists)
    >>> neutrality_words_of(text + "[[campaign]]\\nphrase = 'dua periode'").campaign[0].phrase
    ('dua', 'periode')
    """
    told = tomllib.loads(toml_text)
    return NeutralityWords(
        roles=_phrases(told["roles"]),
        pairs=_words(told["pairs"]),
        linking=_words(told["linking"]),
        no_role_after=_words(told["no_role_after"]),
        no_role_before=_words(told["no_role_before"]),
        praise=_phrases(told["praise"]),
        blame=_phrases(told["blame"]),
        others=_words(told["others"]),
        no_praise_before=_words(told["no_praise_before"]),
        negations=_words(told["negations"]),
        common_names=_words(told["common_names"]),
        titles=_words(told["titles"]),
        before_person=_words(told["before_person"]),
        before_name=_words(told["before_name"]),
        no_short_name=_words(told["no_short_name"]),
        before_place=_words(told["before_place"]),
        no_name_before=_words(told["no_name_before"]),
        not_before_number=_words(told["not_before_number"]),
        not_after_number=_words(told["not_after_number"]),
        everyday=_words(told["everyday"]),
        campaign=tuple(
            CampaignPhrase(keys_of(one["phrase"]), _words(one.get("unless", "")))
            for one in told["campaign"]
        ),
    )


def standard_neutrality_words() -> NeutralityWords:
    """
    Return the words that come with Sejuk.

    >>> ("amanah",) in standard_neutrality_words().praise
    True
    """
    return _standard()


@cache
def _standard() -> NeutralityWords:
    lexicon = files("sejuk.engines.neutrality") / "lexicons" / "neutrality.toml"
    return neutrality_words_of(lexicon.read_text("utf-8"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key_of(word) for word in text.split()))


def _phrases(text: str) -> tuple[Phrase, ...]:
    return tuple(
        dict.fromkeys(tuple(key_of(part) for part in word.split("-")) for word in text.split())
    )
