"""What would make a place cooler."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sejuk.engines.warning.warming.evidence import Evidence
from sejuk.engines.warning.warming.temperatures import temperature

DAYS_AHEAD = 3
"""How far ahead settling is judged. Chosen: by then an eighth of a settled matter is left."""


@dataclass(frozen=True, slots=True)
class Cooling:
    """
    What it would bring to deal with one open matter.

    `if_refuted_tenths`: how much cooler the place would be now. `if_settled_tenths`: how much
    cooler it would be three days from now than if the matter were left open.
    """

    references: tuple[str, ...]
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
    >>> what_would_cool([rumour], at=now)
    (Cooling(references=('r',), if_refuted_tenths=188, if_settled_tenths=73),)
    """
    known = [piece for piece in evidence if piece.heard_at <= at]
    ahead = at + timedelta(days=DAYS_AHEAD)
    now_tenths = temperature(known, at=at).tenths
    ahead_tenths = temperature(known, at=ahead).tenths
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
                now_tenths - temperature(refuted, at=at).tenths,
                ahead_tenths - temperature(settled, at=ahead).tenths,
            )
        )
    return tuple(
        sorted(
            (one for one in found if one.if_refuted_tenths or one.if_settled_tenths),
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
