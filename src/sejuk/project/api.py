"""The JSON interface: one router per capability."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.security import SessionAuth

from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained

# Closed unless a router says otherwise: a session, with its CSRF token.
api = NinjaAPI(title="Sejuk", version="1", urls_namespace="api", docs_url=None, auth=SessionAuth())
api.add_router("", "sejuk.sense.signals.api.router")
api.add_router("", "sejuk.act.guard.api.router")


@api.exception_handler(Refused)
def say_why(request: HttpRequest, error: Refused) -> HttpResponse:
    return api.create_response(request, {"detail": explained(error)}, status=409)


@api.exception_handler(NotYours)
def say_not_found(request: HttpRequest, error: NotYours) -> HttpResponse:
    return api.create_response(request, {"detail": "Not found"}, status=404)


@api.exception_handler(RequestDataTooBig)
def say_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    words = gettext("The request is larger than %(limit)s bytes.") % {"limit": limit}
    return api.create_response(request, {"detail": words}, status=413)


def addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the addresses of the interface. Its operations ask for a session or a key themselves,
    and answer 401 where a page would lead to the sign-in."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in ("api-root", "openapi-json"):
            login_not_required(pattern.callback)
    return patterns, app_name, namespace
