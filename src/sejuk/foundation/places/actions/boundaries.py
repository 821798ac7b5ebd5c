"""Draw boundaries where none were imported."""

from dataclasses import dataclass
from datetime import datetime

from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.places.models import Area
from sejuk.foundation.places.queries.outlines import redrawn_areas, schematic_drawing
from sejuk.foundation.places.rules import may_draw
from sejuk.kit.actors import Actor

BATCH = 250
# The columns in which a drawing and a light outline are kept.
DRAWN = ("boundary", "boundary_source", "revised_at")
LIGHT = ("outline", "boundary_source", "revised_at")


@dataclass(frozen=True, slots=True)
class Drawn:
    """How many villages got a schematic boundary, and the codes of those that have no point."""

    count: int
    without_point: tuple[str, ...]


@traced
def draw_schematic_boundaries(*, area_code: str, actor: Actor, now: datetime) -> Drawn:
    """
    Give each village below `area_code` that has no imported boundary a schematic one.

    :raises Refused: when the actor may not set up this area
    """
    may_draw(actor, area_code).or_refuse()
    drawing = schematic_drawing(area_code, now)
    Area.objects.bulk_update(drawing.villages, DRAWN, batch_size=BATCH)
    for district in sorted({village.code[:5] for village in drawing.villages}):
        Area.objects.bulk_update(redrawn_areas(district, now), LIGHT, batch_size=BATCH)
    drawn = Drawn(len(drawing.villages), drawing.without_point)
    record(
        verb="places.boundaries.drawn",
        subject=f"places.area:{area_code or '*'}",
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"count": drawn.count, "without_point": len(drawn.without_point)},
    )
    return drawn
