"""
Layers of the command post's map: what a capability shows of each village besides its temperature.

A capability declares one `Layer` for each; `project/layers.py` wires them in their order. The
command post asks a layer for its `Picture` of a day and draws it; it knows nothing else of it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_


class Tone(StrEnum):
    """
    The colours a layer may use, none of them that of a temperature band.

    LOW to TOP is one ramp from light to dark; COOLER, STEADY and WARMER are a change; DONE,
    PLANNED, DUE and NEVER are how far something is. What is not known has no tone.
    """

    LOW = "low"
    MILD = "mild"
    MIDDLE = "middle"
    HIGH = "high"
    TOP = "top"
    COOLER = "cooler"
    STEADY = "steady"
    WARMER = "warmer"
    DONE = "done"
    PLANNED = "planned"
    DUE = "due"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a layer's legend: its tone and its words in the reader's language."""

    tone: Tone
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """
    What a layer says of one village.

    `step` counts into the steps of the picture, None where nothing is known; `words` is what the
    card and the list show, such as "31 % (18–45 %)"; an uncertain cell is hatched. The list is in
    order of `value`, the largest first; without one, of the step.
    """

    step: int | None
    words: str
    is_uncertain: bool = False
    value: float | None = None

    @property
    def weight(self) -> float:
        if self.step is None:
            return -math.inf
        return self.step if self.value is None else self.value


@dataclass(frozen=True, slots=True)
class Picture:
    """
    A layer on a day. Later steps weigh more: a group of villages shows its heaviest.

    `note` is a sentence below the legend, such as from when the values are.
    """

    steps: tuple[Step, ...]
    cells: Mapping[str, Cell]
    note: str = ""

    def grouped(self, length: int) -> "Picture":
        """
        Return the picture by the first `length` characters of the codes: each group's heaviest.

        >>> cells = {"16.01.08.2018": Cell(0, "12 %"), "16.01.08.2019": Cell(None, "")}
        >>> Picture((Step(Tone.LOW, "below 20 %"),), cells).grouped(len("16.01.08")).cells
        {'16.01.08': Cell(step=0, words='12 %', is_uncertain=False, value=None)}
        """
        heaviest: dict[str, Cell] = {}
        for code in sorted(self.cells):
            cell, head = self.cells[code], code[:length]
            if head not in heaviest or cell.weight > heaviest[head].weight:
                heaviest[head] = cell
        return Picture(self.steps, heaviest, self.note)


@dataclass(frozen=True, slots=True)
class Layer:
    """
    One thing to show on the map.

    `code` stands in the address, so it is Indonesian; `label` and `lead` (a sentence that says how
    to read it) are msgids. `look(actor, day, now)` returns the villages of the actor's areas; a
    day that lies ahead of what is known shows the latest.
    """

    code: str
    label: str
    lead: str
    roles: tuple[Role, ...]
    look: Callable[[Actor, date, datetime], Picture]


TEMPERATURE = N_("Temperature")
UNKNOWN = N_("Not known")
