"""A week's proposals: who is to go where, what was decided, and what came of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext

from sejuk.assess.risk.queries import Reading
from sejuk.engines import warning
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.programme import rules
from sejuk.plan.programme.models import Proposal, VisitNote
from sejuk.plan.programme.queries.reasons import (
    ShownPart,
    how_chosen,
    sentence_of,
    shown_parts,
    temperature_now,
)
from sejuk.plan.programme.rules import PLANNED_STATES, ProposalState, Turn

# The first half of the advisory lock's key, chosen; the second is the week.
LOCK = 7_403


@dataclass(frozen=True, slots=True)
class AskedWeek:
    """Which week somebody wants to see, and which part of it."""

    starts_on: date
    below: str = ""
    officer_id: int | None = None
    state: str = ""

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=6)

    @property
    def before(self) -> date:
        return self.starts_on - rules.WEEK

    @property
    def after(self) -> date:
        return self.starts_on + rules.WEEK


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """A proposal in words, with what the viewer may do about it."""

    id: int
    rank: int
    area_code: str
    village: str
    within: str
    sentence: str
    parts: tuple[ShownPart, ...]
    score: float
    turn: str
    how_chosen: str
    state: str
    state_words: str
    week_starts_on: date
    planned_on: date | None
    suggested_on: date | None
    officer_id: int
    officer: str
    proposed_officer: str
    is_given_away: bool
    decided_by: str
    decision_reason: str
    proposed_at: datetime
    is_missed: bool
    visit_ids: tuple[int, ...]
    may_decide: bool
    temperature_now: str = ""

    @property
    def is_planned(self) -> bool:
        return self.state in PLANNED_STATES

    @property
    def may_accept(self) -> bool:
        return (
            self.may_decide
            # What has been done needs no plan any more.
            and not self.visit_ids
            and self.suggested_on is not None
            and bool(rules.may_move(ProposalState(self.state), ProposalState.ACCEPTED))
        )


@dataclass(frozen=True, slots=True)
class OfficerWeek:
    """What one officer is to do in a week."""

    officer_id: int
    officer: str
    unit: str
    proposals: tuple[ShownProposal, ...]

    @property
    def planned(self) -> int:
        return sum(1 for one in self.proposals if one.is_planned)

    @property
    def visited(self) -> int:
        return sum(1 for one in self.proposals if one.visit_ids)


@dataclass(frozen=True, slots=True)
class WeekTotals:
    """How many proposals of a week are in each state, and how many villages were visited."""

    proposed: int
    planned: int
    refused: int
    visited: int

    @property
    def total(self) -> int:
        return self.proposed + self.planned + self.refused


def lock_week(week_starts_on: date) -> None:
    """Let nobody else propose the same week until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, week_starts_on.toordinal()])


def kept_and_open(week_starts_on: date, *, area_code: str) -> tuple[list[Proposal], list[Proposal]]:
    """Return a week's proposals that stay (decided, or visited), and those still open."""
    rows = (
        Proposal.objects.filter(within((area_code,)), week_starts_on=week_starts_on)
        .prefetch_related("notes")
        .select_for_update()
        .order_by("pk")
    )
    kept: list[Proposal] = []
    still_open: list[Proposal] = []
    for row in rows:
        is_open = row.state == ProposalState.PROPOSED and not row.notes.all()
        (still_open if is_open else kept).append(row)
    return kept, still_open


def get_proposal_for_change(proposal_id: int, *, actor: Actor) -> Proposal:
    """
    Return a proposal, locked until the transaction ends.

    :raises NotYours: when there is none that the actor sees.
    """
    found = (
        Proposal.objects.filter(_seen_by(actor), pk=proposal_id)
        .select_related("officer", "planned_officer")
        .select_for_update(of=("self",))
        .first()
    )
    if found is None:
        raise NotYours
    return found


def is_his_own(proposal: Proposal, actor: Actor) -> bool:
    """Test whether the visit is proposed to, or planned for, the actor himself."""
    return actor.user_id is not None and actor.user_id in (
        proposal.officer.user_id,
        proposal.planned_officer.user_id if proposal.planned_officer else None,
    )


def _seen_by(actor: Actor) -> Q:
    own = Q(officer__user_id=actor.user_id) | Q(planned_officer__user_id=actor.user_id)
    return within(actor.scope) | own if actor.user_id is not None else within(actor.scope)


def proposal_of_visit(proposal_id: int | None, *, area_code: str, held_on: date) -> Proposal | None:
    """Return the proposal that a visit fulfils: the one named, or that of the village and week."""
    rows = Proposal.objects.filter(area_id=area_code)
    if proposal_id is not None:
        return rows.filter(pk=proposal_id).first()
    return (
        rows.filter(week_starts_on=rules.week_of(held_on))
        .exclude(state=ProposalState.REFUSED)
        .order_by("rank", "pk")
        .first()
    )


def proposals_seen_by(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals that an actor sees, with all that is shown of them."""
    return _with_all_that_is_shown(Proposal.objects.filter(_seen_by(actor)))


def _with_all_that_is_shown(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    notes = Prefetch("notes", VisitNote.objects.order_by("held_on", "visit_id"))
    return (
        rows.select_related("area__parent", "officer__unit", "planned_officer__unit")
        # Outlines are the heaviest columns there are.
        .defer("area__boundary", "area__outline", "area__parent__boundary", "area__parent__outline")
        .prefetch_related(notes)
    )


def proposals_of_week(asked: AskedWeek, *, actor: Actor) -> QuerySet[Proposal]:
    """Return a week's proposals as they were asked for."""
    rows = Proposal.objects.filter(
        _seen_by(actor), within((asked.below,)), week_starts_on=asked.starts_on
    )
    if asked.officer_id:
        rows = rows.filter(
            Q(planned_officer_id=asked.officer_id)
            | Q(officer_id=asked.officer_id, planned_officer_id__isnull=True)
        )
    if asked.state:
        rows = rows.filter(state=asked.state)
    return rows


def officers_by_need(asked: AskedWeek, *, actor: Actor) -> QuerySet[Proposal, int]:
    """Return the numbers of who is to go: first the one with the most pressing village."""
    return (
        proposals_of_week(asked, actor=actor)
        .annotate(goer=Coalesce("planned_officer_id", "officer_id"))
        .values("goer")
        .annotate(pressing=Max("score_tenths"))
        .order_by("-pressing", "goer")
        .values_list("goer", flat=True)
    )


def officer_weeks(
    goers: Sequence[int], asked: AskedWeek, *, actor: Actor, now: datetime
) -> list[OfficerWeek]:
    """Return the week of each of these officers, in their order."""
    rows = (
        _with_all_that_is_shown(proposals_of_week(asked, actor=actor))
        .filter(
            Q(planned_officer_id__in=goers)
            | Q(officer_id__in=goers, planned_officer_id__isnull=True)
        )
        .order_by("rank", "-score_tenths", "area_id")
    )
    by_officer: dict[int, list[Proposal]] = {goer: [] for goer in goers}
    for row in rows:
        by_officer[row.planned_officer_id or row.officer_id].append(row)
    warm = _temperatures_now(rows, now=now)
    return [
        _officer_week(rows, warm, actor=actor, today=localdate(now))
        for rows in by_officer.values()
        if rows
    ]


def _officer_week(
    rows: list[Proposal], warm: Mapping[int, str], *, actor: Actor, today: date
) -> OfficerWeek:
    who = rows[0].planned_officer or rows[0].officer
    shown = (shown_proposal(row, _visits_of(row), actor=actor, today=today) for row in rows)
    with_now = tuple(replace(one, temperature_now=warm.get(one.id, "")) for one in shown)
    return OfficerWeek(who.pk, str(who), who.unit.name, with_now)


def _temperatures_now(rows: Iterable[Proposal], *, now: datetime) -> dict[int, str]:
    """Return, for each visit still to come, how warm its village is where the band has changed."""
    today = localdate(now)
    ahead = [row for row in rows if not row.notes.all() and today < row.week_starts_on + rules.WEEK]
    if not ahead:
        return {}
    codes = tuple(sorted({row.area_id for row in ahead}))
    reading = Reading(codes, today, now)
    at, book = reading.instant_of(today), reading.book
    tenths = {
        code: warning.temperature(book.evidence_about(code, at), at=at).tenths for code in codes
    }
    return {row.pk: temperature_now(tenths[row.area_id], row.reasons) for row in ahead}


def totals_of(asked: AskedWeek, *, actor: Actor) -> WeekTotals:
    """Return how many of a week's proposals are in which state, and how many were visited."""
    found = proposals_of_week(asked, actor=actor).aggregate(
        proposed=Count("pk", filter=Q(state=ProposalState.PROPOSED)),
        planned=Count("pk", filter=Q(state__in=PLANNED_STATES)),
        refused=Count("pk", filter=Q(state=ProposalState.REFUSED)),
        visited=Count("pk", filter=Exists(VisitNote.objects.filter(proposal=OuterRef("pk")))),
    )
    return WeekTotals(**found)


def get_shown_proposal(
    proposal_id: int, *, actor: Actor, today: date, now: datetime | None = None
) -> ShownProposal:
    """
    Return one proposal as it is shown, with how warm its village is when `now` is given.

    :raises NotYours: when there is none that the actor sees.
    """
    row = proposals_seen_by(actor).filter(pk=proposal_id).first()
    if row is None:
        raise NotYours
    shown = shown_proposal(row, _visits_of(row), actor=actor, today=today)
    warm = _temperatures_now([row], now=now) if now else {}
    return replace(shown, temperature_now=warm.get(row.pk, ""))


def next_proposal_for(area_code: str, *, actor: Actor, today: date) -> ShownProposal | None:
    """
    Return what comes next for a village: the nearest week from today's on.

    What was refused comes only where nothing else is proposed: a page then says so, and why.
    """
    row = (
        Proposal.objects.select_related("area__parent", "officer", "planned_officer")
        .defer("area__boundary", "area__outline", "area__parent__boundary", "area__parent__outline")
        .filter(_seen_by(actor))
        .filter(area_id=area_code, week_starts_on__gte=rules.week_of(today), notes__isnull=True)
        .annotate(is_refused=Q(state=ProposalState.REFUSED))
        .order_by("is_refused", "week_starts_on", "rank", "pk")
        .first()
    )
    return shown_proposal(row, (), actor=actor, today=today) if row else None


def decided_proposals(area_code: str) -> QuerySet[Proposal]:
    """Return what was decided about visits to a village, newest first."""
    return (
        Proposal.objects.filter(area_id=area_code, decided_at__isnull=False)
        .select_related("officer", "planned_officer")
        .prefetch_related("notes")
        .order_by("-decided_at", "-pk")
    )


def shown_proposal(
    row: Proposal, visit_ids: tuple[int, ...], *, actor: Actor, today: date
) -> ShownProposal:
    """Return a proposal in words, with what the actor may do about it."""
    turn, who = Turn(row.turn), row.planned_officer or row.officer
    may = rules.may_decide(is_his_own=is_his_own(row, actor), area_code=row.area_id, actor=actor)
    return ShownProposal(
        id=row.pk,
        rank=row.rank,
        area_code=row.area_id,
        village=row.area.name,
        within=row.area.parent.name if row.area.parent else "",
        sentence=sentence_of(
            row.area.name,
            row.reasons,
            rank=row.rank,
            turn=turn,
            week_starts_on=row.week_starts_on,
        ),
        parts=shown_parts(row.reasons, week_starts_on=row.week_starts_on),
        score=row.score_tenths / 10,
        turn=gettext(turn.label),
        how_chosen=how_chosen(turn, row.selection_probability),
        state=row.state,
        state_words=gettext(ProposalState(row.state).label),
        week_starts_on=row.week_starts_on,
        planned_on=row.planned_on,
        suggested_on=suggested_day(row.week_starts_on, rank=row.rank, today=today),
        officer_id=who.pk,
        officer=str(who),
        proposed_officer=str(row.officer),
        is_given_away=who.pk != row.officer_id,
        decided_by=row.decided_by,
        decision_reason=row.decision_reason,
        proposed_at=row.proposed_at,
        is_missed=row.planned_on is not None and row.planned_on < today and not visit_ids,
        visit_ids=visit_ids,
        may_decide=may.allowed and today < row.week_starts_on + rules.WEEK,
    )


def _visits_of(row: Proposal) -> tuple[int, ...]:
    return tuple(note.visit_id for note in row.notes.all())


def suggested_day(week_starts_on: date, *, rank: int, today: date) -> date | None:
    """
    Return the day that is offered first: Monday for the best village, Tuesday for the next ...

    >>> suggested_day(date(2024, 11, 18), rank=2, today=date(2024, 11, 14))
    datetime.date(2024, 11, 19)
    >>> suggested_day(date(2024, 11, 18), rank=1, today=date(2024, 11, 21))
    datetime.date(2024, 11, 21)
    """
    day = max(week_starts_on + timedelta(days=(rank - 1) % 6), today)
    return day if day < week_starts_on + rules.WEEK else None


def days_left(week_starts_on: date, *, today: date) -> list[tuple[str, str]]:
    """Return the days of a week that can still be planned, as a form offers them."""
    days = (week_starts_on + timedelta(days=offset) for offset in range(7))
    return [(day.isoformat(), date_format(day, "l, j F")) for day in days if day >= today]
