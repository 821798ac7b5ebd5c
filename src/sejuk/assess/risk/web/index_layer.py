"""The index as a layer of the map: its fifths of the scale, hatched where it is not sure."""

from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.queries import IndexReading
from sejuk.assess.risk.rules import SEEING
from sejuk.assess.risk.web import index_words
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone

STARTS = (0.0, 0.35, 0.45, 0.55, 0.65)
"""
From where each step holds. Chosen: a geometric mean of ten variables gathers around the middle, and
these five steps hold some 15, 25, 30, 20 and 10 % of the villages of a district.
"""
WIDE = 0.1
"""
From how wide an interval on a village is hatched: as wide as a step, so that its colour could as
well be that of the next. The chance to be in the top tenth says something else, and says it in the
list: a village can surely be pale and surely not at the top.
"""
TONES = (Tone.LOW, Tone.MILD, Tone.MIDDLE, Tone.HIGH, Tone.TOP)


def look(actor: Actor, day: date, now: datetime) -> Picture:  # noqa: ARG001 - a layer's shape
    """Return the index of each village that holds on a day."""
    snapshot = queries.snapshot_in_force(day)
    if snapshot is None:
        return Picture(_steps(), {}, gettext("No index has been made yet."))
    cells = {code: _cell(one) for code, one in queries.index_on(actor.scope, day).items()}
    note = gettext("Index as of %(day)s. Hatched: its colour could as well be the next.") % {
        "day": date_format(snapshot.as_of, "j F Y")
    }
    return Picture(_steps(), cells, note)


def _steps() -> tuple[Step, ...]:
    ends = (*STARTS[1:], 1.0)
    return tuple(
        Step(tone, f"{number_format(start, 2)}–{number_format(end, 2)}")
        for tone, start, end in zip(TONES, STARTS, ends, strict=True)
    )


def _cell(reading: IndexReading) -> Cell:
    score, low, high = reading.score, reading.low, reading.high
    if score is None or low is None or high is None:
        return Cell(None, gettext(index_words.TOO_LITTLE))
    step = max(place for place, start in enumerate(STARTS) if score >= start)
    sentence = gettext("%(score)s (%(low)s–%(high)s), data %(grade)s") % {
        "score": number_format(score, 2),
        "low": number_format(low, 2),
        "high": number_format(high, 2),
        "grade": reading.grade,
    }
    return Cell(step, sentence, is_uncertain=high - low > WIDE)


INDEX_LAYER = Layer(
    code="indeks",
    label=N_("Vulnerability index"),
    lead=N_("How vulnerable a village is by its structure, against others of its district."),
    roles=SEEING,
    look=look,
)
