"""A file with a roster: read by what is in it, judged before anything of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sejuk.engines import roster as engine
from sejuk.foundation.forces import queries as forces
from sejuk.kit.choices import N_
from sejuk.kit.exports import INVENTED
from sejuk.kit.grids import UnreadableTable
from sejuk.kit.tables import read_table
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.json_rosters import json_brought
from sejuk.plan.deployment.queries.placings import Brought, Placing
from sejuk.plan.deployment.queries.problems import placed, problem_of, title_of
from sejuk.plan.deployment.queries.table_rosters import table_brought
from sejuk.plan.deployment.queries.verdicts import BrokenRule, broken_rules, figures_of

if TYPE_CHECKING:
    from sejuk.plan.deployment.models import Duty

# Chosen: 425 people over 131 days are 2 MB as CSV; more than twice that is no roster.
LARGEST_ROSTER_FILE = 5_000_000
# Chosen: a screen of them; the rest is counted.
MOST_SHOWN = 40


def brought(roster: Roster, content: bytes) -> Brought:
    """
    Return what a file would do to a draft, or all that is wrong in it.

    :raises UnreadableTable: when it is neither a table nor text
    """
    if len(content) > LARGEST_ROSTER_FILE:
        limit = LARGEST_ROSTER_FILE // 1_000_000
        raise UnreadableTable(N_("The file is larger than %(limit)s MB."), limit=limit)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return json_brought(roster, _text(content))
    # What a demonstration gave out comes back to it; elsewhere it is no roster.
    cover = INVENTED if roster.operation.is_demonstration else ""
    return table_brought(roster, read_table(content, cover=cover))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTable(N_("The text of the file cannot be decoded.")) from error


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts on a draft as it is and as it would be."""

    before: engine.Verdict
    after: engine.Verdict


def judgement_on(roster: Roster, placings: Iterable[Placing]) -> Judgement:
    """Return what placing people so would make of a draft; its pins are those of the placings."""
    problem = problem_of(roster)
    wanted = {one.duty_id: one for one in placings}
    found, pins = [], [pin for pin in problem.pins if pin.is_forbidden]
    rows = roster.duties.values_list("id", "demand", "person_id", "is_pinned")
    for duty_id, demand, person_id, is_pinned in rows.order_by("demand", "seat"):
        one = wanted.get(duty_id, Placing(duty_id, person_id, is_pinned))
        if one.person_id is not None:
            found.append(engine.Assignment(demand, str(one.person_id)))
            if one.is_pinned:
                pins.append(engine.Pin(demand, str(one.person_id)))
    checker = engine.Checker(problem)
    before = checker.verdict(placed(roster))
    if not wanted:
        return Judgement(before, before)
    if set(pins) != set(problem.pins):
        checker = engine.Checker(replace(problem, pins=tuple(pins)))
    return Judgement(before, checker.verdict(found))


@dataclass(frozen=True, slots=True)
class ShownPlacing:
    """A seat that changes, in words."""

    duty: Duty
    was: str
    now: str
    pin_was: bool
    pin_now: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What keeping a file would make of a draft."""

    entries: int
    changes: int
    shown: tuple[ShownPlacing, ...]
    hard: tuple[BrokenRule, ...]
    warn: tuple[BrokenRule, ...]
    soft: tuple[BrokenRule, ...]
    empty: int
    empty_before: int
    cost: int
    cost_before: int
    kilometres: int
    moved: int

    @property
    def more(self) -> int:
        return self.changes - len(self.shown)


def preview_of(roster: Roster, file: Brought) -> Preview:
    """Return what a file without faults would make of a draft."""
    judgement = judgement_on(roster, file.placings)
    before, after = judgement.before.figures, judgement.after.figures
    broken = broken_rules(figures_of(roster, judgement.after))
    hard, warn, soft = (
        tuple(rule for rule in broken if rule.level == level) for level in engine.Level
    )
    return Preview(
        entries=file.entries,
        changes=len(file.placings),
        shown=tuple(_shown(roster, file.placings)),
        hard=hard,
        warn=warn,
        soft=soft,
        empty=after.empty_seats,
        empty_before=before.empty_seats,
        cost=after.cost,
        cost_before=before.cost,
        kilometres=after.kilometres,
        moved=after.changes,
    )


def _shown(roster: Roster, placings: Sequence[Placing]) -> Iterator[ShownPlacing]:
    first = {one.duty_id: one for one in placings[:MOST_SHOWN]}
    duties = roster.duties.filter(id__in=first).select_related("post", "person")
    people = forces.people((roster.operation.area_id,)).filter(
        id__in=[one.person_id for one in first.values()]
    )
    names = {person.pk: title_of(person) for person in people}
    for duty in duties.order_by("starts_at", "post__code", "demand", "seat"):
        now = first[duty.pk]
        yield ShownPlacing(
            duty=duty,
            was=title_of(duty.person) if duty.person else "",
            now=names.get(now.person_id, "") if now.person_id else "",
            pin_was=duty.is_pinned,
            pin_now=now.is_pinned,
        )
