"""How the forecast did in the weeks that are over: sentences, a drawing and a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sejuk.assess.forecast.models import WeekScore
from sejuk.assess.forecast.rules import FEWEST_WEEKS, Verdict, days_of, verdict_on
from sejuk.assess.forecast.web.drawing import Difference, differences_by_week
from sejuk.kit.choices import N_
from sejuk.kit.numbers import rounded
from sejuk.kit.svg import Svg

SENTENCES = {
    Verdict.BETTER: N_(
        "Against %(other)s it did better over these weeks, by more than chance would explain."
    ),
    Verdict.ALIKE: N_(
        "Against %(other)s it did no better and no worse than chance would explain: for planning"
        " both are equally good."
    ),
    Verdict.WORSE: N_(
        "Against %(other)s it did worse over these weeks, by more than chance would explain. Trust"
        " the simple one."
    ),
    Verdict.TOO_EARLY: N_("Whether it beats %(other)s cannot be told yet."),
}
MOSTLY = 0.75
"""Chosen: what lies on the same side in three weeks of four is no accident of one busy week."""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One week that is over."""

    days: str
    expected_with_any: str
    villages_with_any: int
    first_tenth: str
    score: str
    moving_average: str
    share_and_season: str


@dataclass(frozen=True, slots=True)
class ScoreHistory:
    """All that is said of the weeks that are over."""

    lead: str
    sentences: tuple[str, ...]
    chart: Svg | None
    rows: tuple[ScoreRow, ...]


def score_history(scores: Sequence[WeekScore]) -> ScoreHistory:
    """Return how the forecast did, oldest week first."""
    if not scores:
        return ScoreHistory(
            gettext("None of its weeks is over yet: it has no score."), (), None, ()
        )
    against_season = [one.log_score - one.share_and_season for one in scores]
    against_average = [one.log_score - one.moving_average for one in scores]
    return ScoreHistory(
        lead=_lead(scores),
        sentences=(
            *leaning(scores),
            _sentence(against_season, gettext("the simple forecast (long-run share × season)")),
            _sentence(against_average, gettext("the moving average of a year")),
        ),
        chart=_chart(scores, against_season),
        rows=tuple(_rows(scores)),
    )


def _lead(scores: Sequence[WeekScore]) -> str:
    said = sum(one.expected_with_any for one in scores) / len(scores)
    was = sum(one.villages_with_any for one in scores) / len(scores)
    sentence = ngettext(
        "%(weeks)s week is over. It expected something to be heard of %(said)s villages; it was"
        " heard of %(was)s.",
        "%(weeks)s weeks are over. It expected something to be heard of %(said)s villages a week;"
        " it was heard of %(was)s.",
        len(scores),
    )
    return sentence % {
        "weeks": len(scores),
        "said": rounded(said, 1),
        "was": rounded(was, 1),
    }


def leaning(scores: Sequence[WeekScore]) -> Iterator[str]:
    """Say when the villages expected are mostly too few, or mostly too many."""
    if len(scores) < FEWEST_WEEKS:
        return
    too_low = sum(one.expected_with_any < one.villages_with_any for one in scores)
    too_high = sum(one.expected_with_any > one.villages_with_any for one in scores)
    blanks = {"weeks": len(scores), "too_low": too_low, "too_high": too_high}
    if too_low >= MOSTLY * len(scores):
        yield (
            gettext("Its numbers tend to be too low: they were in %(too_low)s of %(weeks)s weeks.")
            % blanks
        )
    elif too_high >= MOSTLY * len(scores):
        yield (
            gettext(
                "Its numbers tend to be too high: they were in %(too_high)s of %(weeks)s weeks."
            )
            % blanks
        )


def _sentence(differences: Sequence[float], other: str) -> str:
    verdict = verdict_on(differences)
    sentence = gettext(SENTENCES[verdict]) % {"other": other}
    if verdict is Verdict.TOO_EARLY:
        needed = gettext("It takes at least %(weeks)s weeks.") % {"weeks": FEWEST_WEEKS}
        return f"{sentence} {needed}"
    return sentence


def _chart(scores: Sequence[WeekScore], differences: Sequence[float]) -> Svg:
    weeks = [
        Difference(
            value,
            date_format(days_of(one.forecast.day)[0], "j M"),
            f"{_days(one)}: {_signed(value)}",
        )
        for one, value in zip(scores, differences, strict=True)
    ]
    won = sum(value > 0 for value in differences)
    return differences_by_week(
        weeks,
        title=gettext("Score less that of the simple forecast, week by week"),
        description=gettext("Better in %(won)s of %(weeks)s weeks.")
        % {"won": won, "weeks": len(weeks)},
        better=gettext("better than the simple forecast"),
        worse=gettext("worse"),
    )


def _rows(scores: Sequence[WeekScore]) -> Iterator[ScoreRow]:
    for one in reversed(scores):
        yield ScoreRow(
            days=_days(one),
            expected_with_any=rounded(one.expected_with_any, 1),
            villages_with_any=one.villages_with_any,
            first_tenth=f"{one.events_in_first_tenth} / {one.events}",
            score=_score(one.log_score),
            moving_average=_score(one.moving_average),
            share_and_season=_score(one.share_and_season),
        )


def _days(score: WeekScore) -> str:
    first, last = days_of(score.forecast.day)
    return f"{date_format(first, 'j M')} – {date_format(last, 'j M')}"


def _score(value: float) -> str:
    return rounded(value, 3)


def _signed(value: float) -> str:
    return f"+{rounded(value, 3)}" if value > 0 else _score(value)
