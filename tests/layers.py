"""A layer for tests of the map: it knows two villages, and is unsure of one of them."""

from datetime import date, datetime

from sejuk.assess.risk.rules import SEEING
from sejuk.kit.actors import Actor, Role
from sejuk.kit.layers import Cell, Layer, Picture, Step, Tone
from tests.builders import VILLAGE

OTHER = "16.01.08.2019"


def look(actor: Actor, day: date, now: datetime) -> Picture:
    return Picture(
        (Step(Tone.LOW, "few"), Step(Tone.TOP, "many <b>")),
        {VILLAGE: Cell(1, "7 of 9"), OTHER: Cell(0, "1 of 9", is_uncertain=True)},
        f"as of {day}",
    )


LAYERS = (
    Layer("contoh", "Sample", "How to read it.", SEEING, look),
    Layer("rahasia", "Secret", "For one role.", (Role.CUSTODIAN,), look),
)
