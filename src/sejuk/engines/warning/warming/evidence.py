"""What may warm a place, and how much each piece of it weighs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EvidenceKind(StrEnum):
    """
    Everything that can enter a temperature. The list is closed on purpose.

    There is no kind for a visit, a patrol, an appeal or any other activity: nobody can change a
    temperature by reporting his own work. A notice (a demonstration notified under UU 9/1998) is
    a service to render, not a threat, and weighs nothing.
    """

    RUMOUR = "rumour"
    REPORT = "report"
    OBSERVATION = "observation"
    INCIDENT = "incident"
    CONCERN = "concern"
    NOTICE = "notice"


HALF_LIFE_DAYS = {
    EvidenceKind.RUMOUR: 3.0,
    EvidenceKind.REPORT: 5.0,
    EvidenceKind.OBSERVATION: 7.0,
    EvidenceKind.INCIDENT: 10.0,
    EvidenceKind.CONCERN: 14.0,
    EvidenceKind.NOTICE: 1.0,
}
"""
After how many days a piece of evidence weighs half. Chosen, to be tuned with a pilot: hearsay goes
stale first, what an officer saw later, what happened last; a grievance that nobody has settled
outlives the news about it. A notice weighs nothing at any age.
"""

SETTLED_HALF_LIFE_DAYS = 1.0
"""
The half-life from the hour a matter is settled. Chosen: not zero, since a quarrel settled at noon
can flare up in the same night, so that tomorrow's picture still shows half of it; after a week less
than a hundredth is left. Settling never adds: each kind's own half-life is at least as long.
"""

SEVERITY_WEIGHTS = {1: 1.0, 2: 2.0, 3: 4.0, 4: 8.0}
"""Severity 1 to 4. Chosen: each step counts twice the step below, as in a scale of doublings."""

CONTENT_WEIGHTS = {1: 1.0, 2: 0.5, 3: 0.25, 4: 0.1, 5: 0.0, 6: 0.15}
SOURCE_FACTORS = {"A": 1.4, "B": 1.2, "C": 1.0, "D": 0.8, "E": 0.6, "F": 1.0}
CONFIRMED, REFUTED = 1, 5
"""The content grades that make evidence verified, and false."""


def verification_weight(source_grade: str, content_grade: int) -> float:
    """
    Return the chance, as the weight of one piece of evidence, that what it says is so.

    The grades are those of the Admiralty code (source A to F, content 1 to 6), which Indonesian
    police intelligence uses as *nilai informasi*. The code has words and no numbers; the numbers
    are chosen around three points: confirmed 1, corroborated 0.5, an ungraded rumour (F6) 0.15.

    ==================================  ====  ====  ====  ====  ====  ====
    source \\ content                       1     2     3     4     5     6
    ==================================  ====  ====  ====  ====  ====  ====
    A completely reliable               1.00  0.70  0.35  0.14  0.00  0.21
    B usually reliable                  1.00  0.60  0.30  0.12  0.00  0.18
    C fairly reliable                   1.00  0.50  0.25  0.10  0.00  0.15
    D not usually reliable              1.00  0.40  0.20  0.08  0.00  0.12
    E unreliable                        1.00  0.30  0.15  0.06  0.00  0.09
    F reliability cannot be judged      1.00  0.50  0.25  0.10  0.00  0.15
    ==================================  ====  ====  ====  ====  ====  ====

    Content 1 (confirmed by others) weighs 1 whoever said it first. Content 6 (cannot be judged)
    weighs more than 4 (doubtful): not yet looked at is not the same as doubted. Content 5 (refuted
    or improbable) weighs nothing; a rumour of that grade is counted apart (see `falsehoods`). F is
    taken as C: a resident nobody knows is not a liar.

    >>> verification_weight("F", 6), verification_weight("E", 1), verification_weight("B", 2)
    (0.15, 1.0, 0.6)

    :raises ValueError: when a grade is not in the table
    """
    if source_grade not in SOURCE_FACTORS or content_grade not in CONTENT_WEIGHTS:
        raise ValueError(f"There is no grade {source_grade}{content_grade}.")
    if content_grade == CONFIRMED:
        return 1.0
    # Rounded to the hundredths of the table, so that 0.25 * 1.4 is 0.35 and not a hair beside it.
    return round(CONTENT_WEIGHTS[content_grade] * SOURCE_FACTORS[source_grade], 2)


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    One thing said or seen about a place.

    `cluster` names the matter it is about; pieces with the same cluster in the same area are about
    the same thing. Without one a piece is a matter of its own. `source` tells independent voices in
    a cluster apart; all without one count as a single voice, since independence must be shown.
    A voice that says the same again makes nothing young; one that says more counts with the more.

    From `settled_at` on it fades fast. From `refuted_at` on it is known to be false, from
    `withdrawn_at` on it counts nothing for another reason, such as a wrong place; either way it
    adds nothing. What the police found themselves (`is_discovered`) weighs as what it is, and says
    nothing about how much a place reports (see `reporting_propensity`).

    :raises ValueError: for an unknown severity or grade, and for an instant without a time zone
    """

    reference: str
    area_code: str
    kind: EvidenceKind
    severity: int
    heard_at: datetime
    source_grade: str = "F"
    content_grade: int = 6
    cluster: str = ""
    source: str = ""
    settled_at: datetime | None = None
    refuted_at: datetime | None = None
    withdrawn_at: datetime | None = None
    is_discovered: bool = False

    def __post_init__(self) -> None:
        if self.severity not in SEVERITY_WEIGHTS:
            raise ValueError(f"There is no severity {self.severity}.")
        verification_weight(self.source_grade, self.content_grade)
        for at in (self.heard_at, self.settled_at, self.refuted_at, self.withdrawn_at):
            if at is not None and at.tzinfo is None:
                raise ValueError("An instant of evidence needs a time zone.")

    @property
    def is_verified(self) -> bool:
        return self.content_grade == CONFIRMED

    @property
    def matter(self) -> str:
        """Return what this piece is about: its cluster, or itself."""
        return self.cluster or f"\x00{self.reference}"

    @property
    def weight(self) -> float:
        """Return what the piece weighs fresh and open, before its severity."""
        if self.kind is EvidenceKind.NOTICE:
            return 0.0
        return verification_weight(self.source_grade, self.content_grade)

    @property
    def false_from(self) -> datetime | None:
        """Return from when on the piece is known to be false; None while it is not."""
        if self.content_grade == REFUTED:
            return self.heard_at
        return self.refuted_at
