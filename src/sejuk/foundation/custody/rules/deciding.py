"""Who seals, opens, uses and forgets what, and for how long it is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sejuk.foundation.custody.rules.words import FILES, Forgetting, Part, SealedKind
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_reason, may_be_stored

# Chosen: long enough for a call, short enough that nobody leaves a seal open over lunch.
MINUTES = (5, 15, 30, 60)
# Chosen: longer than the longest field, and than the longest message, by which something is sealed.
LONGEST_WORD, LONGEST_TEXT = 500, 20_000
LONG_PARTS = frozenset({Part.DETAILS, Part.TEXT})
# Chosen: three times what a photo has that was made small (`kit.pictures`).
LARGEST_FILE = 1_000_000
# Chosen: below a fortnight nobody could be answered; above two years it is an archive.
FEWEST_DAYS, MOST_DAYS = 14, 730
MACHINE = "system:"


def may_seal(words: Mapping[str, str]) -> Decision:
    """
    Test whether `words` can be sealed: known parts, at least one of them said.

    >>> may_seal({"name": "Siti"}).allowed, may_seal({"religion": "-"}).allowed
    (True, False)
    """
    if not any(word.strip() for word in words.values()):
        return Decision.no(N_("There is nothing to seal."))
    for part, word in words.items():
        if part not in list(Part):
            return Decision.no(N_("%(part)s is not sealed here: nobody asks for it."), part=part)
        most = LONGEST_TEXT if part in LONG_PARTS else LONGEST_WORD
        if len(word) > most:
            return Decision.no(
                N_("What is to be sealed has %(count)s characters; at most %(limit)s are taken."),
                where=part,
                count=len(word),
                limit=most,
            )
        stored = may_be_stored(part, word)
        if not stored:
            return stored
    return Decision.yes()


def may_enclose(kind: SealedKind, content: bytes) -> Decision:
    """
    Test whether a file can be sealed as this kind.

    >>> may_enclose(SealedKind.PHOTO, b"x").allowed, may_enclose(SealedKind.REPORTER, b"x").allowed
    (True, False)
    """
    if kind in FILES and 0 < len(content) <= LARGEST_FILE:
        return Decision.yes()
    return Decision.no(
        N_("At most %(kilobytes)s kB of a photo are sealed."), kilobytes=LARGEST_FILE // 1_000
    )


def may_show(kind: SealedKind) -> Decision:
    """
    Test whether a file may be shown to those who answer for its record, without an opening.

    The words about a person never are, and a photo only until it has been looked at: what was
    blacked out then is the custodian's alone.
    """
    if kind is SealedKind.PHOTO:
        return Decision.yes()
    return Decision.no(N_("Only the custodian of the area opens what was blacked out."))


def may_replace(kind: SealedKind) -> Decision:
    """Test whether another picture may take a file's place: what was sealed by others stays."""
    if kind is SealedKind.CHECKED:
        return Decision.yes()
    return Decision.no(N_("Only the custodian of the area opens what was blacked out."))


def may_restore(kind: SealedKind, *, area_code: str, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may undo a check: the custodian of the area, with a reason."""
    if kind is not SealedKind.ORIGINAL:
        return Decision.no(N_("Nobody has blacked anything out here."))
    if actor.user_id is None or not actor.holds(Role.CUSTODIAN, area_code=area_code):
        return Decision.no(N_("Only the custodian of the area opens what was blacked out."))
    return may_be_reason(reason)


def may_open(*, area_code: str, reason: str, minutes: int, actor: Actor) -> Decision:
    """Test whether `actor` may open a seal: the custodian of the area, for a reason and a time."""
    if actor.user_id is None or not actor.holds(Role.CUSTODIAN, area_code=area_code):
        return Decision.no(N_("Only the custodian of the area opens a sealed identity."))
    if minutes not in MINUTES:
        return Decision.no(
            N_("A seal is opened for %(least)s to %(most)s minutes."),
            where="minutes",
            least=MINUTES[0],
            most=MINUTES[-1],
        )
    return may_be_reason(reason)


def may_reach(actor: Actor) -> Decision:
    """
    Test whether `actor` may use an address unseen: only the machine, when it sends.

    >>> may_reach(Actor.system("channels")).allowed, may_reach(Actor.resident()).allowed
    (True, False)
    """
    if actor.user_id is None and actor.name.startswith(MACHINE):
        return Decision.yes()
    return Decision.no(N_("Sealed addresses are used by the machine alone, when it sends."))


def may_forget(why: Forgetting, *, area_code: str, reason: str, actor: Actor) -> Decision:
    """
    Test whether `actor` may have a seal forgotten.

    When the time is over the machine does it; who owns the words asks for it himself, by his
    receipt or from his own address, and his caller has tested that; else the custodian does.
    """
    if why is Forgetting.RETENTION:
        return may_reach(actor)
    if actor.user_id is None:
        if why is Forgetting.REQUEST:
            return Decision.yes()
        return Decision.no(N_("Only the custodian of the area deletes what should not be kept."))
    if not actor.holds(Role.CUSTODIAN, area_code=area_code):
        return Decision.no(N_("Only the custodian of the area deletes what should not be kept."))
    return may_be_reason(reason)


def may_set_retention(*, days: int, reason: str, area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may set how long seals of a kind are kept: who keeps all of them."""
    if actor.user_id is None or not actor.holds(Role.CUSTODIAN, area_code=area_code):
        return Decision.no(N_("The custodian of the whole operation sets how long seals are kept."))
    if not FEWEST_DAYS <= days <= MOST_DAYS:
        return Decision.no(
            N_("Seals are kept for %(least)s to %(most)s days."),
            where="days",
            least=FEWEST_DAYS,
            most=MOST_DAYS,
        )
    return may_be_reason(reason)


def kept_since(now: datetime, days: int) -> datetime:
    """Return the moment before which what was last needed is forgotten."""
    return now - timedelta(days=days)


# Chosen, each the shortest in which its purpose can be served. UU 27/2022 art. 16 (2) g: personal
# data are deleted when their retention is over, or when the person asks; the Act names no number.
FIRST_RETENTION: dict[SealedKind, tuple[int, str]] = {
    SealedKind.REPORTER: (
        180,
        N_("Until disputes over results are over and the survey is answered."),
    ),
    SealedKind.WHOLE: (180, N_("Until disputes over results are over.")),
    SealedKind.ADDRESS: (90, N_("As long as an answer may still have to be corrected.")),
    SealedKind.SUBSCRIBER: (365, N_("A year in which nothing was sent ends a subscription.")),
    SealedKind.PHOTO: (90, N_("What nobody looked at by then serves nobody.")),
    SealedKind.ORIGINAL: (90, N_("As long as a court or Bawaslu may ask for it in writing.")),
    SealedKind.CHECKED: (180, N_("Until disputes over results are over.")),
    # As short as may be set: what has arrived is forgotten at once, and not every gateway tells.
    SealedKind.OUTGOING: (14, N_("As long as one that failed may be sent again.")),
}
