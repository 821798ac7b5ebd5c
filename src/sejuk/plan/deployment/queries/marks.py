"""What changes whenever the engine would be asked something else about a roster."""

from typing import Any

from django.db.models import Aggregate, Count, F, Max, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.places import queries as places
from sejuk.foundation.places.rules import SiteKind
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import (
    Ban,
    Holiday,
    Padal,
    Post,
    Roster,
    RuleSetting,
    SquadMember,
    StationGroup,
    Substitution,
    Wish,
)
from sejuk.plan.deployment.rules import RosterState

Marks = tuple[tuple[str, str], ...]


class Content(Aggregate):
    """All rows of a group as one short text, another whenever a value in them is another."""

    # Only columns go in: an expression with parameters would need them twice.
    template = (
        "md5(string_agg(ROW(%(expressions)s)::text, '|' ORDER BY ROW(%(expressions)s)::text))"
    )
    output_field = TextField()


def marks_of(roster: Roster) -> Marks:
    """
    Return marks of all records that `problem_of` reads, by what is in them, in one question.

    Who stands where is not among them: the revision of the roster tells that. Numbers of rows or
    their greatest key would not do: rules are set and people imported in their old rows.
    """
    first, *others = (*_of_the_roster(roster), *_of_the_force(roster), *_of_others(roster))
    return tuple(sorted(first.union(*others, all=True)))


def _of_the_roster(roster: Roster) -> tuple[QuerySet[Any, tuple[str, str]], ...]:
    scope = (roster.operation.area_id,)
    posts = Post.objects.filter(within(scope))
    offices = places.sites(scope, kinds=(SiteKind.POLICE_OFFICE,))
    rules = RuleSetting.objects.filter(operation=roster.operation_id)
    return (
        _counted("seats", roster.duties.all()),
        _mark("pins", roster.duties.filter(is_pinned=True), "pk", "person_id"),
        _mark("rules", rules, "code", "level", "amount", "price", "organisation__name"),
        _mark(
            "posts", posts, "pk", "name", "kind__name", "site__latitude", "site__longitude",
            "area__latitude", "area__longitude",
        ),
        _mark("offices", offices, "pk", "area_id", "latitude", "longitude"),
        _mark("holidays", Holiday.objects.all(), "day"),
    )  # fmt: skip


def _of_the_force(roster: Roster) -> tuple[QuerySet[Any, tuple[str, str]], ...]:
    scope, operation = (roster.operation.area_id,), roster.operation
    since = min(operation.starts_on, roster.starts_on)
    leaves = forces.leaves_between(scope, first=since, last=roster.ends_on)
    bans = Ban.objects.filter(starts_on__lte=roster.ends_on, ends_on__gte=roster.starts_on)
    wishes = Wish.objects.filter(day__range=(roster.starts_on, roster.ends_on))
    squads = SquadMember.objects.filter(operation=operation)
    return (
        _mark(
            "people", forces.people(scope), "pk", "name", "rank", "qualifications", "is_woman",
            "unit_id", "unit__name", "unit__area_id", "unit__organisation__name",
            "unit__area__latitude", "unit__area__longitude",
        ),
        _mark("squads", squads, "person_id", "squad__name"),
        _mark("leaves", leaves, "person_id", "kind", "starts_on", "ends_on"),
        _mark("wishes", wishes, "person_id", "day", "is_off", "band_code"),
        _mark("bans", bans, "person_id", "post_id", "starts_on", "ends_on"),
    )  # fmt: skip


def _of_others(roster: Roster) -> tuple[QuerySet[Any, tuple[str, str]], ...]:
    """Return the marks of what is published, and of what changed hands in it."""
    operation = roster.operation_id
    versions = Roster.objects.filter(operation=operation, version__isnull=False)
    changes = Substitution.objects.filter(duty__roster__operation=operation)
    days = {
        "plan__state": RosterState.PUBLISHED,
        "plan__day__range": (roster.starts_on, roster.ends_on),
    }
    groups, padal = StationGroup.objects.filter(**days), Padal.objects.filter(**days)
    return (
        _mark("published", versions, "pk", "state", "holds_from", "holds_until"),
        _counted("changed", changes),
        _mark("guarding", groups, "plan__day", "people"),
        _mark("padal", padal, "plan__day", "person_id"),
    )


def _mark(name: str, rows: QuerySet[Any], *columns: str) -> QuerySet[Any, tuple[str, str]]:
    return _named(name, rows, Content(*(F(column) for column in columns)))


def _counted(name: str, rows: QuerySet[Any]) -> QuerySet[Any, tuple[str, str]]:
    """Return the mark of rows that come and go but stay as they are, of which there are many."""
    number, last = (Cast(found("pk"), TextField()) for found in (Count, Max))
    return _named(name, rows, Concat(number, Value(" "), last, output_field=TextField()))


def _named(
    name: str, rows: QuerySet[Any], content: Content | Concat
) -> QuerySet[Any, tuple[str, str]]:
    groups = rows.order_by().annotate(of=Value(name)).values("of")
    marks: QuerySet[Any, tuple[str, str]] = groups.annotate(content=content).values_list(
        "of", "content"
    )
    return marks
