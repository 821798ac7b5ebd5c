"""Invented sentences that name groups of people: hostile, told of others, against it, neutral."""

from random import Random

from benchmarks._triage_sort_reports import PHRASES, corrupted, spoken

KINDS = ("hostile", "reported", "counter_speech", "neutral")


def sentences(kind: str, *, odd: bool, count: int, seed: int) -> list[str]:
    """Return sentences of one kind, of the templates that were looked at or of the others."""
    return [text for _, text in with_templates(kind, odd=odd, count=count, seed=seed)]


def with_templates(kind: str, *, odd: bool, count: int, seed: int) -> list[tuple[str, str]]:
    """Return sentences, each after the template it was made of."""
    random = Random(f"{kind} {odd} {seed}")
    ways = spoken()
    told: dict[str, list[str]] = PHRASES["speech"]
    found = []
    for _ in range(count):
        first, second = random.sample(told["groups"], 2)
        quoted = random.choice(told["hostile"][int(odd) :: 2]).format(a=first)
        template = random.choice(told[kind][int(odd) :: 2])
        sentence = template.format(a=first, b=second, q=quoted)
        found.append((template, corrupted(sentence, random, ways, strength=0.04)))
    return found
