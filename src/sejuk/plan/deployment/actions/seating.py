"""People are written to the seats of a draft, many at once."""

from collections.abc import Sequence

from django.db import connection

from sejuk.engines import roster as engine
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.seating import seated, seats_of

# Rows of one statement; chosen: a month of a force are a handful of them.
BATCH = 2_000


class Seating:
    """The seats of a draft that is locked; part of an action, which records what it did."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.seats = seats_of(roster)

    def take(self, found: engine.Roster) -> int:
        """Write who sits where now, and return how many seats changed."""
        moved = [
            (seat.duty_id, person)
            for seat, person in zip(self.seats, seated(self.seats, found), strict=True)
            if person != seat.person_id
        ]
        if moved:
            self._write(moved)
            self.roster.revision += 1
            self.roster.save(update_fields=["revision"])
        return len(moved)

    def _write(self, moved: Sequence[tuple[int, int | None]]) -> None:
        # A month has thousands of seats: one statement, where Django would write a CASE for each.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE deployment_duty SET person_id = moved.person_id "
                "FROM unnest(%s::bigint[], %s::bigint[]) AS moved (duty_id, person_id) "
                "WHERE deployment_duty.id = moved.duty_id",
                [[duty for duty, _ in moved], [person for _, person in moved]],
            )
