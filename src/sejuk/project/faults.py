"""What people see when something broke: in words, and without asking the database."""

import sys

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.defaults import page_not_found, permission_denied, server_error

from sejuk.kit.again import Sent, typed
from sejuk.kit.sentences import for_programs, sentence
from sejuk.project.away import is_away
from sejuk.project.navigation import home_of

SECONDS_TO_WAIT = "4"


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when a view failed: wait for a database that restarts, or say that something broke."""
    if not is_away(sys.exc_info()[1]):
        if for_programs(request):
            return sentence(
                gettext("Something broke here. It is noted; try again later."), status=500
            )
        return server_error(request)
    if for_programs(request):
        return _away(
            sentence(gettext("The database restarts. Try again in some seconds."), status=503)
        )
    sent = _sent(request)
    words = {
        "theme": request.COOKIES.get("theme", ""),
        "is_sending": request.method not in ("GET", "HEAD"),
        "sent": sent,
        "path": request.get_full_path(),
        "csrf_token": get_token(request) if sent else "",
    }
    return _away(HttpResponse(render_to_string("away.html", words), status=503))


def _away(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = SECONDS_TO_WAIT
    response["Cache-Control"] = "no-store, private"
    return response


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer to what could not be read; before it is known who asks, without a menu."""
    if for_programs(request):
        return sentence(gettext("The request cannot be read."), status=400)
    if not hasattr(request, "user"):
        return HttpResponse(render_to_string("400.html"), status=400)
    return render(request, "400.html", status=400)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer where nothing is: people get a page with a way on, programs a sentence."""
    if for_programs(request):
        return sentence(gettext("There is no such address."), status=404)
    return page_not_found(request, exception)


def not_yours(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead who may not open the front page to the first page he may; else say that it is shut."""
    home = home_of(request)
    if request.path == "/" and home != "/" and request.method == "GET":
        return redirect(home)
    return permission_denied(request, exception)


def _sent(request: HttpRequest) -> tuple[Sent, ...]:
    """Return what a form sent, unless files or something secret were in it."""
    try:
        fields = typed(request)
        has_files = bool(request.FILES)
    except (SuspiciousOperation, UnreadablePostError):
        return ()
    return () if has_files or any("password" in name for name in request.POST) else fields
