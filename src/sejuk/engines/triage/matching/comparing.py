"""How one message stands to another one, and to many."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sejuk.engines.triage.folding import folded, folded_all
from sejuk.engines.triage.matching import loops
from sejuk.engines.triage.matching.facts import conflicts, facts_of, remembered_facts
from sejuk.engines.triage.matching.phrases import shared_phrases, words_of
from sejuk.engines.triage.matching.relating import (
    RELATED_AT,
    relatedness,
    relatednesses,
    word_weights,
)
from sejuk.engines.triage.matching.shelves import shelf
from sejuk.engines.triage.matching.tolds import (
    RELATION_OF,
    Comparison,
    Match,
    Relation,
    Slot,
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


def relation_of(score: float, slot: Slot | None, related: float) -> Relation:
    """Return what a score, the first slot in conflict and the words in common make of a pair."""
    if score >= MAYBE_AT:
        if slot is not None:
            return RELATION_OF[slot]
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
    slot = found[0].slot if found else None
    relation = relation_of(score, slot, relatedness(wholes[0], wholes[1]))
    shared: tuple[str, ...] = ()
    if relation is not Relation.DIFFERENT:
        shared = shared_phrases(words_of(first.text), words_of(second.text))
    return Comparison(relation, round(score, FIGURES), shared, found)


def closest(query: Told, known: Sequence[Told], *, limit: int = 5) -> tuple[Match, ...]:
    """
    Return the known messages that may tell the same, the best first.

    Each known message is compared, so the answer does not hang on their order; for more than some
    thousands keep a `MatchIndex`. First come those that are the same, then those that may be or
    that disagree in a slot, each by its score, then those about the same matter, whose score is
    the cosine of their words and whose slots are not compared.

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
    related = relatednesses(wholes[-1], wholes[:-1], weights)
    likely = np.flatnonzero((scores >= MAYBE_AT) | (np.array(related) >= RELATED_AT))
    pairs = (
        (number, loops.conflict_bits(all_of_them, number, all_of_them, len(known)))
        for number in likely.tolist()
    )
    ranked = sorted(
        (matched(number, scores[number], related[number], bits) for number, bits in pairs), key=rank
    )[: max(0, limit)]
    return shown(query, ranked, [known[match.number] for match in ranked])


def matched(number: int, score: float, related: float, bits: int) -> Match:
    """Return a match without its conflicts and phrases, which only those shown need."""
    slot = next((slot for place, slot in enumerate(Slot) if bits >> place & 1), None)
    relation = relation_of(score, slot, related)
    told = related if relation is Relation.RELATED else score
    return Match(number, relation, round(float(told), FIGURES), (), ())


def rank(match: Match) -> tuple[int, float, int]:
    """Return by what matches are sorted."""
    return SAME_FIRST.get(match.relation, 1), -match.score, match.number


def shown(query: Told, matches: Sequence[Match], known: Sequence[Told]) -> tuple[Match, ...]:
    """Return matches with their conflicts and with the runs of words that the query shares."""
    facts, words = remembered_facts(query), words_of(query.text)
    return tuple(
        replace(
            match,
            shared=shared_phrases(words, words_of(told.text)),
            conflicts=()
            if match.relation is Relation.RELATED
            else conflicts(facts, remembered_facts(told)),
        )
        for match, told in zip(matches, known, strict=True)
    )
