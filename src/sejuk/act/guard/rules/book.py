"""The occurrence book of a post: who opens it, and what may stand in it. No Django, no clock."""

from datetime import datetime, timedelta

from sejuk.act.guard.rules.standing import LEADERS, ON_DUTY, EntryKind
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.sense.signals.rules import may_be_whole

# Chosen: who comes early reads what happened; who left late still writes it down.
AROUND_A_SHIFT = timedelta(hours=1)
# Whoever may be on duty at a post, and who leads.
OPENERS = tuple(dict.fromkeys((*ON_DUTY, *LEADERS)))
# What a person writes; the other kinds are written by what happened itself.
WRITTEN_KINDS = (
    EntryKind.PATROL,
    EntryKind.VISITOR,
    EntryKind.GOODS,
    EntryKind.INSPECTION,
    EntryKind.OTHER,
)


def may_open_book(actor: Actor, *, area_code: str, is_on_duty: bool) -> Decision:
    """
    Test whether the actor opens the book of a post and writes in it.

    >>> from sejuk.kit.actors import Grant, Role
    >>> budi = Actor("budi", frozenset({Grant(Role.GUARD, "16.01")}))
    >>> may_open_book(budi, area_code="16.01.08", is_on_duty=True).allowed
    True
    >>> may_open_book(budi, area_code="16.01.08", is_on_duty=False).allowed
    False
    """
    if is_on_duty or actor.holds(*LEADERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(
        N_(
            "The book of a post is opened by who is on open duty there, from an hour before "
            "the shift until an hour after it, and by who leads the area."
        )
    )


def may_be_written(kind: EntryKind) -> Decision:
    """
    Test whether a person writes entries of this kind himself.

    >>> may_be_written(EntryKind.HANDOVER).allowed
    False
    """
    if kind in WRITTEN_KINDS:
        return Decision.yes()
    return Decision.no(
        N_("“%(kind)s” is written into the book by what happens itself."), where="kind", kind=kind
    )


def may_be_entry(text: str) -> Decision:
    """
    Test whether a text can stand in the book, whole.

    >>> may_be_entry(" ").allowed, may_be_entry("Tamu dari KPU 🙂").allowed
    (False, True)
    """
    return may_be_whole(text, empty=N_("Write what happened."))


def may_have_happened(happened_at: datetime, *, now: datetime, earliest: datetime) -> Decision:
    """Test whether what is written down can have happened then."""
    if happened_at > now:
        return Decision.no(
            N_("The time %(time)s lies in the future."), where="happened_at", time=happened_at
        )
    if happened_at < earliest:
        return Decision.no(
            N_("The time %(time)s lies before the operation, which began %(earliest)s."),
            where="happened_at",
            time=happened_at,
            earliest=earliest,
        )
    return Decision.yes()
