"""An answer as everybody sees it: its page, its ClaimReview, the feed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from sejuk.act.response import queries
from sejuk.act.response.models import Answer, Version
from sejuk.act.response.rules import AnswerState, Wording
from sejuk.act.response.web.wording import Local, local_of
from sejuk.assess.rumours.rules import Veracity

# schema.org ClaimReview: a number from worst to best, and the word that people read.
RATINGS = {
    Veracity.FALSE: 1,
    Veracity.PROBABLY_FALSE: 2,
    Veracity.UNVERIFIABLE_FALSE: 2,
    Veracity.PARTLY_TRUE: 3,
    Veracity.TRUE_ONCE: 3,
    Veracity.PROBABLY_TRUE: 4,
    Veracity.TRUE: 5,
}
# What would end the script element, or a line of it, from within a text.
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True)
class PastVersion:
    """A version that was out before."""

    released_at: datetime
    title: str
    change: str


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What everybody reads: the newest words that were out, and what became of them."""

    number: int
    words: Wording
    local: Local | None
    claim: str
    veracity: str
    released_at: datetime
    is_withdrawn: bool
    withdrawn_at: datetime | None
    corrections: tuple[PastVersion, ...]
    first_released_at: datetime
    reference_url: str


def public_page(answer: Answer) -> PublicAnswer:
    """Return the public side of an answer that is or was out. One query."""
    newest, *before = queries.released_versions(answer)
    all_versions = [newest, *before]
    rumour = answer.rumour
    words = queries.wording_of(newest)
    return PublicAnswer(
        number=answer.pk,
        words=words,
        local=local_of(words),
        claim=rumour.claim if rumour else "",
        veracity=gettext(Veracity(rumour.veracity).label) if rumour else "",
        released_at=_at(newest),
        is_withdrawn=answer.state == AnswerState.WITHDRAWN,
        withdrawn_at=answer.withdrawn_at,
        corrections=tuple(
            PastVersion(_at(one), one.title, one.change) for one in all_versions if one.change
        ),
        first_released_at=_at(all_versions[-1]),
        reference_url=words.reference if words.reference.startswith("https://") else "",
    )


def _at(version: Version) -> datetime:
    assert version.released_at is not None  # noqa: S101 - as the query asks for
    return version.released_at


def claim_review(request: HttpRequest, answer: Answer, page: PublicAnswer) -> SafeString:
    """Return an answer to a rumour as schema.org ClaimReview in JSON; "" for another text."""
    rumour = answer.rumour
    rating = RATINGS.get(Veracity(rumour.veracity)) if rumour else None
    if rumour is None or rating is None or page.is_withdrawn:
        return mark_safe("")
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": request.build_absolute_uri(reverse("response:public", args=[answer.pk])),
        "datePublished": page.first_released_at.isoformat(),
        "dateModified": page.released_at.isoformat(),
        "claimReviewed": rumour.claim,
        "name": page.words.title,
        "reviewBody": page.words.fact,
        "inLanguage": "id",
        # Who reviewed it are we; on whose word, stands apart.
        "author": {"@type": "Organization", "name": answer.operation.name},
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": page.words.reference,
            "publisher": {"@type": "Organization", "name": page.words.source},
        },
        "itemReviewed": {"@type": "Claim", "datePublished": _day(rumour.written_at)},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": rating,
            "worstRating": 1,
            "bestRating": 5,
            "alternateName": gettext(Veracity(rumour.veracity).label),
        },
    }
    text = json.dumps(told, ensure_ascii=False)
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return mark_safe(text)  # noqa: S308 - no sign in it can end the element


def _day(at: datetime) -> str:
    day: date = at.date()
    return day.isoformat()


def feed_of(request: HttpRequest, answers: Iterable[Answer]) -> str:
    """Return what is out as an Atom feed, the last first."""
    here = request.build_absolute_uri(reverse("response:search"))
    feed = Atom1Feed(
        title=gettext("Check a rumour"),
        link=here,
        description="",
        feed_url=request.build_absolute_uri(reverse("response:feed")),
        language="id",
    )
    for answer in answers:
        version = answer.released
        if version is None or version.released_at is None:
            continue
        url = request.build_absolute_uri(reverse("response:public", args=[answer.pk]))
        feed.add_item(
            title=version.title,
            link=url,
            unique_id=url,
            description=version.fact,
            author_name=version.source,
            pubdate=version.released_at,
            updateddate=version.released_at,
        )
    return str(feed.writeString("utf-8"))
