"""From an entry of the ledger to a sentence in the reader's language."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from sejuk.foundation.ledger.rules import Break
from sejuk.kit.actors import RESIDENT
from sejuk.review.audit import rules
from sejuk.review.audit.queries import SYSTEM, Line


@dataclass(frozen=True, slots=True)
class ShownLine:
    sequence: int
    at: datetime
    sentence: str
    account: str
    area: str
    detail: str
    subject: str
    hash: str


def shown(line: Line) -> ShownLine:
    return ShownLine(
        sequence=line.sequence,
        at=line.at,
        sentence=sentence(line),
        account=line.account,
        area=line.area,
        detail=json.dumps(line.detail, ensure_ascii=False, indent=1) if line.detail else "",
        subject=line.subject,
        hash=rules.grouped(line.hash),
    )


def sentence(line: Line) -> str:
    """Say who did what; a verb without words says itself."""
    deed = deed_words(line.verb, record_words(line.subject))
    return f"{actor_words(line.actor_name)} {deed}"


def deed_words(verb: str, record: str) -> str:
    msgid = rules.DEEDS.get(verb)
    return gettext(msgid) % {"record": record} if msgid else f"{verb} {record}"


def record_words(subject: str) -> str:
    """Return how people call a record: by its number, or by what stands there instead."""
    number = rules.number_in(subject)
    return gettext("no. %(number)s") % {"number": number} if number.isdecimal() else number


def actor_words(name: str) -> str:
    if name == RESIDENT:
        return gettext("A resident")
    if name.startswith(SYSTEM):
        return gettext("The system (%(job)s)") % {"job": name.removeprefix(SYSTEM)}
    return name


def deed_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all verbs with their words, grouped by the part of the house they belong to."""
    return [
        (
            gettext(label),
            sorted(
                (
                    (verb, deed_words(verb, "…"))
                    for verb in rules.DEEDS
                    if verb.startswith(f"{name}.")
                ),
                key=lambda choice: choice[1],
            ),
        )
        for name, label in rules.CAPABILITIES.items()
    ]


def fault_words(broken: Break) -> str:
    """Say what is wrong with the first entry that does not hold."""
    return gettext(rules.FAULTS[broken.fault]) % {"sequence": broken.sequence}
