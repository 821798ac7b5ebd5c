"""What files of patterns, posts, needs, squads, wishes, bans and holidays would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sejuk.foundation.forces import queries as forces
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE, Actor
from sejuk.kit.choices import N_
from sejuk.kit.importing import (
    Finding,
    Plan,
    Record,
    compared,
    foreign_areas,
    repeated_keys,
    shared_findings,
    texts,
    unknown_values,
    wrong_periods,
)
from sejuk.kit.storing import existing_rows
from sejuk.plan.deployment.models import (
    Ban,
    Band,
    Holiday,
    Need,
    Pattern,
    Post,
    PostKind,
    SquadMember,
    Wish,
)

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

NEED_KEY = (
    "post", "kind", "stage_code", "band_code", "posture", "role", "qualification",
    "organisation", "is_woman",
)  # fmt: skip
# What an empty cell of a need's key means: the file writes only what differs.
NEED_DEFAULTS: dict[str, object] = {
    "post": "", "kind": "", "stage_code": "", "band_code": "", "posture": "overt",
    "role": "member", "qualification": "", "organisation": "", "is_woman": False,
}  # fmt: skip


def _filled(records: Sequence[Record], defaults: dict[str, object]) -> list[Record]:
    return [Record(record.line, {**defaults, **record.values}) for record in records]


def _without_operation() -> Iterator[Finding]:
    if operations.current_operation() is None:
        yield Finding(0, "", "", N_("Set up the operation first."))


def _shared(plan: Plan, actor: Actor, findings: Sequence[Finding], name: str = "code") -> Plan:
    """Return a plan with findings, and one for each row that changes what others share."""
    foreign = shared_findings(plan, actor, operations.shared_area(), name)
    return replace(plan, findings=(*findings, *foreign))


def checked_patterns(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(
        Band.objects.filter(pattern__code__in=texts(records, "pattern")),
        ("pattern", "code"),
        pattern="pattern__code",
        pattern_name="pattern__name",
        code="code",
        name="name",
        starts="starts",
        minutes="minutes",
        counted_minutes="counted_minutes",
        rest_after_minutes="rest_after_minutes",
    )
    plan = compared(records, ("pattern", "code"), there)
    return _shared(plan, actor, [*repeated_keys(records, "pattern", "code")])


def checked_kinds(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(
        PostKind.objects.filter(code__in=texts(records, "code")),
        ("code",),
        code="code",
        name="name",
        pattern="pattern__code",
    )
    patterns = set(Pattern.objects.values_list("code", flat=True))
    findings = [
        *repeated_keys(records, "code"),
        *unknown_values(records, "pattern", patterns, N_("unknown shift pattern")),
    ]
    return _shared(compared(records, ("code",), there), actor, findings)


def checked_posts(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(
        Post.objects.filter(code__in=texts(records, "code")),
        ("code",),
        code="code",
        name="name",
        kind="kind__code",
        area_code="area_id",
        site="site__code",
        pattern="pattern__code",
        starts_on="starts_on",
        ends_on="ends_on",
        is_active="is_active",
    )
    sites = places.sites((EVERYWHERE,)).filter(code__in=texts(records, "site"))
    patterns = set(Pattern.objects.values_list("code", flat=True))
    kinds = set(PostKind.objects.values_list("code", flat=True))
    areas = places.known_codes(texts(records, "area_code"))
    sites_known = set(sites.values_list("code", flat=True))
    homes = {str(row["code"]): str(row["area_code"]) for row in there.values()}
    findings = (
        *repeated_keys(records, "code"),
        *unknown_values(records, "kind", kinds, N_("unknown kind of post")),
        *unknown_values(records, "pattern", patterns, N_("unknown shift pattern")),
        *unknown_values(records, "site", sites_known, N_("unknown site")),
        *unknown_values(records, "area_code", areas, N_("unknown area")),
        *foreign_areas(records, actor),
        *foreign_areas(records, actor, "code", homes),
        *wrong_periods(records),
    )
    return replace(compared(records, ("code",), there), findings=findings)


def checked_needs(records: Sequence[Record], actor: Actor) -> Plan:
    filled = _filled(records, NEED_DEFAULTS)
    operation = operations.current_operation()
    there = _needs_there(operation)
    posts = dict(Post.objects.values_list("code", "area_id"))
    kinds = set(PostKind.objects.values_list("code", flat=True))
    stages = {one.code for one in operations.current_stages(operation)} if operation else set()
    bands = set(Band.objects.values_list("code", flat=True))
    organisations = {one.code for one in forces.organisations()}
    findings = [
        *_without_operation(),
        *repeated_keys(filled, *NEED_KEY),
        *unknown_values(filled, "post", set(posts), N_("unknown post")),
        *unknown_values(filled, "kind", kinds, N_("unknown kind of post")),
        *unknown_values(filled, "stage_code", stages, N_("unknown stage of the operation")),
        *unknown_values(filled, "band_code", bands, N_("unknown shift")),
        *unknown_values(filled, "organisation", organisations, N_("unknown organisation")),
        *foreign_areas(filled, actor, "post", posts),
        *_for_both(filled),
    ]
    plan = compared(filled, NEED_KEY, there)
    wide = replace(plan, new=_wide(plan.new), changed=_wide(plan.changed))
    foreign = shared_findings(wide, actor, operations.shared_area(), "kind")
    return replace(plan, findings=(*findings, *foreign))


def _needs_there(operation: Operation | None) -> dict[object, dict[str, object]]:
    """Return the needs that are there, empty where the database knows no post, as a file is."""
    by_code = {name: f"{name}__code" for name in ("post", "kind", "organisation")}
    names = [*NEED_KEY, "count", "priority", "by_squad"]
    columns = [by_code.get(name, name) for name in names]
    found: dict[object, dict[str, object]] = {}
    for values in Need.objects.filter(operation=operation).values_list(*columns):
        row = {
            name: "" if value is None else value for name, value in zip(names, values, strict=True)
        }
        found[tuple(row[name] for name in NEED_KEY)] = row
    return found


def _wide(records: Sequence[Record]) -> tuple[Record, ...]:
    """Return the lines that hold for more than one post."""
    return tuple(record for record in records if not record.text("post"))


def _for_both(records: Sequence[Record]) -> Iterator[Finding]:
    for record in records:
        if record.text("post") and record.text("kind"):
            why = N_("a line holds for a post or for a kind of post, not for both")
            yield Finding(record.line, "kind", record.text("kind"), why)


def checked_squads(records: Sequence[Record], actor: Actor) -> Plan:
    members = SquadMember.objects.filter(operation=operations.current_operation())
    there = existing_rows(
        members.filter(person__service_number__in=texts(records, "service_number")),
        ("service_number",),
        service_number="person__service_number",
        squad="squad__code",
        squad_name="squad__name",
    )
    findings = (
        *_without_operation(),
        *repeated_keys(records, "service_number"),
        *forces.unknown_people(records, actor),
    )
    return replace(compared(records, ("service_number",), there), findings=findings)


def checked_wishes(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(
        Wish.objects.filter(person__service_number__in=texts(records, "service_number")),
        ("service_number", "day"),
        service_number="person__service_number",
        day="day",
        is_off="is_off",
        band_code="band_code",
    )
    bands = set(Band.objects.values_list("code", flat=True))
    findings = (
        *repeated_keys(records, "service_number", "day"),
        *forces.unknown_people(records, actor),
        *unknown_values(records, "band_code", bands, N_("unknown shift")),
    )
    return replace(compared(records, ("service_number", "day"), there), findings=findings)


def checked_bans(records: Sequence[Record], actor: Actor) -> Plan:
    key = ("service_number", "post", "starts_on")
    there = existing_rows(
        Ban.objects.filter(person__service_number__in=texts(records, "service_number")),
        key,
        service_number="person__service_number",
        post="post__code",
        starts_on="starts_on",
        ends_on="ends_on",
        reason="reason",
    )
    posts = dict(Post.objects.values_list("code", "area_id"))
    findings = (
        *repeated_keys(records, *key),
        *forces.unknown_people(records, actor),
        *unknown_values(records, "post", set(posts), N_("unknown post")),
        *foreign_areas(records, actor, "post", posts),
        *wrong_periods(records),
    )
    return replace(compared(records, key, there), findings=findings)


def checked_holidays(records: Sequence[Record], actor: Actor) -> Plan:
    there = existing_rows(Holiday.objects.all(), ("day",), day="day", name="name", source="source")
    plan = compared(records, ("day",), there)
    return _shared(plan, actor, [*repeated_keys(records, "day")], "day")
