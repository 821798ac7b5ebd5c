"""Statistics of a period: what Humas brings to the evaluation, on a page, on paper, as a file."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from sejuk.act.response import actions, forms, queries, web
from sejuk.act.response.rules import SENDERS
from sejuk.assess.risk import queries as risk
from sejuk.assess.rumours import queries as rumours
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import is_invented, now_of, operation_of
from sejuk.kit.exports import table_file
from sejuk.kit.periods import Period, months_over
from sejuk.sense.signals import queries as signals


@allow(*SENDERS)
@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    form.offer(risk.territory(actor_of(request).scope, now_of(request)).kecamatan)
    return render(request, "response/statistics.html", {"form": form, "page": _page(request, form)})


@allow(*SENDERS)
@require_GET
def survey(request: HttpRequest) -> HttpResponse:
    today = localdate(now_of(request))
    form = forms.SurveyFilter(request.GET, months=months_over(_first_day(request), today))
    scope = actor_of(request).scope
    found = (
        signals.survey_figures(actor_of(request), scope, form.month, today=today)
        if form.month
        else None
    )
    return render(request, "response/survey.html", {"form": form, "survey": found})


@allow(*SENDERS)
@require_GET
def export_statistics(request: HttpRequest, kind: str) -> HttpResponseBase:
    form = _form(request)
    page = _page(request, form)
    answer = table_file(web.table_of(page, form.area_code), kind, is_invented=is_invented(request))
    actions.note_statistics(
        period=page.period,
        area_code=form.area_code,
        file_kind=kind,
        actor=actor_of(request),
        now=now_of(request),
    )
    return answer


def _form(request: HttpRequest) -> forms.StatisticsFilter:
    whole = Period(_first_day(request), localdate(now_of(request)))
    return forms.StatisticsFilter(request.GET, scope=actor_of(request).scope, whole=whole)


def _first_day(request: HttpRequest) -> date:
    operation, today = operation_of(request), localdate(now_of(request))
    return min(operation.starts_on, today) if operation else today


def _page(request: HttpRequest, form: forms.StatisticsFilter) -> web.Statistics:
    actor = actor_of(request)
    scope = (form.area_code,) if form.area_code else actor.scope
    return web.statistics_of(
        form.period,
        signals.answered_in(
            form.period,
            actor,
            area_code=form.area_code,
            parts=signals.VILLAGE_PARTS if form.area_code else signals.KECAMATAN_PARTS,
            now=now_of(request),
        ),
        rumours.rumour_counts(form.period, scope),
        rumours.heard_in(form.period, scope),
        queries.said_in(form.period, scope),
    )
