"""A daily situation report: its states, its number, who may write and sign it. No Django."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from sejuk.foundation.ledger.rules import canonical_json
from sejuk.kit.actors import Actor, Role
from sejuk.kit.choices import N_, Choice
from sejuk.kit.decisions import Decision
from sejuk.kit.official import roman_month


class SitrepState(Choice):
    """A report is written, then signed; after that it is frozen."""

    DRAFT = "draft", N_("Draft")
    SIGNED = "signed", N_("Signed")


NEXT_STATES: dict[SitrepState, frozenset[SitrepState]] = {
    SitrepState.DRAFT: frozenset({SitrepState.SIGNED}),
    SitrepState.SIGNED: frozenset(),
}

WRITERS = (Role.OPERATOR, Role.OPS_HEAD, Role.CHIEF)
SIGNERS = (Role.OPS_HEAD, Role.CHIEF)
READERS = (*WRITERS, Role.SECTOR_CHIEF, Role.AUDITOR)
# Chosen: two pages of free text; what is longer is an annex.
LONGEST_TEXT = 6_000


DRAFT_THERE = N_("There is a draft for this day and area already.")


def may_draft(day: date, *, today: date, has_draft: bool, area_code: str, actor: Actor) -> Decision:
    """Test whether a report of `day` may be begun now."""
    if not actor.holds(*WRITERS, area_code=area_code):
        return Decision.no(N_("Only the command post writes the situation report."))
    if day > today:
        return Decision.no(N_("A day that has not come has no situation report."))
    if has_draft:
        return Decision.no(DRAFT_THERE)
    return Decision.yes()


def may_write(state: SitrepState, *, area_code: str, actor: Actor) -> Decision:
    if not actor.holds(*WRITERS, area_code=area_code):
        return Decision.no(N_("Only the command post writes the situation report."))
    if state is SitrepState.SIGNED:
        return Decision.no(N_("A signed report is frozen. Write a correction as a new report."))
    return Decision.yes()


def may_hold(text: str) -> Decision:
    if len(text) > LONGEST_TEXT:
        return Decision.no(N_("The text is longer than %(limit)s characters."), limit=LONGEST_TEXT)
    if "\x00" in text:
        return Decision.no(N_("The text holds a null character."))
    return Decision.yes()


def may_sign(
    state: SitrepState, *, area_code: str, actor: Actor, signer_name: str, situation: str
) -> Decision:
    """Test whether `actor` may sign: the right role, a name under it, and a word on the day."""
    if not actor.holds(*SIGNERS, area_code=area_code):
        return Decision.no(N_("Only the Kabag Ops or the Kapolres signs the situation report."))
    if state is SitrepState.SIGNED:
        return Decision.no(N_("This report is signed already."))
    if not signer_name.strip():
        return Decision.no(N_("Write the name under the signature."))
    if not situation.strip():
        return Decision.no(N_("Describe the situation in a sentence before signing."))
    return Decision.yes()


def document_number(day: date, *, area_code: str, operation_day: int, version: int) -> str:
    """
    Return the number of a report: day of the operation, area, month and year; a correction says so.

    >>> document_number(date(2024, 10, 12), area_code="16.01", operation_day=50, version=1)
    'LAPHAR/50/16.01/X/OPS.1.3./2024'
    >>> document_number(date(2024, 10, 12), area_code="16.01.08", operation_day=50, version=2)
    'LAPHAR/50.P1/16.01.08/X/OPS.1.3./2024'
    """
    correction = f".P{version - 1}" if version > 1 else ""
    return f"LAPHAR/{operation_day}{correction}/{area_code}/{roman_month(day)}/OPS.1.3./{day.year}"


def content_hash(content: Mapping[str, object]) -> str:
    """
    Return the SHA-256 of what is signed, written in the one way of the ledger.

    >>> content_hash({"number": "LAPHAR/50/X/OPS.1.3./2024"})[:8]
    '75498932'
    """
    return sha256(canonical_json(content).encode()).hexdigest()
