"""Pages for the administrator of keys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Role
from sejuk.kit.decisions import Refused
from sejuk.kit.saying import say
from sejuk.sense.signals import actions, forms, queries


@never_cache
@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def keys(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form, fresh = forms.NewKey(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            fresh = actions.make_api_key(
                name=form.cleaned_data["name"],
                area_code=form.cleaned_data["area"],
                actor=actor,
                now=now_of(request),
            )
            form = forms.NewKey()
        except Refused as refused:
            say(form, refused)
    context = {"form": form, "fresh": fresh, "keys": queries.api_keys(actor)}
    response = render(request, "signals/keys.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@allow(Role.ADMINISTRATOR)
@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    actions.revoke_api_key(key_id=key_id, actor=actor_of(request), now=now_of(request))
    return redirect("signals:keys")
