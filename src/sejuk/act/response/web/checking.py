"""What the check of neutrality found, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from sejuk.engines.neutrality import Hit, HitCode
from sejuk.kit.choices import N_

REASONS = {
    HitCode.FULL_NAME: N_("name of a contestant: %(words)s"),
    HitCode.PART_OF_NAME: N_("part of a contestant's name: %(words)s"),
    HitCode.PART_ALONE: N_("may be a contestant's name: %(words)s"),
    HitCode.SHORT_NAME: N_("short for a contestant's name: %(words)s"),
    HitCode.MISSPELLED_NAME: N_("reads like a contestant's name: %(words)s"),
    HitCode.BALLOT_NUMBER: N_("number on the ballot: %(words)s"),
    HitCode.NUMBER_TO_VOTE: N_("asks to vote for a number: %(words)s"),
    HitCode.NUMBER_AS_CRY: N_("a number as a cry: %(words)s"),
    HitCode.SLOGAN: N_("slogan of a contestant: %(words)s"),
    HitCode.SLOGAN_CUT: N_("part of a slogan: %(words)s"),
    HitCode.SLOGAN_REWORDED: N_("a slogan in other words: %(words)s"),
    HitCode.FINGERS_TOLD: N_("tells of a finger sign: %(words)s"),
    HitCode.FINGERS_SHOWN: N_("shows fingers: %(words)s"),
    HitCode.PRAISE_BESIDE: N_("praise beside %(words)s"),
    HitCode.BLAME_BESIDE: N_("blame beside %(words)s"),
    HitCode.CAMPAIGN_PHRASE: N_("a phrase of campaigns: %(words)s"),
}


@dataclass(frozen=True, slots=True)
class ShownHit:
    """What is not neutral: the words, and why they count."""

    words: str
    reason: str


def marked_parts(
    hits: Iterable[Hit], parts: Mapping[str, str]
) -> tuple[tuple[str, tuple[ShownHit, ...]], ...]:
    """Return what is not neutral in each part of a text whose lines are the parts."""
    hits, begin, marked = tuple(hits), 0, []
    for name, text in parts.items():
        end = begin + len(text) + 1
        marked.append((name, shown_hits(hit for hit in hits if begin <= hit.start < end)))
        begin = end
    return tuple(marked)


def shown_hits(hits: Iterable[Hit]) -> tuple[ShownHit, ...]:
    return tuple(
        ShownHit(hit.words, gettext(REASONS[hit.reason.code]) % {"words": hit.reason.words})
        for hit in hits
    )
