"""
A roster's question and answer for somebody outside, who computes or checks it with other means.

Without `with_names` people are numbers, and why somebody is away is left out; rank, unit,
qualifications and squad stay, for the question is made of them. Without `with_covert` seats in
plain clothes are left out together with who stands them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sejuk.engines import roster as engine
from sejuk.foundation.forces import queries as forces
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.json_rosters import code_of
from sejuk.plan.deployment.queries.problems import placed, problem_of


@dataclass(frozen=True, slots=True)
class Question:
    """What the engine is asked about a roster, and who is placed on it."""

    roster: Roster
    problem: engine.Problem
    placed: engine.Roster
    # Seats that were left out because they are stood in plain clothes.
    left_out: int


def question_of(roster_id: int, *, with_names: bool, with_covert: bool) -> Question:
    """
    Return what is asked about a roster as it may leave the house.

    :raises NotYours: when there is no such roster
    """
    roster = Roster.objects.select_related("operation").filter(id=roster_id).first()
    if roster is None:
        raise NotYours(f"roster {roster_id}")
    problem, found = problem_of(roster), placed(roster)
    seats = _seats(problem)
    if not with_covert:
        problem, found = _overt(problem, found)
    rows = forces.people((roster.operation.area_id,)).values_list("pk", "service_number")
    names = {str(pk): number if with_names else code_of(pk) for pk, number in rows}
    return Question(
        roster,
        _named(problem, names, with_names=with_names),
        tuple(_renamed(found, names)),
        left_out=seats - _seats(problem),
    )


def _seats(problem: engine.Problem) -> int:
    return sum(demand.count for demand in problem.demands)


def _overt(problem: engine.Problem, found: engine.Roster) -> tuple[engine.Problem, engine.Roster]:
    """Leave out what is stood in plain clothes, with all that speaks of it."""
    demands = tuple(one for one in problem.demands if one.posture is engine.Posture.OVERT)
    ids, posts = {one.id for one in demands}, {one.post for one in demands}
    overt = replace(
        problem,
        demands=demands,
        posts=tuple(post for post in problem.posts if post.id in posts),
        pins=tuple(pin for pin in problem.pins if pin.demand in ids),
        previous=tuple(one for one in problem.previous if one.demand in ids),
    )
    return overt, tuple(one for one in found if one.demand in ids)


def _named(problem: engine.Problem, names: dict[str, str], *, with_names: bool) -> engine.Problem:
    """Call everybody by his name in `names`; what speaks of others is left out."""
    known = names.keys()
    people = tuple(
        replace(one, id=names[one.id], name=one.name if with_names else names[one.id])
        for one in problem.people
        if one.id in known
    )
    absences = tuple(
        replace(one, person=names[one.person], kind=one.kind if with_names else "")
        for one in problem.absences
        if one.person in known
    )
    return replace(
        problem,
        people=people,
        absences=absences,
        pins=tuple(replace(p, person=names[p.person]) for p in problem.pins if p.person in known),
        wishes=tuple(
            replace(w, person=names[w.person]) for w in problem.wishes if w.person in known
        ),
        worked=tuple(
            replace(w, person=names[w.person]) for w in problem.worked if w.person in known
        ),
        burdens=tuple(
            replace(b, person=names[b.person]) for b in problem.burdens if b.person in known
        ),
        previous=tuple(_renamed(problem.previous, names)),
    )


def _renamed(
    found: Iterable[engine.Assignment], names: dict[str, str]
) -> Iterator[engine.Assignment]:
    return (
        engine.Assignment(one.demand, names[one.person]) for one in found if one.person in names
    )
