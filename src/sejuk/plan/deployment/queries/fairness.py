"""
What everybody carries in a roster, beside what is fair: loads, not worth.

Hours, nights, weekends, Friday prayers and holidays of a person, with what he carried before in the
operation, beside his share by days present (floor to ceiling). The list goes by unit and name; it
is no ranking. It counts duties in plain clothes too, so only who may see those opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from django.utils.formats import number_format
from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.kit.choices import N_
from sejuk.kit.grids import Cell
from sejuk.kit.svg import Svg, drawing, short, tag, text
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.judging import judged

MINUTES = 60
KIND_WORDS = {
    engine.Kind.MINUTES: N_("Hours"),
    engine.Kind.NIGHTS: N_("Nights"),
    engine.Kind.WEEKENDS: N_("Weekend duties"),
    engine.Kind.FRIDAYS: N_("Friday prayers"),
    engine.Kind.HOLIDAYS: N_("Holidays"),
}
FAIR_RULES = {
    engine.Kind.MINUTES: engine.RuleCode.FAIR_HOURS,
    engine.Kind.NIGHTS: engine.RuleCode.FAIR_NIGHTS,
    engine.Kind.WEEKENDS: engine.RuleCode.FAIR_WEEKENDS,
    engine.Kind.FRIDAYS: engine.RuleCode.FAIR_FRIDAYS,
    engine.Kind.HOLIDAYS: engine.RuleCode.FAIR_HOLIDAYS,
}
WIDTH, HEIGHT, FOOT, HEAD = 420, 130, 24, 16
QUIET = "#475956"
# Chosen: more columns cannot be told apart on a phone.
MOST_COLUMNS = 24


@dataclass(frozen=True, slots=True)
class Carried:
    """One kind of load of one person; hours are whole."""

    carried: int
    before: int
    low: int
    high: int

    @property
    def outside(self) -> int:
        """Return by how much it lies above (or, below 0, under) the fair share."""
        return max(0, self.carried - self.high) - max(0, self.low - self.carried)


@dataclass(frozen=True, slots=True)
class FairRow:
    """A person with what he carries, in the order of the kinds."""

    person_id: int
    # Whether he stands a duty of this roster; else he has no card of it.
    stands: bool
    person: str
    unit: str
    organisation: str
    days_present: int
    loads: tuple[Carried, ...]

    @property
    def is_outside(self) -> bool:
        return any(load.outside for load in self.loads)


@dataclass(frozen=True, slots=True)
class Spread:
    """The least, the mean and the most of a kind of load, and how many lie in their share."""

    least: int
    mean: float
    most: int
    within: int
    people: int

    @property
    def percent_within(self) -> float:
        return 100 * self.within / self.people if self.people else 100.0


@dataclass(frozen=True, slots=True)
class FairGroup:
    """An organisation in sums: how many people, and the spread of each kind."""

    organisation: str
    people: int
    spreads: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class AskedFairness:
    """What the address asks for; `kind` sorts, the most first."""

    organisation: str = ""
    text: str = ""
    only_outside: bool = False
    kind: engine.Kind | None = None


@dataclass(frozen=True, slots=True)
class Fairness:
    """The page: the rows asked for, sums by organisation, and charts of the spread."""

    asked: AskedFairness
    organisations: tuple[str, ...]
    rows: tuple[FairRow, ...]
    groups: tuple[FairGroup, ...]
    charts: tuple[Svg, ...]
    kinds: tuple[tuple[str, str], ...]


def fairness_of(roster: Roster, asked: AskedFairness) -> Fairness:
    """Return what everybody carries in a roster as it stands."""
    everybody = fair_rows(roster)
    rows = [row for row in everybody if _is_asked(row, asked)]
    if asked.kind is not None:
        place = list(engine.Kind).index(asked.kind)
        rows.sort(key=lambda row: -row.loads[place].carried)
    organisations = sorted({row.organisation for row in everybody})
    return Fairness(
        asked=asked,
        organisations=tuple(organisations),
        rows=tuple(rows),
        groups=tuple(_group(name, everybody) for name in organisations),
        charts=tuple(_chart(kind, rows) for kind in (engine.Kind.MINUTES, engine.Kind.NIGHTS)),
        kinds=tuple((kind.value, gettext(word)) for kind, word in KIND_WORDS.items()),
    )


def fair_rows(roster: Roster) -> list[FairRow]:
    """Return everybody of the roster's force by organisation, unit and name."""
    found = judged(roster)
    people = {person.id: person for person in found.problem.people}
    standing = set(roster.duties.values_list("person_id", flat=True).distinct())
    rows = [
        FairRow(
            person_id=int(load.person),
            stands=int(load.person) in standing,
            person=people[load.person].name,
            unit=people[load.person].unit,
            organisation=people[load.person].organisation,
            days_present=load.days_present,
            loads=carried_by(found.problem, load, people[load.person].organisation),
        )
        for load in found.verdict.figures.loads
    ]
    return sorted(rows, key=lambda row: (row.organisation, row.unit, _bare(row.person)))


def carried_by(
    problem: engine.Problem, load: engine.Load, organisation: str
) -> tuple[Carried, ...]:
    """Return a load in the order of the kinds; the fair share as wide as its rule leaves it."""
    found = []
    for kind in engine.Kind:
        rule = engine.rule_of(problem, FAIR_RULES[kind], organisation)
        found.append(_carried(kind, load.of(kind), rule.amount if rule else 0))
    return tuple(found)


def _bare(title: str) -> str:
    """Return a title without the rank before the name."""
    return title.partition(" ")[2]


def _carried(kind: engine.Kind, share: engine.Share, allowance: int) -> Carried:
    unit = MINUTES if kind is engine.Kind.MINUTES else 1
    return Carried(
        carried=round(share.carried / unit),
        before=round(share.before / unit),
        low=max(0, share.low - allowance) // unit,
        high=-(-(share.high + allowance) // unit),
    )


def _is_asked(row: FairRow, asked: AskedFairness) -> bool:
    words = asked.text.lower().split()
    return (
        (not asked.organisation or row.organisation == asked.organisation)
        and (not asked.only_outside or row.is_outside)
        and all(word in f"{row.person} {row.unit}".lower() for word in words)
    )


def spread_of(loads: Sequence[Carried]) -> Spread:
    """Return how a kind of load is spread over people."""
    carried = [load.carried for load in loads]
    if not carried:
        return Spread(0, 0.0, 0, 0, 0)
    within = sum(load.outside == 0 for load in loads)
    return Spread(min(carried), mean(carried), max(carried), within, len(carried))


def _group(organisation: str, everybody: Sequence[FairRow]) -> FairGroup:
    rows = [row for row in everybody if row.organisation == organisation]
    columns = zip(*(row.loads for row in rows), strict=True)
    return FairGroup(
        organisation,
        len(rows),
        tuple(spread_of(loads) for loads in columns),
    )


def _chart(kind: engine.Kind, rows: Sequence[FairRow]) -> Svg:
    """Return a column for each stretch of the load, as high as people carry so much."""
    place = list(engine.Kind).index(kind)
    carried = [row.loads[place].carried for row in rows]
    word = gettext(KIND_WORDS[kind])
    least, most = min(carried, default=0), max(carried, default=0)
    step = max(1, -(-(most - least + 1) // MOST_COLUMNS))
    counts = [0] * max(1, (most - least) // step + 1)
    for one in carried:
        counts[(one - least) // step] += 1
    highest = max(counts) or 1
    room = WIDTH / len(counts)
    columns = []
    for turn, count in enumerate(counts):
        height = (HEIGHT - FOOT - HEAD) * count / highest
        low = least + turn * step
        stretch = f"{low}" if step == 1 else f"{low}–{low + step - 1}"
        told = gettext("%(stretch)s: %(count)s people") % {"stretch": stretch, "count": count}
        columns.append(
            tag(
                "rect",
                tag("title", text(told)),
                class_="board-column",
                x=short(turn * room + 1),
                y=short(HEIGHT - FOOT - height),
                width=short(max(1.0, room - 2)),
                height=short(height),
                fill=QUIET,
            )
        )
    labels = (
        _label(2, HEIGHT - 6, number_format(least), "start"),
        _label(WIDTH - 2, HEIGHT - 6, number_format(most), "end"),
        _label(2, HEAD - 4, gettext("most often: %(count)s people") % {"count": highest}, "start"),
    )
    return drawing(
        (*columns, *labels),
        size=(WIDTH, HEIGHT),
        css_class="chart",
        title=gettext("How many people carry how much: %(kind)s") % {"kind": word},
        description=gettext("From %(least)s to %(most)s.") % {"least": least, "most": most},
    )


def _label(x: float, y: float, words: str, anchor: str) -> str:
    return tag("text", text(words), x=short(x), y=short(y), text_anchor=anchor, fill=QUIET)


def fairness_columns() -> list[str]:
    """Return the columns of the file: of each kind what is carried, before it, and the share."""
    columns = [
        gettext("Organisation"), gettext("Unit"), gettext("Person"), gettext("Days present"),
    ]  # fmt: skip
    for word in KIND_WORDS.values():
        kind = gettext(word)
        columns += [
            kind,
            gettext("%(kind)s, of it before") % {"kind": kind},
            gettext("%(kind)s, fair from") % {"kind": kind},
            gettext("%(kind)s, fair to") % {"kind": kind},
        ]
    return columns


def fairness_cells(rows: Iterable[FairRow]) -> Iterable[Sequence[Cell]]:
    """Yield the rows of the file."""
    for row in rows:
        numbers = [
            number
            for load in row.loads
            for number in (load.carried, load.before, load.low, load.high)
        ]
        yield [row.organisation, row.unit, row.person, row.days_present, *numbers]
