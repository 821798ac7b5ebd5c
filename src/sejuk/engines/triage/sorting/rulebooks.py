"""
The rules as data: terms and pairs of terms for each category, read from `lexicons/`.

A district may write its own file of the same form and hand it over: `rulebook_of` checks it and
says what is wrong where.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property, lru_cache

from sejuk.engines.triage.files import read_file
from sejuk.engines.triage.sorting.categories import Category
from sejuk.engines.triage.sorting.words import phrase_of

STRENGTHS = {"strong": 5.0, "usual": 3.5, "weak": 1.5}
"""Log odds that a rule brings; chosen, see the head of `lexicons/categories.toml`."""
FARTHEST = 50
"""No frame and no pair reaches over more words; chosen."""
SARA_OUTRIGHT, SARA_GROUP = "sara.outright", "sara.group_and_predicate"


class UnusableRules(ValueError):
    """Raised when a file of rules cannot be used. The message says which rule and why."""


class Part(IntEnum):
    """Which place in a rule a phrase takes."""

    ALONE = 0
    FIRST = 1
    SECOND = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One family of terms; `within` is the most words between the two parts of a pair."""

    code: str
    category: Category
    weight: float
    within: int = 0
    is_even_denied: bool = False
    is_sara: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A term as forms, of which rule it is and which part of it it takes."""

    forms: tuple[str, ...]
    rule: int
    part: Part


@dataclass(frozen=True)
class Frames:
    """Words around a hit that deny it, speak against it or report it, as forms."""

    denials: tuple[tuple[str, ...], ...] = ()
    denied_within: int = 2
    counter_speech: tuple[tuple[str, ...], ...] = ()
    counter_before: int = 12
    counter_after: int = 10
    reported_speech: tuple[tuple[str, ...], ...] = ()
    reported_before: int = 10
    harmless: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Rulebook:
    """All rules with their phrases, the frames around them, and words that are never learnt."""

    rules: tuple[Rule, ...]
    phrases: tuple[Phrase, ...]
    frames: Frames = field(default_factory=Frames)
    group_words: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_first_form(self) -> dict[str, tuple[Phrase, ...]]:
        """Phrases by their first form, the longer first."""
        found: dict[str, list[Phrase]] = {}
        for phrase in sorted(self.phrases, key=lambda one: -len(one.forms)):
            found.setdefault(phrase.forms[0], []).append(phrase)
        return {form: tuple(phrases) for form, phrases in found.items()}


@lru_cache(maxsize=1)
def standard_rulebook() -> Rulebook:
    """Return the rules that come with the engine, hand-written, read once."""
    return rulebook_of(
        read_file("categories.toml"), read_file("provocation.toml"), read_file("frames.toml")
    )


def rulebook_of(categories: str, provocation: str = "", frames: str = "") -> Rulebook:
    """
    Return the rules that TOML texts describe: families of terms, SARA, and the frames around a hit.

    >>> book = rulebook_of('[[rule]]\\ncode = "b"\\ncategory = "bencana"\\nterms = ["gempa"]')
    >>> book.rules[0].weight, book.phrases[0].forms
    (3.5, ('gempa',))
    >>> rulebook_of('[[rule]]\\ncode = "b"\\ncategory = "gosip"')
    Traceback (most recent call last):
    sejuk.engines.triage.sorting.rulebooks.UnusableRules: Rule “b”: “gosip” is no category.

    :raises UnusableRules: when a text is no TOML or a rule is incomplete
    """
    rules: list[Rule] = []
    phrases: list[Phrase] = []
    for told in _tables(_read(categories).get("rule", [])):
        rule = _rule(told)
        for part, name in ((Part.ALONE, "terms"), (Part.FIRST, "first"), (Part.SECOND, "second")):
            phrases += _phrases(_words(told, name, rule.code), len(rules), part)
        if not any(phrase.rule == len(rules) for phrase in phrases):
            raise UnusableRules(f"Rule “{rule.code}” has neither terms nor a pair.")
        rules.append(rule)
    around = _read(frames)
    against = _read(provocation)
    if against:
        phrases += _provocation(against, len(rules))
        rules += [
            Rule(SARA_OUTRIGHT, Category.SARA_PROVOCATION, STRENGTHS["usual"], is_sara=True),
            Rule(
                SARA_GROUP,
                Category.SARA_PROVOCATION,
                STRENGTHS["strong"],
                _number(against, "within", 8),
                is_sara=True,
            ),
        ]
    return Rulebook(
        tuple(rules),
        tuple(dict.fromkeys(phrases)),
        _frames(around, against),
        tuple(dict.fromkeys(map(phrase_of, _group_words(against)))),
    )


def _rule(told: Mapping[str, object]) -> Rule:
    code = str(told.get("code", ""))
    category = str(told.get("category", ""))
    strength = str(told.get("strength", "usual"))
    if category not in set(Category):
        raise UnusableRules(f"Rule “{code}”: “{category}” is no category.")
    if strength not in STRENGTHS:
        raise UnusableRules(
            f"Rule “{code}”: a strength is one of {', '.join(STRENGTHS)}, not “{strength}”."
        )
    if ("first" in told) != ("second" in told):
        raise UnusableRules(f"Rule “{code}”: a pair needs both “first” and “second”.")
    return Rule(
        code,
        Category(category),
        STRENGTHS[strength],
        _number(told, "within", 8),
        is_even_denied=told.get("even_denied") is True,
    )


def _provocation(told: Mapping[str, object], number: int) -> list[Phrase]:
    """Return the phrases of both rules on SARA; group names follow a word for people."""
    groups = [*_named_groups(told), *_words(told, "places_of_worship", SARA_GROUP)]
    return [
        *_phrases(_words(told, "outright", SARA_OUTRIGHT), number, Part.ALONE),
        *_phrases(groups, number + 1, Part.FIRST),
        *_phrases(_words(told, "hostile", SARA_GROUP), number + 1, Part.SECOND),
    ]


def _named_groups(told: Mapping[str, object]) -> list[str]:
    """Return what groups are called by, names only after a word for people."""
    names = _words(told, "groups_after_person_word", SARA_GROUP)
    described = _words(told, "descriptions_after_person_word", SARA_GROUP)
    people = _words(told, "person_words", SARA_GROUP)
    called = [f"{who} {name}" for who in people for name in (*names, *described)]
    return [*_words(told, "groups", SARA_GROUP), *called]


def _group_words(told: Mapping[str, object]) -> list[str]:
    """Return every word for a group, names also where they stand alone."""
    return [*_named_groups(told), *_words(told, "groups_after_person_word", SARA_GROUP)]


def _frames(around: Mapping[str, object], against: Mapping[str, object]) -> Frames:
    def forms(told: Mapping[str, object], name: str) -> tuple[tuple[str, ...], ...]:
        return tuple(dict.fromkeys(phrase_of(words) for words in _words(told, name, "frames")))

    return Frames(
        forms(around, "denials"),
        _number(around, "denied_within", 2),
        forms(around, "counter_speech"),
        _number(around, "counter_before", 12),
        _number(around, "counter_after", 10),
        forms(around, "reported_speech"),
        _number(around, "reported_before", 10),
        forms(against, "harmless"),
    )


def _phrases(terms: Iterable[str], rule: int, part: Part) -> list[Phrase]:
    return [Phrase(forms, rule, part) for term in terms if (forms := phrase_of(term))]


def _read(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableRules(f"This is no TOML file: {error}.") from error


def _tables(told: object) -> Sequence[Mapping[str, object]]:
    if isinstance(told, list) and all(isinstance(one, dict) for one in told):
        return told
    raise UnusableRules("Each rule is a table of its own: [[rule]].")


def _words(told: Mapping[str, object], name: str, code: str) -> list[str]:
    words = told.get(name, [])
    if isinstance(words, list) and all(isinstance(one, str) and one.strip() for one in words):
        return words
    raise UnusableRules(f"Rule “{code}”: “{name}” is a list of words.")


def _number(told: Mapping[str, object], name: str, otherwise: int) -> int:
    number = told.get(name, otherwise)
    if isinstance(number, int) and 0 <= number <= FARTHEST:
        return number
    raise UnusableRules(f"“{name}” is a whole number of words, 0 to {FARTHEST}, not {number!r}.")
