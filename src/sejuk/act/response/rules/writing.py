"""What an answer says, and who may write, approve, release, correct and withdraw it."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace

from sejuk.act.response.rules.words import (
    APPROVERS,
    NEEDED_APPROVALS,
    RELEASERS,
    WRITERS,
    AnswerState,
    LocalLanguage,
)
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision
from sejuk.kit.reasons import may_be_reason, may_be_stored

# Chosen: the title alone fits into one SMS of 160 characters, with who says it.
LONGEST_TITLE = 110
SHORTEST_TITLE = 10
LONGEST_PART = 1_200
LONGEST_LINE = 200
SHORTEST_OVERRIDE = 20
# Chosen: the name of a language, not a sentence about it.
LONGEST_LANGUAGE = 40


@dataclass(frozen=True, slots=True)
class Wording:
    """
    What an answer says: the fact first, one warning, the source, what to do.

    `local` is a rendering in the language of the place, which `local_language` says by the closed
    list and `local_other` by other words; `change` says what a correction corrects.
    """

    title: str
    fact: str
    warning: str
    source: str
    reference: str
    advice: str
    local: str = ""
    local_language: str = ""
    local_other: str = ""
    change: str = ""

    def stripped(self) -> "Wording":
        """Return it without spaces around, and without the language of what is not there."""
        words = Wording(**{one.name: getattr(self, one.name).strip() for one in fields(self)})
        if not words.local:
            return replace(words, local_language="", local_other="")
        is_other = words.local_language == LocalLanguage.OTHER
        return words if is_other else replace(words, local_other="")

    @property
    def whole(self) -> str:
        """Return everything that goes out, for the check of neutrality."""
        said = [one.name for one in fields(self) if one.name != "local_language"]
        return "\n".join(getattr(self, name) for name in said)

    @property
    def told(self) -> dict[str, str]:
        """Return what may name nobody. A source is an office, a reference a letter or a page."""
        return {
            "title": self.title,
            "fact": self.fact,
            "warning": self.warning,
            "advice": self.advice,
            "local": self.local,
            "local_other": self.local_other,
            "change": self.change,
        }


LIMITS = {
    "title": (SHORTEST_TITLE, LONGEST_TITLE),
    "fact": (20, LONGEST_PART),
    "warning": (0, LONGEST_PART),
    "source": (3, LONGEST_LINE),
    "reference": (3, LONGEST_LINE),
    "advice": (10, LONGEST_PART),
    "local": (0, LONGEST_PART),
    "local_other": (0, LONGEST_LANGUAGE),
    "change": (0, LONGEST_PART),
}


def may_be_worded(words: Wording, *, title_repeats_claim: bool, is_correction: bool) -> Decision:
    """
    Test whether an answer is whole: fact, source, advice, and no claim in its title.

    >>> words = Wording("Pemungutan suara tetap 27 November.", "Tidak ada penundaan apa pun.", "",
    ...                 "KPU Kabupaten OKU", "Surat 12/2024", "Datang ke TPS pukul 07.00.")
    >>> may_be_worded(words, title_repeats_claim=False, is_correction=False).allowed
    True
    """
    for name, (least, most) in LIMITS.items():
        text = getattr(words, name)
        if len(text) < least:
            return Decision.no(N_("Write at least %(count)s characters."), where=name, count=least)
        if len(text) > most:
            return Decision.no(
                N_("The text has %(count)s characters; at most %(limit)s are taken."),
                where=name,
                count=len(text),
                limit=most,
            )
        stored = may_be_stored(name, text)
        if not stored:
            return stored
    if title_repeats_claim:
        return Decision.no(
            N_("The title repeats the claim. Let it say what is so: the claim is what stays in"
               " memory."),
            where="title",
        )  # fmt: skip
    if is_correction and not words.change:
        return Decision.no(N_("Say what is corrected."), where="change")
    return _may_be_local(words)


def _may_be_local(words: Wording) -> Decision:
    """Test whether it is said in which language the rendering for the place is."""
    if words.local and not words.local_language:
        return Decision.no(N_("Say in which language this is."), where="local_language")
    if words.local_language == LocalLanguage.OTHER and not words.local_other:
        return Decision.no(N_("Write which language it is."), where="local_other")
    return Decision.yes()


@dataclass(frozen=True, slots=True)
class Standing:
    """How an answer stands: `newest` is its last version, `released` the one that is out."""

    state: AnswerState
    area_code: str
    newest: int
    newest_by: str
    released: int | None
    approved_by: tuple[int, ...]

    @property
    def waits(self) -> bool:
        """Tell whether there is a version that is not out."""
        return self.state is not AnswerState.WITHDRAWN and self.newest != self.released


def may_write(area_code: str, actor: Actor) -> Decision:
    """Test whether `actor` may write answers there."""
    if actor.user_id is not None and actor.holds(*WRITERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Only Humas and the command post write answers."))


def may_edit(standing: Standing, *, version_seen: int, actor: Actor) -> Decision:
    """Test whether `actor` may write the next version, having seen the newest."""
    if not (allowed := may_write(standing.area_code, actor)):
        return allowed
    if standing.state is AnswerState.WITHDRAWN:
        return Decision.no(N_("This answer was withdrawn. Write a new one."))
    if version_seen != standing.newest:
        return Decision.no(
            N_("%(name)s wrote another version meanwhile. Nothing of yours was kept: look at it,"
               " and send your words again if they still fit."),
            name=standing.newest_by,
        )  # fmt: skip
    return Decision.yes()


def may_approve(standing: Standing, *, number: int, actor: Actor) -> Decision:
    """
    Test whether `actor` may approve a version: the newest, once, as one of Humas.

    >>> from sejuk.kit.actors import Grant
    >>> humas = Actor("dewi", frozenset({Grant(APPROVERS[0], "16.01")}), 7)
    >>> waiting = Standing(AnswerState.DRAFT, "16.01", 2, "alya", None, ())
    >>> [may_approve(waiting, number=number, actor=humas).allowed for number in (1, 2)]
    [False, True]
    """
    if actor.user_id is None or not actor.holds(*APPROVERS, area_code=standing.area_code):
        return Decision.no(N_("Only Humas approves what goes out."))
    if not standing.waits:
        return Decision.no(N_("No version waits for an approval."))
    if number != standing.newest:
        return Decision.no(N_("There is a newer version. Read it first."))
    if actor.user_id in standing.approved_by:
        return Decision.no(N_("You have approved this version already. Another person must."))
    return Decision.yes()


def may_release(
    standing: Standing,
    *,
    number: int,
    hit_count: int,
    override_reason: str,
    is_decided: bool,
    actor: Actor,
) -> Decision:
    """
    Test whether a version may go out: approved by two, neutral or with a written reason.

    `is_decided` tells that the veracity of its rumour is decided; true for a message of ours.
    """
    if actor.user_id is None or not actor.holds(*RELEASERS, area_code=standing.area_code):
        return Decision.no(N_("Only Humas, the head of operations and the chief release answers."))
    if not standing.waits:
        return Decision.no(N_("No version waits to be released."))
    if number != standing.newest:
        return Decision.no(N_("There is a newer version. Read it first."))
    if len(set(standing.approved_by)) < NEEDED_APPROVALS:
        return Decision.no(
            N_("%(needed)s people of Humas must approve this version; %(count)s did."),
            needed=NEEDED_APPROVALS,
            count=len(set(standing.approved_by)),
        )
    if not is_decided:
        return Decision.no(N_("The rumour is not verified yet. Decide its veracity first."))
    return _may_be_neutral(hit_count, override_reason)


def _may_be_neutral(hit_count: int, override_reason: str) -> Decision:
    reason = override_reason.strip()
    if not hit_count:
        return Decision.yes()
    if len(reason) >= SHORTEST_OVERRIDE:
        return may_be_reason(reason)
    return Decision.no(
        N_("The check found %(count)s places that are not neutral. Write them otherwise, or give"
           " a reason of at least %(least)s characters; it goes into the ledger."),
        where="override_reason",
        count=hit_count,
        least=SHORTEST_OVERRIDE,
    )  # fmt: skip


def may_withdraw(standing: Standing, *, reason: str, actor: Actor) -> Decision:
    """Test whether `actor` may withdraw an answer; who was reached is told."""
    if actor.user_id is None or not actor.holds(*RELEASERS, area_code=standing.area_code):
        return Decision.no(N_("Only Humas, the head of operations and the chief withdraw answers."))
    if standing.state is AnswerState.WITHDRAWN:
        return Decision.no(N_("This answer was withdrawn already."))
    return may_be_reason(reason)


def may_name_nobody(where: str, kinds: Collection[str]) -> Decision:
    """Test whether a part names nobody: `kinds` are the kinds of personal data found in it."""
    if not kinds:
        return Decision.yes()
    return Decision.no(
        N_("It names a person or a private number (%(kinds)s). Say it without, by function."),
        where=where,
        kinds=", ".join(kinds),
    )
