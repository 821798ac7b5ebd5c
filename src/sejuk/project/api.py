"""The JSON interface: one router per capability."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.refusals import explained

api = NinjaAPI(title="Sejuk", version="1", urls_namespace="api", docs_url=None)


@api.exception_handler(Refused)
def say_why(request: HttpRequest, error: Refused) -> HttpResponse:
    return api.create_response(request, {"detail": explained(error)}, status=409)


@api.exception_handler(NotYours)
def say_not_found(request: HttpRequest, error: NotYours) -> HttpResponse:
    return api.create_response(request, {"detail": "Not found"}, status=404)
