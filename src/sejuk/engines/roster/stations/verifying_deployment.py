"""
Whether a deployment does what was asked: computed anew, with nothing of what made it.

The figures are added up again, and each way is computed by the spherical law of cosines in place
of the haversine; a second of rounding is allowed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from math import acos, cos, radians, sin

from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.stations.deploying import Deployment
from sejuk.engines.roster.stations.station_groups import StationGroup
from sejuk.engines.roster.stations.stations import PATTERNS, DeploymentProblem, Station

EARTH_RADIUS_KM = 6371.0088
ROUNDING_MINUTES = 1.5 / 60


def verify_deployment(problem: DeploymentProblem, deployment: Deployment) -> tuple[Sentence, ...]:
    """
    Return what is wrong with a deployment; nothing when it is as it should be.

    >>> from dataclasses import replace
    >>> from sejuk.engines.roster.stations.deploying import deploy
    >>> problem = DeploymentProblem((Station("T1", "rawan", "V", "K", -4.1, 104.1),), pool=2)
    >>> verify_deployment(problem, deploy(problem))
    ()
    >>> [str(one) for one in verify_deployment(problem, replace(deploy(problem), groups=()))][:2]
    ['Polling station T1 is in 0 groups.', 'The officers are 2, added up 0.']
    """
    known: dict[str, Station] = {}
    for station in problem.stations:
        if station.station_class in PATTERNS and station.village and station.kecamatan:
            known.setdefault(station.id, station)
    left_out = {str(one.values.get("station", "")) for one in deployment.complaints}
    times = Counter(name for group in deployment.groups for name in group.stations)
    found: list[Sentence] = []
    for name in sorted({*known, *times}):
        if times[name] != 1 and not (times[name] == 0 and name in left_out):
            text = N_("Polling station %(station)s is in %(count)s groups.")
            found.append(Sentence(text, {"station": name, "count": times[name]}))
    for group in deployment.groups:
        members = [known[name] for name in group.stations if name in known]
        found += _wrong_group(problem, group, members)
    return (*found, *_wrong_figures(deployment), *_wrong_forces(problem, deployment))


def _wrong_group(
    problem: DeploymentProblem, group: StationGroup, members: list[Station]
) -> Iterator[Sentence]:
    pattern = problem.patterns.get(group.station_class, PATTERNS[group.station_class])
    blanks: dict[str, object] = {"group": group.id, "pattern": str(pattern)}
    if {one.station_class for one in members} != {group.station_class}:
        yield Sentence(N_("Group %(group)s has stations of another class."), blanks)
    if {one.kecamatan for one in members} != {group.kecamatan}:
        yield Sentence(N_("Group %(group)s crosses the border of its kecamatan."), blanks)
    if problem.within.value == "village" and len({one.village for one in members}) > 1:
        yield Sentence(N_("Group %(group)s crosses the border of its village."), blanks)
    is_as_pattern = group.officers == pattern.police and group.linmas == 2 * len(group.stations)
    if len(group.stations) > pattern.stations or not is_as_pattern:
        yield Sentence(N_("Group %(group)s is not of pattern %(pattern)s."), blanks)
    longest = max((_minutes(problem, a, b) for a in members for b in members), default=0.0)
    if longest > problem.most_minutes + ROUNDING_MINUTES:
        text = N_("In group %(group)s a way takes %(minutes)s minutes, more than %(most)s.")
        more = {"minutes": round(longest, 1), "most": problem.most_minutes}
        yield Sentence(text, {**blanks, **more})


def _minutes(problem: DeploymentProblem, one: Station, other: Station) -> float:
    """Return the way between two stations; 0 when one of them has no point of its own."""
    if one.id == other.id:
        return 0.0
    extra = one.extra_minutes + other.extra_minutes
    if one.latitude is None or one.longitude is None:
        return extra
    if other.latitude is None or other.longitude is None:
        return extra
    here, there = radians(one.latitude), radians(other.latitude)
    turn = cos(radians(other.longitude - one.longitude))
    angle = acos(max(-1.0, min(1.0, sin(here) * sin(there) + cos(here) * cos(there) * turn)))
    return EARTH_RADIUS_KM * angle * problem.way_factor / problem.km_per_hour * 60 + extra


def _wrong_figures(deployment: Deployment) -> Iterator[Sentence]:
    officers = sum(group.officers for group in deployment.groups)
    if deployment.officers != officers:
        text = N_("The officers are %(said)s, added up %(summed)s.")
        yield Sentence(text, {"said": deployment.officers, "summed": officers})
    if deployment.least_officers > deployment.officers:
        text = N_("The proved least number of officers, %(least)s, is above the %(officers)s.")
        blanks = {"least": deployment.least_officers, "officers": deployment.officers}
        yield Sentence(text, blanks)
    linmas = sum(group.linmas for group in deployment.groups)
    if deployment.linmas != linmas:
        text = N_("The linmas are %(said)s, added up %(summed)s.")
        yield Sentence(text, {"said": deployment.linmas, "summed": linmas})


def _wrong_forces(problem: DeploymentProblem, deployment: Deployment) -> Iterator[Sentence]:
    needed: Counter[str] = Counter()
    manned: Counter[str] = Counter()
    for group in deployment.groups:
        needed[group.kecamatan] += group.officers
        manned[group.kecamatan] += group.officers if group.is_manned else 0
    own: Mapping[str, int] = problem.officers
    for force in deployment.forces:
        got = force.own + force.from_pool
        is_summed = force.needed == needed[force.kecamatan] == got + force.short
        is_owned = 0 <= force.own <= max(0, own.get(force.kecamatan, 0))
        if not (is_summed and is_owned and manned[force.kecamatan] <= got):
            text = N_("The officers of kecamatan %(kecamatan)s do not add up.")
            yield Sentence(text, {"kecamatan": force.kecamatan})
    if sum(force.from_pool for force in deployment.forces) > max(0, problem.pool):
        yield Sentence(N_("More officers are taken from the pool than it has."))
    padal = Counter(force.padal for force in deployment.forces if force.padal)
    may = {one.id: one.kecamatan for one in problem.padal}
    for force in deployment.forces:
        if not force.padal:
            continue
        allowed = may.get(force.padal)
        is_allowed = allowed is not None and (not allowed or force.kecamatan in allowed)
        if padal[force.padal] > 1 or not is_allowed:
            text = N_("%(padal)s cannot be the Padal of kecamatan %(kecamatan)s.")
            yield Sentence(text, {"padal": force.padal, "kecamatan": force.kecamatan})
