"""Rumours as a layer of the command post's map."""

from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from sejuk.assess.rumours import queries
from sejuk.assess.rumours.rules import READERS
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone

ANSWERED, ONE, SEVERAL = 0, 1, 2


def look(actor: Actor, day: date, now: datetime) -> Picture:
    """Return in which villages rumours were heard in the week until a day, and if answered."""
    cells = {code: Cell(None, gettext("No rumour")) for code in places.village_points(actor.scope)}
    for code, heard in queries.heard_lately(actor.scope, day, now).items():
        if code not in cells:
            continue
        step = ANSWERED if not heard.unanswered else ONE if heard.unanswered == 1 else SEVERAL
        words = ngettext("%(count)s rumour", "%(count)s rumours", heard.rumours)
        sentence = words % {"count": heard.rumours}
        if heard.unanswered:
            sentence += ", " + gettext("%(count)s unanswered") % {"count": heard.unanswered}
        cells[code] = Cell(step, sentence, value=float(heard.unanswered * 100 + heard.rumours))
    return Picture(
        (
            Step(Tone.MILD, gettext("Heard, and answered")),
            Step(Tone.HIGH, gettext("One rumour unanswered")),
            Step(Tone.TOP, gettext("Several unanswered")),
        ),
        cells,
        gettext("Rumours that were heard within seven days, whatever they are worth."),
    )


LAYER = Layer(
    code="isu",
    label=N_("Rumours"),
    lead=N_("Where rumours were heard in the last seven days, and whether they are answered."),
    roles=READERS,
    look=look,
)
