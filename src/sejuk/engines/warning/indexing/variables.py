"""What the index is made of: Bawaslu's eight variables, two of ours, and the dimensions they tell
of."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """The four dimensions of Bawaslu's Indeks Kerawanan Pemilu (IKP 2024)."""

    SOCIAL_POLITICAL = "social_political"
    ADMINISTRATION = "administration"
    CONTESTATION = "contestation"
    PARTICIPATION = "participation"


class Variable(StrEnum):
    """
    The eight variables by which Bawaslu mapped vulnerable polling stations (TPS rawan) for the
    Pilkada of 2024, then past incidents and the capacity for peace.

    `HATE_SPEECH` counts incidents at places: what was said or hung up there. Who lives in a place
    is never measured.
    """

    VOTER_ROLL = "voter_roll"
    SECURITY = "security"
    VOTE_BUYING = "vote_buying"
    HATE_SPEECH = "hate_speech"
    NEUTRALITY = "neutrality"
    LOGISTICS = "logistics"
    STATION_LOCATION = "station_location"
    POWER_AND_NETWORK = "power_and_network"
    PAST_INCIDENTS = "past_incidents"
    PEACE_CAPACITY = "peace_capacity"


DIMENSION_OF: Mapping[Variable, Dimension] = {
    Variable.VOTER_ROLL: Dimension.ADMINISTRATION,
    Variable.SECURITY: Dimension.SOCIAL_POLITICAL,
    Variable.VOTE_BUYING: Dimension.CONTESTATION,
    Variable.HATE_SPEECH: Dimension.CONTESTATION,
    Variable.NEUTRALITY: Dimension.SOCIAL_POLITICAL,
    Variable.LOGISTICS: Dimension.ADMINISTRATION,
    Variable.STATION_LOCATION: Dimension.ADMINISTRATION,
    Variable.POWER_AND_NETWORK: Dimension.ADMINISTRATION,
    Variable.PAST_INCIDENTS: Dimension.SOCIAL_POLITICAL,
    Variable.PEACE_CAPACITY: Dimension.PARTICIPATION,
}
"""
Which IKP dimension a variable tells most of. Chosen from the names of IKP's subdimensions (security
and the authority of officials; right to vote, voting; campaign of candidates; civil society):
Bawaslu itself does not tie the two frames together.
"""

EQUAL_WEIGHTS: Mapping[Variable, float] = dict.fromkeys(Variable, 1 / len(Variable))

ENOUGH_KNOWN = 0.6
"""Chosen: with more than two fifths unknown, the rest would speak for what nobody knows."""
GRADES: tuple[tuple[str, float], ...] = (("A", 0.9), ("B", 0.75), ("C", ENOUGH_KNOWN), ("D", 0.0))


@dataclass(frozen=True, slots=True)
class Indicator:
    """
    One measured property of places, and of which variable it tells.

    `weight` counts inside its variable. `bounds` are the values that mean not at all and fully;
    they serve the min-max normalisation of the draws, the score itself goes by percentiles.

    :raises ValueError: for a weight that is not above 0, and for bounds that do not rise
    """

    code: str
    variable: Variable
    weight: float = 1.0
    more_is_worse: bool = True
    bounds: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and self.weight > 0):
            raise ValueError(f"The weight of {self.code} must be above 0.")
        if self.bounds is not None and not self.bounds[0] < self.bounds[1]:
            raise ValueError(f"The bounds of {self.code} must rise.")


def completeness_grade(completeness: float) -> str:
    """
    Return how complete an index is in one letter; from 0.9 A, 0.75 B, 0.6 C, below it D.

    :param completeness: the share of the weight that is known, 0 to 1
    :raises ValueError: for a share outside 0 to 1

    >>> [completeness_grade(share) for share in (1.0, 0.75, 0.6, 0.59)]
    ['A', 'B', 'C', 'D']
    """
    if not 0 <= completeness <= 1:
        raise ValueError(f"A completeness lies between 0 and 1, not at {completeness}.")
    return next(grade for grade, least in GRADES if completeness >= least)
