"""What the interface for programs answers when it says no: words, and about which field."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext
from ninja import Schema
from pydantic import AfterValidator, Field

from sejuk.kit.choices import N_
from sejuk.kit.reasons import may_be_stored

API = "/api/"
# Chosen: no table of a district ever holds as many records.
LARGEST_NUMBER = 2**31 - 1
# Chosen: nobody turns further; a program asks for something narrower.
LAST_PAGE = 10_000
ON_A_PAGE = 25

# By what pydantic calls a fault; what is not here is told as unreadable.
FAULTS = {
    "missing": N_("“%(where)s” is missing."),
    "string_too_long": N_("“%(where)s” is too long."),
    "string_too_short": N_("“%(where)s” is too short."),
    "enum": N_("“%(where)s” is none of the words that are known there."),
    "literal_error": N_("“%(where)s” is none of the words that are known there."),
    "greater_than_equal": N_("“%(where)s” is too small."),
    "less_than_equal": N_("“%(where)s” is too large."),
    "timezone_aware": N_("“%(where)s” says no time zone, such as +07:00."),
}
UNREADABLE = N_("“%(where)s” cannot be read as what belongs there.")


class Sentence(Schema):
    """Why not, and about which field."""

    detail: str
    where: str = ""


def told(*codes: int) -> dict[int, type[Sentence]]:
    """Return which refusals an operation declares, besides those that each one has."""
    return dict.fromkeys(sorted({400, 401, 403, 422, 503, *codes}), Sentence)


def told_to_all(*codes: int) -> dict[int, type[Sentence]]:
    """Return which refusals an operation declares that is open to everybody."""
    return dict.fromkeys(sorted({400, 422, 503, *codes}), Sentence)


def fault_of(faults: Sequence[Mapping[str, object]]) -> Sentence:
    """Return the first fault of a request in the reader's words."""
    first = faults[0] if faults else {}
    place = first.get("loc")
    steps = [str(step) for step in place] if isinstance(place, (list, tuple)) else []
    # What comes first is only whether it stood in the path, the query or the body.
    where = ".".join(steps[2:] if steps[:1] == ["body"] and len(steps) > 2 else steps[1:])  # noqa: PLR2004
    words = gettext(FAULTS.get(str(first.get("type")), UNREADABLE))
    return Sentence(detail=words % {"where": where or "JSON"}, where=where)


def for_programs(request: HttpRequest) -> bool:
    """Tell whether a program asks: it gets words in JSON where people get a page."""
    return request.path.startswith(API)


def sentence(detail: str, *, status: int) -> JsonResponse:
    """Answer a program with nothing but a sentence."""
    return JsonResponse({"detail": detail, "where": ""}, status=status)


def _storable(words: str) -> str:
    if not may_be_stored("", words):
        raise ValueError("no text that can be kept")
    return words


Text = Annotated[str, AfterValidator(_storable)]
"""Words that PostgreSQL can hold."""

Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
"""The number of a record."""

PageNumber = Annotated[int, Field(ge=1, le=LAST_PAGE)]
"""Which page, from 1."""
