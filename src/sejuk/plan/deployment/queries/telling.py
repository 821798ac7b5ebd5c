"""Sentences of the engine in the reader's language, and as they are kept in a column."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from sejuk.engines.roster import Sentence

Kept = dict[str, object]
NOBODY_NAMED: Mapping[str, str] = {}


def told(sentence: Sentence, names: Mapping[str, str] = NOBODY_NAMED) -> str:
    """
    Return a sentence in the reader's language.

    `names` gives words for codes that the engine fills in, such as "16.01.08": "Pengandonan".
    """
    values = {key: _said(value, names) for key, value in sentence.values.items()}
    text = gettext(sentence.text)
    return text % values if values else text


def _said(value: object, names: Mapping[str, str]) -> object:
    match value:
        case Sentence():
            return told(value, names)
        case datetime():
            return date_format(timezone.localtime(value), "j M H.i")
        case date():
            return date_format(value, "j M")
        case str():
            return names.get(value) or (gettext(value) if value else value)
        case float():
            return number_format(value, decimal_pos=1)
        case _:
            return value


def kept(sentence: Sentence) -> Kept:
    """
    Return a sentence as JSON keeps it; days and instants as ISO 8601 has them.

    >>> kept(Sentence("%(day)s", {"day": date(2024, 11, 5)}))
    {'text': '%(day)s', 'values': {'day': {'date': '2024-11-05'}}}
    """
    return {
        "text": sentence.text,
        "values": {key: _kept(value) for key, value in sentence.values.items()},
    }


def _kept(value: object) -> object:
    match value:
        case Sentence():
            return {"sentence": kept(value)}
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case _:
            return value


def read(column: Mapping[str, object]) -> Sentence:
    """
    Return a sentence that was kept.

    >>> read(kept(Sentence("%(day)s", {"day": date(2024, 11, 5)}))).values
    {'day': datetime.date(2024, 11, 5)}
    """
    values = cast("Mapping[str, object]", column.get("values", {}))
    return Sentence(str(column["text"]), {key: _read(value) for key, value in values.items()})


def _read(value: object) -> object:
    match value:
        case {"sentence": dict() as inner}:
            return read(inner)
        case {"instant": str() as instant}:
            return datetime.fromisoformat(instant)
        case {"date": str() as day}:
            return date.fromisoformat(day)
        case _:
            return value
