"""A broken rule, and the words for people, duties, days and lengths of time in its sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sejuk.engines.roster.asked.problem import ROLE_WORDS, Level, Needs, Person, RuleCode
from sejuk.engines.roster.asked.sentences import N_, Sentence

MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)
HOUR = 60


@dataclass(frozen=True, slots=True)
class Breach:
    """
    One case of a broken rule; `rules.BREACHES` says what its amount counts.

    `person`, `demand` and `day` (as 2024-11-03) are empty where the breach is of none.
    """

    rule: RuleCode
    level: Level
    sentence: Sentence
    person: str = ""
    demand: str = ""
    day: str = ""
    amount: int = 1
    price: int = 0


def day_words(day: date) -> Sentence:
    """
    Return a day as people say it.

    >>> str(day_words(date(2024, 11, 3)))
    '3 Nov'
    """
    month = Sentence(MONTHS[day.month - 1])
    return Sentence(N_("%(day)s %(month)s"), {"day": day.day, "month": month})


def duty_words(post: str, band: str, day: date) -> Sentence:
    """
    Return a duty by its post, band and day.

    >>> str(duty_words("KPU", "Malam", date(2024, 11, 3)))
    'KPU Malam 3 Nov'
    """
    values = {"post": post, "band": band, "day": day_words(day)}
    return Sentence(N_("%(post)s %(band)s %(day)s"), values)


def length_words(minutes: int) -> Sentence:
    """
    Return a length of time in hours and minutes.

    >>> [str(length_words(minutes)) for minutes in (60, 420, 45, 450)]
    ['1 hour', '7 hours', '45 minutes', '7 hours 30 minutes']
    """
    hours, left = divmod(minutes, HOUR)
    if minutes == HOUR:
        return Sentence(N_("1 hour"))
    if not left:
        return Sentence(N_("%(hours)s hours"), {"hours": hours})
    if not hours:
        return Sentence(N_("%(minutes)s minutes"), {"minutes": left})
    return Sentence(N_("%(hours)s hours %(minutes)s minutes"), {"hours": hours, "minutes": left})


def listed(parts: Iterable[str | Sentence]) -> Sentence:
    """
    Return several words or sentences as one, with commas.

    >>> str(listed(["driver", Sentence("a woman")]))
    'driver, a woman'
    """
    values = {f"part_{number}": part for number, part in enumerate(parts)}
    return Sentence(", ".join(f"%({name})s" for name in values), values)


def role_words(role: str) -> Sentence:
    """
    Return the word for a role; an unknown one is its own word.

    >>> str(role_words("deputy")), str(role_words("100% cook"))
    ('deputy leader', '100% cook')
    """
    # A word that nobody marked is no msgid: of an empty one the catalogue would answer its header.
    return Sentence(ROLE_WORDS[role]) if role in ROLE_WORDS else listed([role])


def needs_words(needs: Needs) -> Sentence:
    """
    Return what is asked of people, in words.

    >>> str(needs_words(Needs(frozenset({"driver"}), is_woman=True)))
    'driver, a woman'
    """
    return listed(_asked(needs) or [Sentence(N_("anybody"))])


def _asked(needs: Needs) -> list[str | Sentence]:
    found: list[str | Sentence] = [*sorted(needs.qualifications)]
    if needs.organisations:
        found.append(" / ".join(sorted(needs.organisations)))
    if needs.least_rank:
        found.append(Sentence(N_("rank %(rank)s or higher"), {"rank": needs.least_rank}))
    if needs.is_woman:
        found.append(Sentence(N_("a woman")))
    return found


def lacking(person: Person, needs: Needs) -> tuple[str | Sentence, ...]:
    """
    Return what a person lacks of what is asked, empty when nothing.

    >>> [str(one) for one in lacking(Person("a", "A"), Needs(frozenset({"driver"}), least_rank=3))]
    ['driver', 'rank 3 or higher']
    """
    has_organisation = not needs.organisations or person.organisation in needs.organisations
    left = Needs(
        needs.qualifications - person.qualifications,
        frozenset() if has_organisation else needs.organisations,
        needs.least_rank if person.rank < needs.least_rank else 0,
        needs.is_woman and not person.is_woman,
    )
    return tuple(_asked(left))
