"""The rendering of an answer in the language of the place, as pages show it."""

from dataclasses import dataclass

from sejuk.act.response import queries
from sejuk.act.response.rules import LANGUAGE_TAGS, LocalLanguage, Wording


@dataclass(frozen=True, slots=True)
class Local:
    """What is said in the language of the place: `heading` names it, `tag` is of BCP 47 or ""."""

    text: str
    heading: str
    tag: str


def tag_of(words: Wording) -> str:
    """Return the tag by which programs that read aloud know the language; "" without one."""
    if not words.local_language:
        return ""
    return LANGUAGE_TAGS.get(LocalLanguage(words.local_language), "")


def local_of(words: Wording) -> Local | None:
    """Return the rendering in the language of the place, if there is one."""
    if not words.local:
        return None
    return Local(words.local, queries.local_word(words), tag_of(words))
