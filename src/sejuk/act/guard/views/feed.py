"""The calendar of a person: its secret address, and what stands there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from sejuk.act.guard import actions
from sejuk.act.guard.queries import feed as queries
from sejuk.act.guard.queries.people import own_person
from sejuk.act.guard.rules import ON_DUTY
from sejuk.foundation.accounts.web import actor_of, allow, allow_public
from sejuk.foundation.operations.web import is_invented, now_of

ICALENDAR = "text/calendar; charset=utf-8"


@allow(*ON_DUTY)
@require_http_methods(["GET", "POST"])
@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    actor, address = actor_of(request), ""
    person = own_person(actor)
    if person is None:
        return render(request, "guard/nobody.html")
    if request.method == "POST":
        token = actions.make_feed_key(actor=actor, now=now_of(request))
        address = request.build_absolute_uri(reverse("guard:feed", args=[token]))
    context = {"address": address, "key": queries.feed_key_of(person.pk)}
    return render(request, "guard/calendar.html", context)


@allow(*ON_DUTY)
@require_POST
def revoke_calendar(request: HttpRequest) -> HttpResponse:
    actions.revoke_feed_key(actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("The address opens nothing any more."))
    return redirect("guard:calendar")


@allow_public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    found = queries.feed_called(token)
    if found is None:
        raise Http404
    content = queries.calendar_of(found, is_invented=is_invented(request), now=now_of(request))
    tag = queries.tag_of(content)
    answered = condition(etag_func=lambda *_: tag)(_calendar_file)(request, content)
    answered.headers["Cache-Control"] = "private, no-cache"
    return answered


def _calendar_file(request: HttpRequest, content: bytes) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(content, content_type=ICALENDAR)
