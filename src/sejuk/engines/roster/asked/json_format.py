"""
Problems and rosters as JSON, written and read back without loss.

    {"format": "sejuk roster problem", "version": 1, "first_day": "2024-11-04", "days": 7,
     "people": [{"id": "budi", "name": "Aipda Budi", "qualifications": ["driver"]}], ...}

The fields are those of the classes in `problem`; what has its default is left out. An instant
keeps the name of its zone, 2024-11-03T22:00:00+07:00[Asia/Jakarta] (RFC 9557), because its night
depends on it. What is read is held against the classes, field by field; each thing that does not
fit is said with its path. A field that is not known is refused: it would be lost.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Final, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sejuk.engines.roster.asked.problem import Problem, Roster
from sejuk.engines.roster.asked.sentences import N_, Sentence
from sejuk.engines.roster.asked.unreadable import RosterUnreadable

VERSION: Final = 1
PROBLEM, ROSTER = "sejuk roster problem", "sejuk roster"
SHOWN: Final = 40  # chosen: letters of a wrong value that are shown

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Read = TypeVar("Read", bound="DataclassInstance")

_WANTED: Final[Mapping[object, str]] = {
    str: N_("a text"),
    int: N_("a whole number"),
    float: N_("a number"),
    bool: N_("true or false"),
    date: N_("a day such as 2024-11-03"),
    datetime: N_("an instant such as 2024-11-03T22:00:00+07:00[Asia/Jakarta]"),
}
_JSON: Final[Mapping[object, type | tuple[type, ...]]] = {
    str: str,
    int: int,
    float: (int, float),
    bool: bool,
    date: (),  # a text is a day where it can be read as one, see below
    datetime: (),
}


def problem_to_json(problem: Problem) -> str:
    """
    Return a problem as JSON.

    >>> problem_to_json(Problem(date(2024, 11, 4), 7, (), (), ()))[:60]
    '{"format": "sejuk roster problem", "version": 1, "first_day"'
    """
    plain = {"format": PROBLEM, "version": VERSION, **_plain_fields(problem)}
    return json.dumps(plain, ensure_ascii=False)


def problem_from_json(text: str) -> Problem:
    """
    Return the problem that a JSON text holds.

    >>> problem = Problem(date(2024, 11, 4), 7, (), (), ())
    >>> problem_from_json(problem_to_json(problem)) == problem
    True

    :raises RosterUnreadable: with the path of each thing that does not fit
    """
    return _read(text, PROBLEM, Problem)


@dataclass(frozen=True, slots=True)
class _Written:
    """A roster as it stands in JSON."""

    assignments: Roster


def roster_to_json(roster: Roster) -> str:
    """
    Return a roster as JSON.

    >>> from sejuk.engines.roster.asked.problem import Assignment
    >>> roster_to_json((Assignment("kpu-1", "budi"),))[-55:]
    '"assignments": [{"demand": "kpu-1", "person": "budi"}]}'
    """
    plain = {"format": ROSTER, "version": VERSION, **_plain_fields(_Written(roster))}
    return json.dumps(plain, ensure_ascii=False)


def roster_from_json(text: str) -> Roster:
    """
    Return the roster that a JSON text holds.

    >>> from sejuk.engines.roster.asked.problem import Assignment
    >>> roster_from_json(roster_to_json((Assignment("kpu-1", "budi"),)))
    (Assignment(demand='kpu-1', person='budi'),)

    :raises RosterUnreadable: with the path of each thing that does not fit
    """
    return _read(text, ROSTER, _Written).assignments


def _plain_fields(thing: "DataclassInstance") -> dict[str, object]:
    """Return the fields of an object that differ from their defaults, as JSON knows them."""
    found = {one.name: getattr(thing, one.name) for one in fields(thing)}
    defaults = _defaults(type(thing))
    return {
        name: _plain(part)
        for name, part in found.items()
        if name not in defaults or part != defaults[name]
    }


def _plain(value: object) -> object:
    """Return a value as JSON knows it."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain_fields(value)
    if isinstance(value, frozenset):
        return sorted((_plain(part) for part in value), key=str)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, datetime):
        zone = getattr(value.tzinfo, "key", "")
        return value.isoformat() + (f"[{zone}]" if zone else "")
    return value.isoformat() if isinstance(value, date) else value


@cache
def _defaults(kind: type["DataclassInstance"]) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in fields(kind):
        if one.default is not MISSING:
            found[one.name] = one.default
        elif one.default_factory is not MISSING:
            found[one.name] = one.default_factory()
    return found


@cache
def _hints(kind: type["DataclassInstance"]) -> dict[str, object]:
    return get_type_hints(kind)


def _read(text: str, name: str, kind: type[Read]) -> Read:
    plain = _loaded(text)
    if not isinstance(plain, dict) or plain.get("format") != name:
        said = N_('The text is no "%(format)s": it does not say so under "format".')
        raise RosterUnreadable((Sentence(said, {"format": name}),))
    if plain.get("version") != VERSION:
        said = N_("Version %(version)s of the format is not known; %(known)s is.")
        versions = {"version": _shown(plain.get("version")), "known": VERSION}
        raise RosterUnreadable((Sentence(said, versions),))
    reading = _Reading()
    rest = {key: part for key, part in plain.items() if key not in ("format", "version")}
    found = reading.fields(kind, rest, "")
    if reading.wrong or not isinstance(found, kind):
        raise RosterUnreadable(tuple(reading.wrong))
    return found


def _loaded(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as wrong:
        said = N_("The text is not JSON: see line %(line)s, letter %(column)s.")
        place = {"line": wrong.lineno, "column": wrong.colno}
        raise RosterUnreadable((Sentence(said, place),)) from wrong
    except (ValueError, RecursionError) as wrong:
        said = N_("The text is not JSON that can be read.")
        raise RosterUnreadable((Sentence(said),)) from wrong


def _no_number(constant: str) -> object:
    raise ValueError(constant)


def _shown(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= SHOWN else written[:SHOWN] + "…"


@dataclass(slots=True)
class _Reading:
    """Plain values held against the types that are wanted; what does not fit is noted."""

    wrong: list[Sentence] = field(default_factory=list)

    def value(self, wanted: object, plain: object, path: str) -> object:
        """Return a plain value as the type that is wanted, None where it does not fit."""
        kind = get_origin(wanted) or wanted
        if kind is UnionType:
            [inner] = [one for one in get_args(wanted) if one is not NoneType]
            return None if plain is None else self.value(inner, plain, path)
        if kind in (tuple, frozenset):
            return self._several(wanted, plain, path)
        if kind is Mapping:
            _, inner = get_args(wanted)
            parts = self._object(plain, path)
            return {key: self.value(inner, part, f"{path}.{key}") for key, part in parts.items()}
        if isinstance(kind, type) and is_dataclass(kind):
            return self.fields(kind, plain, path)
        return self._one(kind, plain, path)

    def fields(self, kind: type["DataclassInstance"], plain: object, path: str) -> object:
        """Return an object of a class, None where a field of it does not fit."""
        before = len(self.wrong)
        parts = self._object(plain, path)
        hints, defaults = _hints(kind), _defaults(kind)
        for name in sorted(parts.keys() - hints.keys()):
            text = N_("%(path)s is not known; known are: %(names)s.")
            self._note(text, _under(path, name), names=", ".join(hints))
        if len(self.wrong) == before:
            for name in sorted(hints.keys() - defaults.keys() - parts.keys()):
                self._note(N_("%(path)s is missing."), _under(path, name))
        known = [name for name in hints if name in parts]
        found = {name: self.value(hints[name], parts[name], _under(path, name)) for name in known}
        return kind(**found) if len(self.wrong) == before else None

    def _several(self, wanted: object, plain: object, path: str) -> object:
        """Return a tuple of many of one type, a tuple of one each, or a set."""
        inner, is_tuple = get_args(wanted), get_origin(wanted) is tuple
        if not isinstance(plain, list):
            return self._misfit(N_("a list"), plain, path)
        types = list(inner) if is_tuple and Ellipsis not in inner else [inner[0]] * len(plain)
        if len(types) != len(plain):
            text = N_("%(path)s has %(count)s parts; %(asked)s are wanted.")
            return self._note(text, path, count=len(plain), asked=len(types))
        pairs = enumerate(zip(types, plain, strict=True))
        found = [self.value(one, part, f"{path}[{place}]") for place, (one, part) in pairs]
        return tuple(found) if is_tuple else frozenset(found)

    def _one(self, kind: object, plain: object, path: str) -> object:
        """Return a text, a number, a day, an instant or a word of a list."""
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            words = [str(one) for one in kind]
            if isinstance(plain, str) and plain in words:
                return kind(plain)
            text = N_("one of these: %(words)s")
            return self._misfit(Sentence(text, {"words": ", ".join(words)}), plain, path)
        try:
            if kind is datetime and isinstance(plain, str):
                return _instant(plain)
            if kind is date and isinstance(plain, str):
                return date.fromisoformat(plain)
        except (ValueError, OverflowError, ZoneInfoNotFoundError):
            return self._misfit(_WANTED[kind], plain, path)
        # To Python true is a number; to whoever writes JSON it is not.
        is_fitting = isinstance(plain, bool) == (kind is bool) and isinstance(plain, _JSON[kind])
        return plain if is_fitting else self._misfit(_WANTED[kind], plain, path)

    def _object(self, plain: object, path: str) -> dict[str, object]:
        if isinstance(plain, dict):
            return plain
        self._misfit(N_("an object"), plain, path)
        return {}

    def _misfit(self, wanted: str | Sentence, plain: object, path: str) -> object:
        words = wanted if isinstance(wanted, Sentence) else Sentence(wanted)
        text = N_("%(path)s is %(found)s; wanted is %(wanted)s.")
        return self._note(text, path, found=_shown(plain), wanted=words)

    def _note(self, text: str, path: str, **values: object) -> object:
        """Note what is wrong, and return the nothing that stands in its place."""
        self.wrong.append(Sentence(text, {"path": path, **values}))
        return None


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _instant(text: str) -> datetime:
    """Return an instant, with its named zone where one is given; the clock must agree with it."""
    written, _, zone = text.removesuffix("]").partition("[")
    instant = datetime.fromisoformat(written)
    if not zone:
        return instant
    # An hour that comes twice, or not at all, is told by its offset.
    for fold in (0, 1):
        at_home = instant.replace(tzinfo=ZoneInfo(zone), fold=fold)
        if at_home.utcoffset() == instant.utcoffset():
            return at_home
    raise ValueError(text)
