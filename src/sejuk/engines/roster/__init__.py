"""
Who stands where and when: rosters made, judged, mended and explained.

    >>> from datetime import UTC, date, datetime
    >>> budi = Person("budi", "Aipda Budi")
    >>> times = datetime(2024, 11, 4, 6, tzinfo=UTC), datetime(2024, 11, 4, 14, tzinfo=UTC)
    >>> morning = Demand("kpu-1", "kpu", "Pagi", date(2024, 11, 4), *times, count=1)
    >>> problem = Problem(date(2024, 11, 4), 1, (budi,), (Post("kpu", "KPU"),), (morning,))
    >>> loads(problem, (Assignment("kpu-1", "budi"),))[0].minutes
    Share(carried=480, before=0, low=480, high=480)
"""

from sejuk.engines.roster.asked.json_format import (
    problem_from_json,
    problem_to_json,
    roster_from_json,
    roster_to_json,
)
from sejuk.engines.roster.asked.problem import (
    Absence,
    Assignment,
    Burden,
    Demand,
    Level,
    Limits,
    Mix,
    Needs,
    Person,
    Pin,
    Post,
    Posture,
    Problem,
    Roster,
    Rule,
    RuleCode,
    Wish,
    Worked,
)
from sejuk.engines.roster.asked.public_format import (
    read_instance,
    read_solution,
    write_instance,
    write_solution,
)
from sejuk.engines.roster.asked.sentences import Sentence
from sejuk.engines.roster.asked.solutions import Progress, Solution
from sejuk.engines.roster.asked.unreadable import RosterUnreadable
from sejuk.engines.roster.bounds.bounding import Bound, bound
from sejuk.engines.roster.explaining.clashes import Clash
from sejuk.engines.roster.explaining.explaining import Candidate, candidates, why, why_not
from sejuk.engines.roster.explaining.shortage import Shortage, WeekOfHours, shortage
from sejuk.engines.roster.explaining.ways_out import WayOut
from sejuk.engines.roster.judging.breaches import Breach
from sejuk.engines.roster.judging.carried import Kind, Load, Share, loads
from sejuk.engines.roster.judging.complaints import complaints
from sejuk.engines.roster.judging.faults import Complaint
from sejuk.engines.roster.judging.rules import BREACHES, DEFAULTS, SENTENCES, Broken, rule_of
from sejuk.engines.roster.judging.verifying import Change, Checker, Figures, Verdict, verify
from sejuk.engines.roster.mending.repairing import Repair, RosterChange, repair
from sejuk.engines.roster.solving import solve
from sejuk.engines.roster.stations.deploying import Deployment, KecamatanForce, deploy
from sejuk.engines.roster.stations.reserves import PlacedPlatoon, Reserve
from sejuk.engines.roster.stations.shortfalls import Shortfall, StationsWayOut
from sejuk.engines.roster.stations.station_groups import StationGroup
from sejuk.engines.roster.stations.stations import (
    CALM_PATTERNS,
    PATTERNS,
    Border,
    DeploymentProblem,
    DeploymentRefused,
    PadalCandidate,
    Pattern,
    Platoon,
    Station,
    StationClass,
    WaitingPlace,
    pattern_of,
)
from sejuk.engines.roster.stations.verifying_deployment import verify_deployment

__all__ = [
    "BREACHES",
    "CALM_PATTERNS",
    "DEFAULTS",
    "PATTERNS",
    "SENTENCES",
    "Absence",
    "Assignment",
    "Border",
    "Bound",
    "Breach",
    "Broken",
    "Burden",
    "Candidate",
    "Change",
    "Checker",
    "Clash",
    "Complaint",
    "Demand",
    "Deployment",
    "DeploymentProblem",
    "DeploymentRefused",
    "Figures",
    "KecamatanForce",
    "Kind",
    "Level",
    "Limits",
    "Load",
    "Mix",
    "Needs",
    "PadalCandidate",
    "Pattern",
    "Person",
    "Pin",
    "PlacedPlatoon",
    "Platoon",
    "Post",
    "Posture",
    "Problem",
    "Progress",
    "Repair",
    "Reserve",
    "Roster",
    "RosterChange",
    "RosterUnreadable",
    "Rule",
    "RuleCode",
    "Sentence",
    "Share",
    "Shortage",
    "Shortfall",
    "Solution",
    "Station",
    "StationClass",
    "StationGroup",
    "StationsWayOut",
    "Verdict",
    "WaitingPlace",
    "WayOut",
    "WeekOfHours",
    "Wish",
    "Worked",
    "bound",
    "candidates",
    "complaints",
    "deploy",
    "loads",
    "pattern_of",
    "problem_from_json",
    "problem_to_json",
    "read_instance",
    "read_solution",
    "repair",
    "roster_from_json",
    "roster_to_json",
    "rule_of",
    "shortage",
    "solve",
    "verify",
    "verify_deployment",
    "why",
    "why_not",
    "write_instance",
    "write_solution",
]
