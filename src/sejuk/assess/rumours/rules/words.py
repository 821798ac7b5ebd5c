"""The closed lists of rumours: states and their moves, veracity, types, places, authorities."""

from datetime import date, timedelta

from sejuk.kit.actors import Role
from sejuk.kit.choices import N_, Choice
from sejuk.sense.signals.rules import ContentGrade

DESK = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)
LEADERS = (Role.OPS_HEAD, Role.CHIEF)
# With whom an overdue rumour is next, and then.
SECOND = (Role.OPS_HEAD, Role.CHIEF)
# Humas answers the public, so it decides with the desk what a rumour is worth.
WORKERS = (*DESK, Role.PUBLIC_RELATIONS)
# Who hears rumours writes down where he heard them, and decides nothing by it.
TELLERS = (*WORKERS, Role.VILLAGE_OFFICER)
READERS = (*TELLERS, Role.AUDITOR)


class RumourState(Choice):
    """How far the work on a rumour has come. It says nothing of what is true."""

    NEW = "new", N_("New")
    VERIFYING = "verifying", N_("Being verified")
    ANSWERING = "answering", N_("To be answered")
    WATCHED = "watched", N_("Answered, being watched")
    CLOSED = "closed", N_("Closed")
    MERGED = "merged", N_("Merged into another")


OPEN_STATES = (
    RumourState.NEW,
    RumourState.VERIFYING,
    RumourState.ANSWERING,
    RumourState.WATCHED,
)
# Who still owes something by a day and hour: an answered rumour is only watched.
OWING_STATES = (RumourState.NEW, RumourState.VERIFYING, RumourState.ANSWERING)

NEXT_STATES: dict[RumourState, frozenset[RumourState]] = {
    RumourState.NEW: frozenset({RumourState.VERIFYING, RumourState.ANSWERING, RumourState.MERGED}),
    RumourState.VERIFYING: frozenset({RumourState.ANSWERING, RumourState.MERGED}),
    RumourState.ANSWERING: frozenset(
        {RumourState.VERIFYING, RumourState.WATCHED, RumourState.CLOSED, RumourState.MERGED}
    ),
    RumourState.WATCHED: frozenset(
        {RumourState.VERIFYING, RumourState.ANSWERING, RumourState.CLOSED, RumourState.MERGED}
    ),
    # Told again, or doubted again: both leave the old resolution on record.
    RumourState.CLOSED: frozenset(
        {RumourState.VERIFYING, RumourState.ANSWERING, RumourState.MERGED}
    ),
    # What was merged comes back by undoing the merge, as it was.
    RumourState.MERGED: frozenset(),
}


class Veracity(Choice):
    """
    What is known of whether a claim holds: nine values, apart from the work.

    As in WikiRumours there are values for what cannot be found out. "True once" is ours: a claim
    about an old date or an old list is neither true nor false (First Draft: false context).
    """

    UNVERIFIED = "unverified", N_("Not verified yet")
    TRUE = "true", N_("True")
    PROBABLY_TRUE = "probably_true", N_("Probably true")
    PARTLY_TRUE = "partly_true", N_("Partly true")
    TRUE_ONCE = "true_once", N_("Was true once, not now")
    PROBABLY_FALSE = "probably_false", N_("Probably false")
    FALSE = "false", N_("False")
    UNVERIFIABLE = "unverifiable", N_("Impossible to verify")
    UNVERIFIABLE_FALSE = (
        "unverifiable_false",
        N_("Impossible to verify, but probably false"),
    )


# "Terbukti": never without the answer of a named authority (KPU, Bawaslu, ...) and its reference.
PROVEN = (Veracity.TRUE, Veracity.PARTLY_TRUE, Veracity.TRUE_ONCE, Veracity.FALSE)

GRADES: dict[Veracity, ContentGrade | None] = {
    # Nothing is known better than whoever graded the signal knew it.
    Veracity.UNVERIFIED: None,
    Veracity.UNVERIFIABLE: None,
    Veracity.TRUE: ContentGrade.ONE,
    Veracity.PROBABLY_TRUE: ContentGrade.TWO,
    Veracity.PARTLY_TRUE: ContentGrade.THREE,
    Veracity.PROBABLY_FALSE: ContentGrade.FOUR,
    Veracity.UNVERIFIABLE_FALSE: ContentGrade.FOUR,
    # Told now it is untrue now.
    Veracity.TRUE_ONCE: ContentGrade.FIVE,
    Veracity.FALSE: ContentGrade.FIVE,
}
"""Which Admiralty grade the signals of a rumour get: chosen, word by word the nearest one."""


class ContentType(Choice):
    """First Draft's seven types (Wardle, 2017), as Mafindo uses them."""

    SATIRE = "satire", N_("Satire or parody")
    MISLEADING = "misleading", N_("Misleading content")
    IMPOSTER = "imposter", N_("Imposter content")
    FABRICATED = "fabricated", N_("Fabricated content")
    FALSE_CONNECTION = "false_connection", N_("False connection")
    FALSE_CONTEXT = "false_context", N_("False context")
    MANIPULATED = "manipulated", N_("Manipulated content")


class HeardAt(Choice):
    """Where a rumour was heard; WikiRumours' list, with the places of a Sumatran village."""

    MARKET = "pasar", N_("Market")
    COFFEE_STALL = "warung", N_("Coffee stall or shop")
    WORSHIP = "tempat_ibadah", N_("Place of worship")
    STREET = "jalan", N_("Street")
    HOME = "rumah", N_("At home or next door")
    SCHOOL = "sekolah", N_("School")
    WORKPLACE = "tempat_kerja", N_("Workplace or field")
    MEETING = "pertemuan", N_("Meeting or celebration")
    VILLAGE_OFFICE = "balai_desa", N_("Village office")
    VEHICLE = "angkutan", N_("Public transport")
    GROUP_CHAT = "grup_percakapan", N_("Group chat")
    ONLINE_PAGE = "halaman_daring", N_("Public page online")
    LEAFLET = "selebaran", N_("Leaflet or banner")
    UNKNOWN = "tidak_diketahui", N_("Not known")


class Authority(Choice):
    """Who can say with authority whether a claim holds."""

    KPU = "kpu", N_("Election commission (KPU)")
    BAWASLU = "bawaslu", N_("Election supervisor (Bawaslu)")
    OFFICIAL = "instansi", N_("Official body")
    FACT_CHECKER = "pemeriksa_fakta", N_("Fact-checker")


class Priority(Choice):
    """How soon a rumour must be verified and answered."""

    URGENT = "urgent", N_("At once")
    HIGH = "high", N_("Today")
    NORMAL = "normal", N_("Within three days")
    LOW = "low", N_("Within a week")


# Four hours: what Permenkominfo 5/2020 gives platforms for urgent content. A day: a rumour is
# answered on the day it is heard. Three days: SP4N-LAPOR! verifies and passes on within three. A
# week: as long as Bawaslu takes reports of a violation after it became known.
WITHIN: dict[Priority, timedelta] = {
    Priority.URGENT: timedelta(hours=4),
    Priority.HIGH: timedelta(hours=24),
    Priority.NORMAL: timedelta(days=3),
    Priority.LOW: timedelta(days=7),
}
# Chosen: early enough to telephone somebody, late enough not to be a second deadline.
REMIND_IN_LAST = 0.25


class Deed(Choice):
    """What was done with a rumour."""

    WRITTEN = "written", N_("Written down")
    SIGHTED = "sighted", N_("Heard again")
    HEARD_AGAIN = "heard_again", N_("Heard again after it was closed")
    SIGHTING_WITHDRAWN = "sighting_withdrawn", N_("Sighting withdrawn")
    EDITED = "edited", N_("Edited")
    TAKEN = "taken", N_("Taken in hand")
    RELEASED = "released", N_("Laid back")
    ASKED = "asked", N_("Asked an authority")
    ANSWER_NOTED = "answer_noted", N_("Answer of an authority noted")
    DECIDED = "decided", N_("Veracity decided")
    ANSWERED = "answered", N_("Answered")
    CLOSED = "closed", N_("Closed")
    REOPENED = "reopened", N_("Verified anew")
    REFERRED = "referred", N_("Referred")
    REMINDED = "reminded", N_("Deadline called to mind")
    HANDED_ON = "handed_on", N_("Handed on, since it was overdue")
    MERGED_INTO = "merged_into", N_("Merged into another")
    MERGED_HERE = "merged_here", N_("Another one merged here")
    UNMERGED = "unmerged", N_("Merge undone")
    SPLIT_OFF = "split_off", N_("Sightings split off")
    SPLIT_FROM = "split_from", N_("Split from another")


class ShiftKind(Choice):
    """Why sightings went from one rumour to another."""

    MERGE = "merge", N_("Merge")
    SPLIT = "split", N_("Split")
    UNDOING = "undoing", N_("Undoing of a merge")


SEVERITIES: dict[Priority, int] = {
    Priority.URGENT: 3,
    Priority.HIGH: 2,
    Priority.NORMAL: 1,
    Priority.LOW: 1,
}
"""How grave a sighting is taken to be: chosen; the gravest is left to somebody who grades it."""


def matter_of(number: int) -> str:
    """
    Return the name under which the signals of a rumour are one matter.

    >>> matter_of(12)
    'isu-12'
    """
    return f"isu-{number}"


def voice_of(number: int, heard_on: date, place: HeardAt) -> str:
    """
    Return the name of one telling of a rumour: heard on another day or elsewhere it is told again.

    >>> voice_of(12, date(2024, 11, 19), HeardAt.MARKET)
    'isu-12 2024-11-19 pasar'
    """
    return f"{matter_of(number)} {heard_on} {place.value}"
