"""
A message by the Common Alerting Protocol, version 1.2 (OASIS, 1 July 2010), as XML.

The order of elements is that of the standard's schema. What a message says is given as plain
values; the closed lists of the standard are enums here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from xml.etree import ElementTree as ET

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
# Characters that XML 1.0 cannot hold at all.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What an identifier and a sender must not hold (3.2.1): spaces, commas, < and &.
_SEPARATORS = re.compile(r"[\s,<&]")


class Status(StrEnum):
    ACTUAL = "Actual"
    EXERCISE = "Exercise"
    TEST = "Test"
    DRAFT = "Draft"


class MessageType(StrEnum):
    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class Urgency(StrEnum):
    IMMEDIATE = "Immediate"
    EXPECTED = "Expected"
    PAST = "Past"


class Severity(StrEnum):
    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class Certainty(StrEnum):
    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message of the same matter."""

    identifier: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """One area: its name, its code, and its outer rings of (longitude, latitude), closed."""

    name: str
    code: str
    rings: tuple[tuple[tuple[float, float], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a message says in one language (RFC 3066, as in "id-ID")."""

    language: str
    event: str
    sender_name: str
    headline: str
    description: str
    instruction: str


@dataclass(frozen=True, slots=True)
class Message:
    """A restricted message about places. It asks its readers to assess, and nobody to flee."""

    identifier: str
    sender: str
    sent: datetime
    expires: datetime
    status: Status
    kind: MessageType
    restriction: str
    references: tuple[Reference, ...]
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    event_code: tuple[str, str]
    parameters: tuple[tuple[str, str], ...]
    told: tuple[Told, ...]
    web: str
    geocode: str
    places: tuple[Place, ...]


def written(message: Message) -> bytes:
    """
    Return the message as an XML document.

    >>> from datetime import UTC
    >>> at = datetime(2024, 11, 19, 5, tzinfo=UTC)
    >>> told = Told("en-US", "Unusual", "Sejuk", "Six", "Six signals.", "Look.")
    >>> place = Place("Ujan Mas", "16.01.08.2018")
    >>> message = Message("sejuk-1", "pijar@example.org", at, at, Status.EXERCISE,
    ...     MessageType.ALERT, "Police", (), Urgency.EXPECTED, Severity.MINOR,
    ...     Certainty.POSSIBLE, ("S", "isu"), (), (told,), "https://example.org/", "X", (place,))
    >>> b"<cap:status>Exercise</cap:status>" in written(message)
    True
    """
    ET.register_namespace("cap", NAMESPACE)
    alert = ET.Element(f"{{{NAMESPACE}}}alert")
    _say(alert, "identifier", unbroken(message.identifier))
    _say(alert, "sender", unbroken(message.sender))
    _say(alert, "sent", moment(message.sent))
    _say(alert, "status", message.status)
    _say(alert, "msgType", message.kind)
    _say(alert, "scope", "Restricted")
    _say(alert, "restriction", message.restriction)
    if message.references:
        sender = unbroken(message.sender)
        triples = (
            f"{sender},{unbroken(one.identifier)},{moment(one.sent)}" for one in message.references
        )
        _say(alert, "references", " ".join(triples))
    for told in message.told:
        _tell(alert, message, told)
    document: bytes = ET.tostring(alert, encoding="utf-8", xml_declaration=True)
    return document


def _tell(alert: ET.Element, message: Message, told: Told) -> None:
    info = ET.SubElement(alert, f"{{{NAMESPACE}}}info")
    _say(info, "language", told.language)
    _say(info, "category", "Safety")
    _say(info, "event", told.event)
    _say(info, "responseType", "Assess")
    _say(info, "urgency", message.urgency)
    _say(info, "severity", message.severity)
    _say(info, "certainty", message.certainty)
    _pair(info, "eventCode", *message.event_code)
    _say(info, "effective", moment(message.sent))
    _say(info, "expires", moment(message.expires))
    _say(info, "senderName", told.sender_name)
    _say(info, "headline", told.headline)
    _say(info, "description", told.description)
    _say(info, "instruction", told.instruction)
    _say(info, "web", message.web)
    for name, value in message.parameters:
        _pair(info, "parameter", name, value)
    for place in message.places:
        area = ET.SubElement(info, f"{{{NAMESPACE}}}area")
        _say(area, "areaDesc", place.name)
        for ring in place.rings:
            _say(area, "polygon", polygon(ring))
        _pair(area, "geocode", message.geocode, place.code)


def _say(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = _UNFIT.sub("", words)


def _pair(parent: ET.Element, name: str, key: str, value: str) -> None:
    pair = ET.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    _say(pair, "valueName", key)
    _say(pair, "value", value)


def moment(at: datetime) -> str:
    """
    Return an instant as CAP writes it: with its offset, UTC as -00:00 and never as Z.

    >>> from datetime import UTC
    >>> moment(datetime(2024, 11, 19, 5, tzinfo=UTC))
    '2024-11-19T05:00:00-00:00'
    """
    words = at.replace(microsecond=0).isoformat()
    return words.removesuffix("+00:00") + "-00:00" if words.endswith("+00:00") else words


def polygon(ring: Sequence[tuple[float, float]]) -> str:
    """
    Return a ring of (longitude, latitude) as CAP writes it: latitude first, closed.

    >>> polygon([(104.0, -4.0), (104.1, -4.0), (104.1, -4.1)])
    '-4.0,104.0 -4.0,104.1 -4.1,104.1 -4.0,104.0'
    """
    closed = [*ring, ring[0]] if ring[0] != ring[-1] else list(ring)
    return " ".join(f"{round(latitude, 5)},{round(longitude, 5)}" for longitude, latitude in closed)


def unbroken(words: str) -> str:
    """
    Return words as they may stand in an identifier.

    >>> unbroken("operasi, musi")
    'operasi--musi'
    """
    return _SEPARATORS.sub("-", words)
