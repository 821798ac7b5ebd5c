"""The forecast as a layer of the command post's map."""

from bisect import bisect_right
from datetime import date, datetime
from itertools import pairwise

from django.utils.translation import gettext

from sejuk.assess.forecast import queries
from sejuk.assess.forecast.rules import SEEING, WIDE
from sejuk.assess.forecast.web import words
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone

# Chosen: round chances; three quarters and a half are what people take for likely.
STARTS = (0.1, 0.25, 0.5, 0.75)
TONES = (Tone.LOW, Tone.MILD, Tone.MIDDLE, Tone.HIGH, Tone.TOP)


def look(actor: Actor, day: date, now: datetime) -> Picture:  # noqa: ARG001 - as every layer
    """Return the chance of a signal in each village in the seven days after a day."""
    forecast = queries.forecast_in_force(actor.scope, day)
    if forecast is None:
        return Picture(_steps(), {}, gettext("No forecast was made for these days."))
    rows = queries.villages_of(forecast, actor.scope).select_related(None)
    cells = {
        area_code: Cell(
            bisect_right(STARTS, p_any),
            words.chance_words(p_any, low, high),
            high - low > WIDE,
            p_any,
        )
        for area_code, p_any, low, high in rows.values_list("area_id", "p_any", "p_low", "p_high")
    }
    note = gettext("For %(days)s. Hatched where the chance is known badly.") % {
        "days": words.days_words(forecast.day)
    }
    return Picture(_steps(), cells, note)


def _steps() -> tuple[Step, ...]:
    ends = [f"{start:.0%}".replace("%", " %") for start in STARTS]
    between = [f"{low.removesuffix(' %')}–{high}" for low, high in pairwise(ends)]
    said = (
        gettext("below %(percent)s") % {"percent": ends[0]},
        *between,
        gettext("%(percent)s and more") % {"percent": ends[-1]},
    )
    return tuple(Step(tone, one) for tone, one in zip(TONES, said, strict=True))


LAYER = Layer(
    code="prakiraan",
    label=N_("Forecast"),
    lead=N_(
        "The chance of at least one signal in the coming seven days. For planning: it foretells no"
        " new outbreak."
    ),
    roles=SEEING,
    look=look,
)
