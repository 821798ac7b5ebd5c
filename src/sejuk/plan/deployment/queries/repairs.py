"""What mending a roster changed and why, kept beside the draft and shown in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from sejuk.engines import roster as engine
from sejuk.foundation.forces import queries as forces
from sejuk.kit.actors import EVERYWHERE
from sejuk.plan.deployment.models import Roster
from sejuk.plan.deployment.queries.telling import Kept, kept, read, told


class KeptChange(TypedDict):
    """One seat that changed hands; people by number, None is nobody."""

    demand: str
    before: int | None
    after: int | None
    why: Kept


class KeptRepair(TypedDict):
    """What `Roster.figures` keeps of engine.roster.Repair."""

    lost: int
    put_on: int
    least: int
    is_proved: bool
    empty: int
    least_empty: int
    changes: list[KeptChange]


def kept_repair(found: engine.Repair) -> KeptRepair:
    return KeptRepair(
        lost=found.lost,
        put_on=found.put_on,
        least=found.least_changes,
        is_proved=found.is_proved,
        empty=found.empty_seats,
        least_empty=found.least_empty_seats,
        changes=[
            KeptChange(
                demand=one.demand,
                before=int(one.before) if one.before else None,
                after=int(one.after) if one.after else None,
                why=kept(one.why),
            )
            for one in found.changes
        ],
    )


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A duty that changes hands, and why."""

    day: date
    post: str
    band: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class ShownRepair:
    """How a draft mends the roster that it was made from."""

    lost: int
    put_on: int
    least: int
    is_proved: bool
    empty: int
    least_empty: int
    changes: tuple[ShownChange, ...]


def repair_of(draft: Roster) -> ShownRepair | None:
    """Return how a draft mended the roster it was made from; None when it did not."""
    found: KeptRepair | None = (draft.figures or {}).get("repair")
    if found is None:
        return None
    duties = _duties(draft, [one["demand"] for one in found["changes"]])
    titles = _titles(found["changes"])
    changes = [
        ShownChange(
            *duties[one["demand"]],
            before=titles.get(one["before"], ""),
            after=titles.get(one["after"], ""),
            why=told(read(one["why"])),
        )
        for one in found["changes"]
        if one["demand"] in duties
    ]
    return ShownRepair(
        lost=found["lost"],
        put_on=found["put_on"],
        least=found["least"],
        is_proved=found["is_proved"],
        empty=found["empty"],
        least_empty=found["least_empty"],
        changes=tuple(sorted(changes, key=lambda one: (one.day, one.post, one.band, one.before))),
    )


def _duties(draft: Roster, demands: list[str]) -> dict[str, tuple[date, str, str]]:
    rows = draft.duties.filter(demand__in=demands)
    columns = rows.values_list("demand", "day", "post__name", "band_name")
    return {demand: (day, post, band) for demand, day, post, band in columns}


def _titles(changes: list[KeptChange]) -> dict[int | None, str]:
    wanted = {one["before"] for one in changes} | {one["after"] for one in changes}
    people = forces.people((EVERYWHERE,)).filter(id__in=wanted - {None})
    rows = people.order_by().values_list("id", "rank", "name")
    return {number: f"{rank} {name}".strip() for number, rank, name in rows}
