"""How one message stands to another one, and to many."""

from collections.abc import Sequence

import numpy as np

from sejuk.engines.triage.folding import folded, folded_all
from sejuk.engines.triage.matching import loops
from sejuk.engines.triage.matching.facts import Facts, conflicts, facts_of
from sejuk.engines.triage.matching.phrases import shared_phrases
from sejuk.engines.triage.matching.relating import RELATED_AT, relatedness, word_weights
from sejuk.engines.triage.matching.shelves import shelf
from sejuk.engines.triage.matching.tolds import (
    RELATION_OF,
    Comparison,
    Conflict,
    Match,
    Relation,
    Told,
)

SAME_AT, MAYBE_AT = 0.55, 0.3
"""
Share of runs in common from which two messages count as the same, or as perhaps the same. Chosen on
pairs set apart for it. A weighed sum of shares of letters and words, sizes and amounts, fitted to
the same pairs, found no more of them at as many false matches, so the plain share it is.
"""

FIGURES = 4
SAME_FIRST = {Relation.SAME: 0, Relation.RELATED: 2}


def relation_of(score: float, found: Sequence[Conflict], related: float) -> Relation:
    """Return what a score, the conflicts and the words in common make of two messages."""
    if score >= MAYBE_AT:
        if found:
            return RELATION_OF[found[0].slot]
        return Relation.SAME if score >= SAME_AT else Relation.MAYBE
    return Relation.RELATED if related >= RELATED_AT else Relation.DIFFERENT


def compared(first: Told, second: Told) -> Comparison:
    """
    Return how two messages stand to each other, why, and where they disagree.

    The order of the two changes nothing but whose words stand first. Messages without a letter or
    a figure say nothing, so they are like nothing.

    >>> answer = compared(Told("TPS 3 pindah ke balai desa"), Told("Tps 8 dipindah ke bale desa"))
    >>> answer.relation.value, answer.conflicts[0].first, answer.conflicts[0].second
    ('other_number', 'TPS 3', 'TPS 8')
    >>> compared(Told("TPS 3 dipindah"), Told("Tidak benar TPS 3 dipindah!")).relation.value
    'denial'
    """
    wholes = [folded(told.text) for told in (first, second)]
    facts = [facts_of(told, whole) for told, whole in zip((first, second), wholes, strict=True)]
    both = shelf(wholes, facts)
    score = loops.likeness_of(both, 0, both, 1)
    found = conflicts(facts[0], facts[1])
    relation = relation_of(score, found, relatedness(wholes[0], wholes[1]))
    shared = () if relation is Relation.DIFFERENT else shared_phrases(first.text, second.text)
    return Comparison(relation, round(score, FIGURES), shared, found)


def closest(query: Told, known: Sequence[Told], *, limit: int = 5) -> tuple[Match, ...]:
    """
    Return the known messages that may tell the same, the best first.

    Each known message is compared, so the answer does not hang on their order; for more than some
    thousands keep a `MatchIndex`. First come those that are the same, then those that may be or
    that disagree in a slot, each by its score, then those about the same matter, whose score is
    the cosine of their words.

    >>> known = [Told("pasar tutup"), Told("TPS 3 dipindah"), Told("TPS 3 tidak jadi dipindah")]
    >>> [(match.number, match.relation.value) for match in closest(Told("tps 3 dipindahke"), known)]
    [(1, 'same'), (2, 'denial')]
    """
    if not known:
        return ()
    wholes = [*folded_all(told.text for told in known), folded(query.text)]
    facts = [facts_of(told, whole) for told, whole in zip((*known, query), wholes, strict=True)]
    all_of_them = shelf(wholes, facts)
    scores = loops.compare_all(all_of_them, all_of_them, len(known))[:-1]
    weights = word_weights(wholes[:-1])
    related = [relatedness(whole, wholes[-1], weights) for whole in wholes[:-1]]
    likely = np.flatnonzero((scores >= MAYBE_AT) | (np.array(related) >= RELATED_AT))
    ranked = sorted(
        (_match(number, scores[number], related[number], facts) for number in likely.tolist()),
        key=rank,
    )
    return tuple(
        with_phrases(match, query, known[match.number]) for match in ranked[: max(0, limit)]
    )


def _match(number: int, score: float, related: float, facts: Sequence[Facts]) -> Match:
    return matched(number, score, related, conflicts(facts[-1], facts[number]))


def matched(number: int, score: float, related: float, found: tuple[Conflict, ...]) -> Match:
    """Return a match without its phrases, which only those that are shown need."""
    relation = relation_of(score, found, related)
    shown = related if relation is Relation.RELATED else score
    return Match(number, relation, round(float(shown), FIGURES), (), found)


def rank(match: Match) -> tuple[int, float, int]:
    """Return by what matches are sorted."""
    return SAME_FIRST.get(match.relation, 1), -match.score, match.number


def with_phrases(match: Match, query: Told, known: Told) -> Match:
    """Return a match with the runs of words that the query shares with it."""
    shared = shared_phrases(query.text, known.text)
    return Match(match.number, match.relation, match.score, shared, match.conflicts)
