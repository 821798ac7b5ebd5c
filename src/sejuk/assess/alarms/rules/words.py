"""The closed lists of alarms: streams, finders, states and their moves, verdicts, deeds."""

from datetime import timedelta

from sejuk.kit.actors import Role
from sejuk.kit.choices import N_, Choice
from sejuk.sense.signals.rules import ContentGrade, Form, Kind

DESK = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)
LEADERS = (Role.OPS_HEAD, Role.CHIEF)
# Partners see the temperature; an alarm may rest on who is afraid of whom, which is not theirs.
READERS = (*DESK, Role.VILLAGE_OFFICER, Role.PUBLIC_RELATIONS, Role.AUDITOR)

# Figures of places leave the house by who answers for them, or examines.
TAKERS = (*DESK, Role.AUDITOR)

# Nyss' users and coconut's ask for a week without repetition; the notes on the engine measured 5.
NOT_RAISED_AGAIN_DAYS = 5

# A deployment needs four to six quiet weeks of records before thresholds mean anything.
ENOUGH_DAYS = 28
DEFAULT_BUDGET_DAYS = 30.0
"""One false alarm in thirty quiet days: chosen, the figure at which the engine was measured."""

# Chosen: a desk that is manned looks at an alarm within two hours; a grave incident, that is
# already confirmed, must not wait longer than a walk to the chief's office takes.
ANSWER_WITHIN = timedelta(hours=2)
ANSWER_GRAVE_WITHIN = timedelta(minutes=30)
# As signals are triaged within a day (SP4N-LAPOR! passes on within three working days).
DECIDE_WITHIN = timedelta(hours=24)


class Stream(Choice):
    """
    Kinds of signals that are counted together.

    Chosen: one kind alone is too rare in a village to be counted, and all kinds together hide a
    rumour in complaints about roads. These five are what the same people would look into.
    """

    TALK = "isu", N_("Rumours and provocation")
    PRESSURE = "tekanan", N_("Pressure, money and partiality")
    ELECTION = "penyelenggaraan", N_("Running of the election")
    CONFLICT = "konflik", N_("Quarrels and violence")
    ORDER = "ketertiban", N_("Public order and service")


KINDS_OF: dict[Stream, frozenset[Kind]] = {
    Stream.TALK: frozenset({Kind.RUMOUR, Kind.SARA_PROVOCATION}),
    Stream.PRESSURE: frozenset({Kind.INTIMIDATION, Kind.MONEY_POLITICS, Kind.OFFICIAL_NEUTRALITY}),
    Stream.ELECTION: frozenset({Kind.LOGISTICS, Kind.VOTER_ROLL}),
    Stream.CONFLICT: frozenset(
        {Kind.BOUNDARY, Kind.QUARREL, Kind.DAMAGE, Kind.VIOLENCE, Kind.GATHERING}
    ),
    Stream.ORDER: frozenset({Kind.PUBLIC_ORDER, Kind.DISASTER, Kind.SERVICE, Kind.OTHER}),
}
_STREAM_OF = {kind: stream for stream, kinds in KINDS_OF.items() for kind in kinds}


def stream_of(kind: Kind) -> Stream | None:
    """
    Return with what a kind is counted; None for good news, which is never unusual enough.

    >>> stream_of(Kind.RUMOUR), stream_of(Kind.POSITIVE)
    (<Stream.TALK: 'isu'>, None)
    """
    return _STREAM_OF.get(kind)


def counts_as_case(form: Form, kind: Kind, content: ContentGrade) -> bool:
    """
    Test whether a signal that was not set aside is counted at all.

    A notified gathering is a service to render. What was refuted did not happen; but a rumour that
    is untrue still goes round, and is what an alarm is to notice.

    >>> counts_as_case(Form.REPORT, Kind.RUMOUR, ContentGrade.FIVE)
    True
    >>> counts_as_case(Form.REPORT, Kind.QUARREL, ContentGrade.FIVE)
    False
    """
    stream = stream_of(kind)
    if stream is None or form is Form.NOTICE:
        return False
    return content is not ContentGrade.FIVE or stream is Stream.TALK


class Finder(Choice):
    """What noticed it; the values are the engine's detectors."""

    VILLAGE = "village", N_("Unusual in one village")
    SCAN = "scan", N_("Unusual in neighbouring villages")
    DISTRICT = "district", N_("Unusual in the whole district")
    GRAVE = "grave", N_("Confirmed very grave incident")
    RULE = "rule", N_("A rule set by hand")


class AlarmState(Choice):
    """How far the work on an alarm has come."""

    RAISED = "raised", N_("Raised")
    ASSESSED = "assessed", N_("Assessed")
    ESCALATED = "escalated", N_("Escalated")
    DISMISSED = "dismissed", N_("Dismissed")
    CLOSED = "closed", N_("Closed")


OPEN_STATES = (AlarmState.RAISED, AlarmState.ASSESSED, AlarmState.ESCALATED)
# Who still owes a decision: an escalated alarm has one, and waits for what comes of it.
UNDECIDED_STATES = (AlarmState.RAISED, AlarmState.ASSESSED)

NEXT_STATES: dict[AlarmState, frozenset[AlarmState]] = {
    AlarmState.RAISED: frozenset({AlarmState.ASSESSED, AlarmState.ESCALATED, AlarmState.DISMISSED}),
    AlarmState.ASSESSED: frozenset(
        {AlarmState.RAISED, AlarmState.ESCALATED, AlarmState.DISMISSED, AlarmState.CLOSED}
    ),
    AlarmState.ESCALATED: frozenset({AlarmState.CLOSED}),
    # A dismissal may prove wrong; then it is escalated after all, and both stay on record.
    AlarmState.DISMISSED: frozenset({AlarmState.ESCALATED}),
    AlarmState.CLOSED: frozenset(),
}


class Verdict(Choice):
    """
    What somebody found about one report of an alarm, as in Nyss.

    Of talk "as reported" means that it goes about, and never that what is said is true.
    """

    CORRECT = "correct", N_("As reported")
    OTHER_MATTER = "other_matter", N_("Not about this")
    MISTAKEN = "mistaken", N_("Mistaken")


class Deed(Choice):
    """What was done with an alarm."""

    RAISED = "raised", N_("Raised")
    REPORT_ASSESSED = "report_assessed", N_("Report assessed")
    HANDED_ON = "handed_on", N_("Handed on, since nobody had answered")
    ESCALATED = "escalated", N_("Escalated")
    DISMISSED = "dismissed", N_("Dismissed")
    CLOSED = "closed", N_("Closed")


# What decides about an alarm, and how it stands after it until the next of these.
DECIDED_BY = {
    Deed.ESCALATED: AlarmState.ESCALATED,
    Deed.DISMISSED: AlarmState.DISMISSED,
    Deed.CLOSED: AlarmState.CLOSED,
}


def answer_within(finder: Finder) -> timedelta:
    """Return how long an alarm may wait until it goes to a second person."""
    return ANSWER_GRAVE_WITHIN if finder is Finder.GRAVE else ANSWER_WITHIN
