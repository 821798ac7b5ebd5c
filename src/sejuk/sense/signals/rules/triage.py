"""What the machine suggests about a signal, and what a person may decide beside it."""

from datetime import datetime, timedelta

from sejuk.kit.actors import Actor, area_covers
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules.moves import Standing, may_grade
from sejuk.sense.signals.rules.readers import DESK
from sejuk.sense.signals.rules.words import Form, Rung

# Chosen: what was told longer ago than two months belongs to another wave.
LOOKS_BACK = timedelta(days=60)
# Chosen: as many as are read before one decides.
MOST_KINDS, MOST_AREAS, MOST_PAIRS = 3, 4, 4
# A decision about two signals: of the same matter, or not.
SAME, APART = "same", "other"
# As many digits as any number of the database has.
LONGEST_NUMBER = 18


def pair_word(deed: str, number: int) -> str:
    """
    Return how a decision about another signal is kept.

    >>> pair_word(SAME, 12), pair_of("other:12"), pair_of("banjir")
    ('same:12', ('other', 12), None)
    """
    return f"{deed}:{number}"


def pair_of(word: str) -> tuple[str, int] | None:
    """Return what was decided about which other signal; None for another word."""
    deed, _, number = word.partition(":")
    is_pair = deed in (SAME, APART) and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return (deed, int(number)) if is_pair else None


def may_decide(standing: Standing, form: Form, *, actor: Actor, now: datetime) -> Decision:
    """Test whether `actor` may decide about a signal: as he may grade it."""
    return may_grade(standing, form, severity=1, rung=Rung.POTENTIAL, actor=actor, now=now)


def may_place(
    standing: Standing,
    form: Form,
    area_code: str,
    *,
    operation_area: str,
    actor: Actor,
    now: datetime,
) -> Decision:
    """Test whether `actor` may say that a signal is about another area: both must be his."""
    allowed = may_decide(standing, form, actor=actor, now=now)
    if not allowed:
        return allowed
    if not actor.holds(*DESK, area_code=area_code):
        return Decision.no(
            N_("The area %(code)s lies outside yours."), where="area", code=area_code
        )
    if not area_covers(operation_area, area_code):
        return Decision.no(
            N_("The area %(code)s lies outside the operation."), where="area", code=area_code
        )
    if standing.area_code == area_code:
        return Decision.no(N_("The signal is about this area already."), where="area")
    return Decision.yes()
