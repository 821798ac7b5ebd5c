"""Numbers, days and sentences about temperatures, in the reader's language."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from sejuk.assess.risk.queries import KECAMATAN_LENGTH, VILLAGE_LENGTH, Cause, Fact, Part
from sejuk.assess.risk.rules import UNHEARD, Reason, evidence_kind
from sejuk.engines import warning
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.numbers import rounded
from sejuk.sense.signals.rules import may_see

CONFIRMED = "1"


def degrees(tenths: int) -> str:
    """Return a temperature with its decimal, as in "34,6"."""
    return rounded(tenths / 10, 1)


def signed(tenths: int) -> str:
    """Return a change with its sign: "+3,4", "−2,1"."""
    return f"{'−' if tenths < 0 else '+'}{degrees(abs(tenths))}"


def thousandths(index: int | None) -> str:
    """Return an index with its decimals, as in "0,412"; a dash where nobody knows it."""
    return "–" if index is None else rounded(index / 1000, 3)


def percent(share: float) -> str:
    return f"{rounded(share * 100, 0)}\N{NO-BREAK SPACE}%"


def long_day(day: date) -> str:
    return date_format(day, "l, j F Y")


def short_day(day: date) -> str:
    return date_format(day, "j M")


def clock(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H.i")


def band_word(band: str) -> str:
    return {
        "sejuk": pgettext("band", "Cool"),
        "hangat": pgettext("band", "Warm"),
        "panas": pgettext("band", "Hot"),
        "kritis": pgettext("band", "Critical"),
    }.get(band, gettext("Not heard of"))


def bands() -> list[tuple[str, int, str]]:
    """Return the bands with the degrees from which they hold, and their words."""
    return [(str(band), 25 * row, band_word(band)) for row, band in enumerate(warning.Band)]


def bands_and_grey() -> list[tuple[str, int, str]]:
    """Return the bands as a map takes them, below all the grey of what was not heard of."""
    return [(UNHEARD, -1, band_word(UNHEARD)), *bands()]


def may_read(fact: Fact | None, actor: Actor) -> bool:
    return fact is not None and bool(may_see(fact.kind, area_code=fact.area_id, actor=actor))


def subject_of(fact: Fact | None, actor: Actor) -> str:
    """Return what a signal is about; not more than that there is one, where he may not read it."""
    if fact is None or not may_read(fact, actor):
        return gettext("A signal that your role does not read")
    return gettext(fact.kind.label)


def signal_url(fact: Fact | None, actor: Actor) -> str:
    if fact is None or not may_read(fact, actor):
        return ""
    return reverse("signals:signal", args=[fact.id])


def village_url(area_code: str) -> str:
    return reverse("outreach:village", args=[area_code])


def area_url(area_code: str, length: int) -> str:
    """Return the page of an area whose code is `length` characters long."""
    if length == VILLAGE_LENGTH:
        return village_url(area_code)
    name = "risk:kecamatan" if length == KECAMATAN_LENGTH else "risk:district"
    return reverse(name, args=[area_code])


def index_url(area_code: str) -> str:
    return reverse("risk:village_index", args=[area_code])


def known_url(area_code: str) -> str:
    return reverse("risk:known", args=[area_code])


def times(factor: float) -> str:
    """Return how many times as much, as in "1,4"."""
    return rounded(factor, 1)


def part_note(fact: Fact, part: Part) -> str:
    """Return since when a signal counts, how far it is believed, and how it fades."""
    kind = evidence_kind(fact.form, fact.kind)
    blanks = {
        "form": gettext(fact.form.label),
        "heard": short_day(timezone.localdate(fact.heard_at)),
        "grade": _grade(fact, part),
        "days": rounded(warning.HALF_LIFE_DAYS[kind], 0) if kind else "",
    }
    if part.is_settled and fact.state_changed_at is not None:
        blanks["settled"] = short_day(timezone.localdate(fact.state_changed_at))
        return (
            gettext(
                "%(form)s heard on %(heard)s, settled on %(settled)s: half of it goes each day."
            )
            % blanks
        )
    return gettext("%(form)s heard on %(heard)s, %(grade)s. Half of it goes in %(days)s days.") % (
        blanks
    )


def _grade(fact: Fact, part: Part) -> str:
    if part.is_verified:
        return gettext("confirmed")
    grade = f"{fact.source_grade}{fact.content_grade}"
    return gettext("not confirmed (%(grade)s)") % {"grade": grade}


CAUSES = {
    Reason.HEARD: N_("New: %(subject)s."),
    Reason.STRONGER: N_("Weighs more now: %(subject)s."),
    Reason.SETTLED: N_("Settled: %(subject)s."),
    Reason.WITHDRAWN: N_("Refuted or set aside: %(subject)s."),
    Reason.FADED: N_("Fades with time: %(subject)s."),
    Reason.INDEX: N_("A new vulnerability index."),
}


def cause_words(cause: Cause, fact: Fact | None, actor: Actor) -> str:
    """Return one reason of a change as a sentence, without the number."""
    if cause.count > 1:
        return ngettext(
            "%(count)s matter shifts, mostly fading.",
            "%(count)s matters shift, mostly fading.",
            cause.count,
        ) % {"count": cause.count}
    if cause.reason is Reason.FADED and not cause.reference:
        return gettext("Fades with time.")
    return gettext(CAUSES[cause.reason]) % {"subject": subject_of(fact, actor)}
