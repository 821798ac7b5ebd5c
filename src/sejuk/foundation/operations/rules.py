"""Stages and orders. No Django, no clock, no database."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision
from sejuk.kit.legal_clocks import Regime
from sejuk.kit.official import roman_month


class Phase(Choice):
    """Which part of the operation a stage belongs to."""

    BEFORE = "pra", N_("Before the operation")
    DURING = "operasi", N_("Operation")
    AFTER = "pasca", N_("After the operation")


@dataclass(frozen=True, slots=True)
class StageDates:
    """A stage with the dates that hold now, both inclusive."""

    code: str
    name: str
    starts_on: date
    ends_on: date
    source: str
    version: int

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def day_number(self, day: date) -> int:
        """
        Return which day of the stage it is, counted from 1.

        >>> stage = StageDates("kampanye", "", date(2024, 9, 25), date(2024, 11, 23), "", 1)
        >>> stage.day_number(date(2024, 11, 23))
        60
        """
        return (day - self.starts_on).days + 1


def stage_on(stages: list[StageDates], day: date) -> StageDates | None:
    """
    Return the stage of a day: where several overlap the one that began last, then the shortest.

    >>> day = date(2024, 11, 27)
    >>> voting = StageDates("pungut", "", day, day, "", 1)
    >>> counting = StageDates("rekap", "", day, date(2024, 12, 16), "", 1)
    >>> found = stage_on([counting, voting], day)
    >>> found.code if found else None
    'pungut'
    """
    running = [stage for stage in stages if stage.covers(day)]
    return max(running, key=_lateness, default=None)


def _lateness(stage: StageDates) -> tuple[date, int, str]:
    return stage.starts_on, -(stage.ends_on - stage.starts_on).days, stage.code


LEADERS = (Role.OPS_HEAD, Role.CHIEF, Role.ADMINISTRATOR)
ORDER_RECORDERS = (*LEADERS, Role.OPERATOR)
# Orders name people: for those who work with them, and for whoever examines.
ORDER_READERS = (*ORDER_RECORDERS, Role.SECTOR_CHIEF, Role.AUDITOR)

# Who stands for election is entered by who sets the system up, and by nobody who writes texts.
CONTESTANT_KEEPERS = (Role.ADMINISTRATOR,)
CONTESTANT_READERS = (*LEADERS, Role.PUBLIC_RELATIONS, Role.AUDITOR)
# Which election law holds is for the same hand.
REGIME_KEEPERS = (Role.ADMINISTRATOR,)
# Chosen: more than ever stood in one election of a district.
MOST_NUMBER = 30
LONGEST_CONTESTANT_NAME = 120


# "Sprin/1234/XI/OPS.1.3./2024": the month of an Indonesian paper is written in Roman numerals.
_ROMAN_PART = re.compile(r"/(I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII)/")


def may_lead(actor: Actor, *, area_code: str) -> Decision:
    """
    Test whether the actor sets the operation and its calendar.

    >>> from sejuk.kit.actors import Grant
    >>> head = Actor("kabag", frozenset({Grant(Role.OPS_HEAD, "16.01")}))
    >>> may_lead(head, area_code="16.01").allowed, may_lead(head, area_code="16.09").allowed
    (True, False)
    """
    if actor.holds(*LEADERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("The operation is set by the head of operations or the Kapolres."))


def may_replace(
    actor: Actor, *, area_code: str, was_demonstration: bool, is_demonstration: bool
) -> Decision:
    """
    Test whether an operation may take the place of the current one, which is in `area_code`.

    >>> from sejuk.kit.actors import Grant
    >>> head = Actor("kabag", frozenset({Grant(Role.OPS_HEAD, "16.01.08")}))
    >>> may_replace(
    ...     head, area_code="16.01", was_demonstration=False, is_demonstration=False
    ... ).allowed
    False
    """
    if was_demonstration and not is_demonstration:
        return Decision.no(
            N_(
                "A demonstration runs here, and its records are invented. "
                "Begin a real operation with a state folder of its own (SEJUK_HOME)."
            )
        )
    if may_lead(actor, area_code=area_code):
        return Decision.yes()
    return Decision.no(
        N_("Another operation runs, and it is not yours to end. Ask whoever leads it.")
    )


def may_turn_clock(*, is_demonstration: bool, hours: int) -> Decision:
    """
    Test whether the clock of an operation may run ahead: in a demonstration only, and never back.

    >>> may_turn_clock(is_demonstration=True, hours=24).allowed
    True
    >>> may_turn_clock(is_demonstration=False, hours=24).allowed
    False
    """
    if not is_demonstration:
        return Decision.no(N_("Only the clock of a demonstration can be turned."))
    if hours <= 0:
        return Decision.no(N_("The clock is only ever turned forward: what is done stays done."))
    return Decision.yes()


def may_record_order(actor: Actor, *, area_code: str) -> Decision:
    """Test whether the actor records orders of the operation in an area."""
    if actor.holds(*ORDER_RECORDERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Orders are recorded at the command post of the operation."))


def may_be_dated(starts_on: date, ends_on: date) -> Decision:
    """Test whether two days make a period."""
    if ends_on < starts_on:
        return Decision.no(N_("The last day lies before the first."), where="ends_on")
    return Decision.yes()


def may_move_to(now_holds: StageDates, *, starts_on: date, ends_on: date) -> Decision:
    """Test whether new dates differ from those that hold."""
    if (now_holds.starts_on, now_holds.ends_on) == (starts_on, ends_on):
        return Decision.no(N_("These dates hold already."))
    return may_be_dated(starts_on, ends_on)


def may_be_numbered(number: str, *, issued_on: date) -> Decision:
    """
    Test whether the Roman month and the year in an order's number fit the day it was issued.

    >>> bool(may_be_numbered("Sprin/12/XI/OPS.1.3./2024", issued_on=date(2024, 11, 20)))
    True
    >>> may_be_numbered("Sprin/12/X/OPS.1.3./2024", issued_on=date(2024, 11, 20)).reason
    'The number says month X, but the order was issued in month XI.'
    """
    month = _ROMAN_PART.search(number)
    if month and month[1] != roman_month(issued_on):
        return Decision.no(
            N_("The number says month %(said)s, but the order was issued in month %(right)s."),
            where="number",
            said=month[1],
            right=roman_month(issued_on),
        )
    year = re.search(r"/((?:19|20)\d\d)$", number)
    if year and int(year[1]) != issued_on.year:
        return Decision.no(
            N_("The number says year %(said)s, but the order was issued in %(right)s."),
            where="number",
            said=year[1],
            right=issued_on.year,
        )
    return Decision.yes()


def order_number(serial: int, *, issued_on: date) -> str:
    """
    Return the number of an order as it is usually written; every office may write its own.

    >>> order_number(123, issued_on=date(2024, 11, 5))
    'Sprin/123/XI/OPS.1.3./2024'
    """
    return f"Sprin/{serial}/{roman_month(issued_on)}/OPS.1.3./{issued_on.year}"


def may_keep_contestants(actor: Actor, *, area_code: str) -> Decision:
    """Test whether the actor enters who stands for election."""
    if actor.holds(*CONTESTANT_KEEPERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Only the administrator enters who stands for election."))


# What Polri calls the operations of a national election; Mantap Praja is the one of a Pilkada.
_NATIONAL = ("mantap brata", "pemilu")


def regime_from(name: str) -> Regime:
    """
    Return under which law an operation most likely stands, by how Polri names operations.

    >>> regime_from("Operasi Mantap Brata 2023–2024").value
    'pemilu'
    >>> regime_from("Operasi Mantap Praja Musi 2024").value
    'pilkada'
    """
    told = name.casefold()
    return Regime.PEMILU if any(word in told for word in _NATIONAL) else Regime.PILKADA


def may_set_regime(actor: Actor, *, area_code: str) -> Decision:
    """Test whether the actor says which election law holds."""
    if actor.holds(*REGIME_KEEPERS, area_code=area_code):
        return Decision.yes()
    return Decision.no(N_("Only the administrator says which election law holds."))


def may_stand(number: int, names: Collection[str], slogans: Collection[str]) -> Decision:
    """
    Test whether a contestant is written so that texts can be checked for him.

    >>> may_stand(2, ("Budi Santoso",), ()).allowed, may_stand(2, ("  ",), ()).allowed
    (True, False)
    """
    if not 1 <= number <= MOST_NUMBER:
        return Decision.no(
            N_("A number on the ballot lies between 1 and %(most)s."),
            where="number",
            most=MOST_NUMBER,
        )
    if not any(name.strip() for name in names):
        return Decision.no(N_("A contestant has at least one name."), where="names")
    for where, words in (("names", names), ("slogans", slogans)):
        if any(len(word) > LONGEST_CONTESTANT_NAME for word in words):
            return Decision.no(
                N_("One line has at most %(most)s characters."),
                where=where,
                most=LONGEST_CONTESTANT_NAME,
            )
    return Decision.yes()
