"""When the portal asks each sender for a little work first, and whether he did it."""

from datetime import timedelta
from hashlib import sha256

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_reason

# Chosen: over all networks. A district of 400,000 people in its worst hour sends some hundreds of
# reports, some eight a minute; sixty are a machine, or a disaster for which 110 is the better way.
MOST_A_MINUTE = 60
MINUTE = timedelta(minutes=1)
# Chosen: so long after the last minute above it.
FLOOD_LASTS = timedelta(minutes=15)
# How many leading zero bits the hash must have. 2**17 = 131,000 tries on average: a phone of 2016
# (Cortex-A53) does some 150,000 a second in plain JavaScript, so one second, and below five
# seconds in 99 of 100 cases (4.6 times the mean). A sender of 10,000 reports pays hours.
WORK_BITS = 17
# Chosen: without a script one waits; most need as long to write the report.
WAIT = timedelta(seconds=60)
# Chosen: long enough to write a report with one finger.
WORK_LASTS = timedelta(minutes=60)
LONGEST_ANSWER = 12
SWITCHERS = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF)


def is_solved(challenge: str, answer: str, bits: int = WORK_BITS) -> bool:
    """
    Test whether SHA-256 of "challenge:answer" begins with `bits` zero bits (Hashcash, Back 2002).

    >>> is_solved("ab", "0", 1), is_solved("ab", "1", 1), is_solved("ab", "x", 0)
    (False, True, False)
    """
    if not (answer.isascii() and answer.isdigit() and len(answer) <= LONGEST_ANSWER):
        return False
    digest = int.from_bytes(sha256(f"{challenge}:{answer}".encode()).digest())
    return digest >> (256 - bits) == 0


def may_switch(*, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may switch the work before reports on or off, with a reason."""
    if actor.user_id is None or not actor.holds(*SWITCHERS):
        return Decision.no(N_("Only the command post switches this."))
    return may_be_reason(reason)
