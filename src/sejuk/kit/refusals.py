"""Turn a refusal into an answer: a short page, or a notice when htmx asked."""

from collections.abc import Callable
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from sejuk.kit.choices import Choice
from sejuk.kit.decisions import Decision, NotYours, Refused


def explained(answer: Refused | Decision) -> str:
    """Return the reason in the reader's language."""
    values = {name: _shown(value) for name, value in answer.values.items()}
    text = gettext(answer.message)
    return text % values if values else text


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y H.i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return gettext(value.label) if isinstance(value, Choice) else value


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotYours):
            # Django's own 404 page: what is not yours looks exactly like what is not there.
            raise Http404 from error
        if not isinstance(error, Refused):
            return None
        response = render(request, "refused.html", {"reason": explained(error)}, status=409)
        if request.headers.get("HX-Request"):
            # htmx ignores the body of a 4xx answer, so the notice goes out as a 200.
            response.status_code = 200
            response["HX-Retarget"] = "#notice"
            response["HX-Reswap"] = "innerHTML"
        return response
