"""
Invented reports of a district, for measuring how messages are sorted. No real message is in it.

A report is somebody, an act, where and when, and some chatter around; acts of several categories
are joined, and a rumour tells of an act of another category. What is an act in a category was
written without looking at the rules of the engine, by the same hand. A third of the acts are told
only in the last third of the time, so that a model is also asked about what nobody told before.
Spelling is corrupted by chance; spoken words that the engine's lexicon knows are left out.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sejuk.engines.triage import redacted, standard_lexicon
from sejuk.engines.triage.sorting import Category

C = Category
FIRST_DAY = date(2024, 6, 1)
DAYS = 180
NEW_SINCE = DAYS * 2 // 3
"""From this day on acts are told that nobody told before."""

PHRASES = tomllib.loads(
    (Path(__file__).parent / "_triage_sort_phrases.toml").read_text(encoding="utf-8")
)
ACTS: dict[Category, list[str]] = {Category(name): acts for name, acts in PHRASES["acts"].items()}
AROUND: dict[str, list[str]] = PHRASES["around"]
SPOKEN: dict[str, list[str]] = PHRASES["spoken"]
NEEDS_PEOPLE = (C.INTIMIDATION, C.MONEY_POLITICS, C.VIOLENCE)
# As unequal as kinds of signals are in the demonstration; provocation is rare.
SHARES = dict.fromkeys(ACTS, 6) | {
    C.RUMOUR: 14,
    C.PUBLIC_ORDER: 11,
    C.MONEY_POLITICS: 9,
    C.SERVICE: 9,
    C.VOTER_ROLL: 8,
    C.QUARREL: 8,
    C.VIOLENCE: 4,
    C.DISASTER: 4,
    C.BOUNDARY: 4,
    C.SARA_PROVOCATION: 3,
}
BESIDES = {Category(name): told for name, told in PHRASES["besides"].items()}
TOLD_OF = (C.LOGISTICS, C.MONEY_POLITICS, C.VIOLENCE, C.GATHERING)


@dataclass(frozen=True)
class Report:
    """
    An invented report: what it is about and when, and whether its act was told before.

    `group`: the same act at the same place or time is the same incident.
    """

    text: str
    categories: tuple[Category, ...]
    day: date
    group: str
    is_new_act: bool


def spoken() -> dict[str, list[str]]:
    """Return spoken ways to write a word that the engine's lexicon does not know."""
    written = {spelling for spelling, _ in standard_lexicon().words}
    ways = {word: [way for way in given if way not in written] for word, given in SPOKEN.items()}
    return {word: left for word, left in ways.items() if left}


def reports(count: int, *, seed: int, corruption: float = 0.12) -> list[Report]:
    """Return invented reports in the order of their days."""
    random = Random(seed)
    late = {act for acts in ACTS.values() for act in acts if random.random() < 1 / 3}
    teller = _Teller(random, late, spoken(), corruption)
    found = [teller.report(random.randrange(DAYS)) for _ in range(count)]
    return sorted(found, key=lambda one: (one.day, one.group, one.text))


class _Teller:
    def __init__(
        self, random: Random, late: set[str], ways: dict[str, list[str]], corruption: float
    ) -> None:
        self.random, self.late, self.ways, self.corruption = random, late, ways, corruption

    def report(self, day: int) -> Report:
        random = self.random
        category = random.choices(list(SHARES), list(SHARES.values()))[0]
        acts = {category: self._act(category, day)}
        besides = category
        where = random.choice(AROUND["where"])
        told = where + self._with_people(category, acts[category])
        if category is C.RUMOUR:
            if random.random() < 0.4:
                other = random.choice(TOLD_OF)
                acts[other] = told = self._act(other, day)
                told = self._with_people(other, told)
                del acts[category]
            told = f"{random.choice(AROUND['told'])} {told}"
        elif category not in (C.OTHER, C.POSITIVE, *BESIDES) and random.random() < 0.15:
            besides = random.choice(list(BESIDES))
            told = f"{told}, {random.choice(('lalu', 'juga', 'dan'))} "
            told += random.choice(BESIDES[besides])
        text = f"{random.choice(AROUND['openers'])}{told}.{random.choice(AROUND['closers'])}"
        return Report(
            redacted(corrupted(text, random, self.ways, self.corruption)).text,
            tuple(sorted({category, besides, *acts})),
            FIRST_DAY + timedelta(days=day),
            f"{where}{'+'.join(acts.values())}",
            any(act in self.late for act in acts.values()),
        )

    def _act(self, category: Category, day: int) -> str:
        acts = ACTS[category]
        told = [act for act in acts if act not in self.late or day >= NEW_SINCE]
        return self.random.choice(told or acts)

    def _with_people(self, category: Category, act: str) -> str:
        return self.random.choice(AROUND["people"]) + act if category in NEEDS_PEOPLE else act


def corrupted(text: str, random: Random, ways: dict[str, list[str]], strength: float) -> str:
    """Return the text as it is typed on a phone: spoken words, lost vowels, slips of the finger."""
    return " ".join(_typed(word, random, ways, strength) for word in text.split())


def _typed(word: str, random: Random, ways: dict[str, list[str]], strength: float) -> str:
    plain = word.rstrip(".,?!")
    if len(plain) < 4 or random.random() > 3 * strength:
        return word
    tail = word[len(plain) :]
    if plain.lower() in ways and random.random() < 0.6:
        return random.choice(ways[plain.lower()]) + tail
    place = random.randrange(1, len(plain) - 1)
    before, letter, after = plain[:place], plain[place], plain[place + 1 :]
    slips = [
        before + after if letter in "aiueo" else before + letter * 2 + after,
        before + after[0] + letter + after[1:],
        plain + plain[-1] * random.randrange(1, 4),
        before + random.choice("asdfghjklqwertyuiop") + after,
        plain[:-1] + random.choice("oe") if plain[-1] == "a" else plain,
    ]
    return random.choice(slips) + tail
