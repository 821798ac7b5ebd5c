"""Matters on the portal: a resident follows one; the desk shows one and takes it back."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow, allow_public, cookieless
from sejuk.foundation.operations.web import now_of
from sejuk.kit.actors import Actor
from sejuk.kit.htmx import render_page_or_fragment
from sejuk.kit.saying import told_in
from sejuk.sense.signals import forms
from sejuk.sense.signals.actions import portal as actions
from sejuk.sense.signals.queries import portal
from sejuk.sense.signals.rules import DESK
from sejuk.sense.signals.web import (
    FOLLOWS,
    digits_of,
    grouped,
    is_over,
    note_attempt,
    qr_of,
    receipt_token,
    too_many_words,
)

UNPROCESSABLE = 422


@never_cache
@sensitive_post_parameters()
@cookieless
@allow_public
@require_POST
def follow(request: HttpRequest, matter_id: int) -> HttpResponse:
    matter = portal.matter_to_follow(matter_id, now=now_of(request))
    if is_over(FOLLOWS, request):
        return HttpResponse(too_many_words(FOLLOWS), status=429, content_type="text/plain")
    note_attempt(FOLLOWS, request)
    told = digits_of(request.POST.get("token", "")) or digits_of(receipt_token()) or ""
    digits = portal.following_digits(told, matter.pk)
    actions.follow_matter(
        matter_id=matter.pk, digits=digits, actor=Actor.resident(), now=now_of(request)
    )
    context = {"title": matter.title, "receipt": grouped(digits), "qr": qr_of(request, digits)}
    response = render(request, "signals/following.html", context, status=201)
    response["Cache-Control"] = "no-store, private"
    return response


@never_cache
@allow(*DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, signal_id: int) -> HttpResponse:
    """Show what is released of a signal, and release or withdraw it."""
    actor, now = actor_of(request), now_of(request)
    release = portal.release_of(actor, signal_id)
    form = (forms.MatterAway if release.matter else forms.NewMatter)(
        request.POST or None, initial={"title": release.suggested}
    )
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            return _published(request, release, form.cleaned_data, actor=actor, now=now)
    context = {"release": release, "form": form}
    response = render_page_or_fragment(
        request, "signals/publish.html", context, fragment="signals/_publish.html"
    )
    response.status_code = UNPROCESSABLE if form.errors else 200
    return response


def _published(
    request: HttpRequest,
    release: portal.Release,
    said: dict[str, str],
    *,
    actor: Actor,
    now: datetime,
) -> HttpResponse:
    number = release.signal_id
    if release.matter is None:
        actions.release_matter(signal_id=number, title=said["title"], actor=actor, now=now)
        messages.success(request, gettext("Everybody can see and follow this matter now."))
    else:
        actions.withdraw_matter(signal_id=number, reason=said["reason"], actor=actor, now=now)
        messages.success(request, gettext("The matter is no longer shown."))
    return redirect("signals:signal", number)
