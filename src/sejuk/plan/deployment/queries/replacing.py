"""Who could stand a published duty in place of another, and what that would break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.engines.itinerary import Point, distance_km
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Duty
from sejuk.plan.deployment.queries.duties import duty_called, holding
from sejuk.plan.deployment.queries.problems import placed, problem_of
from sejuk.plan.deployment.queries.telling import told

# Chosen: among so many times as many as are shown those whose way is known are looked for.
LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Replacement:
    """Somebody who could take a duty over, best first; warnings and reasons in words."""

    person_id: int
    title: str
    unit: str
    distance_km: float | None
    warnings: tuple[str, ...]
    reasons: tuple[str, ...]
    is_legal: bool


@dataclass(frozen=True, slots=True)
class ShownBreach:
    """What a change would break, in words; `level` is hard, warn or soft."""

    level: str
    text: str


def change_of_hands(duty: Duty, person_id: int | None) -> engine.Change:
    """Return what it breaks and heals when another person, or nobody, stands a duty."""
    checker = engine.Checker(problem_of(duty.roster))
    removed = [] if duty.person_id is None else [_on(duty, duty.person_id)]
    added = [] if person_id is None else [_on(duty, person_id)]
    return checker.verdict_of_change(placed(duty.roster), removed, added)


def _on(duty: Duty, person_id: int) -> engine.Assignment:
    return engine.Assignment(duty.demand, str(person_id))


def replacements_for(
    duty_id: int, *, actor: Actor, now: datetime, most: int = 10
) -> list[Replacement]:
    """
    Return who could stand a published duty in place of its holder, best first.

    :raises NotYours: when the duty does not exist for this actor
    :raises Refused: when he may not let it change hands
    """
    seen = duty_called(duty_id, actor=actor)
    rules.may_substitute(actor, area_code=seen.area_code, posture=seen.posture).or_refuse()
    if seen.ends_at <= now:
        return []
    duty = _duty(duty_id)
    problem = problem_of(duty.roster)
    left = tuple(
        one
        for one in placed(duty.roster)
        if duty.person_id is None or one != _on(duty, duty.person_id)
    )
    found = engine.candidates(problem, left, duty.demand, most=LOOKED_AT * most)
    people = {person.id: person for person in problem.people}
    post = next(post for post in problem.posts if post.id == str(duty.post_id))
    offered = [one for one in found if one.person != str(duty.person_id)]
    # A way that nobody knows costs nothing in the engine, and is not therefore the shortest.
    offered.sort(key=lambda one: (*_grave(one), _point(people[one.person]) is None))
    return [_replacement(one, people[one.person], post) for one in offered[:most]]


def _grave(found: engine.Candidate) -> tuple[int, int]:
    levels = [breach.level for breach in found.breaches]
    return levels.count(engine.Level.HARD), levels.count(engine.Level.WARN)


def _replacement(found: engine.Candidate, person: engine.Person, post: engine.Post) -> Replacement:
    home, there = _point(person), _point(post)
    reasons = [told(sentence) for sentence in found.reasons]
    if home is None:
        reasons.append(gettext("distance unknown"))
    return Replacement(
        person_id=int(person.id),
        title=person.name,
        unit=person.unit,
        distance_km=distance_km(home, there) if home and there else None,
        warnings=tuple(
            told(breach.sentence)
            for breach in found.breaches
            if breach.level is not engine.Level.SOFT
        ),
        reasons=tuple(reasons),
        is_legal=found.is_legal,
    )


def _point(where: engine.Person | engine.Post) -> Point | None:
    if where.latitude is None or where.longitude is None:
        return None
    return Point(where.latitude, where.longitude)


def verdict_of_swap(
    duty_id: int, person_id: int, in_exchange_id: int | None, *, now: datetime
) -> tuple[ShownBreach, ...]:
    """
    Return what it would break if a person took a published duty, the gravest first.

    With `in_exchange_id` whoever stands the first duty takes that one in exchange.

    :raises NotYours: when a duty is not there, or not published
    """
    duty = _duty(duty_id)
    if duty.ends_at <= now:
        raise NotYours(f"duty {duty_id}")
    removed = [] if duty.person_id is None else [_on(duty, duty.person_id)]
    added = [_on(duty, person_id)]
    if in_exchange_id is not None:
        other = _duty(in_exchange_id)
        if other.roster_id != duty.roster_id:
            raise NotYours(f"duty {in_exchange_id}")
        removed.append(_on(other, person_id))
        added += [] if duty.person_id is None else [_on(other, duty.person_id)]
    checker = engine.Checker(problem_of(duty.roster))
    change = checker.verdict_of_change(placed(duty.roster), removed, added)
    order = list(engine.Level)
    breaches = sorted(change.new, key=lambda breach: order.index(breach.level))
    return tuple(ShownBreach(one.level.value, told(one.sentence)) for one in breaches)


def _duty(duty_id: int) -> Duty:
    found = Duty.objects.filter(holding(), id=duty_id)
    duty = found.select_related("roster__operation", "post").first()
    if duty is None:
        raise NotYours(f"duty {duty_id}")
    return duty
