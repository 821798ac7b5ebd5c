"""What leaves the house: tables in open formats, and one alarm as a CAP message."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from sejuk.assess.alarms import actions, queries, web
from sejuk.assess.alarms.rules import READERS, TAKERS
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of, operation_of
from sejuk.kit import cap
from sejuk.kit.choices import N_
from sejuk.kit.days import day_in
from sejuk.kit.decisions import Refused
from sejuk.kit.exports import file_name
from sejuk.kit.refusals import explained

NO_DAY = N_("“%(asked)s” is no day. Write it like 2024-11-27.")
DAY_AHEAD = N_("%(day)s lies ahead: there are no figures of it yet.")
LONGEST_DAY = 20


def _day(request: HttpRequest) -> date:
    """
    Return the day that is asked for, today without a question.

    :raises Refused: when it is no day, or one that lies ahead
    """
    today, asked = timezone.localdate(now_of(request)), request.GET.get("hari", "")
    day = day_in(asked) if asked else today
    if day is None:
        raise Refused(NO_DAY, asked=asked[:LONGEST_DAY])
    if day > today:
        raise Refused(DAY_AHEAD, day=day)
    return day


@allow(*TAKERS)
@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    fault = ""
    try:
        day = _day(request)
    except Refused as refused:
        day, fault = timezone.localdate(now_of(request)), explained(refused)
    context = {"exports": web.shown_exports(), "day": day, "fault": fault}
    return render(request, "alarms/exports.html", context, status=422 if fault else 200)


@allow(*TAKERS)
@require_GET
def export(request: HttpRequest, what: str, kind: str) -> HttpResponseBase:
    wanted = web.export_called(what)
    if wanted is None or kind not in set(web.formats_of(wanted)):
        raise Http404
    actor, now, day = actor_of(request), now_of(request), _day(request)
    table = wanted.make(actor, day, now)
    actions.note_export(
        what=what, file_kind=kind, rows=len(table.rows), day=day, actor=actor, now=now
    )
    return web.open_file(
        table, web.Format(kind), scope=actor.scope, is_invented=is_invented(request), now=now
    )


@allow(*READERS)
@require_GET
def cap_file(request: HttpRequest, alarm_number: int) -> HttpResponse:
    actor, now, operation = actor_of(request), now_of(request), operation_of(request)
    details = queries.alarm_details(actor, alarm_number, now=now)
    origin = web.Origin(
        operation_code=operation.code if operation else "-",
        operation_name=operation.name if operation else "Sejuk",
        is_invented=is_invented(request),
        host=request.get_host().partition(":")[0],
        web=request.build_absolute_uri(reverse("alarms:alarm", args=[alarm_number])),
    )
    content = cap.written(web.cap_message(details, origin))
    actions.note_export(what="cap", file_kind="cap", rows=1, day=None, actor=actor, now=now)
    name = file_name(f"pijar-{alarm_number}.cap.xml", is_invented=is_invented(request))
    response = HttpResponse(content, content_type=cap.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store, private"
    return response
