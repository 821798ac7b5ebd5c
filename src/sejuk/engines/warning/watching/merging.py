"""One thing is one alarm: findings of the same place are merged, and not raised again."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from sejuk.engines.warning.watching.cases import Detector
from sejuk.engines.warning.watching.findings import Finding

QUIET_AFTER_DAYS = 5
"""So many days a place is not raised again (the design's number)."""

LOCAL = (Detector.VILLAGE, Detector.SCAN)
EXPLAINED = 0.5
"""A district's excess is explained when half of it lies in its local findings (chosen)."""

MUCH_RARER = 5.0
"""So many times rarer than what was raised, a finding is raised within those days too (chosen)."""
MOSTLY = 0.5
"""What lies by more than half in other villages than what was raised is another thing (chosen)."""


def one_alarm_each(found: Iterable[Finding], recent: Sequence[Finding]) -> tuple[Finding, ...]:
    """
    Return the findings that are alarms: merged where they overlap, without those just raised.

    * A grave incident is always an alarm of its own, once.
    * Findings of VILLAGE, SCAN and RULE of one stream that share a village are one alarm: the one
      with the longest recurrence is kept, names the others in `also`, and gets their villages and
      references and the name of a set rule; its days and counts stay its own. A set rule has no
      recurrence and comes after those that have one.
    * A finding of DISTRICT is left out when local findings of its stream hold half its excess.
    * What shares a village and a stream with a finding of the last five days is not raised again,
      unless it has become five times rarer or lies mostly in other villages.
    """
    everything = list(found)
    fresh = [one for one in everything if not any(is_repeated(one, old) for old in recent)]
    grave = [one for one in fresh if one.detector is Detector.GRAVE]
    local = _merged(one for one in fresh if one.detector in (*LOCAL, Detector.RULE))
    # What is not raised again still explains why the district is full.
    unusual = _merged(one for one in everything if one.detector in LOCAL)
    district = [
        one
        for one in fresh
        if one.detector is Detector.DISTRICT and not _is_explained(one, unusual)
    ]
    return tuple(sorted(grave + local + district, key=_rank))


def is_repeated(finding: Finding, old: Finding) -> bool:
    """Tell whether a finding was raised before: a grave case ever, a place within five days."""
    if Detector.GRAVE in (finding.detector, old.detector):
        return finding.detector is old.detector and finding.references == old.references
    if finding.raised - old.raised > timedelta(days=QUIET_AFTER_DAYS):
        return False
    if Detector.DISTRICT in (finding.detector, old.detector):
        return finding.detector is old.detector and finding.stream == old.stream
    return _is_same(finding, old) and not _has_grown(finding, old)


def _has_grown(finding: Finding, old: Finding) -> bool:
    if finding.once_in_days is None:
        # A set rule is met again on each of its days; that it is met is all that it says.
        return False
    if old.once_in_days is not None and finding.once_in_days >= MUCH_RARER * old.once_in_days:
        return True
    new = set(finding.area_codes).difference(old.area_codes)
    return len(new) > MOSTLY * len(finding.area_codes)


def _is_same(one: Finding, other: Finding) -> bool:
    # A set rule without a stream counts all streams.
    is_one_stream = one.stream == other.stream or any(
        finding.rule and not finding.stream for finding in (one, other)
    )
    return is_one_stream and not set(one.area_codes).isdisjoint(other.area_codes)


def _merged(found: Iterable[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for one in sorted(found, key=_rank):
        same = next((at for at, better in enumerate(kept) if _is_same(one, better)), None)
        if same is None:
            kept.append(one)
        else:
            kept[same] = _joined(kept[same], one)
    return kept


def _joined(better: Finding, other: Finding) -> Finding:
    """Return the better of two findings with the villages and cases of the other beside its own."""
    is_told = other.detector in (better.detector, *better.also)
    return replace(
        better,
        area_codes=tuple(dict.fromkeys((*better.area_codes, *other.area_codes))),
        references=tuple(dict.fromkeys((*better.references, *other.references))),
        rule=better.rule or other.rule,
        also=better.also if is_told else (*better.also, other.detector),
    )


def _is_explained(district: Finding, local: Iterable[Finding]) -> bool:
    excess = sum(one.count - one.expected for one in local if one.stream == district.stream)
    return excess >= EXPLAINED * (district.count - district.expected)


def _rank(one: Finding) -> tuple[bool, float, str, str, tuple[str, ...], tuple[str, ...]]:
    rarity = -1.0 if one.once_in_days is None else one.once_in_days
    is_grave = one.detector is Detector.GRAVE
    return (not is_grave, -rarity, one.detector, one.stream, one.area_codes, one.references)
