"""Several signals at once: what can be done with them, and until when it can be undone."""

from datetime import datetime, timedelta

from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_reason
from sejuk.sense.signals.rules.readers import DESK
from sejuk.sense.signals.rules.reception import first_no
from sejuk.sense.signals.rules.wording import may_be_short

# Chosen: more than a person can have read before he presses, and done within a second.
MOST_AT_ONCE = 100
# Chosen: long enough to come back from the telephone and see the slip; short enough that
# few have acted on it meanwhile, and nobody plans with "I can still undo that".
UNDO_WITHIN = timedelta(minutes=10)


class Bulk(Choice):
    """What is done with several signals at once."""

    TAKE = "take", N_("Take them in hand")
    KIND = "kind", N_("Set the kind")
    MATTER = "matter", N_("Same matter")
    SET_ASIDE = "set_aside", N_("Set them aside")
    RELEASE = "release", N_("Lay back")


WITH_REASON = (Bulk.SET_ASIDE, Bulk.RELEASE)


def may_choose(count: int) -> Decision:
    """
    Test whether so many signals can be moved at once.

    >>> [may_choose(count).allowed for count in (0, 1, 100, 101)]
    [False, True, True, False]
    """
    if not count:
        return Decision.no(N_("Choose at least one signal."), where="signal")
    if count > MOST_AT_ONCE:
        return Decision.no(
            N_("%(count)s signals are chosen; at most %(limit)s go at once."),
            where="signal",
            count=count,
            limit=MOST_AT_ONCE,
        )
    return Decision.yes()


def may_say(deed: Bulk, *, has_kind: bool, cluster: str, reason: str) -> Decision:
    """Test whether what a deed needs for all of its signals is said."""
    if deed is Bulk.KIND and not has_kind:
        return Decision.no(N_("Choose the kind."), where="kind")
    if deed is Bulk.MATTER:
        return may_be_short("cluster", cluster)
    return may_be_reason(reason) if deed in WITH_REASON else Decision.yes()


def matter_among(named: str, clusters: set[str], lowest: int) -> str | None:
    """
    Return which matter signals are put into: as named, or the one that some are in, or a new one.

    None where they are in several and nobody has said which.

    >>> matter_among("", set(), 41), matter_among("", {"banjir"}, 41)
    ('sinyal-41', 'banjir')
    >>> matter_among("", {"banjir", "jembatan"}, 41), matter_among("banjir", {"jembatan"}, 41)
    (None, 'banjir')
    """
    if named.strip():
        return named.strip()
    if len(clusters) > 1:
        return None
    return next(iter(clusters), f"sinyal-{lowest}")


def may_undo(*, at: datetime, undone_at: datetime | None, now: datetime) -> Decision:
    """Test whether what was done at once can still be undone at once."""
    if undone_at is not None:
        return Decision.no(N_("This was undone already."))
    if now > at + UNDO_WITHIN:
        return Decision.no(
            N_("What is done at once can be undone for %(minutes)s minutes; they are over."),
            minutes=UNDO_WITHIN // timedelta(minutes=1),
        )
    return Decision.yes()


def may_restore(*, is_untouched: bool, area_code: str, actor: Actor) -> Decision:
    """Test whether a signal goes back to what it was: while nobody has changed it since."""
    is_his = actor.holds(*DESK, area_code=area_code)
    return first_no(
        Decision.yes() if is_his else Decision.no(N_("It lies outside your area by now.")),
        Decision.yes() if is_untouched else Decision.no(N_("It was changed since: it stays.")),
    )
