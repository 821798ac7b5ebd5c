"""What happened in a village, newest first: signals, visits, and decisions about visits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext

from sejuk.act.outreach.queries.visits import parties_of, visits_seen_by
from sejuk.act.outreach.rules import VisitKind
from sejuk.kit.actors import Actor
from sejuk.kit.directions import shown_turns
from sejuk.plan.programme.queries import weeks
from sejuk.plan.programme.rules import PLANNERS, ProposalState
from sejuk.sense.signals import queries as signals
from sejuk.sense.signals.rules import Form, Kind, SignalState

# Chosen: what a screen or two of a phone can show; the rest is in the inbox and the list of visits.
MOST = 60
AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, with where to read more. `look` colours its dot."""

    at: datetime
    look: str
    title: str
    text: str
    url: str


def happenings(code: str, *, actor: Actor, today: date, most: int = MOST) -> tuple[Happening, ...]:
    """Return what the actor may know of what happened in a village."""
    found = [*_signals(code, actor), *_visits(code, actor), *_decisions(code, actor, today)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:most])


def _signals(code: str, actor: Actor) -> Iterator[Happening]:
    rows = signals.visible_signals(actor).filter(area_id=code).order_by("-heard_at", "-pk")
    for row in rows[:MOST]:
        url = reverse("signals:signal", kwargs={"signal_id": row.pk})
        kind, state = gettext(Kind(row.kind).label), SignalState(row.state)
        yield Happening(
            row.heard_at,
            "panas",
            f"{gettext(Form(row.form).label)}: {kind}",
            shown_turns(row.text),
            url,
        )
        if row.state_changed_at and state not in (SignalState.NEW, SignalState.TAKEN):
            yield Happening(
                row.state_changed_at,
                "none",
                f"{kind}: {gettext(state.label)}",
                # A referral's reason is for who works on it.
                row.state_reason if state is not SignalState.REFERRED else row.referral_number,
                url,
            )


def _visits(code: str, actor: Actor) -> Iterator[Happening]:
    for row in visits_seen_by(actor).filter(area_id=code).order_by("-held_at", "-pk")[:MOST]:
        text = gettext("%(officer)s met %(parties)s") % {
            "officer": row.officer,
            "parties": ", ".join(parties_of(row)),
        }
        yield Happening(
            row.held_at,
            "sejuk",
            gettext("Visit: %(kind)s") % {"kind": gettext(VisitKind(row.kind).label)},
            text,
            reverse("outreach:visit", kwargs={"visit_id": row.pk}),
        )


def _decisions(code: str, actor: Actor, today: date) -> Iterator[Happening]:
    if not actor.holds(*PLANNERS, area_code=code):
        return
    for row in weeks.decided_proposals(code)[:MOST]:
        if row.decided_at is None:
            continue
        state = gettext(ProposalState(row.state).label)
        who = row.planned_officer or row.officer
        is_missed = row.planned_on is not None and row.planned_on < today and not row.notes.all()
        missed = gettext("No visit came of it.") if is_missed else ""
        yield Happening(
            row.decided_at,
            "hangat",
            gettext("Visit proposed to %(officer)s: %(state)s") % {"officer": who, "state": state},
            " ".join(part for part in (row.decision_reason, missed) if part),
            reverse("programme:proposal", kwargs={"proposal_id": row.pk}),
        )
