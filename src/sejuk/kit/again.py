"""What cannot be taken at this moment comes back on a small page, from which it is sent again."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.debug import sensitive_variables

# Nothing secret goes into a page, not even the page of the person who typed it.
SECRETS = ("password", "csrfmiddlewaretoken")
# What people write at length, by its name in all public forms: they see that it is still there.
WRITTEN = "text"


@dataclass(frozen=True, slots=True)
class Sent:
    """One field of a form that was not taken, to be sent again."""

    name: str
    value: str


def typed(request: HttpRequest, *, but: tuple[str, ...] = ()) -> tuple[Sent, ...]:
    """Return what a form sent, in its order, without what is secret."""
    return tuple(
        Sent(name, value)
        for name in request.POST
        if name not in SECRETS and name not in but
        for value in request.POST.getlist(name)
    )


@sensitive_variables()
def send_again(
    request: HttpRequest,
    why: str,
    *,
    status: int,
    seconds: int,
    template: str = "again.html",
    words: Mapping[str, object] | None = None,
    but: tuple[str, ...] = (),
) -> HttpResponse:
    """
    Answer with all that was typed in a form of a few lines, and why; nothing is asked or stored.

    Files are not sent back: their field stands there empty. `words` are of a template that extends
    the page, `but` the fields that it carries itself.
    """
    shown = {
        "why": why,
        "path": request.get_full_path(),
        "theme": request.COOKIES.get("theme", ""),
        "sent": typed(request, but=(WRITTEN, *but)),
        "written": request.POST.get(WRITTEN),
        "files": next(iter(request.FILES), ""),
    }
    page = render_to_string(template, {**shown, **(words or {})})
    response = HttpResponse(page, status=status)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store, private"
    return unlogged(response)


def unlogged(response: HttpResponse) -> HttpResponse:
    """Keep a refusal out of the log: of ten thousand in a minute no line tells anything."""
    vars(response)["_has_been_logged"] = True
    return response
