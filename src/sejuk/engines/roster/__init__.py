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

from sejuk.engines.roster.breaches import Breach
from sejuk.engines.roster.carried import Kind, Load, Share, loads
from sejuk.engines.roster.complaints import complaints
from sejuk.engines.roster.faults import Complaint
from sejuk.engines.roster.problem import (
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
from sejuk.engines.roster.public_format import (
    read_instance,
    read_solution,
    write_instance,
    write_solution,
)
from sejuk.engines.roster.rules import BREACHES, DEFAULTS, SENTENCES, Broken, rule_of
from sejuk.engines.roster.sentences import Sentence
from sejuk.engines.roster.solving import Progress, Solution, solve
from sejuk.engines.roster.unreadable import RosterUnreadable
from sejuk.engines.roster.verifying import Change, Checker, Figures, Verdict, verify

__all__ = [
    "BREACHES",
    "DEFAULTS",
    "SENTENCES",
    "Absence",
    "Assignment",
    "Breach",
    "Broken",
    "Burden",
    "Change",
    "Checker",
    "Complaint",
    "Demand",
    "Figures",
    "Kind",
    "Level",
    "Limits",
    "Load",
    "Mix",
    "Needs",
    "Person",
    "Pin",
    "Post",
    "Posture",
    "Problem",
    "Progress",
    "Roster",
    "RosterUnreadable",
    "Rule",
    "RuleCode",
    "Sentence",
    "Share",
    "Solution",
    "Verdict",
    "Wish",
    "Worked",
    "complaints",
    "loads",
    "read_instance",
    "read_solution",
    "rule_of",
    "solve",
    "verify",
    "write_instance",
    "write_solution",
]
