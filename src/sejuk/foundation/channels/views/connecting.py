"""How channels are connected, a test of them, and the resident's side in the demonstration."""

from django.conf import settings as conf
from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.channels import actions, forms, queries, web
from sejuk.foundation.channels.views.desk import DESK
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import EVERYWHERE, Actor, Role
from sejuk.kit.decisions import NotYours, Refused


@allow(Role.ADMINISTRATOR)
@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    return _settings(request, forms.Trial())


@sensitive_post_parameters()
@allow(Role.ADMINISTRATOR)
@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    form = forms.Trial(request.POST)
    if not form.is_valid():
        return _settings(request, form, status=422)
    try:
        actions.send_trial(**form.cleaned_data, actor=actor_of(request), now=now_of(request))
    except Refused as refused:
        form.say(refused)
        return _settings(request, form, status=422)
    notices.success(
        request, gettext("The test message is on its way; how far it comes shows here.")
    )
    return redirect("channels:settings")


def _settings(request: HttpRequest, form: forms.Trial, *, status: int = 200) -> HttpResponse:
    context = {"channels": web.connected(request), "form": form}
    return render(request, "channels/settings.html", context, status=status)


@sensitive_post_parameters()
@allow(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def as_resident(request: HttpRequest) -> HttpResponse:
    """Write as a resident: only where everything is invented."""
    if not web.is_invented(request):
        raise NotYours("the resident's side")
    form = forms.Written(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "channels/as_resident.html", {"form": form}, status=status)
    try:
        known = web.written(**form.cleaned_data, area_code=_own(request), now=now_of(request))
    except Refused as refused:
        form.say(refused)
        return render(request, "channels/as_resident.html", {"form": form}, status=422)
    return redirect("channels:conversation", known.pk)


def _own(request: HttpRequest) -> str:
    return actor_of(request).only(*DESK).scope[0]


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form, fresh = forms.NewHook(request.POST or None, areas=_areas(actor)), ""
    if request.method == "POST" and form.is_valid():
        try:
            fresh = actions.make_hook(
                **form.cleaned_data,
                may_be_inside=conf.SEJUK_HOOKS_INSIDE,
                actor=actor,
                now=now_of(request),
            )
            form = forms.NewHook(areas=_areas(actor))
        except Refused as refused:
            form.say(refused)
    context = {"form": form, "fresh": fresh, "hooks": queries.hooks_of(_as_administrator(actor))}
    response = render(request, "channels/hooks.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store, private"
    return response


@allow(Role.ADMINISTRATOR)
@require_GET
def hook(request: HttpRequest, hook_id: int) -> HttpResponse:
    found = queries.get_hook(hook_id, _as_administrator(actor_of(request)))
    runs = queries.runs_of(found)[:100]
    return render(request, "channels/hook.html", {"hook": found, "runs": runs})


@allow(Role.ADMINISTRATOR)
@require_POST
def stop_hook(request: HttpRequest, hook_id: int) -> HttpResponse:
    actor = _as_administrator(actor_of(request))
    actions.stop_hook(hook_id=hook_id, actor=actor, now=now_of(request))
    return redirect("channels:hook", hook_id)


def _as_administrator(actor: Actor) -> Actor:
    return actor.only(Role.ADMINISTRATOR)


def _areas(actor: Actor) -> list[tuple[str, str]]:
    codes = _as_administrator(actor).scope
    labels = places.area_labels({code for code in codes if code != EVERYWHERE})
    return [(code, labels.get(code, gettext("everywhere"))) for code in codes]
