"""Some who left a contact are asked back: the custodian opens their seals, each for a reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sejuk.foundation.custody import actions as custody
from sejuk.foundation.custody.rules import Ground
from sejuk.kit.actors import Actor

if TYPE_CHECKING:
    from sejuk.project.demonstration.play import Stage

# Chosen, so that each reason occurs. By number, so that the chances of the story stay as they were.
OPENED_IN = 2
AFTER = timedelta(hours=3)
REASONS = (
    (Ground.ASK, "Lokasi kejadian belum jelas; perlu ditanyakan kembali.", 15),
    (Ground.ANSWER, "Menyampaikan hasil klarifikasi KPU kepada pelapor.", 5),
    (Ground.PROTECT, "Pelapor menyebut adanya ancaman; perlu pendampingan.", 30),
)


def plan_opening(stage: "Stage", seal_id: UUID, *, sealed_at: datetime) -> None:
    """Plan that the seal of every second who left a contact is opened some hours later."""
    stage.seals_seen += 1
    turn, rest = divmod(stage.seals_seen, OPENED_IN)
    if rest == 0:
        stage.plan(sealed_at + AFTER, _opening(stage.custodian, seal_id, turn))


def _opening(custodian: Actor, seal_id: UUID, turn: int) -> Callable[[datetime], None]:
    ground, reason, minutes = REASONS[turn % len(REASONS)]

    def open_seal(now: datetime) -> None:
        custody.open_seal(
            seal_id=seal_id, ground=ground, reason=reason, minutes=minutes, actor=custodian, now=now
        )
        if ground is Ground.ASK:
            # He did not answer at once.
            again = now + timedelta(minutes=10)
            custody.look_again(seal_id=seal_id, actor=custodian, now=again)

    return open_seal
