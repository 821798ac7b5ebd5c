"""Two rosters side by side: their figures, and whose duties differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.kit.actors import Actor
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries.board import seen_duties
from sejuk.plan.deployment.queries.fairness import KIND_WORDS, Spread, fair_rows, spread_of
from sejuk.plan.deployment.queries.judging import judged
from sejuk.plan.deployment.queries.verdicts import by_rule
from sejuk.plan.deployment.rules import RosterState

# Chosen: what a list to choose from holds.
MOST_OFFERED = 30
# Chosen: what fits a line of the table; the rest opens below it.
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often two rosters break a rule."""

    asks: str
    level: engine.Level
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KindSpread:
    """How a kind of load is spread in each of the rosters."""

    name: str
    spreads: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the rosters with its figures."""

    id: int
    name: str
    state: RosterState
    version: int | None
    starts_on: date
    ends_on: date
    seats: int
    empty: int
    cost: int
    kilometres: int
    warnings: int
    hard: int


@dataclass(frozen=True, slots=True)
class DutyName:
    """A duty in the few words of a list."""

    day: date
    post: str
    band: str
    role: str


@dataclass(frozen=True, slots=True)
class Own:
    """Duties that somebody has in one of the rosters alone: the first of them, and the rest."""

    duties: tuple[DutyName, ...]

    @property
    def told(self) -> tuple[DutyName, ...]:
        return self.duties[:MOST_TOLD]

    @property
    def rest(self) -> tuple[DutyName, ...]:
        return self.duties[MOST_TOLD:]


@dataclass(frozen=True, slots=True)
class Difference:
    """Whose duties differ: those he has in the first roster alone, and in the second alone."""

    person: str
    unit: str
    sides: tuple[Own, Own]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is said of some rosters beside each other."""

    sides: tuple[Side, ...]
    rules: tuple[RuleCount, ...]
    kinds: tuple[KindSpread, ...]


def comparable(roster: Roster) -> list[Roster]:
    """Return the other rosters of the operation that share days with one, newest first."""
    found = Roster.objects.filter(
        operation_id=roster.operation_id,
        starts_on__lte=roster.ends_on,
        ends_on__gte=roster.starts_on,
    ).exclude(id=roster.pk)
    return list(found.exclude(state=RosterState.DROPPED.value).order_by("-id")[:MOST_OFFERED])


def newest(actor: Actor) -> list[Roster]:
    """Return the newest rosters of operations in the actor's area."""
    found = Roster.objects.filter(within(actor.scope, "operation__area_id"))
    return list(found.exclude(state=RosterState.DROPPED.value).order_by("-id")[:MOST_OFFERED])


def comparison_of(rosters: Sequence[Roster]) -> Comparison:
    """Return the figures of rosters, each judged as it stands."""
    verdicts = [judged(roster).verdict for roster in rosters]
    columns = [list(zip(*(row.loads for row in fair_rows(one)), strict=True)) for one in rosters]
    return Comparison(
        sides=tuple(_side(*one) for one in zip(rosters, verdicts, strict=True)),
        rules=_rules(verdicts),
        kinds=tuple(
            KindSpread(
                gettext(KIND_WORDS[kind]),
                tuple(spread_of(own[place] if own else ()) for own in columns),
            )
            for place, kind in enumerate(engine.Kind)
        ),
    )


def _side(roster: Roster, verdict: engine.Verdict) -> Side:
    levels = [breach.level for breach in verdict.breaches]
    return Side(
        id=roster.pk,
        name=roster.name,
        state=RosterState(roster.state),
        version=roster.version,
        starts_on=roster.starts_on,
        ends_on=roster.ends_on,
        seats=judged(roster).seats,
        empty=verdict.figures.empty_seats,
        cost=verdict.figures.cost,
        kilometres=verdict.figures.kilometres,
        warnings=levels.count(engine.Level.WARN),
        hard=levels.count(engine.Level.HARD),
    )


def _rules(verdicts: Sequence[engine.Verdict]) -> tuple[RuleCount, ...]:
    counted = [
        {(group[0].level, group[0].rule): len(group) for group in by_rule(verdict.breaches)}
        for verdict in verdicts
    ]
    levels, codes = list(engine.Level), list(engine.RuleCode)
    broken = sorted(
        {key for own in counted for key in own},
        key=lambda key: (levels.index(key[0]), codes.index(key[1])),
    )
    return tuple(
        RuleCount(
            gettext(engine.SENTENCES[code]),
            level,
            tuple(own.get((level, code), 0) for own in counted),
        )
        for level, code in broken
    )


def differences(first: Roster, second: Roster, *, actor: Actor) -> list[Difference]:
    """Return whose duties differ between two rosters on the days that both have, by unit."""
    days = Q(
        day__gte=max(first.starts_on, second.starts_on), day__lte=min(first.ends_on, second.ends_on)
    )
    one, other = (_stood(roster, days, actor=actor) for roster in (first, second))
    found = (
        Difference(
            person=who[1],
            unit=who[0],
            sides=(
                _only(one.get(who, {}), other.get(who, {})),
                _only(other.get(who, {}), one.get(who, {})),
            ),
        )
        for who in sorted(one.keys() | other.keys())
    )
    return [difference for difference in found if any(side.duties for side in difference.sides)]


Who = tuple[str, str, int]


def _stood(roster: Roster, days: Q, *, actor: Actor) -> dict[Who, dict[str, DutyName]]:
    """Return the duties of each person, by unit and title, and by the name of the demand."""
    rows = Duty.objects.filter(seen_duties(roster, actor=actor), days, person__isnull=False)
    found: dict[Who, dict[str, DutyName]] = {}
    for demand, unit, rank, name, person_id, day, post, band, role in rows.values_list(
        "demand", "person__unit__name", "person__rank", "person__name", "person_id",
        "day", "post__name", "band_name", "role",
    ):  # fmt: skip
        own = found.setdefault((unit, f"{rank} {name}", person_id), {})
        own[demand] = DutyName(day, post, band, role)
    return found


def _only(here: dict[str, DutyName], there: dict[str, DutyName]) -> Own:
    found = [duty for demand, duty in here.items() if demand not in there]
    return Own(tuple(sorted(found, key=lambda duty: (duty.day, duty.post))))
