"""Whether a computed plan of polling stations still holds: its people, and what was computed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from sejuk.engines import roster as engine
from sejuk.engines.roster import Sentence
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.forces.rules import seniority
from sejuk.plan.deployment.models import StationGroup, StationPlan
from sejuk.plan.deployment.queries.station_problems import Officers, station_problem, taken_on
from sejuk.plan.deployment.queries.telling import read

Kept = Mapping[str, object]


def gone_people(plan: StationPlan) -> list[str]:
    """Return whom a plan sends although he is away, on duty, or serves no more; by name."""
    columns = "pk", "rank", "name"
    sent: dict[int, str] = {}
    for prefix, rows in (("people", plan.groups), ("person", plan.padal)):
        named = rows.filter(**{f"{prefix}__isnull": False})
        for pk, rank, name in named.values_list(*(f"{prefix}__{one}" for one in columns)):
            sent[pk] = f"{rank} {name}"
    gone = taken_on(plan) | set(forces.away_on(plan.day, list(sent)))
    serving = forces.people((plan.operation.area_id,)).order_by()
    gone |= sent.keys() - set(serving.values_list("pk", flat=True))
    return sorted(title for pk, title in sent.items() if pk in gone)


def wrong_with(plan: StationPlan) -> tuple[Sentence, ...]:
    """Return where a kept plan is not what was asked, by what the records say of the stations."""
    return engine.verify_deployment(_problem(plan), _deployment(plan))


def _problem(plan: StationPlan) -> engine.DeploymentProblem:
    """Return the question with as many officers as the plan sends: who they are is seen apart."""
    nobody = Officers({}, [], {})
    found = _forces(plan)
    padal = plan.padal.filter(person__isnull=False)
    return replace(
        station_problem(plan, nobody),
        officers={force.kecamatan: force.own for force in found},
        pool=sum(force.from_pool for force in found),
        padal=tuple(
            engine.PadalCandidate(str(person_id), seniority(rank), (area_code,))
            for person_id, rank, area_code in padal.values_list(
                "person_id", "person__rank", "area_id"
            )
        ),
    )


def _forces(plan: StationPlan) -> tuple[engine.KecamatanForce, ...]:
    kept = cast("list[dict[str, object]]", plan.figures.get("forces", []))
    return tuple(engine.KecamatanForce(**one) for one in kept)  # type: ignore[arg-type]


def _deployment(plan: StationPlan) -> engine.Deployment:
    figures = plan.figures
    complaints = cast("list[Kept]", figures.get("complaints", []))
    return engine.Deployment(
        groups=_groups(plan),
        forces=_forces(plan),
        reserve=engine.Reserve(),
        officers=figures["officers"],
        least_officers=figures["least_officers"],
        linmas=figures["linmas"],
        short=figures["short"],
        way_minutes=figures["way_minutes"],
        least_way_minutes=figures["least_way_minutes"],
        shortfalls=(),
        complaints=tuple(read(one) for one in complaints),
    )


def _groups(plan: StationPlan) -> tuple[engine.StationGroup, ...]:
    sites = StationGroup.sites.through.objects.filter(stationgroup__plan=plan)
    held: defaultdict[int, list[str]] = defaultdict(list)
    for group_id, site_id in sites.order_by("pk").values_list("stationgroup_id", "site_id"):
        held[group_id].append(str(site_id))
    manned = set(plan.groups.filter(people__isnull=False).values_list("pk", flat=True))
    return tuple(
        engine.StationGroup(
            id=str(row.number),
            station_class=row.grade,
            kecamatan=row.kecamatan_id,
            village="" if row.area_id == row.kecamatan_id else row.area_id,
            stations=tuple(held[row.pk]),
            officers=row.officers,
            linmas=row.linmas,
            longest_minutes=row.longest_minutes or 0.0,
            is_manned=row.pk in manned,
        )
        for row in plan.groups.order_by("number")
    )
