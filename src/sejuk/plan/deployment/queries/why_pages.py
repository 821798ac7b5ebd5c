"""Why somebody stands a duty, and why somebody else does not, in the words of the judge."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from sejuk.engines import roster as engine
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries.judging import question_on
from sejuk.plan.deployment.queries.problems import title_of
from sejuk.plan.deployment.queries.telling import told
from sejuk.plan.deployment.rules import SeatRole


@dataclass(frozen=True, slots=True)
class WhyPage:
    """A seat with why it is stood as it is, and why not by somebody whom one asks for."""

    duty: Duty
    role: str
    person: str
    reasons: tuple[str, ...]
    choices: tuple[tuple[str, tuple[engine.Person, ...]], ...]
    other: engine.Person | None
    against: tuple[str, ...]


def why_page(roster: Roster, *, duty_id: int, other_id: int | None) -> WhyPage:
    """
    Return why a seat of a roster is stood by who stands it, and not by another.

    It weighs the whole force and names people of it: it is for those who see the whole roster.

    :raises NotYours: when there is no such seat in this roster, or nobody of that number serves
    """
    duty = roster.duties.select_related("post", "person").filter(id=duty_id).first()
    if duty is None:
        raise NotYours(f"duty {duty_id}")
    problem, placed = question_on(roster)
    people = {person.id: person for person in problem.people}
    other = people.get(str(other_id)) if other_id is not None else None
    if other_id is not None and other is None:
        raise NotYours(f"person {other_id}")
    against = engine.why_not(problem, placed, duty.demand, other.id) if other else ()
    return WhyPage(
        duty=duty,
        role=SeatRole(duty.role).label,
        person=title_of(duty.person) if duty.person else "",
        reasons=_reasons(problem, placed, duty),
        choices=_choices(problem, duty),
        other=other,
        against=tuple(told(sentence) for sentence in against),
    )


def _reasons(problem: engine.Problem, placed: engine.Roster, duty: Duty) -> tuple[str, ...]:
    if duty.person is None:
        return ()
    person = str(duty.person_id)
    if all(one.id != person for one in problem.people):
        text = gettext(N_("%(person)s does not serve here any more: give the duty to another."))
        return (text % {"person": title_of(duty.person)},)
    found = engine.why(problem, placed, engine.Assignment(duty.demand, person))
    return tuple(told(sentence) for sentence in found)


def _choices(
    problem: engine.Problem, duty: Duty
) -> tuple[tuple[str, tuple[engine.Person, ...]], ...]:
    """Return everybody but who stands the seat, by unit."""
    groups: dict[str, list[engine.Person]] = {}
    for person in sorted(problem.people, key=lambda one: (one.organisation, one.unit, one.name)):
        if person.id != str(duty.person_id):
            name = " · ".join(dict.fromkeys((person.organisation, person.unit)))
            groups.setdefault(name, []).append(person)
    return tuple((name, tuple(people)) for name, people in groups.items())
