"""What views and templates take from answers: hits in words, ClaimReview, the feed."""

from sejuk.act.response.web.checking import ShownHit, marked_parts, shown_hits
from sejuk.act.response.web.following import effect_words
from sejuk.act.response.web.publishing import PublicAnswer, claim_review, feed_of, public_page
from sejuk.act.response.web.spreading import Spread
from sejuk.act.response.web.statistics import Statistics, statistics_of, table_of
from sejuk.act.response.web.wording import Local, local_of, tag_of

__all__ = [
    "Local",
    "PublicAnswer",
    "ShownHit",
    "Spread",
    "Statistics",
    "claim_review",
    "effect_words",
    "feed_of",
    "local_of",
    "marked_parts",
    "public_page",
    "shown_hits",
    "statistics_of",
    "table_of",
    "tag_of",
]
