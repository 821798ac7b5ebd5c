"""What the programme lends others: coverage as a layer of the map, feedback audits as data."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext

from sejuk.assess.alarms.web import Export, day_field
from sejuk.foundation.operations import queries as operations
from sejuk.kit import grids
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone
from sejuk.kit.open_tables import Field, OpenTable
from sejuk.plan.programme.models import FeedbackAudit
from sejuk.plan.programme.queries import audits
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


def feedback_table(actor: Actor, day: date, now: datetime) -> OpenTable:  # noqa: ARG001
    """Return the feedback audits of an actor as they were known at the end of a day."""
    return OpenTable(
        name=f"umpan-balik-{day}",
        title=gettext("Feedback of visits"),
        description=gettext(
            "Whether visits go where reports are, week by week: each audit is of two weeks."
        ),
        fields=(
            Field("kode_wilayah", "string", gettext("Area code"),
                  gettext("Code of the district by the Ministry of Home Affairs."),
                  "#adm2+code", {"required": True}),
            day_field(),
            *_counts(),
            *_measures(),
        ),
        key=("kode_wilayah", "tanggal"),
        rows=[_figures(row) for row in audits.audits_until(actor.scope, day)],
    )  # fmt: skip


def _counts() -> tuple[Field, ...]:
    return tuple(
        Field(name, "integer", title, lead, tag, {"required": True, "minimum": 0})
        for name, title, lead, tag in (
            ("desa", gettext("Villages"), gettext("How many villages were looked at."),
             "#loc+num"),
            ("kunjungan", gettext("Visits"), gettext("Visits in the two weeks."),
             "#activity+num+visits"),
            ("laporan", gettext("Reports"), gettext("Matters reported in the two weeks."),
             "#event+num+reports"),
            ("belum_pernah", gettext("Never visited"),
             gettext("Villages that nobody has visited up to then."),
             "#loc+num+unvisited"),
        )
    )  # fmt: skip


def _measures() -> tuple[Field, ...]:
    return (
        Field("gini", "number", gettext("Unequal (Gini)"),
              gettext("How unequal the visits are: 0 for all villages alike."),
              "#indicator+gini", {"minimum": 0, "maximum": 1}),
        Field("gini_kebetulan", "number", gettext("Gini by chance"),
              gettext("What it would be had each visit gone to any village alike."),
              "#indicator+gini+chance", {"minimum": 0, "maximum": 1}),
        Field("kelebihan_poin", "number", gettext("Excess in points"),
              gettext("Share of visits less share of reports where visits were many before; empty"
                      " where it cannot be said."),
              "#indicator+excess", {"minimum": -100, "maximum": 100}),
        Field("bayangan", "number", gettext("Shadow run"),
              gettext("Rank correlation with a run without what visits found; empty where all"
                      " villages stood alike."),
              "#indicator+shadow", {"minimum": -1, "maximum": 1}),
    )  # fmt: skip


def _figures(row: FeedbackAudit) -> list[grids.Cell]:
    figures = row.figures
    terciles = [audits.shown_tercile(one) for one in figures["terciles"]]
    excess = terciles[-1].excess_points if len(terciles) > 1 else None
    return [
        row.area_id,
        row.week_starts_on,
        *(figures[name] for name in ("villages", "visits", "reports")),
        row.never_visited,
        round(row.gini, 4),
        round(figures["gini_by_chance"], 4),
        None if excess is None else round(excess, 2),
        None if row.shadow_correlation is None else round(row.shadow_correlation, 4),
    ]


FEEDBACK = Export(
    "umpan-balik",
    N_("Feedback of visits"),
    N_("One row for each week, as computed until the day chosen; the day is the week's Monday."),
    feedback_table,
    is_of_villages=False,
)
