"""What would make a place cooler."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sejuk.engines.warning.warming.evidence import Evidence
from sejuk.engines.warning.warming.temperatures import temperature

DAYS_AHEAD = 3
"""How far ahead all is judged. Chosen: by then an eighth of a settled matter is left."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """
    How much cooler a place would be three days from now than it is, by what is done of one matter.

    `left_alone_tenths`: if nothing is done, the same for all matters of a place;
    `if_refuted_tenths`: if the matter proves untrue now; `if_settled_tenths`: if it is settled now.
    """

    references: tuple[str, ...]
    left_alone_tenths: int
    if_refuted_tenths: int
    if_settled_tenths: int


def what_would_cool(evidence: Iterable[Evidence], *, at: datetime) -> tuple[Cooling, ...]:
    """
    Return for each open matter of one place what refuting or settling it would bring, most first.

    Matters that would bring nothing are left out: settled, refuted, not yet heard, long faded. The
    answers are tenths of a degree. Source: the formula of `temperature`, asked again without the
    matter.

    >>> from datetime import UTC
    >>> from sejuk.engines.warning import EvidenceKind
    >>> now = datetime(2024, 11, 5, tzinfo=UTC)
    >>> rumour = Evidence("r", "16.01.08.2018", EvidenceKind.RUMOUR, 4, now)
    >>> [found] = what_would_cool([rumour], at=now)
    >>> found.left_alone_tenths, found.if_settled_tenths, found.if_refuted_tenths
    (89, 162, 188)
    """
    known = [piece for piece in evidence if piece.heard_at <= at]
    ahead = at + timedelta(days=DAYS_AHEAD)
    now_tenths = temperature(known, at=at).tenths
    left_alone = now_tenths - temperature(known, at=ahead).tenths
    found = []
    for matter, references in _open_matters(known, at).items():
        refuted = [piece for piece in known if piece.matter != matter]
        settled = [
            replace(piece, settled_at=at) if piece.reference in references else piece
            for piece in known
        ]
        found.append(
            Cooling(
                tuple(sorted(references)),
                left_alone,
                now_tenths - temperature(refuted, at=ahead).tenths,
                now_tenths - temperature(settled, at=ahead).tenths,
            )
        )
    return tuple(
        sorted(
            (one for one in found if one.if_refuted_tenths > left_alone),
            key=lambda one: (-one.if_refuted_tenths, -one.if_settled_tenths, one.references),
        )
    )


def _open_matters(known: list[Evidence], at: datetime) -> dict[str, set[str]]:
    """Return the references of the open pieces of each matter that has any."""
    matters: dict[str, set[str]] = {}
    for piece in known:
        closed = piece.settled_at, piece.false_from, piece.withdrawn_at
        ends = [end for end in closed if end is not None]
        if all(end > at for end in ends):
            matters.setdefault(piece.matter, set()).add(piece.reference)
    return matters
