"""A roster from a file: all of its seats at once, or none."""

from collections.abc import Sequence
from datetime import datetime

from sejuk.engines import roster as engine
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, traced
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.plan.deployment.actions.seating import BATCH
from sejuk.plan.deployment.models import Duty, Roster
from sejuk.plan.deployment.queries.editing import draft_to_change
from sejuk.plan.deployment.queries.placings import Placing
from sejuk.plan.deployment.queries.roster_files import judgement_on
from sejuk.plan.deployment.queries.telling import told
from sejuk.plan.deployment.queries.verdicts import figures_of


@traced
def import_roster(
    *,
    roster_id: int,
    revision: int,
    placings: Sequence[Placing],
    source: str,
    digest: str,
    actor: Actor,
    now: datetime,
) -> Roster:
    """
    Put people on the seats of a draft as a file says, pins too; `digest` is its SHA-256.

    :raises NotYours: when the roster, a seat or a person does not exist for this actor
    :raises Outdated: when the draft is no longer in the revision that the file was checked against
    :raises Refused: when he may not, nothing changes, or a rule without exception would be broken
    """
    roster = draft_to_change(roster_id, revision, actor=actor)
    seats = _seats(roster, placings)
    verdict = judgement_on(roster, placings).after
    hard = [breach for breach in verdict.breaches if breach.level is engine.Level.HARD]
    if hard:
        raise Refused(N_("Not kept: %(why)s"), why=told(hard[0].sentence))
    Duty.objects.bulk_update(seats, ["person", "is_pinned"], batch_size=BATCH)
    # The row is locked: no other change can have counted in between.
    roster.revision += 1
    roster.figures = figures_of(roster, verdict)
    roster.save(update_fields=["revision", "figures"])
    record(
        verb="deployment.roster.imported",
        subject=roster,
        actor=actor,
        now=now,
        area_code=roster.operation.area_id,
        detail={
            "revision": roster.revision,
            "seats": len(seats),
            "source": source,
            "sha256": digest,
        },
    )
    return roster


def _seats(roster: Roster, placings: Sequence[Placing]) -> list[Duty]:
    """Return the seats as they are to be kept."""
    if not placings:
        raise Refused(N_("The file changes nothing in this draft."))
    found = roster.duties.in_bulk([one.duty_id for one in placings])
    if len(found) != len(placings):
        raise NotYours(f"duties of roster {roster.pk}")
    wanted = {one.person_id for one in placings if one.person_id is not None}
    if forces.people((roster.operation.area_id,)).filter(id__in=wanted).count() != len(wanted):
        raise NotYours(f"people {sorted(wanted)}")
    for one in placings:
        if one.is_pinned and one.person_id is None:
            raise Refused(N_("An empty seat cannot be pinned."))
        seat = found[one.duty_id]
        seat.person_id, seat.is_pinned = one.person_id, one.is_pinned
    return list(found.values())
