"""Why the engine suggests something, in the words of the reader."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext

from sejuk.engines import triage
from sejuk.kit.choices import N_
from sejuk.kit.numbers import rounded

# One reason of a suggestion, as it was kept.
Kept = Mapping[str, object]

CLUES = {
    triage.PlaceClue.EXACT: N_("written “%(words)s”"),
    triage.PlaceClue.APART: N_("the letters of %(words)s, joined or apart"),
    triage.PlaceClue.VARIANT: N_("another spelling of %(words)s"),
    triage.PlaceClue.SHORTENED: N_("short for %(words)s"),
    triage.PlaceClue.MISSPELLED: N_("like %(words)s, misspelt"),
    triage.PlaceClue.PART: N_("the beginning of %(words)s"),
    triage.PlaceClue.ANNOUNCED: N_("“%(words)s” stands before it"),
    triage.PlaceClue.OTHER_LEVEL: N_("“%(words)s” before it means another level"),
    triage.PlaceClue.PARENT_NAMED: N_("%(words)s is named too"),
    triage.PlaceClue.NEAR: N_("in the same kecamatan as this signal"),
    triage.PlaceClue.ELSEWHERE: N_("%(words)s, of another district, is named beside it"),
}
URGENT = {
    triage.UrgencyCode.WITHIN_WEEK: N_("within a week"),
    triage.UrgencyCode.WITHIN_THREE_DAYS: N_("within three days"),
    triage.UrgencyCode.WITHIN_DAY: N_("within a day"),
    triage.UrgencyCode.WITHIN_SIX_HOURS: N_("within six hours"),
    triage.UrgencyCode.WEAPON: N_("a weapon"),
    triage.UrgencyCode.FIRE: N_("a fire"),
    triage.UrgencyCode.VIOLENCE: N_("violence"),
    triage.UrgencyCode.DANGER_TO_LIFE: N_("danger to life"),
    triage.UrgencyCode.BLOCKING: N_("something is blocked"),
    triage.UrgencyCode.THREAT: N_("a threat"),
    triage.UrgencyCode.GATHERING_MASS: N_("people are gathering"),
    triage.UrgencyCode.CROWD_20: N_("twenty people or more"),
    triage.UrgencyCode.CROWD_100: N_("a hundred people or more"),
    triage.UrgencyCode.CROWD_500: N_("five hundred people or more"),
    triage.UrgencyCode.OBJECT: N_("a place that is to be protected"),
    triage.UrgencyCode.FAST: N_("told several times within a day"),
    triage.UrgencyCode.VERY_FAST: N_("told very often within a day"),
    triage.UrgencyCode.TWO_PLACES: N_("told in two places or more"),
    triage.UrgencyCode.FIVE_PLACES: N_("told in five places or more"),
    triage.UrgencyCode.SETTLED: N_("said to be over"),
}
RELATIONS = {
    triage.Relation.SAME: N_("Tells the same"),
    triage.Relation.MAYBE: N_("May tell the same"),
    triage.Relation.SIBLING_PLACE: N_("The same words about another place"),
    triage.Relation.OTHER_NUMBER: N_("The same words with another number"),
    triage.Relation.OTHER_DATE: N_("The same words about another day"),
    triage.Relation.DENIAL: N_("One tells it, the other denies it"),
}
SLOTS = {
    triage.Slot.DENIAL: N_("denial"),
    triage.Slot.PLACE: N_("place"),
    triage.Slot.DATE: N_("day"),
    triage.Slot.NUMBER: N_("number"),
}


def of_kind(reasons: Sequence[Kept]) -> Iterator[str]:
    """Yield the words that spoke for a kind, or against it."""
    for one in reasons:
        if "weight" in one:
            yield f"“{one['words']}” {_signed(one['weight'], 1)}"


def of_area(reasons: Sequence[Kept]) -> Iterator[str]:
    """Yield how an area is written in the text, and what else speaks for it."""
    for one in reasons:
        if "clue" in one:
            yield gettext(CLUES[triage.PlaceClue(str(one["clue"]))]) % {"words": one["words"]}


def of_urgency(reasons: Sequence[Kept]) -> Iterator[str]:
    """Yield the parts of the sum that urgency is."""
    for one in reasons:
        said = gettext(URGENT[triage.UrgencyCode(str(one["code"]))])
        words = f" (“{one['words']}”)" if one["words"] else ""
        yield f"{said}{words} {_signed(one['points'])}"


def points_of(reasons: Sequence[Kept]) -> int:
    """Return the sum of the parts."""
    return round(sum(_number(one["points"]) for one in reasons))


def _signed(value: object, decimals: int = 0) -> str:
    number = _number(value)
    return f"{'+' if number >= 0 else ''}{rounded(number, decimals)}"


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
