"""Pages of risk: the command post, kecamatan and districts, the index and its weights."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from sejuk.assess.risk import actions, queries, web
from sejuk.assess.risk.forms import ReasonForm, WeightsForm
from sejuk.assess.risk.rules import SEEING, WEIGHING, are_same_weights
from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.kit.actors import EVERYWHERE, Role
from sejuk.kit.days import day_in
from sejuk.kit.htmx import render_page_or_fragment

A_YEAR = 31_536_000
MOST_WEIGHTINGS = 10
ONE_DAY = timedelta(days=1)


def _today(request: HttpRequest) -> date:
    return timezone.localdate(now_of(request))


def _post(
    request: HttpRequest, scope: tuple[str, ...], layer: web.ShownLayer | None = None
) -> web.CommandPost:
    return web.command_post(
        web.asked_by(request),
        scope=scope,
        actor=actor_of(request),
        now=now_of(request),
        calendar=web.calendar_of(request),
        layer=layer,
    )


def _layer(request: HttpRequest, code: str) -> web.ShownLayer:
    actor, day = actor_of(request), web.day_asked(request)
    return web.shown_layer(code, actor=actor, day=day, now=now_of(request))


@require_GET
@allow(*SEEING)
def command_post(request: HttpRequest) -> HttpResponseBase:
    code = web.asked_by(request).layer
    layer = _layer(request, code) if code else None
    post = _post(request, actor_of(request).scope, layer)
    response = render_page_or_fragment(
        request, "risk/command_post.html", {"post": post}, fragment="risk/_day.html"
    )
    drawn = request.GET.get("gambar")
    if drawn and post.is_wall and post.is_today and drawn != post.picture:
        # htmx loads the whole page again: the map of a wall screen would grow old.
        response["HX-Refresh"] = "true"
    return response


@require_GET
@allow(*SEEING)
def area(request: HttpRequest, area_code: str) -> HttpResponseBase:
    page = web.area_page(area_code, actor_of(request))
    post = _post(request, (page.code,))
    return render(request, "risk/area.html", {"page": page, "post": post})


@require_GET
@allow(*SEEING)
def map_areas(request: HttpRequest) -> HttpResponseBase:
    sent = web.sent_areas(actor_of(request).scope, now_of(request))
    is_pinned = request.GET.get("v") == sent.version
    return _json(request, sent, max_age=A_YEAR if is_pinned else 0)


@require_GET
@allow(*SEEING)
def map_temperatures(request: HttpRequest) -> HttpResponseBase:
    operation, today = operation_of(request), _today(request)
    first = operation.starts_on if operation else today
    sent = web.sent_temperatures(actor_of(request).scope, first, now_of(request))
    return _json(request, sent, max_age=0)


@require_GET
@allow(*SEEING)
def map_layer(request: HttpRequest, layer_code: str) -> HttpResponseBase:
    return _json(request, web.sent_layer(_layer(request, layer_code)), max_age=0)


def _json(request: HttpRequest, sent: web.SentMap, *, max_age: int) -> HttpResponseBase:
    etag = f'"{sent.version}"'
    response: HttpResponse = HttpResponse(sent.text, content_type="application/json")
    response["ETag"] = etag
    # Private: what one sees of a map depends on his areas.
    patch_cache_control(response, private=True, max_age=max_age)
    return get_conditional_response(request, etag=etag, response=response) or response


@require_GET
@allow(*SEEING)
def known(request: HttpRequest, area_code: str) -> HttpResponseBase:
    """Show a village's day as it was known at the end of another."""
    operation, today = operation_of(request), _today(request)
    day = min(day_in(request.GET.get("hari", "")) or today - ONE_DAY, today)
    known_on = min(day_in(request.GET.get("diketahui", "")) or today, today)
    page = web.known_page(
        area_code,
        day,
        known_on,
        actor=actor_of(request),
        first_day=operation.starts_on if operation else day,
        now=now_of(request),
    )
    return render(request, "risk/known.html", {"page": page})


@require_GET
@allow(*SEEING, Role.ADMINISTRATOR)
def index(request: HttpRequest) -> HttpResponseBase:
    history = queries.weights_history(most=MOST_WEIGHTINGS)
    return _index(request, WeightsForm(weights=history[0].weights), history)


@require_POST
@allow(*WEIGHING)
def weigh(request: HttpRequest) -> HttpResponseBase:
    """Show what other weights would change, or set them."""
    history = queries.weights_history(most=MOST_WEIGHTINGS)
    form = WeightsForm(request.POST, weights=history[0].weights)
    why = ReasonForm(request.POST if "save" in request.POST else None)
    if not (form.is_valid() and why.is_valid()):
        return _outlook(request, form, why, history)
    if are_same_weights(form.weights, history[0].weights):
        messages.info(request, gettext("These weights hold already. Nothing was changed."))
        return redirect("risk:index")
    reason = why.cleaned_data["reason"]
    actor, now = actor_of(request), now_of(request)
    actions.set_weights(weights=form.weights, reason=reason, actor=actor, now=now)
    messages.success(request, gettext("The weights hold from now on; the index was made anew."))
    return redirect("risk:index")


def _outlook(
    request: HttpRequest,
    form: WeightsForm,
    why: ReasonForm,
    history: tuple[queries.HeldWeights, ...],
) -> HttpResponse:
    """Show what weights that can be would change, and what is still missing to set them."""
    if not form.is_valid():
        return _index(request, form, history, status=422)
    effect = queries.weight_effect(actor_of(request).scope, _today(request), form.weights)
    status = 422 if why.is_bound else 200
    return _index(request, form, history, effect=web.shown_effect(effect), why=why, status=status)


def _index(
    request: HttpRequest,
    form: WeightsForm,
    history: tuple[queries.HeldWeights, ...],
    *,
    effect: web.ShownEffect | None = None,
    why: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, operation = actor_of(request), operation_of(request)
    whole = operation.area_id if operation else EVERYWHERE
    shown = {
        "page": web.index_page(
            actor.scope, _today(request), request.GET.get("page", ""), history=history
        ),
        "form": form,
        "effect": effect,
        "why": why,
        "may_weigh": actor.holds(*WEIGHING, area_code=whole),
        "may_renew": actor.holds(Role.OPERATOR, *WEIGHING, area_code=whole),
    }
    return render(request, "risk/index.html", shown, status=status)


@require_POST
@allow(Role.OPERATOR, *WEIGHING)
def renew_index(request: HttpRequest) -> HttpResponseBase:
    actions.take_index_snapshot(as_of=_today(request), actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("The index was made anew."))
    return redirect("risk:index")


@require_GET
@allow(*SEEING, Role.ADMINISTRATOR)
def village_index(request: HttpRequest, area_code: str) -> HttpResponseBase:
    village = web.village_index(area_code, actor_of(request).scope, _today(request))
    return render(request, "risk/village_index.html", {"village": village})
