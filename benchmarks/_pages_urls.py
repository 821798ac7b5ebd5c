"""Addresses while pages are measured: Sejuk's own, and the baseline beside them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """The least that a signed-in Django page does: find the session, find the user, greet him."""
    return HttpResponse(f"<!doctype html><title>Bare</title><p>{request.user}</p>")


urlpatterns = [path("bare/", bare), path("", include("sejuk.project.urls"))]
