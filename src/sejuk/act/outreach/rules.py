"""Visits: their vocabulary (docs/glossary.md) and who may record one. No Django, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import (
    Kind,
    first_no,
    may_be_dated,
    may_be_reason,
    may_be_stored,
    may_be_worded,
)

DESK = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF, Role.SECTOR_CHIEF)
FIELD = (*DESK, Role.VILLAGE_OFFICER)
# A partner sees that a village was visited and by whom; what was heard stays with signals.
READERS = (*FIELD, Role.PUBLIC_RELATIONS, Role.PARTNER, Role.AUDITOR)
# The pages with what was noted and photographed.
PHOTO_READERS = (*FIELD, Role.PUBLIC_RELATIONS)
# Chosen: a page and a half; what needs more is a report of its own.
LONGEST_NOTE = 3_000
LONGEST_PLACE = 120
MOST_CONCERNS = 10
MOST_PHOTOS = 4
# Chosen: the largest stadium of the province holds 23,000.
LARGEST_ATTENDANCE = 50_000


class VisitKind(Choice):
    """What kind of outreach it was."""

    COURTESY = "sambang", N_("Courtesy visit (sambang)")
    DOOR_TO_DOOR = "dds", N_("Door to door (DDS)")
    FACE_TO_FACE = "tatap_muka", N_("Face-to-face meeting (tatap muka)")
    GOODWILL = "silaturahmi", N_("Goodwill visit (silaturahmi)")
    APPEAL = "imbauan", N_("Public appeal (imbauan)")
    INFORMATION = "sosialisasi", N_("Information session (sosialisasi)")
    COACHING = "pembinaan", N_("Coaching (pembinaan)")
    GUIDANCE = "binluh", N_("Guidance talk (binluh)")
    DIALOGUE_PATROL = "patroli_dialogis", N_("Dialogue patrol (patroli dialogis)")
    DISCUSSION = "fgd", N_("Group discussion (FGD)")
    FRIDAY_TALK = "jumat_curhat", N_("Friday talk (Jumat Curhat)")
    MEDIATION = "problem_solving", N_("Problem solving (mediation)")
    JOINT_PRAYER = "doa_bersama", N_("Joint prayer (doa bersama)")
    PEACE_DECLARATION = "deklarasi_damai", N_("Peace declaration (deklarasi damai)")


class PartyMet(Choice):
    """Who was met: by function, never by the name of a private person."""

    # In the order in which an officer meets them most.
    VILLAGE_HEAD = "kades", N_("Village head (kades/lurah)")
    VILLAGE_OFFICIALS = "perangkat_desa", N_("Village officials (perangkat desa)")
    RESIDENTS = "warga", N_("Residents")
    RELIGIOUS_LEADER = "toga", N_("Religious leader (toga)")
    COMMUNITY_LEADER = "tomas", N_("Community leader (tomas)")
    CUSTOMARY_LEADER = "todat", N_("Customary leader (todat)")
    YOUTH_LEADER = "toda", N_("Youth leader (toda)")
    WOMENS_LEADER = "tokoh_perempuan", N_("Women's leader (tokoh perempuan)")
    ARMY_VILLAGE_OFFICER = "babinsa", N_("Army village officer (Babinsa)")
    VILLAGE_COUNCIL = "bpd", N_("Village council (BPD)")
    LINMAS = "linmas", N_("Community protection (Linmas)")
    YOUTH_CLUB = "karang_taruna", N_("Youth club (karang taruna)")
    ORGANISATION = "ormas", N_("Community organisation (ormas)")
    ELECTION_ORGANISER = "kpps", N_("Election organisers (PPK/PPS/KPPS)")
    ELECTION_SUPERVISOR = "panwas", N_("Election supervisors (Panwascam/PKD/PTPS)")
    SCHOOL = "sekolah", N_("School or campus")


class MessageGiven(Choice):
    """Messages of the programme (pesan kamtibmas). None of them names a contestant."""

    UNITY = "persatuan", N_("Keep our unity")
    WISE_MEDIA = "bijak_medsos", N_("Be wise on social media")
    REFUSE_SARA = "tolak_sara", N_("Refuse SARA provocation")
    NO_HOAX = "jangan_hoaks", N_("Do not believe hoaxes")
    REFUSE_MONEY = "tolak_uang", N_("Refuse money politics")
    USE_VOTE = "gunakan_hak_pilih", N_("Use your right to vote")
    REPORT_TROUBLE = "lapor", N_("Report what may become trouble")


class Outcome(Choice):
    """What was heard, at a later visit, about a concern from an earlier one."""

    NOT_ASKED = "", N_("Not asked about")
    STILL_OPEN = "still_open", N_("Still a concern")
    SETTLED = "settled", N_("Settled")


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that worries people, as an officer heard it. It becomes a signal."""

    text: str = field(repr=False)
    kind: Kind
    severity: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was heard this time about a concern that an earlier visit brought in."""

    signal_id: int
    outcome: Outcome
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """A visit as it is handed in. Texts are kept out of error messages."""

    kind: VisitKind
    area_code: str
    place: str
    held_at: datetime
    officer_id: int
    parties_met: tuple[PartyMet, ...]
    messages_given: tuple[MessageGiven, ...] = ()
    attendance: int | None = None
    note: str = field(default="", repr=False)
    concerns: tuple[Concern, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    photos: tuple[bytes, ...] = field(default=(), repr=False)
    order_id: int | None = None
    at_contestant_event: bool = False
    proposal_id: int | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class OrderHeld:
    """A written order (Sprin): from when until when it holds, and whether it sends the officer."""

    starts_on: date
    ends_on: date
    sends_him: bool


def may_record(*, area_code: str, is_in_his_care: bool, actor: Actor) -> Decision:
    """
    Test whether `actor` may write down a visit to a village.

    >>> officer = Actor("budi", frozenset())
    >>> may_record(area_code="16.01.08.2018", is_in_his_care=False, actor=officer).allowed
    False
    """
    if actor.holds(*FIELD, area_code=area_code):
        return Decision.yes()
    if is_in_his_care and actor.holds(Role.VILLAGE_OFFICER):
        return Decision.yes()
    return Decision.no(
        N_("The village %(code)s is not in your care."), where="area", code=area_code
    )


def may_record_for(*, is_himself: bool, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may write down a visit of this officer: his own, or one of his desk."""
    if is_himself or actor.holds(*DESK, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("You record your own visits only."), where="officer")


def may_be_kept(new: NewVisit, *, now: datetime, earliest: datetime) -> Decision:
    """Test whether a visit can have been like that, and can be kept whole."""
    return first_no(
        may_be_held(new.held_at, now=now, earliest=earliest),
        _may_be_met(new.parties_met, new.attendance),
        _may_fit("place", new.place, LONGEST_PLACE),
        _may_fit("note", new.note, LONGEST_NOTE),
        _may_be_many("concerns", len(new.concerns), MOST_CONCERNS),
        _may_be_many("photos", len(new.photos), MOST_PHOTOS),
        *(may_follow_up(one) for one in new.follow_ups),
    )


def may_be_held(held_at: datetime, *, now: datetime, earliest: datetime) -> Decision:
    """Test whether a visit can have been at that hour."""
    dated = may_be_dated(held_at, received_at=now, earliest=earliest)
    if dated:
        return dated
    return Decision(
        allowed=False, message=dated.message, values={**dated.values, "where": "held_at"}
    )


def _may_be_met(parties_met: Sequence[PartyMet], attendance: int | None) -> Decision:
    if not parties_met:
        return Decision.no(N_("Mark whom you met."), where="parties_met")
    if attendance is not None and not 0 <= attendance <= LARGEST_ATTENDANCE:
        return Decision.no(
            N_("The attendance lies between 0 and %(most)s."),
            where="attendance",
            most=LARGEST_ATTENDANCE,
        )
    return Decision.yes()


def _may_be_many(where: str, count: int, most: int) -> Decision:
    if count <= most:
        return Decision.yes()
    message = (
        N_("At most %(most)s photos fit one visit.")
        if where == "photos"
        else N_("At most %(most)s concerns fit one visit.")
    )
    return Decision.no(message, where=where, most=most)


def may_attend(*, at_contestant_event: bool, order: OrderHeld | None, held_on: date) -> Decision:
    """
    Test whether the officer may have been there: at a contestant's event only with an order to him.

    >>> may_attend(at_contestant_event=True, order=None, held_on=date(2024, 11, 2)).allowed
    False
    """
    if order is None:
        if not at_contestant_event:
            return Decision.yes()
        return Decision.no(
            N_("Presence at a contestant's event needs a written order (Sprin): choose it."),
            where="order",
        )
    if not order.sends_him:
        return Decision.no(N_("The order does not name this officer."), where="order")
    if order.starts_on <= held_on <= order.ends_on:
        return Decision.yes()
    return Decision.no(
        N_("The order holds from %(first)s until %(last)s, not on the day of the visit."),
        where="order",
        first=order.starts_on,
        last=order.ends_on,
    )


def may_follow_up(follow_up: FollowUp) -> Decision:
    """Test whether an answer about an earlier concern says something."""
    if follow_up.outcome is Outcome.SETTLED:
        return may_be_reason(follow_up.words)
    return may_be_worded(follow_up.words)


def _may_fit(where: str, words: str, longest: int) -> Decision:
    if len(words) > longest:
        return Decision.no(
            N_("The text has %(count)s characters; at most %(limit)s are taken."),
            where=where,
            count=len(words),
            limit=longest,
        )
    return may_be_stored(where, words)
