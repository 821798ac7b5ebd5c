"""The published versions of an operation: who answers for them, and what changed for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.formats import date_format, localize
from django.utils.translation import gettext, ngettext

from sejuk.engines import roster as engine
from sejuk.kit.actors import Actor
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import Override, Roster, Substitution
from sejuk.plan.deployment.queries.comparison import Difference, differences
from sejuk.plan.deployment.queries.rosters import in_force
from sejuk.plan.deployment.queries.telling import read, told
from sejuk.plan.deployment.rules import Cause, Posture, RosterState, may_see_covert

# Chosen: what one reads of one kind at once; all of it is in the ledger.
MOST_SUBSTITUTIONS = 200


@dataclass(frozen=True, slots=True)
class ShownOverride:
    """A rule that was published in spite of, by whom and why."""

    asks: str
    breaches: int
    sentences: tuple[str, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A published roster: who proposed it, who published it, and under which order."""

    id: int
    name: str
    number: int
    state: RosterState
    starts_on: date
    ends_on: date
    proposed_by: str
    proposed_at: datetime | None
    published_by: str
    published_at: datetime | None
    order: str
    overrides: tuple[ShownOverride, ...]
    substitutions: int


@dataclass(frozen=True, slots=True)
class ChangedDuty:
    """A published duty that changed hands."""

    post: str
    band: str
    day: date
    was: str
    now: str
    cause: Cause
    reason: str
    warnings: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """What the page of versions shows; `earlier` is the version that the later is compared with."""

    versions: tuple[Version, ...]
    later: Version | None
    earlier: Version | None
    changed: tuple[Difference, ...]
    substitutions: tuple[ChangedDuty, ...]


def history_of(roster: Roster, *, with_id: int | None, actor: Actor) -> History:
    """
    Return the versions of a roster's operation.

    What changed for whom is told between this roster, or the newest version when it is a draft,
    and the version before it; `with_id` names another one.
    """
    sees_all = may_see_covert(actor, area_code=roster.operation.area_id)
    rosters = list(_published(roster))
    versions = tuple(_version(one, sees_all=sees_all) for one in rosters)
    own = next((one for one in rosters if one.pk == roster.pk), None)
    later = own or next(iter(rosters), None)
    earlier = _earlier(rosters, later, with_id)
    pair = differences(earlier, later, actor=actor) if earlier and later else []
    by_id = {version.id: version for version in versions}
    return History(
        versions=versions,
        later=by_id[later.pk] if later else None,
        earlier=by_id[earlier.pk] if earlier else None,
        changed=tuple(pair),
        substitutions=_substitutions(later, actor, sees_all=sees_all) if later else (),
    )


@dataclass(frozen=True, slots=True)
class Replaced:
    """A published version that ends when another roster of its days is published."""

    number: int
    starts_on: date
    ends_on: date
    people: int

    @property
    def words(self) -> str:
        """Return in a sentence which version ends, and for how many people duties change."""
        text = ngettext(
            "Version %(number)s (%(first)s–%(last)s) is replaced; %(people)s person changes.",
            "Version %(number)s (%(first)s–%(last)s) is replaced; %(people)s people change.",
            self.people,
        )
        first, last = date_format(self.starts_on, "j M"), date_format(self.ends_on, "j M")
        people = localize(self.people)
        return text % {"number": self.number, "first": first, "last": last, "people": people}


def replaced_by(roster: Roster, *, actor: Actor) -> tuple[Replaced, ...]:
    """Return the versions in force that publishing a roster would end."""
    older = in_force(roster.operation_id, first=roster.starts_on, last=roster.ends_on)
    return tuple(
        Replaced(
            number=one.version or 0,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            people=len(differences(one, roster, actor=actor)),
        )
        for one in older.exclude(id=roster.pk).select_related("operation")
    )


def _published(roster: Roster) -> list[Roster]:
    found = Roster.objects.filter(operation_id=roster.operation_id, version__isnull=False)
    return list(
        found.select_related("operation", "proposed_by", "published_by", "order")
        .prefetch_related("overrides")
        .annotate(changed=Count("duties__substitutions"))
        .order_by("-version")
    )


def _earlier(rosters: list[Roster], later: Roster | None, with_id: int | None) -> Roster | None:
    if later is None:
        return None
    others = [
        one
        for one in rosters
        if one.pk != later.pk and one.starts_on <= later.ends_on and one.ends_on >= later.starts_on
    ]
    asked = next((one for one in others if one.pk == with_id), None)
    before = (one for one in others if (one.version or 0) < (later.version or 0))
    return asked or next(before, None)


def _version(roster: Roster, *, sees_all: bool) -> Version:
    return Version(
        id=roster.pk,
        name=roster.name,
        number=roster.version or 0,
        state=RosterState(roster.state),
        starts_on=roster.starts_on,
        ends_on=roster.ends_on,
        proposed_by=str(roster.proposed_by or ""),
        proposed_at=roster.proposed_at,
        published_by=str(roster.published_by or ""),
        published_at=roster.published_at,
        order=roster.order.number if roster.order else "",
        overrides=tuple(_override(one, sees_all=sees_all) for one in roster.overrides.all()),
        substitutions=vars(roster)["changed"],
    )


def _override(one: Override, *, sees_all: bool) -> ShownOverride:
    """Return an override; its sentences name people, also those in plain clothes."""
    return ShownOverride(
        asks=gettext(engine.SENTENCES[engine.RuleCode(one.rule)]),
        breaches=one.breaches,
        sentences=tuple(told(read(kept)) for kept in one.sentences) if sees_all else (),
        reason=one.reason,
        by=one.overridden_by,
        at=one.overridden_at,
    )


def _substitutions(roster: Roster, actor: Actor, *, sees_all: bool) -> tuple[ChangedDuty, ...]:
    seen = within(actor.scope, "duty__post__area_id")
    if not sees_all:
        seen &= ~Q(duty__posture=Posture.COVERT)
    rows = Substitution.objects.filter(seen, duty__roster_id=roster.pk).select_related(
        "duty__post", "was", "now"
    )
    return tuple(
        ChangedDuty(
            post=one.duty.post.name,
            band=one.duty.band_name,
            day=one.duty.day,
            was=str(one.was or ""),
            now=str(one.now or ""),
            cause=Cause(one.cause),
            reason=one.reason,
            warnings=tuple(told(read(kept)) for kept in one.warnings),
            by=one.decided_by,
            at=one.decided_at,
        )
        for one in rows.order_by("-decided_at", "-id")[:MOST_SUBSTITUTIONS]
    )
