"""Which colleagues a swap is offered with: those who could stand the duty, few at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from sejuk.act.guard.queries.swaps import AHEAD, Colleague, colleagues_for
from sejuk.foundation.forces import queries as forces
from sejuk.kit.actors import EVERYWHERE
from sejuk.plan.deployment.queries.duties import StandingDuty, published_duties

# Chosen: what a phone shows without scrolling for long; a name finds the others.
MOST_OFFERED = 20


def offers_for(
    duty: StandingDuty, *, now: datetime, search: str = "", chosen: str = ""
) -> list[Colleague]:
    """
    Return who may be asked and could stand the duty, with the one that is chosen already.

    He serves, has the qualification, is not away that day and stands no open duty at that time;
    who gives one in exchange gives one that the asker could stand. All rules are judged later.
    """
    found = colleagues_for(duty, now=now)
    force = _force({duty.person_id or 0, *(one.person_id for one in found)}, now=now)
    fitting = [
        one
        for one in found
        if search.casefold() in one.title.casefold()
        and force.could(one.person_id, duty, one.duty)
        and (one.duty is None or force.could(duty.person_id or 0, one.duty, duty))
    ]
    shown = fitting[:MOST_OFFERED]
    return [*(one for one in found if one.choice == chosen and one not in shown), *shown]


@dataclass(frozen=True, slots=True)
class _Force:
    """People who serve: what they can, when they are away, and what they stand openly."""

    skills: Mapping[int, Collection[str]]
    away: frozenset[tuple[int, date]]
    held: Mapping[int, Sequence[StandingDuty]]

    def could(self, person_id: int, wanted: StandingDuty, given: StandingDuty | None) -> bool:
        """Tell whether somebody could stand a duty, when he gives another for it."""
        if person_id not in self.skills or (person_id, wanted.day) in self.away:
            return False
        if wanted.qualification and wanted.qualification not in self.skills[person_id]:
            return False
        given_id = given.duty_id if given else None
        return not any(
            one.starts_at < wanted.ends_at and wanted.starts_at < one.ends_at
            for one in self.held.get(person_id, ())
            if one.duty_id != given_id
        )


def _force(person_ids: Collection[int], *, now: datetime) -> _Force:
    rows = forces.people((EVERYWHERE,)).filter(pk__in=person_ids)
    first = localdate(now)
    days = [first + timedelta(days=number) for number in range(AHEAD.days + 1)]
    leaves = forces.leaves_between((EVERYWHERE,), first=first, last=days[-1])
    held: dict[int, list[StandingDuty]] = {}
    for one in published_duties(starts_at=now, ends_at=now + AHEAD, covert=False):
        held.setdefault(one.person_id or 0, []).append(one)
    return _Force(
        skills=dict(rows.values_list("pk", "qualifications")),
        away=frozenset(
            (leave.person_id, day)
            for leave in leaves.filter(person_id__in=person_ids)
            for day in days
            if leave.starts_on <= day <= leave.ends_on
        ),
        held=held,
    )
