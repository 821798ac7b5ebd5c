"""Pages and fragments of places: search, lists of areas and sites."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.foundation.accounts.web import actor_of, allow, allow_signed_in
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places import actions, queries
from sejuk.foundation.places.forms import AreaChoice, SiteFilter
from sejuk.foundation.places.queries import FoundArea
from sejuk.foundation.places.queries.pages import (
    listed_areas,
    listed_sites,
    shown_area,
    shown_site,
    site_counts,
)
from sejuk.foundation.places.rules import SETTERS_UP, BoundarySource

ROWS = 50
SHORTEST = 2


@require_GET
@allow_signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Answer the area picker within the viewer's areas; `semua=1` finds kecamatan too."""
    everything = request.GET.get("semua") == "1"
    text = request.GET.get("q", "")
    areas = (
        queries.found_areas(text, actor_of(request).scope, villages_only=not everything)
        if len(text.strip()) >= SHORTEST
        else []
    )
    return _options(request, areas)


def _options(request: HttpRequest, areas: list[FoundArea]) -> HttpResponse:
    response: HttpResponse
    if request.GET.get("format") == "json" or "json" in request.headers.get("Accept", ""):
        found = [
            {"code": a.code, "name": a.name, "within": a.within, "known_as": a.known_as}
            for a in areas
        ]
        response = JsonResponse({"areas": found})
    else:
        response = TemplateResponse(request, "_area_options.html", {"areas": areas})
    patch_vary_headers(response, ["Accept"])
    return response


@require_GET
@allow_signed_in
def areas(request: HttpRequest) -> HttpResponse:
    actor, text = actor_of(request), request.GET.get("q", "")
    page = Paginator(listed_areas(actor.scope, text=text), ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [shown_area(area) for area in page],
        "q": text,
        "counts": _boundary_counts(actor.scope),
        "may_draw": actor.holds(*SETTERS_UP),
        "area_code": actor.scope[0] if actor.scope else "",
    }
    return TemplateResponse(request, "places/areas.html", context)


def _boundary_counts(scope: tuple[str, ...]) -> list[tuple[str, int]]:
    counts = queries.boundary_counts(scope)
    return [(gettext(source.label), counts[source]) for source in reversed(BoundarySource)]


@require_GET
@allow_signed_in
def sites(request: HttpRequest) -> HttpResponse:
    scope, form = actor_of(request).scope, SiteFilter(request.GET)
    found = listed_sites(scope, kind=form.chosen_kind(), text=form.chosen_text())
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [shown_site(site) for site in page],
        "form": form,
        "counts": site_counts(scope),
    }
    return TemplateResponse(request, "places/sites.html", context)


@require_POST
@allow(*SETTERS_UP)
def draw_boundaries(request: HttpRequest) -> HttpResponse:
    form = AreaChoice(request.POST)
    if form.is_valid():
        drawn = actions.draw_schematic_boundaries(
            area_code=form.cleaned_data["area_code"], actor=actor_of(request), now=now_of(request)
        )
        told = ngettext(
            "%(count)s schematic boundary drawn.",
            "%(count)s schematic boundaries drawn.",
            drawn.count,
        )
        messages.success(request, told % {"count": drawn.count})
        if drawn.without_point:
            without = gettext("No point, so no boundary: %(codes)s")
            messages.warning(request, without % {"codes": ", ".join(drawn.without_point[:20])})
    return redirect("places:areas")
