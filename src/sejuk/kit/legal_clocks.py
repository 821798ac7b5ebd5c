"""
By when supervisors, police, prosecutors and courts must act on an election matter, at the latest.

Only the days the law gives are counted here; what became of a matter is not for Sejuk to know. Each
limit begins where the one that it names would end if all its time were used, so that the last lines
say when a matter is over at the very latest. The day of the event is not counted (chosen: the usual
way to count a span of days). Pure: days and holidays come in as values.

What stands behind each entry. Read in the text of the law: the limits of Bawaslu in a Pilkada
(Perppu 1/2014, Pasal 134), but for the initial study, and those of Bawaslu in a Pemilu (UU 7/2017,
Pasal 454 (6) to (8)). Read in published reports only, not in the rule itself: the initial study,
both discussions of Sentra Gakkumdu, and from the investigation to the verdict of the high court in
a Pilkada (Bawaslu's nine steps, as JPNN told them). Not checked: whether the spans before
the court are working days in a Pemilu, which the reports call days alone, its verdict of the high
court, and all numbers of articles but 134, 17, 19 and 454.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sejuk.kit.choices import N_, Choice
from sejuk.kit.workdays import working_days_after

KNOWN, RECEIVED = "known", "received"


class Regime(Choice):
    """Which law the matter falls under: its spans are not the other's."""

    PILKADA = "pilkada", N_("Election of regional heads (Pilkada)")
    PEMILU = "pemilu", N_("National election (Pemilu)")


class Path(StrEnum):
    """Before whom a matter lies."""

    BAWASLU = "bawaslu"
    GAKKUMDU = "gakkumdu"


class Span(StrEnum):
    """What is counted."""

    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days after something; `since` is "known", "received" or the code of another limit."""

    code: str
    label: str
    count: int
    span: Span
    since: str
    source: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit with its days: from when, and until when at the latest."""

    code: str
    label: str
    count: int
    span: Span
    starts_on: date
    due_on: date
    source: str


PILKADA_ACT = "UU 10/2016 (Perppu 1/2014) Pasal 134"
JOINT_RULE = "Peraturan Bersama Bawaslu 5/2020, Kapolri 1/2020, Jaksa Agung 14/2020"
PILKADA_COURT = "UU 10/2016 Pasal 146–148"
PEMILU_ACT = "UU 7/2017 Pasal 454"
PEMILU_COURT = "UU 7/2017 Pasal 480–482"

REPORT = N_("Report to Bawaslu, since it became known")
ACT = N_("Bawaslu acts on the report")
MORE = N_("Bawaslu with further statements")
FIRST = N_("First discussion of Sentra Gakkumdu")
SECOND = N_("Second discussion of Sentra Gakkumdu")
INQUIRY = N_("Police investigation")
BACK = N_("Prosecutor returns an incomplete file")
AGAIN = N_("Police complete the file")
COURT = N_("Prosecutor brings it to court")
VERDICT = N_("Verdict of the court")
APPEAL = N_("Appeal is lodged")
LAST = N_("Verdict of the high court, which is final")

TABLES: dict[tuple[Regime, Path], tuple[Limit, ...]] = {
    (Regime.PILKADA, Path.BAWASLU): (
        Limit("report", REPORT, 7, Span.DAYS, KNOWN, PILKADA_ACT),
        Limit("study", N_("Initial study"), 2, Span.DAYS, RECEIVED, "Perbawaslu 8/2020"),
        Limit("act", ACT, 3, Span.DAYS, RECEIVED, PILKADA_ACT),
        Limit("more", MORE, 2, Span.DAYS, "act", PILKADA_ACT),
    ),
    (Regime.PILKADA, Path.GAKKUMDU): (
        # Once round the clock: on the following day at the same hour.
        Limit("first", FIRST, 1, Span.DAYS, RECEIVED, f"{JOINT_RULE}, Pasal 17"),
        Limit("second", SECOND, 5, Span.DAYS, RECEIVED, f"{JOINT_RULE}, Pasal 19"),
        Limit("inquiry", INQUIRY, 14, Span.WORKING_DAYS, "second", PILKADA_COURT),
        Limit("back", BACK, 3, Span.WORKING_DAYS, "inquiry", PILKADA_COURT),
        Limit("again", AGAIN, 3, Span.WORKING_DAYS, "back", PILKADA_COURT),
        Limit("court", COURT, 5, Span.WORKING_DAYS, "again", PILKADA_COURT),
        Limit("verdict", VERDICT, 7, Span.DAYS, "court", PILKADA_COURT),
        Limit("appeal", APPEAL, 3, Span.DAYS, "verdict", PILKADA_COURT),
        Limit("last", LAST, 7, Span.DAYS, "appeal", PILKADA_COURT),
    ),
    (Regime.PEMILU, Path.BAWASLU): (
        Limit("report", REPORT, 7, Span.WORKING_DAYS, KNOWN, f"{PEMILU_ACT} (6)"),
        Limit("act", ACT, 7, Span.DAYS, RECEIVED, f"{PEMILU_ACT} (7)"),
        Limit("more", MORE, 14, Span.WORKING_DAYS, RECEIVED, f"{PEMILU_ACT} (8)"),
    ),
    (Regime.PEMILU, Path.GAKKUMDU): (
        Limit("inquiry", INQUIRY, 14, Span.WORKING_DAYS, RECEIVED, PEMILU_COURT),
        Limit("back", BACK, 3, Span.WORKING_DAYS, "inquiry", PEMILU_COURT),
        Limit("again", AGAIN, 3, Span.WORKING_DAYS, "back", PEMILU_COURT),
        Limit("court", COURT, 5, Span.WORKING_DAYS, "again", PEMILU_COURT),
        Limit("verdict", VERDICT, 7, Span.DAYS, "court", PEMILU_COURT),
        Limit("appeal", APPEAL, 3, Span.DAYS, "verdict", PEMILU_COURT),
        Limit("last", LAST, 7, Span.DAYS, "appeal", PEMILU_COURT),
    ),
}


def clocks(
    regime: Regime, path: Path, *, known_on: date, received_on: date, closed: Collection[date]
) -> tuple[Clock, ...]:
    """
    Return every limit of a matter with its days, in the order of the procedure.

    >>> found = clocks(Regime.PILKADA, Path.BAWASLU, known_on=date(2024, 11, 20),
    ...                received_on=date(2024, 11, 22), closed=())
    >>> [(clock.code, clock.due_on.day) for clock in found]
    [('report', 27), ('study', 24), ('act', 25), ('more', 27)]
    """
    days = {KNOWN: known_on, RECEIVED: received_on}
    found = []
    for limit in TABLES[regime, path]:
        starts_on = days[limit.since]
        due_on = (
            starts_on + timedelta(days=limit.count)
            if limit.span is Span.DAYS
            else working_days_after(starts_on, limit.count, closed)
        )
        days[limit.code] = due_on
        found.append(
            Clock(
                limit.code,
                limit.label,
                limit.count,
                limit.span,
                starts_on,
                due_on,
                limit.source,
            )
        )
    return tuple(found)
