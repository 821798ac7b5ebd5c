"""Why a village is proposed, in one plain sentence, and the parts that sum to its score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sejuk.engines.itinerary import PartCode
from sejuk.engines.warning import band_of
from sejuk.kit.choices import N_
from sejuk.kit.numbers import rounded
from sejuk.plan.programme.rules import Turn


class StoredPart(TypedDict):
    """One part of a score as a proposal keeps it."""

    code: str
    tenths: int
    value: float
    # The band of a temperature; from where a distance was counted; else "".
    hint: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of a score in words, with its points."""

    words: str
    tenths: int

    @property
    def points(self) -> float:
        return self.tenths / 10


BAND_WORDS = {
    "sejuk": N_("cool"),
    "hangat": N_("warm"),
    "panas": N_("hot"),
    "kritis": N_("critical"),
}
OPENINGS = {
    Turn.SCORE: N_("%(village)s: %(reasons)s."),
    Turn.EXPLORATION: N_("%(village)s by turn, so that no village is left out: %(reasons)s."),
    Turn.BEYOND_CAPACITY: N_("%(village)s if time allows: %(reasons)s."),
    Turn.REQUEST: N_("%(village)s because somebody asked for it: %(reasons)s."),
}
CERTAIN = N_("Chosen for certain: no lot was needed.")
HOW_CHOSEN = {
    Turn.SCORE: N_("Drawn by lot: %(chance)s %% chance of being chosen."),
    Turn.EXPLORATION: N_("Its turn: longest without a visit."),
    Turn.BEYOND_CAPACITY: N_("Not drawn this week; the chance was %(chance)s %%."),
    Turn.REQUEST: N_("Not drawn, planned because somebody asked for it."),
}
FIRST = N_("%(village)s first: %(reasons)s.")


def sentence_of(
    village: str, parts: Sequence[StoredPart], *, rank: int, turn: Turn, week_starts_on: date
) -> str:
    """Return "Ujanmas first: temperature 58 (hot), never visited, 2 open concerns, 7 km …"."""
    said = [words for part in parts if (words := _in_a_sentence(part, week_starts_on))]
    opening = FIRST if rank == 1 and turn is Turn.SCORE else OPENINGS[turn]
    return gettext(opening) % {"village": village, "reasons": ", ".join(said)}


def how_chosen(turn: Turn, probability: float | None) -> str:
    """Return "Drawn by lot: 34 % chance of being chosen."; nothing where nothing was drawn."""
    if probability is None:
        return ""
    if turn is Turn.SCORE and probability == 1:
        return gettext(CERTAIN)
    # Who was drawn had a chance, however small.
    shown = rounded(max(1.0, min(99.0, 100 * probability)))
    return gettext(HOW_CHOSEN[turn]) % {"chance": shown}


def shown_parts(parts: Sequence[StoredPart], *, week_starts_on: date) -> tuple[ShownPart, ...]:
    """Return every part, also those that the sentence leaves out because they say nothing."""
    return tuple(ShownPart(_in_words(part, week_starts_on), part["tenths"]) for part in parts)


def temperature_now(tenths: int, parts: Sequence[StoredPart]) -> str:
    """Return how warm the village is now where that is another band than the proposal says."""
    band = band_of(tenths).value
    said = [part["hint"] for part in parts if part["code"] == PartCode.TEMPERATURE]
    return "" if band in said else _temperature(tenths / 10, band)


def _in_a_sentence(part: StoredPart, week_starts_on: date) -> str:
    # A sentence names what speaks for or against; "0 open concerns" is for the list of parts.
    is_silent = part["code"] in (PartCode.OPEN_CONCERNS, PartCode.LOAD) and not part["value"]
    if is_silent or part["code"] == PartCode.DISTANCE_UNKNOWN:
        return ""
    return _in_words(part, week_starts_on)


def _in_words(part: StoredPart, week_starts_on: date) -> str:
    value = part["value"]
    words = ""
    match PartCode(part["code"]):
        case PartCode.TEMPERATURE:
            words = _temperature(value, part["hint"])
        case PartCode.DAYS_SINCE_VISIT:
            words = _days(round(value), week_starts_on)
        case PartCode.NEVER_VISITED:
            words = gettext("never visited")
        case PartCode.OPEN_CONCERNS:
            words = ngettext("%(count)s open concern", "%(count)s open concerns", round(value))
        case PartCode.DISTANCE:
            words = _distance(value, part["hint"])
        case PartCode.DISTANCE_UNKNOWN:
            words = gettext("distance not known")
        case PartCode.LOAD:
            words = ngettext(
                "%(count)s visit of his already planned",
                "%(count)s visits of his already planned",
                round(value),
            )
    return words % {"count": round(value)} if "%(count)s" in words else words


def _temperature(degrees: float, band: str) -> str:
    # To the tenth, as everywhere.
    shown = rounded(degrees, 1)
    if band not in BAND_WORDS:
        return gettext("temperature %(degrees)s") % {"degrees": shown}
    word = gettext(BAND_WORDS[band])
    return gettext("temperature %(degrees)s (%(band)s)") % {"degrees": shown, "band": word}


def _days(days: int, until: date) -> str:
    if days <= 0:
        return gettext("visited just before this week")
    # The days are counted to the week's Monday, whenever somebody reads it.
    text = ngettext(
        "%(count)s day without a visit as of %(day)s",
        "%(count)s days without a visit as of %(day)s",
        days,
    )
    return text % {"count": days, "day": date_format(until, "j F")}


def _distance(kilometres: float, counted_from: str) -> str:
    text = (
        gettext("%(kilometres)s km from the police station")
        if counted_from == "station"
        else gettext("about %(kilometres)s km from the middle of the kecamatan")
    )
    places = 0 if kilometres >= 1 else 1
    return text % {"kilometres": rounded(kilometres, places)}
