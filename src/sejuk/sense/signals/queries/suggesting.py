"""What the engine says of signals: kind, area, urgency, and which others may tell the same."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from threading import Lock

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from sejuk.engines import triage
from sejuk.engines.triage.matching import MatchIndex
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.queries import known_names
from sejuk.sense.signals.models import Signal, Suggestion
from sejuk.sense.signals.queries.learning import active_model
from sejuk.sense.signals.rules import Aspect, Kind
from sejuk.sense.signals.rules.triage import LOOKS_BACK, MOST_AREAS, MOST_KINDS, MOST_PAIRS

# Raised when the rules come to suggest something else of the same message.
RULES = "rules 1"
# As many are looked at: those that came later are left out afterwards.
MOST_MATCHES = 16
# What tells the same, perhaps the same, or the same but for a place, a number, a day or a denial.
ALIKE = frozenset(triage.Relation) - {triage.Relation.RELATED, triage.Relation.DIFFERENT}
# A rumour is told in many villages, and is about none of them unless it names one.
TOLD_ANYWHERE = frozenset({Kind.RUMOUR, Kind.SARA_PROVOCATION})
# Chosen: a number is given before its transaction ends, which in an import may last minutes.
COMMITTED_WITHIN = timedelta(minutes=15)
# Chosen: what the index is given at once; memory for more than that is needed only in passing.
TAKEN_AT_ONCE = 1_000
LONG_AGO = datetime.min.replace(tzinfo=UTC)
NOON = 12.0
KECAMATAN_DOTS = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """A signal as the engine reads it."""

    number: int
    text: str
    area_code: str
    kind: str
    cluster: str
    heard_at: datetime
    received_at: datetime

    @property
    def near(self) -> str:
        """Return the area that tells namesakes apart; a whole district tells nothing of them."""
        return self.area_code if self.area_code.count(".") >= KECAMATAN_DOTS else ""

    @property
    def day(self) -> date:
        return timezone.localdate(self.heard_at)


@dataclass(frozen=True, slots=True)
class Reader:
    """What the engine is given to read with, the same for all signals of a job."""

    gazetteer: triage.Gazetteer
    model: triage.SortingModel | None
    known: "KnownSignals"
    now: datetime

    def suggestions_about(self, heard: Heard) -> list[Suggestion]:
        """Return what is suggested about a signal, in rows that nobody has stored yet."""
        mentions = triage.located(heard.text, self.gazetteer, near=heard.near)
        matches = self.known.before(heard, self.gazetteer)
        made = [
            *_kinds(heard, self.model),
            *_areas(heard, mentions),
            _urgency(heard, matches),
            *_matters(heard, matches),
        ]
        for one in made:
            one.signal_id, one.engine, one.made_at = heard.number, engine_name(), self.now
        return made


def engine_name() -> str:
    """Return which rules, and which model, speak now."""
    model = active_model()
    return RULES if model is None else f"{RULES}, model {model.version}"


def unread(numbers: Sequence[int]) -> QuerySet[Signal]:
    """Return those of some signals of which the engine has said nothing yet."""
    said = Suggestion.objects.filter(signal=OuterRef("pk"), engine=engine_name())
    return Signal.objects.filter(~Exists(said), pk__in=numbers).order_by("pk")


def unread_from(number: int, *, most: int) -> list[int]:
    """Return the next signals, from a number on, of which the engine has said nothing yet."""
    said = Suggestion.objects.filter(signal=OuterRef("pk"), engine=engine_name())
    late = Signal.objects.filter(~Exists(said), pk__gte=number)
    return list(late.order_by("pk").values_list("pk", flat=True)[:most])


def missed(now: datetime, *, most: int) -> list[int]:
    """Return signals of the last two months that the engine never read."""
    said = Suggestion.objects.filter(signal=OuterRef("pk"))
    late = Signal.objects.filter(~Exists(said), received_at__gte=now - LOOKS_BACK)
    return list(late.order_by("pk").values_list("pk", flat=True)[:most])


def heard_in(signals: QuerySet[Signal]) -> list[Heard]:
    """
    Return signals as the engine reads them: without what tells persons.

    Its reasons repeat what it read, and stay. So a text of an earlier version, which nobody has
    redacted yet, is read as it will be kept.
    """
    columns = ("pk", "text", "area_id", "kind", "cluster", "heard_at", "received_at")
    rows = list(signals.values_list("is_redacted", *columns))
    names = None if all(row[0] for row in rows) else known_names(operations.shared_area())
    found = []
    for is_redacted, number, text, *others in rows:
        plain = text if is_redacted else triage.redacted(text, names=names).text
        found.append(Heard(number, plain, *others))
    return found


def reader(now: datetime) -> Reader:
    """Return what to read with now: names of the operation's areas, the model, what is known."""
    area_code = operations.shared_area()
    gazetteer = _gazetteer(_area_names(area_code))
    known = _known(area_code)
    known.catch_up(gazetteer, now)
    return Reader(gazetteer, active_model(), known, now)


AreaRows = tuple[tuple[str, str, str, str], ...]


def _area_names(area_code: str) -> AreaRows:
    rows = places.areas_below(area_code).values_list("code", "name", "level", "parent_id")
    return tuple((code, name, level, above or "") for code, name, level, above in rows)


@lru_cache(maxsize=4)
def _gazetteer(rows: AreaRows) -> triage.Gazetteer:
    """The names themselves are the question: after an import of areas it is made anew."""
    return triage.gazetteer_of(triage.AreaName(*row) for row in rows)


@lru_cache(maxsize=1)
def _known(_area_code: str) -> "KnownSignals":
    """One in each worker; where the operation moves to another area it begins anew."""
    return KnownSignals()


class KnownSignals:
    """
    The signals of two months, kept by a worker between jobs: each is looked up in all.

    A job reads the numbers that are new. Once a day all of them are compared: what is gone or
    older than two months is forgotten then, what was committed very late is taken in, and what
    is of another area or kind by now is read anew.
    """

    def __init__(self) -> None:
        self._index = MatchIndex()
        # By the place of each in the index, and where each number stands there.
        self._there: dict[int, Heard] = {}
        self._places: dict[int, int] = {}
        self._removed = 0
        self._compared_on: date | None = None
        self._highest: deque[tuple[datetime, int]] = deque([(LONG_AGO, 0)])
        self._lock = Lock()

    def catch_up(self, gazetteer: triage.Gazetteer, now: datetime) -> None:
        """Take in what came since, in whatever order it was committed; forget what is gone."""
        today = timezone.localdate(now)
        since = datetime.combine(today - LOOKS_BACK, time(), tzinfo=timezone.get_current_timezone())
        with self._lock:
            lately = Signal.objects.filter(received_at__gte=since).order_by("pk")
            is_new_day = self._compared_on != today
            rows = lately if is_new_day else lately.filter(pk__gt=self._looked_from(now))
            there = {row[0]: row[1:] for row in rows.values_list("pk", "area_id", "kind")}
            if is_new_day:
                self._forget(self._changed(there), gazetteer)
                settled = lately.filter(received_at__lt=now - COMMITTED_WITHIN).reverse()
                lowest = settled.values_list("pk", flat=True).first() or 0
                self._highest = deque([(LONG_AGO, lowest)])
            self._take_in([number for number in there if number not in self._places], gazetteer)
            self._compared_on = today
            self._highest.append((now, max(there, default=self._highest[-1][1])))

    def _changed(self, there: Mapping[int, tuple[str, str]]) -> list[int]:
        """Return what is known and gone, or otherwise than it is known."""
        known = self._there.values()
        return [one.number for one in known if there.get(one.number) != (one.area_code, one.kind)]

    def _looked_from(self, now: datetime) -> int:
        """Return the number that was the highest some minutes ago: those below are committed."""
        while len(self._highest) > 1 and self._highest[1][0] <= now - COMMITTED_WITHIN:
            self._highest.popleft()
        return self._highest[0][1]

    def _take_in(self, numbers: Sequence[int], gazetteer: triage.Gazetteer) -> None:
        for start in range(0, len(numbers), TAKEN_AT_ONCE):
            some = Signal.objects.filter(pk__in=numbers[start : start + TAKEN_AT_ONCE])
            self._add(heard_in(some.order_by("pk")), gazetteer)

    def _add(self, heard: Sequence[Heard], gazetteer: triage.Gazetteer) -> None:
        places = self._index.add([told_of(one, gazetteer) for one in heard])
        self._there.update(zip(places, heard, strict=True))
        self._places.update({one.number: place for place, one in zip(places, heard, strict=True)})

    def _forget(self, numbers: Iterable[int], gazetteer: triage.Gazetteer) -> None:
        """Forget signals. Their rows in the index stay empty: with too many it is made anew."""
        for number in numbers:
            place = self._places.pop(number)
            self._index.remove(place)
            del self._there[place]
            self._removed += 1
        if self._removed > max(TAKEN_AT_ONCE, len(self._there)):
            kept = list(self._there.values())
            self._index, self._there, self._removed = MatchIndex(), {}, 0
            for start in range(0, len(kept), TAKEN_AT_ONCE):
                self._add(kept[start : start + TAKEN_AT_ONCE], gazetteer)

    def before(self, heard: Heard, gazetteer: triage.Gazetteer) -> list[tuple[Heard, triage.Match]]:
        """Return who told the same before; of two the later one is compared, and once."""
        with self._lock:
            matches = self._index.closest(told_of(heard, gazetteer), limit=MOST_MATCHES)
            alike = [(self._there[match.number], match) for match in matches]
            # What was deleted since the morning is quoted to nobody; matters change all day.
            numbers = {other.number for other, _ in alike}
            rows = Signal.objects.filter(pk__in=numbers).values_list("pk", "cluster")
            there = dict(rows)
            self._forget(numbers - there.keys(), gazetteer)
        found = [
            (replace(other, cluster=there[other.number]), match)
            for other, match in alike
            if other.number in there
        ]
        return [
            (other, match)
            for other, match in found
            if other.number < heard.number
            and match.relation in ALIKE
            and not _is_mere_form(heard, other, match, gazetteer)
        ]


def _is_mere_form(
    heard: Heard, other: Heard, match: triage.Match, gazetteer: triage.Gazetteer
) -> bool:
    """
    Test whether two are alike as any two of their sort are: "the lamps are out", here and there.

    Where both name their places, the same words about two of them may well be one rumour.
    """
    return match.relation is triage.Relation.SIBLING_PLACE and not (
        _named(heard, gazetteer) and _named(other, gazetteer)
    )


def _named(heard: Heard, gazetteer: triage.Gazetteer) -> set[str]:
    """Return the areas that a text names itself."""
    mentions = triage.located(heard.text, gazetteer, near=heard.near)
    return {one.candidates[0].code for one in mentions if one.candidates and not one.is_ambiguous}


def told_of(heard: Heard, gazetteer: triage.Gazetteer) -> triage.Told:
    """Return a signal as it is compared: the places it names, else the one it is about."""
    named = _named(heard, gazetteer)
    if not named and heard.kind not in TOLD_ANYWHERE:
        named = {heard.area_code}
    return triage.Told(heard.text, tuple(sorted(named)), heard.day)


def _kinds(heard: Heard, model: triage.SortingModel | None) -> Iterator[Suggestion]:
    for guess in triage.suggested(heard.text, model).categories[:MOST_KINDS]:
        yield Suggestion(
            aspect=Aspect.KIND,
            value=guess.category.value,
            probability=guess.probability,
            reasons=[
                {"proposed": guess.is_proposed},
                *(asdict(reason) for reason in guess.reasons),
            ],
        )


def _areas(heard: Heard, mentions: Sequence[triage.Mention]) -> Iterator[Suggestion]:
    """Suggest an area that the text names and the signal is not about, the likeliest first."""
    best: dict[str, tuple[triage.Mention, triage.Candidate]] = {}
    for mention in mentions:
        for candidate in mention.candidates if mention.is_ambiguous else mention.candidates[:1]:
            # What is named may be the kecamatan of the village that is known already.
            is_known = f"{heard.area_code}.".startswith(f"{candidate.code}.")
            before = best.get(candidate.code)
            if not is_known and (before is None or candidate.score > before[1].score):
                best[candidate.code] = mention, candidate
    likeliest = sorted(best.items(), key=lambda item: (-item[1][1].score, item[0]))
    for code, (mention, candidate) in likeliest[:MOST_AREAS]:
        yield Suggestion(
            aspect=Aspect.AREA,
            value=code,
            probability=min(1.0, candidate.score),
            reasons=[
                {"words": mention.words, "ambiguous": mention.is_ambiguous},
                *(
                    {"clue": reason.clue.value, "words": reason.words}
                    for reason in (candidate.reason, *candidate.further)
                ),
            ],
        )


def _urgency(heard: Heard, matches: Sequence[tuple[Heard, triage.Match]]) -> Suggestion:
    same = [other for other, match in matches if match.relation is triage.Relation.SAME]
    lately = [one for one in same if heard.heard_at - one.heard_at < timedelta(days=1)]
    found = triage.urgency(
        triage.UrgencyFacts(
            text=heard.text,
            hours_to_event=_hours_to_event(heard),
            tellings_a_day=1.0 + len(lately) if lately else 0.0,
            places=len({heard.area_code, *(one.area_code for one in same)}),
        )
    )
    return Suggestion(
        aspect=Aspect.URGENCY,
        value=str(found.level),
        probability=found.probabilities[found.level - 1],
        reasons=[
            {"code": part.code.value, "points": part.points, "words": part.words}
            for part in found.parts
        ],
    )


def _hours_to_event(heard: Heard) -> float | None:
    """Return in how many hours what is told will be: the soonest to come, else the latest past."""
    told = timezone.localtime(heard.heard_at)
    midnight = datetime.combine(told.date(), time(), tzinfo=told.tzinfo)
    hours = sorted(
        (
            midnight
            + timedelta(days=(one.first_day - told.date()).days)
            + timedelta(hours=NOON if one.hour is None else one.hour)
            - told
        ).total_seconds()
        / 3600
        for one in triage.dates_in(heard.text, today=told.date())
    )
    return next((one for one in hours if one >= 0), hours[-1] if hours else None)


def _matters(heard: Heard, matches: Sequence[tuple[Heard, triage.Match]]) -> Iterator[Suggestion]:
    fresh = (
        (other, match)
        for other, match in matches
        if not heard.cluster or other.cluster != heard.cluster
    )
    for other, match in list(fresh)[:MOST_PAIRS]:
        yield Suggestion(
            aspect=Aspect.MATTER,
            value=str(other.number),
            probability=min(1.0, match.score),
            reasons=[
                {
                    "relation": match.relation.value,
                    "shared": list(match.shared),
                    "conflicts": [
                        {"slot": one.slot.value, "first": one.first, "second": one.second}
                        for one in match.conflicts
                    ],
                }
            ],
        )
