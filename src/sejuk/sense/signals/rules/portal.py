"""What may be shown to everybody on the portal, and in whose words."""

from datetime import timedelta

from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_reason, may_be_stored
from sejuk.sense.signals.rules.readers import DESK
from sejuk.sense.signals.rules.reception import first_no
from sejuk.sense.signals.rules.words import Kind

# Chosen with the issue: after two weeks a matter is another matter, or history.
MATTER_IS_FRESH_FOR = timedelta(days=14)
# Chosen: a line and a half of a phone; "Surat suara rusak di TPS 3" has 26.
LONGEST_TITLE = 120
# Whom such a report is about, or who told it, is guessed too easily in a village: who fears whom,
# who was insulted for his faith or origin, which official took sides.
NEVER_BY_VILLAGE = frozenset({Kind.SARA_PROVOCATION, Kind.INTIMIDATION, Kind.OFFICIAL_NEUTRALITY})


def may_release_matter(
    kind: Kind,
    *,
    title: str,
    text: str,
    persons_in_title: int,
    hits_in_title: int,
    area_code: str,
    actor: Actor,
) -> Decision:
    """
    Test whether a title may be shown for a signal of `kind` whose text is `text`.

    `persons_in_title` and `hits_in_title` count what redaction and the check of neutrality found.
    """
    if actor.user_id is None or not actor.holds(*DESK, area_code=area_code):
        return Decision.no(N_("Only the command post or the sector chief releases matters."))
    if kind in NEVER_BY_VILLAGE:
        return Decision.no(
            N_("Matters of this kind are never shown to the public: it could show who told.")
        )
    return first_no(
        _may_be_titled(title),
        _may_be_ours(title, text),
        _may_name_nobody(persons_in_title),
        _may_be_neutral(hits_in_title),
    )


def may_withdraw_matter(
    *, is_withdrawn: bool, reason: str, area_code: str, actor: Actor
) -> Decision:
    """Test whether a released matter may be taken back."""
    if actor.user_id is None or not actor.holds(*DESK, area_code=area_code):
        return Decision.no(N_("Only the command post or the sector chief withdraws matters."))
    if is_withdrawn:
        return Decision.no(N_("This matter was withdrawn already."))
    return may_be_reason(reason)


def _may_be_titled(title: str) -> Decision:
    if not title.strip():
        return Decision.no(N_("Write a title in neutral words."), where="title")
    if len(title) > LONGEST_TITLE:
        return Decision.no(
            N_("The title has %(count)s characters; at most %(limit)s are taken."),
            where="title",
            count=len(title),
            limit=LONGEST_TITLE,
        )
    if any(not sign.isprintable() for sign in title):
        return Decision.no(N_("The title is one line without control characters."), where="title")
    return may_be_stored("title", title)


# Chosen: five words in a row are somebody's sentence; four are a matter ("surat suara rusak di").
MOST_WORDS_TAKEN = 4


def _may_be_ours(title: str, text: str) -> Decision:
    """
    Test whether a title is the desk's own words: never another's text.

    >>> _may_be_ours("Surat suara rusak", "Ada surat suara rusak di TPS").allowed
    True
    >>> _may_be_ours("Ada surat suara rusak di TPS 3", "Pak, ada surat suara rusak di TPS").allowed
    False
    """
    said, written = f" {_plain(text)} ", _plain(title).split()
    runs = (
        " ".join(written[start : start + MOST_WORDS_TAKEN + 1])
        for start in range(len(written) - MOST_WORDS_TAKEN)
    )
    if any(f" {run} " in said for run in runs):
        return Decision.no(
            N_("The title repeats the words of the report. Say it in your own."), where="title"
        )
    return Decision.yes()


def _plain(text: str) -> str:
    return " ".join("".join(x if x.isalnum() else " " for x in text.casefold()).split())


def _may_name_nobody(count: int) -> Decision:
    if count:
        return Decision.no(
            N_("The title names a person or holds a number by which one is found. Leave it out."),
            where="title",
        )
    return Decision.yes()


def _may_be_neutral(count: int) -> Decision:
    if count:
        return Decision.no(
            N_("The title is not neutral: it names or praises somebody who stands for election."),
            where="title",
        )
    return Decision.yes()
