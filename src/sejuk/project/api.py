"""The JSON interface: one router per capability."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.security import SessionAuth

from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained
from sejuk.kit.sentences import Sentence, fault_of

# What ninja says in English, in words for who wrote the program.
SAID = {
    400: N_("What was sent is no JSON that can be read."),
    401: N_("Sign in first, or send a key that is still valid."),
    403: N_("Send the value of the cookie csrftoken in the header X-CSRFToken."),
}
NOTHING_THERE = N_("There is nothing here that is yours.")

# Closed unless a router says otherwise: a session, with its CSRF token.
api = NinjaAPI(title="Sejuk", version="1", urls_namespace="api", docs_url=None, auth=SessionAuth())
api.add_router("", "sejuk.sense.signals.api.router")
api.add_router("", "sejuk.assess.rumours.api.router")
api.add_router("", "sejuk.act.guard.api.router")
api.add_router("", "sejuk.act.response.api.router")


@api.exception_handler(Refused)
def say_why(request: HttpRequest, error: Refused) -> HttpResponse:
    where = str(error.values.get("where", ""))
    return _answer(request, Sentence(detail=explained(error), where=where), 409)


@api.exception_handler(NotYours)
def say_not_found(request: HttpRequest, error: NotYours) -> HttpResponse:
    return _answer(request, Sentence(detail=gettext(NOTHING_THERE)), 404)


@api.exception_handler(ValidationError)
def say_unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _answer(request, fault_of(error.errors), 422)


@api.exception_handler(HttpError)
def say_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    known = SAID.get(error.status_code)
    words = gettext(known) if known else str(error)
    return _answer(request, Sentence(detail=words), error.status_code)


@api.exception_handler(RequestDataTooBig)
def say_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    words = gettext("The request is larger than %(limit)s bytes.") % {"limit": limit}
    return _answer(request, Sentence(detail=words), 413)


def _answer(request: HttpRequest, said: Sentence, status: int) -> HttpResponse:
    return api.create_response(request, said.dict(), status=status)


def addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the addresses of the interface. Its operations ask for a session or a key themselves,
    and answer 401 where a page would lead to the sign-in."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in ("api-root", "openapi-json"):
            login_not_required(pattern.callback)
    return patterns, app_name, namespace
