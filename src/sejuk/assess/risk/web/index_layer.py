"""The index as a layer of the map: its fifths of the scale, hatched where it is not sure."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext

from sejuk.assess.risk import queries
from sejuk.assess.risk.queries import IndexReading
from sejuk.assess.risk.rules import SEEING
from sejuk.assess.risk.web import index_words
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone
from sejuk.kit.numbers import rounded

STARTS = (0.0, 0.3, 0.4, 0.5, 0.6)
"""
From where each step holds. Chosen: a geometric mean of ten variables gathers around 0.4, and these
round steps hold some 8, 32, 37, 15 and 8 % of the villages of the demonstration.
"""
MANY_STEPS = 2
"""
How many steps apart the ends of the interval lie where a village is hatched: its colour could then
be another than its own or a neighbour's. The chance to be in the top tenth says something else, and
says it in the list: a village can surely be pale and surely not at the top.
"""
TONES = (Tone.LOW, Tone.MILD, Tone.MIDDLE, Tone.HIGH, Tone.TOP)


def look(actor: Actor, day: date, now: datetime) -> Picture:  # noqa: ARG001 - a layer's shape
    """Return the index of each village that holds on a day."""
    snapshot = queries.snapshot_in_force(day)
    if snapshot is None:
        return Picture(_steps(), {}, gettext("No index has been made yet."))
    cells = {code: _cell(one) for code, one in queries.index_on(actor.scope, day).items()}
    note = gettext("Index as of %(day)s. Hatched: its interval covers three steps or more.") % {
        "day": date_format(snapshot.as_of, "j F Y")
    }
    return Picture(_steps(), cells, note)


def _steps() -> tuple[Step, ...]:
    ends = (*STARTS[1:], 1.0)
    return tuple(
        Step(tone, f"{rounded(start, 2)}–{rounded(end, 2)}")
        for tone, start, end in zip(TONES, STARTS, ends, strict=True)
    )


def _cell(reading: IndexReading) -> Cell:
    score, low, high = reading.score, reading.low, reading.high
    if score is None or low is None or high is None:
        return Cell(None, gettext(index_words.TOO_LITTLE))
    sentence = gettext("%(score)s (%(low)s–%(high)s), data %(grade)s") % {
        "score": rounded(score, 2),
        "low": rounded(low, 2),
        "high": rounded(high, 2),
        "grade": reading.grade,
    }
    is_uncertain = _step_of(high) - _step_of(low) >= MANY_STEPS
    return Cell(_step_of(score), sentence, is_uncertain, score)


def _step_of(index: float) -> int:
    return max(place for place, start in enumerate(STARTS) if index >= start)


INDEX_LAYER = Layer(
    code="indeks",
    label=N_("Vulnerability index"),
    lead=N_("How vulnerable a village is by its structure, against others of its district."),
    roles=SEEING,
    look=look,
)
