"""Views of the inbox under a name: kept, opened, shared with colleagues, removed."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.decisions import Refused
from sejuk.sense.signals import actions, forms
from sejuk.sense.signals.forms.inbox import ViewAsked
from sejuk.sense.signals.queries.views import view_for, views_for
from sejuk.sense.signals.rules import READERS
from sejuk.sense.signals.rules.views import MOST_VIEWS, areas_to_share
from sejuk.sense.signals.views.inbox import chips_of


@allow(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """Show the views one sees; keep another one, of the filter that the address carries."""
    asked = forms.InboxFilter(QueryDict(request.POST.get("of") or request.GET.urlencode()))
    form = ViewAsked(request.POST or None, areas=areas_of(actor_of(request)))
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, form, asked.address)
        except Refused as refused:
            form.say(refused)
    return _page(request, form, asked, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: ViewAsked, address: str) -> HttpResponse:
    actions.save_view(
        name=form.cleaned_data["name"],
        address=address,
        is_default=form.cleaned_data["is_default"],
        shared_in=form.area_code,
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("The view is kept."))
    return redirect(f"{reverse('signals:inbox')}?{address}")


@allow(*READERS)
@require_GET
def view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Open the inbox with a view, also one that a colleague sent the address of."""
    return redirect(f"{reverse('signals:inbox')}?{view_for(actor_of(request), view_id).address}")


@allow(*READERS)
@require_POST
def change(request: HttpRequest, view_id: int) -> HttpResponse:
    actor = actor_of(request)
    form = ViewAsked(request.POST, areas=areas_of(actor), view=view_for(actor, view_id))
    try:
        if form.is_valid():
            return _changed(request, form, view_id)
    except Refused as refused:
        form.say(refused)
    return _page(request, None, forms.InboxFilter({}), changed={view_id: form}, status=422)


def _changed(request: HttpRequest, form: ViewAsked, view_id: int) -> HttpResponse:
    actions.change_view(
        view_id=view_id,
        name=form.cleaned_data["name"],
        is_default=form.cleaned_data["is_default"],
        shared_in=form.area_code,
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, gettext("The view is kept."))
    return redirect("signals:views")


@allow(*READERS)
@require_POST
def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    actions.remove_view(view_id=view_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("The view is removed. The signals stay as they are."))
    return redirect("signals:views")


def areas_of(actor: Actor) -> dict[str, str]:
    """Return where one may share, each with its name; everywhere has none."""
    codes = areas_to_share(actor)
    labels = places.area_labels({code for code in codes if code})
    return {code: labels.get(code, code) for code in codes}


def _page(
    request: HttpRequest,
    form: ViewAsked | None,
    asked: forms.InboxFilter,
    *,
    changed: Mapping[int, ViewAsked] | None = None,
    status: int,
) -> HttpResponse:
    actor = actor_of(request)
    areas, seen = areas_of(actor), views_for(actor)
    forms_of = {one.id: ViewAsked(areas=areas, view=one) for one in seen if one.is_mine}
    context = {
        "form": form or ViewAsked(areas=areas),
        "of": asked.address,
        "chips": chips_of(asked, actor),
        "own": [
            (one, (changed or {}).get(one.id, forms_of[one.id])) for one in seen if one.is_mine
        ],
        "shared": [one for one in seen if not one.is_mine],
        "most": MOST_VIEWS,
    }
    return render(request, "signals/views.html", context, status=status)
