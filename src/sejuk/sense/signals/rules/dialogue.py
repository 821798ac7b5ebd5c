"""Who may write in the dialogue under a receipt, until when, and when its survey is due."""

from datetime import datetime, timedelta

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_stored
from sejuk.sense.signals.rules.readers import DESK
from sejuk.sense.signals.rules.words import OPEN_STATES, SignalState

# Chosen: an answer by telephone fits in, and a report of its own does not.
LONGEST_ENTRY = 2_000
# Chosen: two days longer than the survey lets wait, so that who is not content can still say why;
# then it is another matter, with a deadline of its own.
WRITES_AFTER_CLOSING = timedelta(days=30)
# Chosen: nobody writes more before he is read; a form sent by a machine does.
MOST_UNREAD = 10
# The issue asks for four weeks: long enough to see whether it stayed quiet.
SURVEY_AFTER = timedelta(weeks=4)
# What fewer people said is not shown: they could be guessed. As on every public count.
FEWEST_SHOWN = 5


class Voice(Choice):
    """Who speaks in a dialogue: a function, never a name."""

    RESIDENT = "resident", N_("Resident")
    COMMAND_POST = "post", N_("Command post")
    SECTOR = "sector", N_("Police sector")


class Occasion(Choice):
    """What a notice tells of; never what was said."""

    ENTRY = "entry", N_("The police wrote")
    STATE = "state", N_("The report was closed")
    SURVEY = "survey", N_("Survey")


class Answered(Choice):
    YES = "yes", N_("Yes")
    PARTLY = "partly", N_("In part")
    NO = "no", N_("No")


class Safer(Choice):
    SAFER = "safer", N_("Safer than before")
    SAME = "same", N_("As before")
    LESS = "less", N_("Less safe than before")


def voice_of(actor: Actor) -> Voice:
    """Return the function in which an officer writes: his name never goes out."""
    if actor.roles == {Role.SECTOR_CHIEF}:
        return Voice.SECTOR
    return Voice.COMMAND_POST


def may_be_said(text: str) -> Decision:
    """
    Test whether something can be an entry.

    >>> may_be_said("Di dekat jembatan.").allowed, may_be_said("  ").allowed
    (True, False)
    """
    if not text.strip():
        return Decision.no(N_("Write something first."), where="text")
    if len(text) > LONGEST_ENTRY:
        return Decision.no(
            N_("An answer has at most %(most)s characters."), where="text", most=LONGEST_ENTRY
        )
    return may_be_stored("text", text)


def may_answer_reporter(text: str, *, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may write to who reported."""
    if actor.user_id is None or not actor.holds(*DESK, area_code=area_code):
        return Decision.no(N_("Only the command post or the sector chief writes to who reported."))
    return may_be_said(text)


def may_write_by_receipt(
    state: SignalState, changed_at: datetime | None, *, unread: int, now: datetime
) -> Decision:
    """
    Test whether who reported may still write under his receipt.

    >>> from datetime import UTC
    >>> closed = datetime(2024, 11, 1, tzinfo=UTC)
    >>> [may_write_by_receipt(SignalState.SETTLED, closed, unread=0, now=closed
    ...  + timedelta(days=days)).allowed for days in (30, 31)]
    [True, False]
    """
    if state not in OPEN_STATES and changed_at and now > changed_at + WRITES_AFTER_CLOSING:
        return Decision.no(
            N_("This report was closed more than %(days)s days ago. Please report anew."),
            days=WRITES_AFTER_CLOSING.days,
        )
    if unread >= MOST_UNREAD:
        return Decision.no(
            N_("What you wrote has not been read yet. Please wait, or call 110 if it is urgent.")
        )
    return Decision.yes()


def survey_due_at(state: SignalState, changed_at: datetime | None) -> datetime | None:
    """Return from when who reported is asked what came of it; None while his report is open."""
    if state in OPEN_STATES or changed_at is None:
        return None
    return changed_at + SURVEY_AFTER


def may_be_survey(state: SignalState, changed_at: datetime | None, *, now: datetime) -> Decision:
    """Test whether the questions are asked already."""
    due = survey_due_at(state, changed_at)
    if due is None or now < due:
        return Decision.no(N_("The questions come four weeks after a report was closed."))
    return Decision.yes()
