"""Which answers somebody sees, one kept for a change, how it stands."""

from django.db.models import Q, QuerySet

from sejuk.act.response.models import Answer, Version
from sejuk.act.response.rules import AnswerState, Standing, Wording
from sejuk.assess.rumours import queries as rumours
from sejuk.engines import neutrality, triage
from sejuk.foundation.operations import queries as operations
from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within

Scope = tuple[str, ...]
# Saying a thing and denying it read alike to the reader's memory only when the words are the same.
REPEATS = (triage.Relation.SAME,)


def answers_in(scope: Scope) -> QuerySet[Answer]:
    """Return the answers of a scope and those that hold above it, newest first."""
    above = {
        ".".join(parts[:length])
        for code in scope
        for parts in [code.split(".")]
        for length in range(1, len(parts) + 1)
    }
    seen = Answer.objects.filter(within(scope) | Q(area_id__in=above))
    return seen.select_related("released", "rumour", "area").order_by("-id")


def answer_called(answer_id: int, scope: Scope) -> Answer:
    """
    Return one answer of a scope.

    :raises NotYours: when there is none
    """
    found = answers_in(scope).filter(pk=answer_id).first()
    if found is None:
        raise NotYours(f"answer {answer_id}")
    return found


def answer_to_work_on(answer_id: int, scope: Scope) -> Answer:
    """
    Return an answer and keep others from changing it until this transaction ends.

    :raises NotYours: when there is none
    """
    answer_called(answer_id, scope)
    return Answer.objects.select_for_update().get(pk=answer_id)


def newest_version(answer: Answer) -> Version:
    """Return the last version that was written, released or not."""
    return answer.versions.order_by("-number")[0]


def standing_of(answer: Answer) -> Standing:
    """Return how an answer stands, for the rules. Two queries."""
    newest = newest_version(answer)
    approvals = newest.approvals.order_by("id").values_list("user_id", flat=True)
    return standing_with(answer, newest, tuple(approvals))


def standing_with(answer: Answer, newest: Version, approved_by: tuple[int, ...]) -> Standing:
    """Return how an answer stands whose newest version and its approvers were read. No query."""
    return Standing(
        state=AnswerState(answer.state),
        area_code=answer.area_id,
        newest=newest.number,
        newest_by=newest.written_by,
        released=answer.released.number if answer.released else None,
        approved_by=approved_by,
    )


def wording_of(version: Version) -> Wording:
    """Return what a version says."""
    return Wording(
        title=version.title,
        fact=version.fact,
        warning=version.warning,
        source=version.source,
        reference=version.reference,
        advice=version.advice,
        local=version.local,
        local_language=version.local_language,
        local_other=version.local_other,
        change=version.change,
    )


def neutrality_of(text: str) -> tuple[neutrality.Hit, ...]:
    """Return what in a text is not neutral, judged by who stands in the operation. One query."""
    return neutrality.neutrality_hits(text, operations.contestants_to_check())


def repeats_claim(title: str, claim: str) -> bool:
    """Test whether a title tells the claim once more."""
    if not claim:
        return False
    same = triage.folded(title) == triage.folded(claim)
    return same or triage.compared(triage.Told(title), triage.Told(claim)).relation in REPEATS


def search_key(words: Wording, claim: str) -> str:
    """Return what the search looks in: what is so, and what is told."""
    return triage.folded(f"{words.title} {words.fact} {words.local} {claim}")


def personal_kinds(text: str) -> tuple[str, ...]:
    """Return the kinds of personal data that stand in a text, in the reader's language."""
    return rumours.personal_kinds(text)


def answer_to(rumour_id: int) -> Answer | None:
    """Return the answer to a rumour that was not withdrawn, if there is one."""
    found = Answer.objects.filter(rumour_id=rumour_id)
    return found.exclude(state=AnswerState.WITHDRAWN).first()
