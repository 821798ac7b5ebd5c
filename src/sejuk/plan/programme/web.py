"""What the programme lays over the command post's map: how far each village has been reached."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext

from sejuk.foundation.operations import queries as operations
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone
from sejuk.plan.programme.queries import coverage as covering
from sejuk.plan.programme.rules import READERS, Coverage

# From light to heavy: a group of villages shows its heaviest.
STEPS = (
    (Coverage.DONE, Tone.DONE),
    (Coverage.PLANNED, Tone.PLANNED),
    (Coverage.OVERDUE, Tone.DUE),
    (Coverage.NEVER, Tone.NEVER),
)
# In full, as the page of coverage says it: who is planned is counted there, visited or not.
NEVER = N_("Never visited, not planned")
PLACE_OF = {state: place for place, (state, _) in enumerate(STEPS)}


def look(actor: Actor, day: date, now: datetime) -> Picture:
    """Return where each village of the actor stands on a day, in the operation that runs."""
    steps = tuple(Step(tone, _words(state)) for state, tone in STEPS)
    operation, today = operations.current_operation(), localdate(now)
    if operation is None:
        return Picture(steps, {}, gettext("Coverage is counted in an operation; none is set up."))
    shown = max(operation.starts_on, min(day, today, operation.ends_on))
    # What is planned now says nothing about a day that is over.
    ends_on = operation.ends_on if shown == today else min(shown, today - timedelta(days=1))
    period = covering.Period(
        covering.WHOLE_OPERATION, operation.name, operation.starts_on, ends_on, shown
    )
    scope = covering.scope_in_operation(actor.scope, operation.area_id)
    if not scope:
        return Picture(steps, {})
    known = covering.standings(period, scope=scope, now=now)
    cells = {code: _cell(known, code) for code in known.picture.territory.codes}
    return Picture(steps, cells, _note(shown))


def _words(state: Coverage) -> str:
    return gettext(NEVER if state is Coverage.NEVER else state.label)


def _cell(known: covering.Standings, code: str) -> Cell:
    state, last = known.state_of(code), known.visits.get(code)
    words = _words(state)
    if last is not None:
        day = date_format(last.held_on, "j M")
        words = gettext("%(state)s, last visit %(day)s") % {"state": words, "day": day}
    return Cell(PLACE_OF[state], words)


def _note(day: date) -> str:
    return gettext("As of %(day)s.") % {"day": date_format(day, "j F Y")}


COVERAGE = Layer(
    code="cakupan",
    label=N_("Coverage"),
    lead=N_(
        "Where people were met lately, where a visit is planned, overdue, or has never been paid. "
        "It says nothing about how warm a village is."
    ),
    roles=READERS,
    look=look,
)
