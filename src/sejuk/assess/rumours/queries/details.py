"""One rumour with all that was heard, asked, decided and done."""

from collections.abc import Iterable
from dataclasses import dataclass

from sejuk.assess.rumours.models import Check, Referral, Rumour, Sighting, Step
from sejuk.assess.rumours.queries.visibility import rumours_in
from sejuk.assess.rumours.rules import WORKERS, Deed
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import NotYours
from sejuk.sense.signals.rules import Kind, may_see


@dataclass(frozen=True, slots=True)
class Told:
    """A sighting, and whether the reader may read the signal behind it."""

    row: Sighting
    is_first: bool
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Details:
    """All that is known of one rumour, as far as its reader sees it."""

    rumour: Rumour
    sightings: tuple[Told, ...]
    hidden_sightings: int
    withdrawn: tuple[Sighting, ...]
    checks: tuple[Check, ...]
    referrals: tuple[Referral, ...]
    steps: tuple[Step, ...]
    # In how many areas it was heard, also where the reader sees none of it.
    place_count: int

    @property
    def village_codes(self) -> tuple[str, ...]:
        """Return the areas of the sightings that the reader sees, in order of first hearing."""
        return tuple(dict.fromkeys(one.row.area_id for one in self.sightings))

    @property
    def newest_answer(self) -> int | None:
        """Return the check on which a decision would rest, if nobody chooses another."""
        return max((one.pk for one in self.checks if one.noted_at is not None), default=None)


def rumour_details(actor: Actor, rumour_id: int) -> Details:
    """
    Return one rumour that begins in, or was heard in, an area of the actor's. Five queries.

    What was referred, with the numbers of the letters, is for who works on the rumour in its own
    area. The actor is taken as he is: a caller that is no guarded view leaves him only the roles
    that read rumours, as `@allow` does.

    :raises NotYours: when there is none
    """
    rumour = (
        rumours_in(actor.scope)
        .select_related("area__parent", "taken_by", "merged_into", "split_from", "rests_on")
        .defer("area__boundary", "area__outline", "area__parent__boundary", "area__parent__outline")
        .filter(pk=rumour_id)
        .first()
    )
    if rumour is None:
        raise NotYours(f"rumour {rumour_id}")
    rows = _sightings(rumour)
    kept = [row for row in rows if row.withdrawn_at is None]
    first = kept[0].pk if kept else None
    seen = [row for row in kept if actor.covers(row.area_id)]
    works = actor.holds(*WORKERS, area_code=rumour.area_id)
    steps = rumour.steps.all() if works else rumour.steps.exclude(deed=Deed.REFERRED)
    return Details(
        rumour=rumour,
        sightings=tuple(Told(row, row.pk == first, _may_read(row, actor)) for row in seen),
        hidden_sightings=len(kept) - len(seen),
        withdrawn=tuple(
            row for row in rows if row.withdrawn_at is not None and actor.covers(row.area_id)
        ),
        checks=tuple(rumour.checks.order_by("asked_at", "pk")),
        referrals=tuple(rumour.referrals.order_by("on", "pk")) if works else (),
        steps=tuple(steps.order_by("-number")),
        place_count=len({row.area_id for row in kept}),
    )


def _sightings(rumour: Rumour) -> list[Sighting]:
    heavy = ("boundary", "outline")
    return list(
        rumour.sightings.select_related("area__parent", "signal")
        .defer(
            *(f"area__{name}" for name in heavy),
            *(f"area__parent__{name}" for name in heavy),
            "signal__text",
        )
        .order_by("heard_at", "pk")
    )


def _may_read(row: Sighting, actor: Actor) -> bool:
    signal = row.signal
    if signal is None:
        return False
    return bool(may_see(Kind(signal.kind), area_code=signal.area_id, actor=actor))


def answers_among(checks: Iterable[Check]) -> list[tuple[str, str]]:
    """Return the answers that a decision may rest on, as a form offers them."""
    return [
        (str(one.pk), f"{one.authority_name}: {one.reference}")
        for one in checks
        if one.noted_at is not None
    ]


def answers_of(rumour: Rumour) -> list[tuple[str, str]]:
    """Return the answers that a decision about a rumour may rest on. One query."""
    return answers_among(rumour.checks.order_by("asked_at", "pk"))
