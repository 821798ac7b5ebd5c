"""What is unusual in a district today."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sejuk.engines.warning.watching.at_once import grave_incidents, rules_met
from sejuk.engines.warning.watching.cases import Case, Detector, Place
from sejuk.engines.warning.watching.counting import counted, history_start, known_cases
from sejuk.engines.warning.watching.findings import Finding, SetRule
from sejuk.engines.warning.watching.ground import Ground, ground_of
from sejuk.engines.warning.watching.long_series import has_years, unusual_week
from sejuk.engines.warning.watching.merging import one_alarm_each
from sejuk.engines.warning.watching.noticing import Day, noticed, references_of
from sejuk.engines.warning.watching.scores import bursts_of, nothing_scored, score_days
from sejuk.engines.warning.watching.thresholds import Null, Thresholds


def watch(
    cases: Iterable[Case],
    places: Sequence[Place],
    *,
    today: date,
    thresholds: Thresholds,
    rules: Sequence[SetRule] = (),
    recent: Sequence[Finding] = (),
) -> tuple[Finding, ...]:
    """
    Return the alarms of today, the gravest and rarest first.

    `cases` are de-duplicated, of at least the last 60 days; what became known after `today`, and
    a second line with a known reference, change nothing. They are counted on the day on which they
    happened: a day just past, of which not all is known yet, is compared with the share that
    usually is, and a window may have ended some days ago (see `lateness.py`). What happened after
    the day it was known is taken for that day; what happened before the 60 days counts for GRAVE
    and for set rules, which go by the day it became known. `recent` are the findings raised in the
    last five days (of GRAVE: two weeks), which are not raised again. What two detectors find of one
    thing is one finding, the rarer, with the other in `also` (see `one_alarm_each`).

    At most two cases of a village and day count (one where reports come in bursts), so a village
    full of them on a single day is no alarm until the next: a set rule for one day is, at once.

    A case of a place that is not in `places` counts for GRAVE only, and for a set rule in its own
    place; a place without a point takes no part in scan and discs. A stream that was not calibrated
    is watched by GRAVE and set rules only. With three years of cases DISTRICT compares the week
    with the same weeks of past years (Farrington flexible) and not the day with the filter.

    >>> brawl = Case("C-1", "16.01", date(2024, 11, 5), "brawl", severity=4, is_verified=True)
    >>> quiet = Thresholds((), (), 30.0, 200, 0, date(2024, 11, 5), 60)
    >>> found = watch([brawl], [], today=date(2024, 11, 5), thresholds=quiet)
    >>> [(str(one.detector), one.once_in_days) for one in found]
    [('grave', None)]

    :raises ValueError: when a place comes twice
    """
    known, ground = known_cases(cases, today=today), ground_of(places)
    found = grave_incidents(known, today=today) + rules_met(known, places, rules, today=today)
    for null in thresholds.nulls:
        unusual = _unusual(known, ground, null, thresholds, today)
        found += [
            replace(one, references=one.references or references_of(one, known)) for one in unusual
        ]
    return one_alarm_each(found, recent)


def _unusual(
    known: Sequence[Case], ground: Ground, null: Null, thresholds: Thresholds, today: date
) -> list[Finding]:
    bars = {bar.detector: bar for bar in thresholds.bars if bar.stream == null.stream}
    if not bars or not ground.codes:
        return []
    first_day = history_start(known, today=today)
    seen = counted(known, ground, stream=null.stream, first_day=first_day, today=today)
    counts = seen.capped(null.cap)
    scored = nothing_scored(1, len(ground.codes), ground.spots)
    found: list[Finding] = []
    if Detector.DISTRICT in bars and has_years(known, today=today):
        found = unusual_week(known, ground.codes, null, bars.pop(Detector.DISTRICT), today=today)
    # All that is known is known by today, so every lag sees the same.
    score_days(counts[None], seen.weekday, ground.terrain, bursts_of(null), scored)
    return found + noticed(Day(null, today, counts, seen.weekday, scored, 0), ground, bars)
