"""What the judge says of a roster, kept in short beside it and shown in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from django.db.models import Count, Max
from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.plan.deployment.models import Roster, RuleSetting
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.telling import kept, read, told

# Of a rule that is broken a thousand times the first tell what is wrong (chosen).
SENTENCES_KEPT = 12


class KeptBreaches(TypedDict):
    """One broken rule as the column `figures` keeps it."""

    rule: str
    level: str
    count: int
    cost: int
    sentences: list[dict[str, object]]


class KeptFigures(TypedDict):
    """A roster in numbers as the column `figures` keeps it; `revision` says of which state."""

    revision: int
    seats: int
    empty: int
    cost: int
    hard: int
    warn: int
    soft: int
    kilometres: int
    changes: int
    broken: list[KeptBreaches]
    # Under which rules and after which published versions it was judged (asked_of).
    asked: NotRequired[str]
    # How a draft mends the roster that it was made from (queries.repairs).
    repair: NotRequired[object]


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule that a roster breaks: what it asks, how often it is broken, and where."""

    rule: str
    level: str
    asks: str
    count: int
    cost: int
    sentences: tuple[str, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.sentences)


def verdict_of(roster: Roster) -> engine.Verdict:
    """Return the verdict on a roster as it is stored."""
    return engine.verify(problem_of(roster), placed(roster))


def figures_of(roster: Roster, verdict: engine.Verdict) -> KeptFigures:
    """Return a verdict in short."""
    levels = Counter(breach.level for breach in verdict.breaches)
    figures = KeptFigures(
        revision=roster.revision,
        seats=roster.duties.count(),
        empty=verdict.figures.empty_seats,
        cost=verdict.figures.cost,
        hard=levels[engine.Level.HARD],
        warn=levels[engine.Level.WARN],
        soft=levels[engine.Level.SOFT],
        kilometres=verdict.figures.kilometres,
        changes=verdict.figures.changes,
        broken=[_kept_rule(group) for group in by_rule(verdict.breaches)],
        asked=asked_of(roster.operation_id),
    )
    if roster.figures and "repair" in roster.figures:
        figures["repair"] = roster.figures["repair"]
    return figures


def asked_of(operation_id: int) -> str:
    """
    Return a word for what a verdict rests on beside the roster: the rules and what was published.

    It changes when a rule is set or a version is published, and with it the cost of each draft.
    """
    rules = RuleSetting.objects.filter(operation_id=operation_id)
    published = Roster.objects.filter(operation_id=operation_id).aggregate(last=Max("version"))
    parts = rules.aggregate(number=Count("id"), last=Max("set_at")) | {"of": published["last"]}
    last = parts["last"].isoformat() if parts["last"] else ""
    return f"{parts['of'] or 0}/{parts['number']}/{last}"


def by_rule(breaches: Iterable[engine.Breach]) -> list[list[engine.Breach]]:
    """Return breaches in groups of one rule and level, in the order in which they come."""
    groups: dict[tuple[str, str], list[engine.Breach]] = {}
    for breach in breaches:
        groups.setdefault((breach.rule, breach.level), []).append(breach)
    return list(groups.values())


def _kept_rule(breaches: list[engine.Breach]) -> KeptBreaches:
    first = breaches[0]
    return KeptBreaches(
        rule=first.rule.value,
        level=first.level.value,
        count=len(breaches),
        cost=sum(breach.price for breach in breaches),
        sentences=kept_sentences(breaches),
    )


def kept_sentences(breaches: Iterable[engine.Breach]) -> list[dict[str, object]]:
    return [kept(breach.sentence) for breach in list(breaches)[:SENTENCES_KEPT]]


def broken_rules(figures: KeptFigures | None) -> list[BrokenRule]:
    """Return the rules that a roster broke when it was last judged, in words."""
    return [
        BrokenRule(
            rule=one["rule"],
            level=one["level"],
            asks=asks_of(one["rule"]),
            count=one["count"],
            cost=one["cost"],
            sentences=tuple(told(read(sentence)) for sentence in one["sentences"]),
        )
        for one in (figures["broken"] if figures else ())
    ]


def asks_of(rule: str) -> str:
    """Return what a rule asks, in the reader's language."""
    return gettext(engine.SENTENCES[engine.RuleCode(rule)])
