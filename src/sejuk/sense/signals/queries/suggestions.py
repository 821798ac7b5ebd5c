"""What the page of a signal shows of suggestions and decisions, to who sees the signal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext

from sejuk.engines import triage
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.directions import shown_turns
from sejuk.sense.signals.models import Decision, Signal, Suggestion
from sejuk.sense.signals.queries import reasons
from sejuk.sense.signals.queries.visibility import visible_signals
from sejuk.sense.signals.rules import DESK, OPEN_STATES, Aspect, Kind
from sejuk.sense.signals.rules.triage import pair_of

LEVELS = {
    "1": N_("1: small"),
    "2": N_("2: noticeable"),
    "3": N_("3: grave"),
    "4": N_("4: very grave"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One value that is suggested, with its reasons; `is_current`: the signal has it already."""

    id: int
    value: str
    label: str
    percent: int
    reasons: tuple[str, ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One aspect of a signal: how it stands, what is suggested, who decided last."""

    aspect: str
    label: str
    current: str
    note: str
    offers: tuple[Offer, ...]
    choices: tuple[tuple[str, str], ...]
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Differs:
    """Where two texts disagree, in their own words."""

    slot: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Another signal that may tell of the same matter, beside this one."""

    suggestion: int
    number: int
    area: str
    heard_at: datetime
    kind: str
    text: str
    relation: str
    percent: int
    shared: tuple[str, ...]
    differs: tuple[Differs, ...]


@dataclass(frozen=True, slots=True)
class Triage:
    """Suggestions about a signal as its page shows them."""

    asked: tuple[Asked, ...]
    pairs: tuple[Pair, ...]
    may_decide: bool

    @property
    def is_empty(self) -> bool:
        return not self.pairs and not any(one.offers for one in self.asked)


@dataclass(frozen=True, slots=True)
class Made:
    """A suggestion as it was kept."""

    id: int
    aspect: str
    value: str
    probability: float
    reasons: list[dict[str, Any]]
    engine: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was kept."""

    aspect: str
    after: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Known:
    """What was suggested and decided about a signal, and the signals that it may repeat."""

    made: tuple[Made, ...]
    decided: tuple[Decided, ...]
    others: tuple[Signal, ...]

    @property
    def area_codes(self) -> set[str]:
        """Return the areas that are to be named when it is shown."""
        suggested = {one.value for one in self.made if one.aspect == Aspect.AREA}
        told = {
            code
            for one in self.made
            if one.aspect == Aspect.MATTER
            for conflict in one.reasons[0]["conflicts"]
            if conflict["slot"] == triage.Slot.PLACE
            for code in (*_codes(conflict["first"]), *_codes(conflict["second"]))
        }
        return suggested | told | {other.area_id for other in self.others}


def with_triage(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Let signals bring what was suggested and decided about them, in the query that runs."""
    ours = {"signal": OuterRef("pk")}
    made = Suggestion.objects.filter(**ours).order_by("-probability", "pk")
    decided = Decision.objects.filter(**ours).order_by("at", "pk")
    return signals.annotate(
        suggested=_rows(made, "id", "aspect", "value", "probability", "reasons", "engine"),
        newest_engine=Subquery(
            Suggestion.objects.filter(**ours).order_by("-made_at", "-pk").values("engine")[:1]
        ),
        decided=_rows(decided, "aspect", "after", "by", "at"),
    )


def _rows(rows: "QuerySet[Any]", *columns: str) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in columns})))


def known_of(actor: Actor, signal: Signal, *, with_matter: int) -> tuple[Known, list[Signal]]:
    """
    Return what a signal of `with_triage` brought, and the newest others of its matter. One query.

    Signals that the actor does not see are in neither.
    """
    brought = vars(signal)
    made = tuple(
        Made(**row) for row in brought["suggested"] if row["engine"] == brought["newest_engine"]
    )
    decided = tuple(Decided(**row) for row in brought["decided"])
    known = {pair[1] for one in decided if (pair := pair_of(one.after))}
    wanted = {int(one.value) for one in made if one.aspect == Aspect.MATTER} - known
    alike = visible_signals(actor).filter(pk__in=wanted)
    if not signal.cluster:
        return Known(made, decided, tuple(alike.order_by("pk")) if wanted else ()), []
    same = visible_signals(actor).filter(cluster=signal.cluster).exclude(pk=signal.pk)
    newest = same.order_by("-heard_at", "-id")[:with_matter]
    rows = list(alike.exclude(cluster=signal.cluster).union(newest, all=True))
    pairs = sorted((row for row in rows if row.cluster != signal.cluster), key=lambda row: row.pk)
    matter = [row for row in rows if row.cluster == signal.cluster]
    matter.sort(key=lambda row: (row.heard_at, row.pk), reverse=True)
    return Known(made, decided, tuple(pairs)), matter


def triage_of(
    actor: Actor, signal: Signal, known: Known, labels: Mapping[str, str], *, now: datetime
) -> Triage:
    """Return what is suggested about a signal, in words; `labels` name the areas."""
    last = {one.aspect: one for one in known.decided}
    held = signal.taken_by_id is not None and signal.taken_by_id != actor.user_id
    in_other_hand = held and signal.taken_until is not None and now < signal.taken_until
    there = {str(other.pk): other for other in known.others}
    pairs = [one for one in known.made if one.aspect == Aspect.MATTER and one.value in there]
    return Triage(
        asked=tuple(
            _asked(aspect, signal, known.made, labels, last.get(aspect))
            for aspect in (Aspect.KIND, Aspect.AREA, Aspect.URGENCY)
        ),
        pairs=tuple(_pair(one, there[one.value], labels) for one in pairs),
        may_decide=actor.holds(*DESK, area_code=signal.area_id)
        and signal.state in OPEN_STATES
        and not in_other_hand,
    )


def _asked(
    aspect: Aspect,
    signal: Signal,
    made: Sequence[Made],
    labels: Mapping[str, str],
    last: Decided | None,
) -> Asked:
    match aspect:
        case Aspect.KIND:
            current, words = signal.kind, {kind.value: gettext(kind.label) for kind in Kind}
        case Aspect.URGENCY:
            current = str(signal.severity)
            words = {level: gettext(label) for level, label in LEVELS.items()}
        case _:
            current, words = signal.area_id, dict(labels)
    ours = [one for one in made if one.aspect == aspect]
    return Asked(
        aspect=aspect.value,
        label=gettext(aspect.label),
        current=words.get(current, current),
        note=_note(aspect, ours),
        offers=tuple(_offer(aspect, one, words, current) for one in ours),
        choices=() if aspect is Aspect.AREA else tuple(words.items()),
        decided_by=last.by if last else "",
        decided_at=datetime.fromisoformat(last.at) if last else None,
    )


def _offer(aspect: Aspect, one: Made, words: Mapping[str, str], current: str) -> Offer:
    told = {
        Aspect.KIND: reasons.of_kind,
        Aspect.AREA: reasons.of_area,
        Aspect.URGENCY: reasons.of_urgency,
    }[aspect]
    return Offer(
        id=one.id,
        value=one.value,
        label=words.get(one.value, one.value),
        percent=round(100 * one.probability),
        reasons=tuple(told(one.reasons)),
        is_current=one.value == current,
    )


def _note(aspect: Aspect, made: Sequence[Made]) -> str:
    """Say what a reader must know of all the offers together."""
    if not made:
        return ""
    first = made[0].reasons[0] if made[0].reasons else {}
    if aspect is Aspect.AREA and first.get("ambiguous"):
        return gettext("Several places are called “%(name)s”. Which one is meant?") % {
            "name": first["words"]
        }
    if aspect is Aspect.AREA:
        return gettext("The text names “%(name)s”.") % {"name": first["words"]}
    if aspect is Aspect.KIND and not any(one.reasons[0].get("proposed") for one in made):
        return gettext("Nothing is sure enough to be proposed.")
    if aspect is Aspect.URGENCY:
        return gettext("%(points)s points") % {"points": reasons.points_of(made[0].reasons)}
    return ""


def _pair(one: Made, other: Signal, labels: Mapping[str, str]) -> Pair:
    kept = one.reasons[0]
    return Pair(
        suggestion=one.id,
        number=other.pk,
        area=labels[other.area_id],
        heard_at=other.heard_at,
        kind=gettext(Kind(other.kind).label),
        text=shown_turns(other.text),
        relation=gettext(reasons.RELATIONS[triage.Relation(kept["relation"])]),
        percent=round(100 * one.probability),
        shared=tuple(kept["shared"]),
        differs=tuple(_differs(conflict, labels) for conflict in kept["conflicts"]),
    )


def _differs(conflict: Mapping[str, str], labels: Mapping[str, str]) -> Differs:
    """Return a conflict in words; places are kept by their codes."""
    slot = triage.Slot(conflict["slot"])
    here, there = conflict["first"], conflict["second"]
    if slot is triage.Slot.PLACE:
        here, there = (
            "; ".join(labels.get(code, code) for code in _codes(told)) for told in (here, there)
        )
    return Differs(gettext(reasons.SLOTS[slot]), here, there)


def _codes(told: str) -> list[str]:
    return told.split(", ")
