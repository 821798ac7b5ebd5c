"""
How right, how sure and how fast messages are sorted, each figure beside a plain baseline.

No labelled messages of a district exist. What is measured here is invented by a seeded generator
(see `_triage_sort_phrases.toml` for how it was written), save for false alarms, which are counted
on real Musi and Indonesian sentences. So the figures compare methods; how right any is in a
district is what the lot of staff's own decisions will tell.

It runs in a process of its own with one thread of linear algebra: several threads on a busy machine
wait for each other, and the seconds would say nothing.
"""

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks._limits import Limit
from benchmarks._triage_sort_asking import learning_curve
from benchmarks._triage_sort_plain import (
    Figures,
    WordRegression,
    majority_figures,
    plain_figures,
)
from benchmarks._triage_sort_reports import ACTS, FIRST_DAY, NEW_SINCE, Report, reports
from benchmarks._triage_sort_speech import KINDS, sentences, with_templates
from sejuk.engines.triage import redacted
from sejuk.engines.triage.sorting import (
    Category,
    Decided,
    Evaluation,
    SortingModel,
    Suggested,
    UrgencyFacts,
    evaluated,
    model_to_json,
    sorted_by_rules,
    suggested,
    trained,
    urgency,
)

SEED = 12
LIMITS = "limits: "
REAL = (
    ("indonesian_musi_train.csv", "musi"),
    ("indonesian_musi_train.csv", "indonesian"),
    ("rewording_informal_formal_train.csv", "informal"),
    ("rewording_informal_formal_train.csv", "formal"),
)


def measure(*, full: bool) -> list[Limit]:
    command = [sys.executable, "-m", "benchmarks._triage_sort", *(["full"] if full else [])]
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": ":".join(sys.path)}
    limits: list[Limit] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=alone) as run:
        for line in run.stdout or ():
            if line.startswith(LIMITS):
                limits = [Limit(**one) for one in json.loads(line.removeprefix(LIMITS))]
            else:
                print(line, end="", flush=True)
    if run.returncode:
        raise RuntimeError("Measuring how messages are sorted broke off; see above.")
    return limits


def _alone(*, full: bool) -> None:
    told = reports(19_000 if full else 4_500, seed=SEED)
    limits = [
        *_rules_on_phrases(),
        *_stack(told, tested=3_000 if full else 600, full=full),
        *_provocation(400 if full else 100),
        *_false_alarms(),
        *learning_curve(full=full),
    ]
    print(LIMITS + json.dumps([asdict(one) for one in limits]))


def _rules_on_phrases() -> list[Limit]:
    print("rules alone on phrases as they were written, without slips of the finger\n")
    print(f"{'':34}{'found':>8}{'wrongly besides':>18}")
    for name, first in (("phrases the rules were mended with", 0), ("phrases never looked at", 1)):
        found = wrongly = count = 0
        for category, acts in ACTS.items():
            for act in acts[first::2]:
                proposed = _proposed(suggested(act))
                found += category in proposed
                wrongly += len(proposed - {category, Category.RUMOUR})
                count += 1
        print(f"{name:34}{found / count:8.2f}{wrongly / count:18.2f}")
    return []


def _proposed(told: Suggested) -> set[Category]:
    return {one.category for one in told.categories if one.is_proposed}


def _stack(told: Sequence[Report], *, tested: int, full: bool) -> list[Limit]:
    before = [_decided(one) for one in told if one.day < _day(NEW_SINCE)]
    later = [one for one in told if one.day >= _day(NEW_SINCE)]
    unheard = [_decided(one) for one in later if one.is_new_act][:tested]
    heard = [
        replace(_decided(one), group=f"retold {number}")
        for number, one in enumerate(later)
        if not one.is_new_act
    ][:tested]
    began = time.process_time()
    model = trained(before, seed=SEED)
    took = time.process_time() - began
    print(f"\ntrained on {len(before)} decisions in {took:.0f} s of one core; ", end="")
    print(
        f"{len(model_to_json(model)) / 1e6:.1f} MB as JSON; abstains below {model.abstains_below}"
    )
    plain = WordRegression(before)
    title = "acts never told before, later in time, no near-duplicate of the training"
    over, error = _compared(title, before, unheard, plain, model)
    title = "acts told before, in other words around them"
    _, error_retold = _compared(title, before, heard, plain, model)
    per_message = _speeds([one.text for one in heard], model)
    limits = [
        Limit("sorting: a message", 300, per_message, "µs"),
        Limit("sorting: unseen acts, macro-F1 above plain words", took=over, at_least=0.0, unit=""),
        Limit("sorting: calibration error, unseen acts", 0.03, error, ""),
        Limit("sorting: calibration error, retold acts", 0.03, error_retold, ""),
    ]
    return [*limits, Limit("sorting: training, 12,000 decisions", 120, took)] if full else limits


def _compared(
    title: str,
    before: Sequence[Decided],
    test: Sequence[Decided],
    plain: WordRegression,
    model: SortingModel,
) -> tuple[float, float]:
    """Return how much better than plain words the stack is, and its calibration error."""
    print(f"\n{len(test)} reports of {title}\n")
    print(f"{'':28}{'macro-F1':>10}{'exact':>8}{'ECE':>8}{'surest 80 %':>13}{'50 %':>8}")
    _row("most frequent category", majority_figures(before, test))
    rules, _ = _figures(None, test)
    _row("rules alone", rules)
    words = plain_figures(plain, test)
    _row("words, logistic regression", words)
    stack, found = _figures(model, test)
    _row("stack", stack)
    low, high = found.macro_f1.low, found.macro_f1.high
    print(f"stack: macro-F1 95 % interval {low:.3f} to {high:.3f} over groups; ", end="")
    print(f"proposes {100 * found.proposed_share:.0f} %, abstains from the rest")
    return stack[0] - words[0], stack[2]


def _speeds(texts: Sequence[str], model: SortingModel) -> float:
    by_model = _microseconds(lambda text: suggested(text, model), texts)
    by_rules = _microseconds(suggested, texts)
    levels = _microseconds(lambda text: urgency(UrgencyFacts(text)), texts)
    print(f"\na message: {by_model:.0f} µs by the model, {by_rules:.0f} µs by rules, ", end="")
    print(f"{levels:.0f} µs for urgency")
    return by_model


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def _decided(report: Report) -> Decided:
    return Decided(report.text, report.categories, report.day, report.group)


def _row(name: str, figures: Figures) -> None:
    f1, exact, ece, mostly, half = figures
    print(f"{name:28}{f1:10.3f}{exact:8.3f}{ece:8.3f}{mostly:13.3f}{half:8.3f}")


def _figures(model: SortingModel | None, test: Sequence[Decided]) -> tuple[Figures, Evaluation]:
    found = evaluated(model, test, replicates=200)
    shares = (found.macro_f1, found.exact_match, found.ece)
    sure = (found.when_sure_mostly, found.when_sure_half)
    f1, exact, ece, mostly, half = (one.value for one in (*shares, *sure))
    return (f1, exact, ece, mostly, half), found


def _microseconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    for text in texts[:200]:
        work(text)
    began = time.process_time()
    for text in texts:
        work(text)
    return (time.process_time() - began) / len(texts) * 1e6


def _provocation(count: int) -> list[Limit]:
    """Print which sentences are taken for provocation by rules, and after some were decided."""
    model = trained([*_decided_sentences(count), *map(_decided, reports(2_000, seed=SEED))], seed=1)
    print("\nprovocation (SARA), with slips of the finger: share of the sentences hit; ", end="")
    print(f"the model has {4 * count} decided\nsentences of the templates that were looked at\n")
    print(f"{'':18}{'rules, looked at':>18}{'rules, never':>14}{'model, never':>14}", end="")
    print(f"{'abstains':>10}  as reported")
    hit: dict[tuple[str, str], float] = {}
    for kind in KINDS:
        told = {odd: sentences(kind, odd=odd, count=count, seed=SEED) for odd in (False, True)}
        rules = {odd: [_sara(text) for text in texts] for odd, texts in told.items()}
        found = [one for one in (*rules[False], *rules[True]) if one]
        reported = [one for one in found if all(rule.endswith(".reported") for rule in one)]
        found_by_model = [suggested(text, model) for text in told[True]]
        learnt = [Category.SARA_PROVOCATION in _proposed(one) for one in found_by_model]
        unsure = sum(one.abstains for one in found_by_model) / count
        hit[kind, "seen"], hit[kind, "never"] = (
            sum(map(bool, rules[odd])) / count for odd in (False, True)
        )
        row = f"{hit[kind, 'seen']:18.2f}{hit[kind, 'never']:14.2f}{sum(learnt) / count:14.2f}"
        row += f"{unsure:10.2f}"
        share = f"{len(reported) / len(found):.2f}" if found else "-"
        print(f"{kind.replace('_', '-'):18}{row}{share:>13}")
    return [
        Limit("sorting: counter-speech hit, looked at", 0.05, hit["counter_speech", "seen"], ""),
        Limit("sorting: neutral sentences hit, never looked at", 0.03, hit["neutral", "never"], ""),
    ]


def _decided_sentences(count: int) -> list[Decided]:
    about = {
        "hostile": Category.SARA_PROVOCATION,
        "reported": Category.SARA_PROVOCATION,
        "counter_speech": Category.POSITIVE,
        "neutral": Category.OTHER,
    }
    return [
        Decided(redacted(text).text, (about[kind],), FIRST_DAY, template)
        for kind in KINDS
        for template, text in with_templates(kind, odd=False, count=count, seed=SEED + 1)
    ]


def _sara(text: str) -> list[str]:
    return [hit.rule for hit in sorted_by_rules(text) if hit.category is Category.SARA_PROVOCATION]


def _false_alarms() -> list[Limit]:
    folder = os.environ.get("SEJUK_EVAL_DATA")
    if not folder or not (Path(folder) / REAL[0][0]).exists():
        print(
            "\nfalse alarms on real sentences: left out, SEJUK_EVAL_DATA names no folder with them"
        )
        return []
    print("\nreal sentences of everyday life (NusaWrites, STIF), by rules: hits in 1,000\n")
    print(f"{'':12}{'sentences':>10}{'SARA':>8}{'any category proposed':>24}")
    worst = 0.0
    for name, column in REAL:
        with (Path(folder) / name).open(encoding="utf-8", newline="") as file:
            texts = [row[column] for row in csv.DictReader(file)]
        sara = 1000 * sum(bool(_sara(text)) for text in texts) / len(texts)
        some = 1000 * sum(bool(_proposed(suggested(text))) for text in texts) / len(texts)
        worst = max(worst, sara)
        print(f"{column:12}{len(texts):10}{sara:8.1f}{some:24.0f}")
    return [Limit("sorting: SARA on real everyday sentences, in 1,000", 2, worst, "")]


if __name__ == "__main__":
    _alone(full="full" in sys.argv[1:])
