"""How much a view takes. Without a word of its own that is what fits a form without files."""

from collections.abc import Callable
from typing import ParamSpec

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
View = Callable[P, HttpResponseBase]


def takes_files(*, most_bytes: int, from_anybody: bool = False) -> Callable[[View[P]], View[P]]:
    """Let those who are signed in, or anybody, send a view files, `most_bytes` in all."""

    def decorate(view: View[P]) -> View[P]:
        vars(view)["most_bytes"] = most_bytes
        vars(view)["takes_from_anybody"] = from_anybody
        return view

    return decorate


def most_bytes_for(view: object, request: HttpRequest) -> int:
    """Return the size of the largest request that `view` takes from who sends this one."""
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not request.user.is_authenticated and not getattr(view, "takes_from_anybody", False):
        return form
    return form + int(getattr(view, "most_bytes", 0))
