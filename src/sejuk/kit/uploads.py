"""How much a view takes. Without a word of its own that is what fits a form without files."""

from collections.abc import Callable
from typing import ParamSpec

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
View = Callable[P, HttpResponseBase]


def takes_files(*, most_bytes: int) -> Callable[[View[P]], View[P]]:
    """Let those who are signed in send a view files, `most_bytes` in all."""

    def decorate(view: View[P]) -> View[P]:
        vars(view)["most_bytes"] = most_bytes
        return view

    return decorate


def most_bytes_for(view: object, request: HttpRequest) -> int:
    """Return the size of the largest request that `view` takes from who sends this one."""
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if not request.user.is_authenticated:
        return form
    return form + int(getattr(view, "most_bytes", 0))
