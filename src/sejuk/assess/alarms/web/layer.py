"""Alarms as a layer of the command post's map."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from sejuk.assess.alarms import queries
from sejuk.assess.alarms.rules import NOT_RAISED_AGAIN_DAYS, READERS
from sejuk.assess.alarms.web import words
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone

OPEN, LATELY = 1, 0


def look(actor: Actor, day: date, now: datetime) -> Picture:
    """Return which villages have an open alarm on a day, or had one that ended lately."""
    cells = {code: Cell(None, gettext("No alarm")) for code in places.village_points(actor.scope)}
    known = queries.alarms_on(actor.scope, day, now, back=timedelta(days=NOT_RAISED_AGAIN_DAYS))
    for alarm, is_open in known:
        step = OPEN if is_open else LATELY
        sentence = f"{words.stream_words(alarm.stream)}, {words.once_words(alarm)}"
        if not is_open:
            sentence = gettext("ended: %(alarm)s") % {"alarm": sentence}
        for row in queries.areas_of(alarm):
            held = cells.get(row.area_id)
            if actor.covers(row.area_id) and (held is None or (held.step or -1) <= step):
                cells[row.area_id] = Cell(step, sentence)
    return Picture(
        (
            Step(Tone.MIDDLE, gettext("Alarm ended in the last five days")),
            Step(Tone.TOP, gettext("Open alarm")),
        ),
        cells,
        gettext("No colour means no alarm. It does not mean that the village was heard of."),
    )


LAYER = Layer(
    code="pijar",
    label=N_("Alarms"),
    lead=N_("Where more became known than a quiet time would bring."),
    roles=READERS,
    look=look,
)
