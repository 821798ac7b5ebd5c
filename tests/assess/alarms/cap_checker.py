"""
Check a CAP message against the rules of the standard, written apart from what writes it.

Order, how often an element occurs and the closed lists are those of the OASIS CAP 1.2 schema
(urn:oasis:names:tc:emergency:cap:1.2, 1 July 2010); the rest are the notes of its table 3.2.
"""

import re
from xml.etree import ElementTree as ET

SPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
ONE, MAYBE, ANY, SOME = (1, 1), (0, 1), (0, 999), (1, 999)
ALERT = {
    "identifier": ONE, "sender": ONE, "sent": ONE, "status": ONE, "msgType": ONE, "source": MAYBE,
    "scope": ONE, "restriction": MAYBE, "addresses": MAYBE, "code": ANY, "note": MAYBE,
    "references": MAYBE, "incidents": MAYBE, "info": ANY,
}  # fmt: skip
INFO = {
    "language": MAYBE, "category": SOME, "event": ONE, "responseType": ANY, "urgency": ONE,
    "severity": ONE, "certainty": ONE, "audience": MAYBE, "eventCode": ANY, "effective": MAYBE,
    "onset": MAYBE, "expires": MAYBE, "senderName": MAYBE, "headline": MAYBE,
    "description": MAYBE, "instruction": MAYBE, "web": MAYBE, "contact": MAYBE, "parameter": ANY,
    "resource": ANY, "area": ANY,
}  # fmt: skip
AREA = {
    "areaDesc": ONE, "polygon": ANY, "circle": ANY, "geocode": ANY, "altitude": MAYBE,
    "ceiling": MAYBE,
}  # fmt: skip
PAIR = {"valueName": ONE, "value": ONE}
WORDS = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env",
                 "Transport", "Infra", "CBRNE", "Other"},
    "responseType": {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess",
                     "AllClear", "None"},
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
POINT = re.compile(r"-?\d+(\.\d+)?,-?\d+(\.\d+)?")
FEWEST_POINTS = 4


def faults_of(document: bytes) -> list[str]:
    """Return what is wrong with a message; nothing when it keeps to the standard."""
    alert = ET.fromstring(document)  # noqa: S314 - our own
    if alert.tag != f"{SPACE}alert":
        return [f"the root is {alert.tag}"]
    faults = _children(alert, ALERT)
    for info in alert.iter(f"{SPACE}info"):
        faults += _children(info, INFO)
        for name in ("eventCode", "parameter"):
            for pair in info.findall(f"{SPACE}{name}"):
                faults += _children(pair, PAIR)
        for area in info.findall(f"{SPACE}area"):
            faults += _children(area, AREA)
            for pair in area.findall(f"{SPACE}geocode"):
                faults += _children(pair, PAIR)
    return faults + _values(alert) + _notes(alert)


def _children(parent: ET.Element, allowed: dict[str, tuple[int, int]]) -> list[str]:
    names = [child.tag.removeprefix(SPACE) for child in parent]
    where = parent.tag.removeprefix(SPACE)
    faults = [f"{where}: unknown {name}" for name in names if name not in allowed]
    for name, (least, most) in allowed.items():
        if not least <= names.count(name) <= most:
            faults.append(f"{where}: {name} occurs {names.count(name)} times")
    order = [list(allowed).index(name) for name in names if name in allowed]
    return faults + ([f"{where}: out of order"] if order != sorted(order) else [])


def _values(alert: ET.Element) -> list[str]:
    faults = []
    for element in alert.iter():
        name, words = element.tag.removeprefix(SPACE), element.text or ""
        if name in WORDS and words not in WORDS[name]:
            faults.append(f"{name}: “{words}” is not in the list")
        if name in ("sent", "effective", "onset", "expires") and not MOMENT.fullmatch(words):
            faults.append(f"{name}: “{words}” is no moment")
        if name == "language" and not LANGUAGE.fullmatch(words):
            faults.append(f"language: “{words}”")
        if name == "polygon":
            faults += _polygon(words)
    return faults


def _polygon(words: str) -> list[str]:
    points = words.split(" ")
    if not all(POINT.fullmatch(point) for point in points):
        return [f"polygon: {words[:60]}"]
    faults = [] if len(points) >= FEWEST_POINTS else ["polygon: fewer than four points"]
    if points[0] != points[-1]:
        faults.append("polygon: not closed")
    for point in points:
        latitude, longitude = (float(part) for part in point.split(","))
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            faults.append(f"polygon: {point} is nowhere")
    return faults


def _notes(alert: ET.Element) -> list[str]:
    said = {child.tag.removeprefix(SPACE): child.text or "" for child in alert}
    faults = [
        f"{name}: holds a space, a comma, < or &"
        for name in ("identifier", "sender")
        if re.search(r"[\s,<&]", said[name]) or not said[name]
    ]
    if said["scope"] == "Restricted" and not said.get("restriction"):
        faults.append("scope is Restricted without a restriction")
    if said["msgType"] in ("Update", "Cancel", "Ack", "Error") and not said.get("references"):
        faults.append(f"{said['msgType']} without references")
    for reference in said.get("references", "").split():
        parts = reference.split(",")
        if len(parts) != 3 or not MOMENT.fullmatch(parts[2]):
            faults.append(f"references: {reference}")
    return faults
