"""The page of the week ahead, and what it holds for one village."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sejuk.assess.forecast import web
from sejuk.assess.forecast.rules import SEEING
from sejuk.assess.risk.web import day_asked
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places import queries as places
from sejuk.kit.htmx import render_page_or_fragment


@require_GET
@allow(*SEEING)
def week_ahead(request: HttpRequest) -> HttpResponseBase:
    page = web.week_ahead(
        actor_of(request).scope,
        day_asked(request),
        request.GET.get("page", ""),
        now=now_of(request),
    )
    return render(request, "forecast/week_ahead.html", {"page": page})


@require_GET
@allow(*SEEING)
def village(request: HttpRequest, area_code: str) -> HttpResponseBase:
    area = places.area_called(area_code, actor_of(request).scope)
    shown = {"area": area, "card": web.forecast_card(area.code, day_asked(request))}
    return render_page_or_fragment(
        request, "forecast/village.html", shown, fragment="forecast/_forecast.html"
    )
