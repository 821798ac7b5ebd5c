"""A light cut of prefixes and suffixes: menyebarkan, nyebarin and disebarke are all sebar."""

import re

LEAST_ROOT = 4
"""A suffix is cut while so many letters are left; chosen, so that bukan and makan stay whole."""
PARTICLES = ("lah", "kah", "nyo", "nya", "pun", "mu", "ku")
SUFFIXES = ("kan", "ken", "an", "in", "ke", "i")
PREFIXES = re.compile(
    r"^(?:memper|diper|menge(?=[a-z]{3}$)|meny|meng|mem|men|me|ber|bel|be(?=[^aeiou])|ter|te(?=[^aeiour])"
    r"|di|ke(?=[a-z]{4})|se(?=[a-z]{4})|peny|peng|pem|pen|per|pe(?=[a-z]{4})|nge(?=[^aeiou])|ng(?=[aeiou])|ny(?=[aeiou]))"
)
RESTORED = {"meny": "s", "peny": "s", "ny": "s"}
VOWEL_RESTORED = {"mem": "p", "pem": "p", "men": "t", "pen": "t"}


def without_particle(word: str) -> tuple[str, str]:
    """
    Return the word without the particle at its end, and the particle.

    >>> without_particle("rumahnyo"), without_particle("punya")
    (('rumah', 'nyo'), ('punya', ''))
    """
    for particle in PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= LEAST_ROOT - 1:
            return word[: -len(particle)], particle
    return word, ""


def root_of(word: str) -> str:
    """
    Return the word without its usual prefix and suffix.

    >>> [root_of(word) for word in ("menyebarkan", "nyebarin", "disebarke", "makan", "bukan")]
    ['sebar', 'sebar', 'sebar', 'makan', 'bukan']
    """
    return _without_prefix(_without_suffix(word))


def _without_suffix(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= LEAST_ROOT:
            return word[: -len(suffix)]
    return word


def _without_prefix(word: str) -> str:
    found = PREFIXES.match(word)
    if not found or len(word) - found.end() < LEAST_ROOT - 1:
        return word
    prefix, rest = found[0], word[found.end() :]
    if prefix in RESTORED:
        return RESTORED[prefix] + rest
    if rest[0] in "aeiou" and prefix in VOWEL_RESTORED:
        return VOWEL_RESTORED[prefix] + rest
    return rest
