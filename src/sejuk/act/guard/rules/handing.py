"""Handing a post over from one shift to the next. No Django, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sejuk.act.guard.rules.standing import EARLIEST, LEADERS
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import may_be_stored

# Chosen: who relieves within two hours takes the post over; after a longer gap a leader closes it.
SOON_AFTER = timedelta(hours=2)
# Chosen: half a page each.
LONGEST_SITUATION = 5_000
LONGEST_REMARK = 500
MOST_PEOPLE = 500
MOST_MATTERS = 50


@dataclass(frozen=True, slots=True)
class CountedItem:
    """A thing of the post as it was counted, beside how many there should be."""

    name: str
    kind: str
    stated: int
    counted: int
    remark: str = ""

    @property
    def differs(self) -> bool:
        return self.stated != self.counted


@dataclass(frozen=True, slots=True)
class Matter:
    """Something left open: handed on from shift to shift until somebody says how it ended."""

    text: str
    since: date
    is_settled: bool = False
    how: str = ""


@dataclass(frozen=True, slots=True)
class GivenOver:
    """What the giver of a post states and signs."""

    people_present: int
    items: tuple[CountedItem, ...]
    situation: str
    matters: tuple[Matter, ...]


def carried(matters: Sequence[Matter]) -> tuple[Matter, ...]:
    """
    Return what the next shift takes over: all that is not settled.

    >>> day = date(2024, 11, 5)
    >>> [m.text for m in carried([Matter("Lampu mati", day), Matter("Kunci", day, True, "Ada")])]
    ['Lampu mati']
    """
    return tuple(matter for matter in matters if not matter.is_settled)


def may_give(
    actor: Actor, *, area_code: str, is_of_shift: bool, ends_at: datetime, now: datetime
) -> Decision:
    """Test whether the actor hands a post over for the shift that ends."""
    if not is_of_shift and not actor.holds(*LEADERS, area_code=area_code):
        return Decision.no(
            N_("A post is handed over by who stands in the shift that ends, or by who leads.")
        )
    if now < ends_at - EARLIEST:
        return Decision.no(
            N_("The handover is written in the last hour of the shift, from %(time)s on."),
            time=ends_at - EARLIEST,
        )
    return Decision.yes()


def may_be_given(given: GivenOver) -> Decision:
    """
    Test whether a handover says what it must: all counted, differences explained.

    >>> radio = CountedItem("HT", "equipment", 4, 3)
    >>> may_be_given(GivenOver(3, (radio,), "Aman.", ())).reason
    'HT: 3 counted, 4 on the list. Say why.'
    """
    if not 0 <= given.people_present <= MOST_PEOPLE:
        return Decision.no(
            N_("People present go from 0 to %(most)s."), where="people_present", most=MOST_PEOPLE
        )
    for item in given.items:
        if item.differs and not item.remark.strip():
            return Decision.no(
                N_("%(name)s: %(counted)s counted, %(stated)s on the list. Say why."),
                where="items",
                name=item.name,
                counted=item.counted,
                stated=item.stated,
            )
    for matter in given.matters:
        if matter.is_settled and not matter.how.strip():
            return Decision.no(
                N_("“%(text)s” is marked as settled: say how."), where="matters", text=matter.text
            )
    if len(given.matters) > MOST_MATTERS:
        return Decision.no(
            N_("At most %(most)s open matters fit a handover."), where="matters", most=MOST_MATTERS
        )
    return _may_be_worded(given)


def _may_be_worded(given: GivenOver) -> Decision:
    if not given.situation.strip():
        return Decision.no(N_("Write how the situation is."), where="situation")
    if len(given.situation) > LONGEST_SITUATION:
        return Decision.no(
            N_("The text has %(count)s characters; at most %(limit)s are taken."),
            where="situation",
            count=len(given.situation),
            limit=LONGEST_SITUATION,
        )
    remarks = [item.remark for item in given.items]
    words = [*remarks, *(words for one in given.matters for words in (one.text, one.how))]
    for text in words:
        if len(text) > LONGEST_REMARK:
            return Decision.no(
                N_("The text has %(count)s characters; at most %(limit)s are taken."),
                where="matters",
                count=len(text),
                limit=LONGEST_REMARK,
            )
    for text in (given.situation, *words):
        stored = may_be_stored("situation", text)
        if not stored:
            return stored
    return Decision.yes()


def may_take(
    actor: Actor,
    *,
    area_code: str,
    is_of_next_shift: bool,
    has_next_shift: bool,
    given_by_id: int,
) -> Decision:
    """
    Test whether the actor signs for having taken a post over: a second person with an account.

    >>> from sejuk.kit.actors import Grant, Role
    >>> budi = Actor("budi", frozenset({Grant(Role.GUARD, "16.01")}), user_id=7)
    >>> may_take(budi, area_code="16.01", is_of_next_shift=True, has_next_shift=True,
    ...          given_by_id=7).allowed
    False
    """
    if actor.user_id is None or actor.user_id == given_by_id:
        return Decision.no(
            N_("Two persons sign a handover: whoever gave the post does not take it.")
        )
    if is_of_next_shift or actor.holds(*LEADERS, area_code=area_code):
        return Decision.yes()
    if not has_next_shift:
        return Decision.no(N_("No shift follows here: the post is closed by who leads the area."))
    return Decision.no(N_("A post is taken over by who stands in the next shift, or by who leads."))


def may_close(*, leads: bool, is_signed: bool) -> Decision:
    """
    Test whether somebody may check out: the leader of a shift only after the handover.

    >>> may_close(leads=True, is_signed=False).allowed
    False
    """
    if not leads or is_signed:
        return Decision.yes()
    return Decision.no(
        N_(
            "Hand the post over first: who leads the shift checks out once giver and taker have "
            "signed."
        )
    )


def may_open(*, before_needs_handover: bool, before_is_signed: bool) -> Decision:
    """Test whether a shift may be opened: the one before has been handed over, if it was stood."""
    if not before_needs_handover or before_is_signed:
        return Decision.yes()
    return Decision.no(
        N_(
            "The shift before has not been handed over: it is opened once giver and taker have "
            "signed the handover."
        )
    )
