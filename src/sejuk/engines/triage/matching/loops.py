"""
Looking up, comparing and clustering many messages; compiled.

All loops that call each other are in this file: compiled code is kept on disk by file.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sejuk.engines.triage.compiled import compiled
from sejuk.engines.triage.matching.facts import LONG_AGO
from sejuk.engines.triage.matching.shelves import NO_DAY, Shelf
from sejuk.engines.triage.matching.shingles import Members
from sejuk.engines.triage.matching.signatures import Signatures

MOST_WALKED = 32
"""Known messages that are looked at in one band, the newest first; chosen: bounds the work."""

DEVIATIONS = 3.0
"""Standard deviations that the share of agreeing bins may lie below the likeness asked for before
the sets themselves are compared: 1 in 700 that are as alike as that is missed."""

MOST_FOUND = 4096
"""Known messages that are compared for one text; chosen: bounds the work."""

ITEMS, QUERIES = 0, 1
DENIAL, PLACE, DATE, NUMBER = 1, 2, 4, 8

Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]


class Net(NamedTuple):
    """Where known messages hang: chains of those that agree in a band."""

    heads: NDArray[np.int32]  # (bands, buckets): the newest of a chain
    links: NDArray[np.uint64]  # (messages, bands): key of the band above, the next below 32 bits
    sketches: NDArray[np.uint8]  # (messages, bins)
    are_known: NDArray[np.bool_]
    stamps: NDArray[np.int32]  # the last query that met it
    counts: Numbers  # messages, queries


class Known(NamedTuple):
    """All known messages."""

    net: Net
    shelf: Shelf


class Asked(NamedTuple):
    """Messages that are looked up, or come in."""

    shelf: Shelf
    signed: Signatures


class Best(NamedTuple):
    """The best known messages for one text, and room to write down all that may be."""

    items: Numbers
    scores: Scores
    found: Numbers


@compiled
def shared(first: Members, second: Members) -> int:
    """Count what two ascending sets have in common."""
    at, other, count = 0, 0, 0
    size, other_size = first.shape[0], second.shape[0]
    while at < size and other < other_size:
        one, two = first[at], second[other]
        count += one == two
        at += one <= two
        other += two <= one
    return count


@compiled
def likeness_of(known: Shelf, one: int, asked: Shelf, other: int) -> float:
    """Return the share of the runs of two messages that they have in common (Jaccard)."""
    runs = known.runs[known.run_starts[one] : known.run_starts[one + 1]]
    other_runs = asked.runs[asked.run_starts[other] : asked.run_starts[other + 1]]
    both = shared(runs, other_runs)
    return float(both / max(1, runs.shape[0] + other_runs.shape[0] - both))


@compiled
def _can_reach(known: Shelf, one: int, asked: Shelf, other: int, least: float) -> bool:
    """Tell from their sizes alone whether two messages can be as alike as that."""
    size = known.run_starts[one + 1] - known.run_starts[one]
    other_size = asked.run_starts[other + 1] - asked.run_starts[other]
    return bool(min(size, other_size) >= least * max(size, other_size))


@compiled
def _claim_conflicts(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> int:
    """Return the slots in which both claim something under a label and nothing in common."""
    found, at, other = 0, 0, 0
    while at < first.shape[0] and other < second.shape[0]:
        label, other_label = first[at] >> np.uint64(32), second[other] >> np.uint64(32)
        if label != other_label:
            at += label < other_label
            other += other_label < label
            continue
        is_common = False
        while at < first.shape[0] and first[at] >> np.uint64(32) == label:
            for seek in range(other, second.shape[0]):
                is_common = is_common or second[seek] == first[at]
            at += 1
        while other < second.shape[0] and second[other] >> np.uint64(32) == label:
            other += 1
        if not is_common:
            found |= 1 << int(np.int64(label >> np.uint64(24)))
    return found


@compiled
def conflict_bits(known: Shelf, one: int, asked: Shelf, other: int) -> int:
    """Return the slots in which two messages disagree, as bits: denial, place, date, number."""
    found = _claim_conflicts(
        known.claims[known.claim_starts[one] : known.claim_starts[one + 1]],
        asked.claims[asked.claim_starts[other] : asked.claim_starts[other + 1]],
    )
    is_denial, is_other_denial = known.are_denials[one], asked.are_denials[other]
    if is_denial != is_other_denial:
        found |= DENIAL
    elif not is_denial:
        negated = known.negated[known.negated_starts[one] : known.negated_starts[one + 1]]
        there = asked.negated[asked.negated_starts[other] : asked.negated_starts[other + 1]]
        if negated.shape[0]:
            plain = asked.plain[asked.plain_starts[other] : asked.plain_starts[other + 1]]
            found |= DENIAL * (shared(negated, plain) > 0)
        if there.shape[0]:
            plain = known.plain[known.plain_starts[one] : known.plain_starts[one + 1]]
            found |= DENIAL * (shared(there, plain) > 0)
    day, other_day = known.days[one], asked.days[other]
    if min(day, other_day) != NO_DAY and abs(day - other_day) > LONG_AGO:
        found |= DATE
    return found


@compiled
def hang(net: Net, item: int, signed: Signatures, text: int) -> None:
    """Hang a message into the net."""
    mask = np.uint32(net.heads.shape[1] - 1)
    for band in range(signed.keys.shape[1]):
        key = signed.keys[text, band]
        bucket = key & mask
        after = np.uint64(np.uint32(net.heads[band, bucket]))
        net.links[item, band] = (np.uint64(key) << np.uint64(32)) | after
        net.heads[band, bucket] = item
    net.sketches[item] = signed.sketches[text]
    net.are_known[item] = True


@compiled
def rehang(net: Net, items: int) -> None:
    """Hang all messages anew, in their order, after the number of buckets has changed."""
    mask = np.uint32(net.heads.shape[1] - 1)
    net.heads[:] = -1
    for item in range(items):
        if not net.are_known[item]:
            continue
        for band in range(net.heads.shape[0]):
            key = np.uint32(net.links[item, band] >> np.uint64(32))
            bucket = key & mask
            after = np.uint64(np.uint32(net.heads[band, bucket]))
            net.links[item, band] = (np.uint64(key) << np.uint64(32)) | after
            net.heads[band, bucket] = item


@compiled
def _agreeing(sketch: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
    same = 0
    for at in range(sketch.shape[0]):
        same += sketch[at] == other[at]
    return same


@compiled
def _least_agreeing(bins: int, least: float) -> float:
    """Return how many bins agree at least where two sets are as alike as that."""
    return bins * least - DEVIATIONS * sqrt(bins * least * (1.0 - least))


@compiled
def _candidates(net: Net, signed: Signatures, text: int, found: Numbers, least: float) -> int:
    """Write down the known messages that agree with a text in a band, and return how many."""
    count = 0
    least_agreeing = _least_agreeing(net.sketches.shape[1], least)
    sketch = signed.sketches[text]
    mask = np.uint32(net.heads.shape[1] - 1)
    net.counts[QUERIES] += 1
    stamp = np.int32(net.counts[QUERIES])
    for band in range(signed.keys.shape[1]):
        key = signed.keys[text, band]
        item, walked = np.int64(net.heads[band, key & mask]), 0
        while item >= 0 and walked < MOST_WALKED and count < found.shape[0]:
            link = net.links[item, band]
            if np.uint32(link >> np.uint64(32)) == key:
                walked += 1
                if net.stamps[item] != stamp:
                    net.stamps[item] = stamp
                    if (
                        net.are_known[item]
                        and _agreeing(net.sketches[item], sketch) >= least_agreeing
                    ):
                        found[count] = item
                        count += 1
            item = np.int64(np.int32(np.uint32(link & np.uint64(0xFFFFFFFF))))
    return count


@compiled
def _rank(best: Best, filled: int, item: int, score: float) -> int:
    """Put a message among the best ones, by score and then by number; return how many there are."""
    items, scores = best.items, best.scores
    at = filled
    while at > 0 and (scores[at - 1] < score or (scores[at - 1] == score and items[at - 1] > item)):
        if at < items.shape[0]:
            items[at], scores[at] = items[at - 1], scores[at - 1]
        at -= 1
    if at < items.shape[0]:
        items[at], scores[at] = item, score
    return int(min(filled + 1, items.shape[0]))


@compiled
def look_up(known: Known, asked: Asked, text: int, best: Best, least: float) -> int:
    """Write down the best known messages for a text, and return how many there are."""
    filled = 0
    if not asked.signed.are_told[text]:
        return 0
    for at in range(_candidates(known.net, asked.signed, text, best.found, least)):
        if not _can_reach(known.shelf, best.found[at], asked.shelf, text, least):
            continue
        score = likeness_of(known.shelf, best.found[at], asked.shelf, text)
        if score >= least:
            filled = _rank(best, filled, best.found[at], score)
    return filled


@compiled
def look_up_all(known: Known, asked: Asked, limit: int, least: float) -> tuple[Numbers, Scores]:
    """Return for each text its best known messages, -1 where there are no more, and the scores."""
    texts = asked.signed.keys.shape[0]
    items = np.full((texts, limit), -1, dtype=np.int64)
    scores = np.zeros((texts, limit), dtype=np.float64)
    found = np.empty(MOST_FOUND, dtype=np.int64)
    for text in range(texts):
        look_up(known, asked, text, Best(items[text], scores[text], found), least)
    return items, scores


@compiled
def compare_all(known: Shelf, asked: Shelf, text: int) -> Scores:
    """Return the likeness of one text with every known message."""
    count = known.are_denials.shape[0]
    scores = np.zeros(count, dtype=np.float64)
    for item in range(count):
        scores[item] = likeness_of(known, item, asked, text)
    return scores


class Heads(NamedTuple):
    """Of each known message that stands for a cluster: the cluster, its first head, how many."""

    clusters: Numbers
    firsts: Numbers
    sizes: Numbers  # at the first head: how many heads the cluster has


@compiled
def _keep(known: Shelf, item: int, asked: Shelf, text: int) -> None:
    """Copy what is kept of a text to the end of the known ones; there must be room."""
    first, last = asked.run_starts[text], asked.run_starts[text + 1]
    at = known.run_starts[item]
    known.runs[at : at + last - first] = asked.runs[first:last]
    known.run_starts[item + 1] = at + last - first
    first, last = asked.plain_starts[text], asked.plain_starts[text + 1]
    at = known.plain_starts[item]
    known.plain[at : at + last - first] = asked.plain[first:last]
    known.plain_starts[item + 1] = at + last - first
    first, last = asked.negated_starts[text], asked.negated_starts[text + 1]
    at = known.negated_starts[item]
    known.negated[at : at + last - first] = asked.negated[first:last]
    known.negated_starts[item + 1] = at + last - first
    first, last = asked.claim_starts[text], asked.claim_starts[text + 1]
    at = known.claim_starts[item]
    known.claims[at : at + last - first] = asked.claims[first:last]
    known.claim_starts[item + 1] = at + last - first
    known.are_denials[item] = asked.are_denials[text]
    known.days[item] = asked.days[text]


@compiled
def keep_all(known: Known, asked: Asked) -> None:
    """Add all texts to the known ones; there must be room."""
    for text in range(asked.signed.keys.shape[0]):
        item = known.net.counts[ITEMS]
        _keep(known.shelf, item, asked.shelf, text)
        if asked.signed.are_told[text]:
            hang(known.net, item, asked.signed, text)
        known.net.counts[ITEMS] += 1


class Terms(NamedTuple):
    """How clusters are made."""

    first_number: int  # of the batch
    join_at: float  # the least score to join
    alike_at: float  # from here on a message brings nothing new to its cluster
    most_heads: int  # of a cluster


@compiled
def cluster_all(known: Known, heads: Heads, asked: Asked, terms: Terms) -> Numbers:
    """
    Return the cluster of each text, which bears the number of its first message.

    A text joins the best head that it agrees with in all slots. One that joins with a score below
    `alike_at` becomes another head of the cluster, so that a chain of rewordings stays together.
    """
    texts = asked.signed.keys.shape[0]
    labels = np.empty(texts, dtype=np.int64)
    best = Best(np.empty(8, np.int64), np.empty(8, np.float64), np.empty(MOST_FOUND, np.int64))
    for text in range(texts):
        labels[text] = terms.first_number + text
        if not asked.signed.are_told[text]:
            continue
        item, joined, score = known.net.counts[ITEMS], np.int64(-1), 0.0
        for at in range(look_up(known, asked, text, best, terms.join_at)):
            if conflict_bits(known.shelf, best.items[at], asked.shelf, text) == 0:
                joined, score = best.items[at], best.scores[at]
                break
        first = item
        if joined >= 0:
            first, labels[text] = heads.firsts[joined], heads.clusters[joined]
            if score >= terms.alike_at or heads.sizes[first] >= terms.most_heads:
                continue
        _keep(known.shelf, item, asked.shelf, text)
        hang(known.net, item, asked.signed, text)
        heads.clusters[item], heads.firsts[item] = labels[text], first
        heads.sizes[first] += 1
        known.net.counts[ITEMS] += 1
    return labels
