"""A draft with all its seats is written; part of an action, which records what it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sejuk.foundation.forces import queries as forces
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Refused
from sejuk.plan.deployment.actions.seating import BATCH
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries.needs import Seats, needed

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What a draft is to be: its days, and the roster whose people take the same seats in it."""

    operation: Operation
    name: str
    starts_on: date
    ends_on: date
    made_from: Roster | None = None

    def written(self, *, actor: Actor, now: datetime) -> Roster:
        """
        Write the draft and its seats.

        :raises Refused: when nobody is needed on these days
        """
        seats = list(needed(self.operation).seats(self.starts_on, self.ends_on))
        if not seats:
            raise Refused(
                N_("No post needs anybody on these days. Enter posts and their needs first.")
            )
        roster = Roster.objects.create(
            operation=self.operation,
            name=self.name.strip(),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            made_from=self.made_from,
            created_by=actor.name,
            created_at=now,
        )
        Duty.objects.bulk_create(self._duties(roster, seats), batch_size=BATCH)
        return roster

    def _holders(self) -> dict[tuple[str, int], tuple[int, bool]]:
        """Return who stands each seat of the other roster, and whether he is pinned to it."""
        if self.made_from is None:
            return {}
        held = self.made_from.duties.filter(person__is_active=True)
        rows = held.values_list("demand", "seat", "person_id", "is_pinned")
        return {(demand, seat): (person, is_pinned) for demand, seat, person, is_pinned in rows}

    def _duties(self, roster: Roster, seats: Iterable[Seats]) -> Iterator[Duty]:
        organisations = {one.code: one.pk for one in forces.organisations()}
        holders = self._holders()
        for group in seats:
            starts_at, ends_at, line = group.starts_at, group.ends_at, group.line
            for seat in range(1, line.count + 1):
                person_id, is_pinned = holders.get((group.demand, seat), (None, False))
                yield Duty(
                    roster=roster,
                    post=group.post,
                    demand=group.demand,
                    seat=seat,
                    day=group.day,
                    band_code=group.band.code,
                    band_name=group.band.name,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    counted_minutes=group.counted_minutes,
                    rest_after_minutes=group.band.rest_after_minutes,
                    posture=line.posture.value,
                    role=line.role.value,
                    qualification=line.qualification,
                    organisation_id=organisations.get(line.organisation),
                    is_woman=line.is_woman,
                    by_squad=line.by_squad,
                    priority=line.priority,
                    person_id=person_id,
                    is_pinned=is_pinned,
                )
