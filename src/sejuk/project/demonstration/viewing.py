"""Views of the inbox that the desk of the demonstration keeps and shares."""

from datetime import datetime, timedelta

from sejuk.kit.actors import Actor
from sejuk.project.demonstration.play import Doing, Stage
from sejuk.project.demonstration.story import CURTAIN
from sejuk.sense.signals import actions
from sejuk.sense.signals.rules.views import areas_to_share

# Chosen: what a desk asks for each morning of the last week.
VIEWS = (
    ("Rumor belum ditangani", "whose=free&kind=rumor"),
    ("Berat dan terlambat", "overdue=on&severity=3"),
)


def plan_views(stage: Stage) -> None:
    """Let the operator of the day keep his views, and share them with who works there as well."""
    at = CURTAIN - timedelta(days=3)
    keeper = stage.operator_at(at)
    for name, address in VIEWS:
        stage.plan(at, _keeping(name, address, keeper))


def _keeping(name: str, address: str, keeper: Actor) -> Doing:
    def keep(now: datetime) -> None:
        actions.save_view(
            name=name,
            address=address,
            is_default=False,
            shared_in=areas_to_share(keeper)[0],
            actor=keeper,
            now=now,
        )

    return keep
