"""
Clusters of a stream of messages: how right, how fast, how much memory, by size.

A third are rumours, told by Zipf's law in many wordings, the rest chatter. Right is a pair of one
cluster that tells the same rumour (precision), and a pair of one rumour that is in one cluster
(recall). Each size runs in a process of its own, whose memory is read at the end. The time of
folding the texts and reading their claims is in it; that of making them up is not. The day of
telling is left open.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from benchmarks._limits import Limit
from benchmarks._triage_rumours import WAYS, Base, bases, chatter
from sejuk.engines.triage import Told
from sejuk.engines.triage.matching import ClusterStream

SEED = 99
CHUNK = 5_000
RUMOURS = 0.35
MOST_RUMOURS = 3_000
"""That many deeds at a place can be drawn without going on for ever."""

LOCATED = 0.9
"""Share of messages whose village is found; chosen, as `--only places` measures it with slips."""

WAYS_DRAWN = {"forwarded": 0.4, "alay": 0.2, "Palembang": 0.2, "paraphrase": 0.15, "heavy": 0.05}
LIMITS = {  # pair precision, pair recall, messages a second, memory in GB
    10_000: (0.99, 0.84, 5_000, 2.0),
    100_000: (0.99, 0.84, 5_000, 2.0),
    1_000_000: (0.99, 0.84, 2_500, 2.0),
}


def clusters_by_size(sizes: tuple[int, ...]) -> list[Limit]:
    """Print the curve and return the limits."""
    print(f"\n{'messages':>10}{'a second':>10}{'pair P':>9}{'pair R':>9}{'clusters':>11}{'GB':>7}")
    limits = []
    for size in sizes:
        asked = [sys.executable, "-W", "ignore", "-m", "benchmarks._triage_clusters", str(size)]
        done = subprocess.run(asked, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{size:>10,}{told['speed']:>10,.0f}{told['precision']:>9.4f}{told['recall']:>9.4f}"
            f"{told['clusters']:>11,}{told['memory']:>7.2f}",
            flush=True,
        )
        precision, recall, speed, memory = LIMITS[size]
        limits += [
            Limit(f"{size:,}: pair precision", at_least=precision, took=told["precision"], unit=""),
            Limit(f"{size:,}: pair recall", at_least=recall, took=told["recall"], unit=""),
            Limit(f"{size:,}: messages a second", at_least=speed, took=told["speed"], unit=""),
            Limit(f"{size:,}: memory", at_most=memory, took=told["memory"], unit="GB"),
        ]
    return limits


def messages(count: int) -> Iterator[tuple[list[Told], list[int]]]:
    """Yield chunks of messages with the number of the rumour that each one tells; chatter is -1."""
    chance = random.Random(SEED)
    rumours = distinct(min(MOST_RUMOURS, max(200, count // 100)), chance)
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(rumours))))
    names, shares = list(WAYS_DRAWN), list(WAYS_DRAWN.values())
    for first in range(0, count, CHUNK):
        size = min(CHUNK, count - first)
        told = [chance.random() < RUMOURS for _ in range(size)]
        drawn = chance.choices(range(len(rumours)), cum_weights=weights, k=sum(told))
        pending, idle = iter(drawn), iter(chatter(size - sum(told), chance))
        tolds, truths = [], []
        for is_rumour in told:
            truth = next(pending) if is_rumour else -1
            truths.append(truth)
            if truth < 0:
                tolds.append(Told(next(idle)))
                continue
            way = WAYS[chance.choices(names, shares)[0]]
            text = rumours[truth].text()
            text = text if chance.random() < 0.1 else way(text, chance)
            tolds.append(Told(text, (_code(rumours[truth]),) if chance.random() < LOCATED else ()))
        yield tolds, truths


def distinct(count: int, chance: random.Random) -> list[Base]:
    """Return rumours of which no two are the same deed at the same place, nor share their half."""
    kept: dict[tuple[object, ...], Base] = {}
    halves: Counter[tuple[str, ...]] = Counter()
    tries = 0
    while len(kept) < count:
        base = bases(1, chance)[0]
        tries += 1
        half = (base.did, base.then)
        if (base.did, base.where, base.village) not in kept and (
            halves[half] < tries // 20_000 + 1
        ):
            kept[base.did, base.where, base.village] = base
            halves[half] += 1
    return list(kept.values())


def _code(base: Base) -> str:
    return f"16.01.08.{2000 + sum(base.village.encode())}"


def right(labels: NDArray[np.int64], truths: NDArray[np.int64]) -> tuple[float, float]:
    """Return precision and recall over all pairs; a message of chatter is the same as none."""
    alone = np.flatnonzero(truths < 0)
    truths = truths.copy()
    truths[alone] = truths.max() + 1 + np.arange(len(alone))
    both = _pairs(np.unique(np.stack([labels, truths]), axis=1, return_counts=True)[1])
    together = _pairs(np.unique(labels, return_counts=True)[1])
    same = _pairs(np.unique(truths, return_counts=True)[1])
    return both / max(1.0, together), both / max(1.0, same)


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1) / 2).sum())


def told_of(size: int) -> dict[str, float]:
    """Cluster so many messages and return what was measured."""
    ClusterStream().add([Told("TPS 3 dipindah"), Told("TPS 3 dipindah lagi")])  # compiles
    stream, labels, truths, seconds = ClusterStream(), [], [], 0.0
    for tolds, told in messages(size):
        began = time.process_time()
        labels.append(stream.add(tolds))
        seconds += time.process_time() - began
        truths += told
    precision, recall = right(np.concatenate(labels), np.array(truths))
    return {
        "speed": size / seconds,
        "precision": precision,
        "recall": recall,
        "clusters": len(np.unique(np.concatenate(labels))),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


if __name__ == "__main__":
    print(json.dumps(told_of(int(sys.argv[1]))))
